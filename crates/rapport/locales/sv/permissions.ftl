# What Rapport may do in Zoom, one scope each, as a list of things that the app is allowed to do.

permission-user-read = Visa din e-postadress och ditt abonnemang i Zoom
permission-meeting-write = Skapa mötena som du bokar
permission-meeting-read = Starta dem som värd och se vad som har ändrats i Zoom
permission-meeting-list = Se till att inget skapas två gånger
permission-meeting-update = Flytta dem
permission-meeting-delete = Ta bort dem
permission-meeting-participant = Se vem som kommer och går
permission-user-settings = Förbereda nya möten efter dina inställningar i Zoom
