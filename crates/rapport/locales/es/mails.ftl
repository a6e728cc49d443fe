# Correos a las personas invitadas. $host celebra la reunión, $workspace es su empresa.

mail-hello = Hola, { $name }:
mail-hello-nobody = Hola:
mail-range = de { $from } a { $to }
mail-city-time = hora local de { $city }
mail-host-time = { $time } en { $city }, donde está { $host }
mail-join = Unirse a la reunión
mail-join-hint = Abre Zoom, no hace falta una cuenta
mail-join-text = Unirse a la reunión (abre Zoom, no hace falta una cuenta):
mail-link-inside = Con el enlace para unirse.
mail-phone = Teléfono
mail-place = Lugar
mail-agenda = Agenda
mail-message = Mensaje
mail-number = ¿El enlace no funciona? ID de reunión { $number }.
mail-number-passcode = ¿El enlace no funciona? ID de reunión { $number }, código de acceso { $passcode }.
mail-dial-in = Por teléfono
mail-dial-in-number = ID de reunión { $number }
mail-dial-in-passcode = ID de reunión { $number }, código de acceso { $passcode }
mail-dial-in-free = llamada gratuita
mail-reply = Responda a este correo para escribir a { $host }, { $address }.
mail-why = Recibe este correo porque { $host }, de { $workspace }, le ha enviado una invitación.
mail-page = ¿No puede, o mejor a otra hora? Responda aquí: { $link }
mail-page-button = Responder o proponer otra hora

invitation-label = Invitación a { $topic }
invitation-opening = { $host }, de { $workspace }, le invita a una reunión por vídeo.
invitation-opening-elsewhere = { $host }, de { $workspace }, le invita a una reunión.
invitation-calendar = El archivo adjunto añade la reunión a su calendario.

update-moved-title = Nueva hora: { $topic }
update-changed-title = Modificada: { $topic }
update-moved = { $host } ha cambiado la hora de su reunión.
update-changed = { $host } ha modificado su reunión.
update-same-link = El enlace para unirse es el mismo.
update-new-link = Tiene un enlace nuevo para unirse; el anterior ya no funciona.
update-to-zoom = Ahora tiene lugar en Zoom.
update-left-zoom = Ya no tiene lugar en Zoom; el enlace anterior ya no funciona.
update-was = Ya no { $was }, sino:
update-calendar = El archivo adjunto actualiza la reunión en su calendario.

cancellation-title = Cancelada: { $topic }
cancellation-opening = { $host } ha cancelado esta reunión. El enlace para unirse ya no funciona.
cancellation-opening-elsewhere = { $host } ha cancelado esta reunión.
cancellation-off = No se celebra: { $when }
cancellation-calendar = El archivo adjunto quita la reunión de su calendario.

reminder-title = Recordatorio: { $topic }
reminder-opening = Le recordamos su reunión con { $host }.

# A meeting that comes again. $n dates are to come; $date is the last of them.
series-dates = La reunión tiene lugar { $n } veces:
series-more = y { $n } más, la última el { $date }
series-one = Esto solo afecta a esta fecha. Las demás no cambian.
