# What Rapport may do in Zoom, one scope each, as a list of things that the app is allowed to do.

permission-user-read = Mostrar o seu endereço de e-mail e o seu plano no Zoom
permission-meeting-write = Criar as reuniões que agenda
permission-meeting-read = Iniciá-las como anfitrião e ver o que mudou no Zoom
permission-meeting-list = Garantir que nenhuma é criada duas vezes
permission-meeting-update = Mudá-las de data ou hora
permission-meeting-delete = Removê-las
permission-meeting-participant = Ver quem entra e quem sai
permission-user-settings = Preparar as novas reuniões de acordo com as suas definições no Zoom
