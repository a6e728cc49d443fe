# Words around the texts of the public pages.

documentation-title = Usar o Zoom com o Rapport
support-title = Suporte
privacy-title = Política de privacidade
terms-title = Termos de uso

# Names of the two lists of links, for people who do not see them.
languages-name = Idioma
others-name = Mais páginas

# Above a page that strangers do not see yet. $place is a page of Rapport, whose screens are in English.
preview-title = Não publicada
preview-text = Só proprietários e administradores veem esta página. Pode publicá-la em { $place }.
