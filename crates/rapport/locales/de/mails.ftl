# E-Mails an Eingeladene. $host hält das Meeting, $workspace ist der Ort der Arbeit.

mail-hello = Guten Tag { $name },
mail-hello-nobody = Guten Tag,
mail-range = { $from } bis { $to }
mail-city-time = Ortszeit { $city }
mail-host-time = { $time } in { $city }, bei { $host }
mail-join = Am Meeting teilnehmen
mail-join-hint = Öffnet Zoom, ohne Konto
mail-join-text = Am Meeting teilnehmen (öffnet Zoom, ohne Konto):
mail-link-inside = Mit Link zur Teilnahme.
mail-phone = Telefon
mail-place = Ort
mail-agenda = Agenda
mail-message = Nachricht
mail-number = Link funktioniert nicht? Meeting-ID { $number }.
mail-number-passcode = Link funktioniert nicht? Meeting-ID { $number }, Kenncode { $passcode }.
mail-dial-in = Per Telefon
mail-dial-in-number = Meeting-ID { $number }
mail-dial-in-passcode = Meeting-ID { $number }, Kenncode { $passcode }
mail-dial-in-free = gebührenfrei
mail-reply = Antworten auf diese E-Mail gehen an { $host }, { $address }.
mail-why = Sie erhalten diese E-Mail, weil { $host } von { $workspace } Sie eingeladen hat.
mail-page = Passt es nicht, oder lieber zu einer anderen Zeit? Antworten Sie hier: { $link }
mail-page-button = Antworten oder andere Zeit vorschlagen

invitation-label = Einladung zu { $topic }
invitation-opening = { $host } von { $workspace } lädt Sie zu einem Videomeeting ein.
invitation-opening-elsewhere = { $host } von { $workspace } lädt Sie zu einem Treffen ein.
invitation-calendar = Die angehängte Datei trägt das Meeting in Ihren Kalender ein.

update-moved-title = Verschoben: { $topic }
update-changed-title = Geändert: { $topic }
update-moved = { $host } hat Ihr Meeting verschoben.
update-changed = { $host } hat Ihr Meeting geändert.
update-same-link = Der Link zur Teilnahme bleibt gleich.
update-new-link = Es hat einen neuen Link zur Teilnahme; der alte gilt nicht mehr.
update-to-zoom = Es findet jetzt in Zoom statt.
update-left-zoom = Es findet nicht mehr in Zoom statt; der alte Link gilt nicht mehr.
update-was = Nicht mehr { $was }, sondern:
update-calendar = Die angehängte Datei ändert das Meeting in Ihrem Kalender.

cancellation-title = Abgesagt: { $topic }
cancellation-opening = { $host } hat dieses Meeting abgesagt. Der Link zur Teilnahme gilt nicht mehr.
cancellation-opening-elsewhere = { $host } hat dieses Treffen abgesagt.
cancellation-off = Findet nicht statt: { $when }
cancellation-calendar = Die angehängte Datei entfernt das Meeting aus Ihrem Kalender.

reminder-title = Erinnerung: { $topic }
reminder-opening = Zur Erinnerung: Ihr Meeting mit { $host } steht bevor.

# A meeting that comes again. $n dates are to come; $date is the last of them.
series-dates = Der Termin findet { $n }-mal statt:
series-more = und { $n } weitere, der letzte am { $date }
series-one = Das betrifft nur diesen einen Termin. Alle anderen bleiben, wie sie sind.
