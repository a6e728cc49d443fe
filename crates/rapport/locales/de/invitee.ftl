# Die Seite für Eingeladene. $host ist der Vorname der Person, die das Meeting hält.

invitee-your-time = Ihre Zeit, { $city }
invitee-not-here = Nicht in { $city }?
invitee-zone = Ihre Zeitzone
invitee-show-zone = Zeiten dort zeigen
invitee-starts-in = { $n ->
    [one] Beginnt in { $n } Minute
   *[other] Beginnt in { $n } Minuten
}
invitee-begun = Hat begonnen
invitee-join-hint = Öffnet Zoom in einem neuen Tab. Sie können auch im Browser teilnehmen, ohne Konto.
invitee-not-ready = Der Link zur Teilnahme ist noch nicht da. Sie bekommen ihn per E-Mail.
invitee-who = Wer kommt
invitee-host = Gastgeber
invitee-you = Sie
invitee-others = { $n ->
    [one] und { $n } weitere Person
   *[other] und { $n } weitere
}
invitee-add = In den Kalender
invitee-download = .ics herunterladen
invitee-accept = Ich bin dabei
invitee-cannot = Passt nicht?
invitee-accepted = Sie haben zugesagt. { $host } weiß Bescheid.
invitee-declined = Sie haben abgesagt. { $host } weiß Bescheid.
invitee-proposed = Sie haben eine andere Zeit vorgeschlagen. { $host } wählt eine aus und Sie bekommen eine neue Einladung.
invitee-changed = Das Meeting ist jetzt zu einer anderen Zeit. Sehen Sie noch einmal nach, bevor Sie antworten.
invitee-moving = Dieses Meeting wird gerade verschoben. Sie bekommen eine E-Mail mit der neuen Zeit.
invitee-answer = Ihre Antwort
invitee-propose = Eine andere Zeit vorschlagen
invitee-propose-text = { $host } wählt eine aus und Sie bekommen eine neue Einladung.
invitee-decline = Absagen
invitee-decline-text = { $host } bekommt eine E-Mail. Wer sonst eingeladen ist, trifft sich weiterhin.
invitee-one-date = Nur ein Termin?
invitee-one-date-text = Wählen Sie ihn, um eine andere Zeit vorzuschlagen oder nur diesen abzusagen.
invitee-all-dates = Alle Termine absagen
invitee-times = Zeiten, die Ihnen passen
invitee-date = Datum { $n }
invitee-time = Uhrzeit { $n }
invitee-for-host = { $time } bei { $host }
invitee-another = Weitere Zeit hinzufügen
invitee-check = Zeiten prüfen
invitee-message = Nachricht an { $host }
invitee-optional = Optional
invitee-send = An { $host } senden
invitee-back = Zurück zur Einladung
invitee-cancelled = Dieses Meeting wurde abgesagt
invitee-over = Dieses Meeting ist vorbei
invitee-gone = Dieser Link führt nirgendwohin
invitee-gone-text = Das Meeting ist vorbei, oder ein Teil der Adresse fehlt. Öffnen Sie den Link aus der E-Mail noch einmal oder antworten Sie darauf.
invitee-too-often = Diese Seite wurde zu oft aufgerufen
invitee-too-often-text = Warten Sie einige Minuten und öffnen Sie sie dann noch einmal.
invitee-trouble = Die Seite kann nicht gezeigt werden
invitee-trouble-text = Es liegt nicht an Ihnen. Öffnen Sie den Link in ein paar Minuten noch einmal; der Link zur Teilnahme steht auch in der E-Mail.
invitee-not-sent = Es wurde nichts gesendet
invitee-wrong-none = Wählen Sie Datum und Uhrzeit, oder sagen Sie ab.
invitee-wrong-half = Wählen Sie jeweils Datum und Uhrzeit.
invitee-wrong-time = Diese Zeit ist nicht lesbar.
invitee-wrong-past = Diese Zeit ist vorbei.
invitee-wrong-long = Die Nachricht ist zu lang: höchstens { $n } Zeichen.
invitee-footer = { $workspace } plant Meetings mit Rapport. Keine Zählpixel, keine Cookies auf dieser Seite.
invitee-data = Ihre Daten
