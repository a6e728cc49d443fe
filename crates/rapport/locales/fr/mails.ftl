# E-mails aux personnes invitées. $host anime la réunion, $workspace est son entreprise.

mail-hello = Bonjour { $name },
mail-hello-nobody = Bonjour,
mail-range = { $from } à { $to }
mail-city-time = heure locale à { $city }
mail-host-time = { $time } à { $city }, chez { $host }
mail-join = Rejoindre la réunion
mail-join-hint = Ouvre Zoom, sans compte
mail-join-text = Rejoindre la réunion (ouvre Zoom, sans compte) :
mail-link-inside = Avec le lien pour participer.
mail-phone = Téléphone
mail-place = Lieu
mail-agenda = Ordre du jour
mail-message = Message
mail-number = Le lien ne fonctionne pas ? ID de réunion { $number }.
mail-number-passcode = Le lien ne fonctionne pas ? ID de réunion { $number }, code secret { $passcode }.
mail-dial-in = Par téléphone
mail-dial-in-number = ID de réunion { $number }
mail-dial-in-passcode = ID de réunion { $number }, code secret { $passcode }
mail-dial-in-free = appel gratuit
mail-reply = Répondez à cet e-mail pour écrire à { $host }, { $address }.
mail-why = Vous recevez cet e-mail parce que { $host }, de { $workspace }, vous a envoyé une invitation.
mail-page = Un empêchement, ou plutôt à une autre heure ? Répondez ici : { $link }
mail-page-button = Répondre ou proposer une autre heure

invitation-label = Invitation à { $topic }
invitation-opening = { $host }, de { $workspace }, vous invite à une réunion vidéo.
invitation-opening-elsewhere = { $host }, de { $workspace }, vous invite à une réunion.
invitation-calendar = Le fichier joint ajoute la réunion à votre calendrier.

update-moved-title = Déplacée : { $topic }
update-changed-title = Modifiée : { $topic }
update-moved = { $host } a déplacé votre réunion.
update-changed = { $host } a modifié votre réunion.
update-same-link = Le lien pour participer reste le même.
update-new-link = Elle a un nouveau lien pour participer ; l’ancien ne fonctionne plus.
update-to-zoom = Elle a désormais lieu dans Zoom.
update-left-zoom = Elle n’a plus lieu dans Zoom ; l’ancien lien ne fonctionne plus.
update-was = Non plus { $was }, mais :
update-calendar = Le fichier joint met à jour la réunion dans votre calendrier.

cancellation-title = Annulée : { $topic }
cancellation-opening = { $host } a annulé cette réunion. Le lien pour participer ne fonctionne plus.
cancellation-opening-elsewhere = { $host } a annulé cette réunion.
cancellation-off = N’a pas lieu : { $when }
cancellation-calendar = Le fichier joint retire la réunion de votre calendrier.

reminder-title = Rappel : { $topic }
reminder-opening = Nous vous rappelons votre réunion avec { $host }.

# A meeting that comes again. $n dates are to come; $date is the last of them.
series-dates = La réunion a lieu { $n } fois :
series-more = et { $n } autres, la dernière le { $date }
series-one = Cela ne concerne que cette date. Toutes les autres restent inchangées.
