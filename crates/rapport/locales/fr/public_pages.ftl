# Words around the texts of the public pages.

documentation-title = Utiliser Zoom avec Rapport
support-title = Assistance
privacy-title = Politique de confidentialité
terms-title = Conditions d’utilisation

# Names of the two lists of links, for people who do not see them.
languages-name = Langue
others-name = Autres pages

# Above a page that strangers do not see yet. $place is a page of Rapport, whose screens are in English.
preview-title = Non publiée
preview-text = Seuls les propriétaires et les administrateurs voient cette page. Vous pouvez la publier sous { $place }.
