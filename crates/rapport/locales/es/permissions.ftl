# What Rapport may do in Zoom, one scope each, as a list of things that the app is allowed to do.

permission-user-read = Mostrar su dirección de correo y su plan de Zoom
permission-meeting-write = Crear las reuniones que usted programa
permission-meeting-read = Iniciarlas como anfitrión y ver qué ha cambiado en Zoom
permission-meeting-list = Comprobar que ninguna se crea dos veces
permission-meeting-update = Cambiarlas de fecha u hora
permission-meeting-delete = Eliminarlas
permission-meeting-participant = Ver quién entra y quién sale
permission-user-settings = Preparar las reuniones nuevas según sus ajustes de Zoom
