# Words around the texts of the public pages.

documentation-title = Zoom mit Rapport nutzen
support-title = Hilfe
privacy-title = Datenschutzerklärung
terms-title = Nutzungsbedingungen

# Names of the two lists of links, for people who do not see them.
languages-name = Sprache
others-name = Weitere Seiten

# Above a page that strangers do not see yet. $place is a page of Rapport, whose screens are in English.
preview-title = Nicht veröffentlicht
preview-text = Nur Inhaber und Administratoren sehen diese Seite. Veröffentlichen können Sie sie unter { $place }.
