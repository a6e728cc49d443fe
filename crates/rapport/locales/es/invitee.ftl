# La página de las personas invitadas. $host es el nombre de quien celebra la reunión.

invitee-your-time = Su hora, { $city }
invitee-not-here = ¿No está en { $city }?
invitee-zone = Su zona horaria
invitee-show-zone = Mostrar la hora de allí
invitee-starts-in = { $n ->
    [one] Empieza en { $n } minuto
   *[other] Empieza en { $n } minutos
}
invitee-begun = Ha empezado
invitee-join-hint = Abre Zoom en una pestaña nueva. También puede unirse desde el navegador, no hace falta una cuenta.
invitee-not-ready = El enlace para unirse aún no está listo. Lo recibirá por correo.
invitee-who = Quién viene
invitee-host = organiza
invitee-you = usted
invitee-others = { $n ->
    [one] y { $n } más
   *[other] y { $n } más
}
invitee-add = Añadir al calendario
invitee-download = Descargar .ics
invitee-accept = Allí estaré
invitee-cannot = ¿No puede?
invitee-accepted = Ha aceptado. { $host } lo sabe.
invitee-declined = Ha rechazado la invitación. { $host } lo sabe.
invitee-proposed = Ha propuesto otra hora. { $host } elige una y usted recibe una nueva invitación.
invitee-changed = La reunión es ahora a otra hora. Mírelo de nuevo antes de responder.
invitee-moving = Se está cambiando la hora de esta reunión. Recibirá un correo con la nueva hora.
invitee-answer = Su respuesta
invitee-propose = Proponer otra hora
invitee-propose-text = { $host } elige una y usted recibe una nueva invitación.
invitee-decline = Rechazar
invitee-decline-text = { $host } recibe un correo. La reunión sigue para los demás.
invitee-one-date = ¿Solo una fecha?
invitee-one-date-text = Elíjala para proponer otra hora o rechazar solo esa.
invitee-all-dates = Rechazar todas las fechas
invitee-times = Horas que le convienen
invitee-date = Fecha { $n }
invitee-time = Hora { $n }
invitee-for-host = { $time } para { $host }
invitee-another = Añadir otra hora
invitee-check = Comprobar las horas
invitee-message = Mensaje para { $host }
invitee-optional = Opcional
invitee-send = Enviar a { $host }
invitee-back = Volver a la invitación
invitee-cancelled = Esta reunión se ha cancelado
invitee-over = Esta reunión ha terminado
invitee-gone = Este enlace no lleva a ninguna parte
invitee-gone-text = La reunión ha terminado o falta una parte de la dirección. Abra de nuevo el enlace del correo o responda a él.
invitee-too-often = Esta página se ha pedido demasiadas veces
invitee-too-often-text = Espere unos minutos y ábrala de nuevo.
invitee-trouble = No se puede mostrar la página
invitee-trouble-text = No es culpa suya. Abra de nuevo el enlace dentro de unos minutos; el enlace para unirse está también en el correo.
invitee-not-sent = No se ha enviado nada
invitee-wrong-none = Elija una fecha y una hora, o rechace.
invitee-wrong-half = Elija una fecha y una hora cada vez.
invitee-wrong-time = Esta hora no se puede leer.
invitee-wrong-past = Esta hora ya ha pasado.
invitee-wrong-long = El mensaje es demasiado largo: { $n } caracteres como máximo.
invitee-footer = { $workspace } organiza sus reuniones con Rapport. Sin píxeles de seguimiento ni cookies en esta página.
invitee-data = Sus datos
