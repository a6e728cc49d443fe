# Words around the texts of the public pages.

documentation-title = Använda Zoom med Rapport
support-title = Support
privacy-title = Integritetspolicy
terms-title = Användarvillkor

# Names of the two lists of links, for people who do not see them.
languages-name = Språk
others-name = Fler sidor

# Above a page that strangers do not see yet. $place is a page of Rapport, whose screens are in English.
preview-title = Inte publicerad
preview-text = Bara ägare och administratörer ser den här sidan. Du publicerar den under { $place }.
