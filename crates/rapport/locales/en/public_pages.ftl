# Words around the texts of the public pages.

documentation-title = Using Zoom with Rapport
support-title = Support
privacy-title = Privacy policy
terms-title = Terms of use

# Names of the two lists of links, for people who do not see them.
languages-name = Language
others-name = More

# Above a page that strangers do not see yet. $place is a page of Rapport, whose screens are in English.
preview-title = Not published
preview-text = Only owners and admins see this page. Publish it under { $place }.
