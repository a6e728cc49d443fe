# E-Mails an Leute, die Rapport benutzen.

user-mail-why = Sie erhalten diese E-Mail, weil Sie Rapport bei { $workspace } benutzen.
user-mail-moment = am { $date } um { $time }

host-reminder-opening = Zur Erinnerung: Ihr Meeting steht bevor.
host-reminder-with = Mit { $names }
host-reminder-open = Meeting öffnen
host-reminder-choose = Welche Erinnerungen Sie und Ihre Eingeladenen erhalten, wählen Sie unter { $place }.

answer-declined-title = { $name } sagt ab: { $topic }, { $when }
answer-declined = { $name } kommt nicht zu { $topic } ({ $when }).
answer-proposed-title = { $name } schlägt eine andere Zeit vor: { $topic }, { $when }
answer-proposed = { $name } möchte { $topic } lieber zu einer anderen Zeit als { $when }. Ein Klick verschiebt es:
answer-times = Vorgeschlagene Zeiten
answer-time-there = { $time } in { $city }
answer-open = Meeting öffnen
answer-reply = Antworten auf diese E-Mail gehen an { $name }.

zoom-reconnect-title = Zoom muss neu verbunden werden
zoom-reconnect-text = Zoom hat { $moment } aufgehört, den Zugriff von Rapport auf Ihr Konto anzunehmen. Gelöscht wurde nichts, und verschickte Links zur Teilnahme gelten weiter. Bis Sie Zoom neu verbinden, kann Rapport für Sie keine Meetings in Zoom planen, starten oder entfernen.
zoom-reconnect-button = Zoom neu verbinden
zoom-reconnect-cause = Das geschieht nach einer Änderung des Passworts, nach langer Zeit ohne Nutzung, oder wenn ein Admin die App entfernt.

zoom-ended-title = Zoom ist nicht mehr verbunden
zoom-ended-text = Ihre Verbindung zu Zoom endete { $moment }: Die App wurde in Zoom entfernt, oder jemand mit demselben Zoom-Konto hat sie getrennt. Alles, was Rapport von Zoom erhalten hatte, ist gelöscht. Ihre Kontakte, Notizen und was Sie eingegeben haben, bleiben.
zoom-ended-button = Zoom verbinden
zoom-ended-hint = Verbinden Sie Zoom neu, wenn Sie weiter planen möchten. Wenn Sie die App mit Absicht entfernt haben, ist nichts zu tun.

zoom-shared-title = Noch jemand nutzt Ihr Zoom-Konto
zoom-shared-text = { $name } hat { $moment } das Zoom-Konto verbunden, das auch Sie in Rapport nutzen. Sie teilen sich eine Verbindung, und alle behalten ihre eigenen Meetings.
zoom-shared-outside = Jemand aus einem anderen Arbeitsbereich hat { $moment } das Zoom-Konto verbunden, das auch Sie in Rapport nutzen. Sie teilen sich eine Verbindung, und alle behalten ihre eigenen Meetings.
zoom-shared-button = Integrationen öffnen
zoom-shared-hint = Wer die Verbindung trennt, beendet sie für alle, und alle erfahren davon. Wenn Sie das nicht erwartet haben, ändern Sie das Passwort des Zoom-Kontos und trennen Sie die Verbindung.

password-reset-title = Ihr neues Passwort für Rapport
password-reset-text = Jemand, wahrscheinlich Sie, hat { $moment } um ein neues Passwort gebeten. Mit diesem Knopf legen Sie es fest. Er gilt einmal, innerhalb einer Stunde.
password-reset-button = Neues Passwort festlegen
password-reset-hint = Wenn Sie das nicht waren, ist nichts zu tun: Ihr Passwort bleibt, wie es ist. Geben Sie diese E-Mail niemandem weiter.

password-changed-title = Ihr Passwort wurde geändert
password-changed-text = Ihr Passwort für Rapport wurde { $moment } geändert. Alle anderen Browser wurden abgemeldet.
password-changed-hint = Wenn Sie das nicht waren, legen Sie sofort ein neues Passwort fest und sagen Sie einem Inhaber oder Admin Ihres Arbeitsbereichs Bescheid.

tasks-due-one = Fällig: { $what }
tasks-due-several = { $n } Aufgaben sind fällig
tasks-due-text = Bis heute ist zu erledigen:
tasks-due-button = Aufgaben öffnen
tasks-due-hint = Sie erhalten dies, weil bei einer Ihrer Aufgaben die Erinnerung per E-Mail eingeschaltet ist. Im Formular der Aufgabe lässt sie sich ausschalten.

join-title = { $workspace } auf Rapport beitreten
join-text = { $host } lädt Sie ein, in { $workspace } auf Rapport mitzuarbeiten, wo Ihr Team seine Kontakte und Meetings führt.
join-button = Beitreten
join-hint = Der Link gilt einmal, innerhalb von sieben Tagen. Wenn Sie ihn nicht erwartet haben, ist nichts zu tun.
join-why = Sie erhalten diese E-Mail, weil { $host } diese Adresse zu { $workspace } eingeladen hat.
