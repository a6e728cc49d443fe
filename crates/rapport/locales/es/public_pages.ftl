# Words around the texts of the public pages.

documentation-title = Usar Zoom con Rapport
support-title = Asistencia
privacy-title = Política de privacidad
terms-title = Condiciones de uso

# Names of the two lists of links, for people who do not see them.
languages-name = Idioma
others-name = Más páginas

# Above a page that strangers do not see yet. $place is a page of Rapport, whose screens are in English.
preview-title = Sin publicar
preview-text = Solo los propietarios y administradores ven esta página. Puede publicarla en { $place }.
