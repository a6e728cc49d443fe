# What Rapport may do in Zoom, one scope each, as a list of things that the app is allowed to do.

permission-user-read = Ihre Zoom-E-Mail-Adresse und Ihren Tarif anzeigen
permission-meeting-write = Die Meetings anlegen, die Sie planen
permission-meeting-read = Meetings als Host starten und sehen, was in Zoom geändert wurde
permission-meeting-list = Sicherstellen, dass kein Meeting doppelt angelegt wird
permission-meeting-update = Meetings verschieben
permission-meeting-delete = Meetings entfernen
permission-meeting-participant = Sehen, wer kommt und wer geht
permission-user-settings = Neue Meetings so beginnen, wie Sie es in Zoom eingestellt haben
