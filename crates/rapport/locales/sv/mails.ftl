# Mejl till inbjudna. $host håller mötet, $workspace är arbetsplatsen.

mail-hello = Hej { $name },
mail-hello-nobody = Hej,
mail-range = { $from } till { $to }
mail-city-time = lokal tid i { $city }
mail-host-time = { $time } i { $city }, där { $host } är
mail-join = Delta i mötet
mail-join-hint = Öppnar Zoom, inget konto behövs
mail-join-text = Delta i mötet (öppnar Zoom, inget konto behövs):
mail-link-inside = Med länk för att delta.
mail-phone = Telefon
mail-place = Plats
mail-agenda = Agenda
mail-message = Meddelande
mail-number = Fungerar inte länken? Mötes-ID { $number }.
mail-number-passcode = Fungerar inte länken? Mötes-ID { $number }, lösenkod { $passcode }.
mail-dial-in = Via telefon
mail-dial-in-number = Mötes-ID { $number }
mail-dial-in-passcode = Mötes-ID { $number }, lösenkod { $passcode }
mail-dial-in-free = avgiftsfritt
mail-reply = Svara på det här mejlet för att nå { $host } på { $address }.
mail-why = Du får det här mejlet eftersom { $host } på { $workspace } har bjudit in dig.
mail-page = Kan du inte, eller hellre en annan tid? Svara här: { $link }
mail-page-button = Svara eller föreslå en ny tid

invitation-label = Inbjudan till { $topic }
invitation-opening = { $host } på { $workspace } bjuder in dig till ett videomöte.
invitation-opening-elsewhere = { $host } på { $workspace } bjuder in dig till ett möte.
invitation-calendar = Den bifogade filen lägger in mötet i din kalender.

update-moved-title = Flyttat: { $topic }
update-changed-title = Ändrat: { $topic }
update-moved = { $host } har flyttat ert möte.
update-changed = { $host } har ändrat ert möte.
update-same-link = Länken för att delta är densamma.
update-new-link = Det har en ny länk för att delta; den gamla gäller inte längre.
update-to-zoom = Det hålls nu i Zoom.
update-left-zoom = Det hålls inte längre i Zoom; den gamla länken gäller inte längre.
update-was = Inte längre { $was }, utan:
update-calendar = Den bifogade filen uppdaterar mötet i din kalender.

cancellation-title = Inställt: { $topic }
cancellation-opening = { $host } har ställt in det här mötet. Länken för att delta gäller inte längre.
cancellation-opening-elsewhere = { $host } har ställt in det här mötet.
cancellation-off = Blir inte av: { $when }
cancellation-calendar = Den bifogade filen tar bort mötet ur din kalender.

reminder-title = Påminnelse: { $topic }
reminder-opening = Det här är en påminnelse om ditt möte med { $host }.

# A meeting that comes again. $n dates are to come; $date is the last of them.
series-dates = Mötet äger rum { $n } gånger:
series-more = och { $n } till, det sista { $date }
series-one = Det gäller bara det här datumet. Alla andra är kvar.
