# Correos a quienes usan Rapport.

user-mail-why = Recibe este correo porque usa Rapport en { $workspace }.
user-mail-moment = el { $date } a las { $time }

host-reminder-opening = Le recordamos su reunión.
host-reminder-with = Con { $names }
host-reminder-open = Abrir la reunión
host-reminder-choose = En { $place } elige qué recordatorios reciben usted y sus invitados.

answer-declined-title = { $name } no asistirá: { $topic }, { $when }
answer-declined = { $name } no asistirá a { $topic } ({ $when }).
answer-proposed-title = { $name } propone otra hora: { $topic }, { $when }
answer-proposed = { $name } preferiría otra hora que { $when } para { $topic }. Un clic la mueve:
answer-times = Horas propuestas
answer-time-there = { $time } en { $city }
answer-open = Abrir la reunión
answer-reply = Responda a este correo para comunicarse con { $name }.

zoom-reconnect-title = Hay que volver a conectar Zoom
zoom-reconnect-text = Zoom dejó de aceptar el acceso de Rapport a su cuenta { $moment }. No se ha borrado nada, y los enlaces ya enviados siguen funcionando. Hasta que vuelva a conectar Zoom, Rapport no puede programar, iniciar ni eliminar reuniones en Zoom por usted.
zoom-reconnect-button = Volver a conectar Zoom
zoom-reconnect-cause = Ocurre tras un cambio de contraseña, tras mucho tiempo sin uso, o cuando un administrador quita la aplicación.

zoom-ended-title = Zoom ya no está conectado
zoom-ended-text = Su conexión con Zoom terminó { $moment }: la aplicación se quitó en Zoom, o alguien que usa la misma cuenta de Zoom la desconectó. Todo lo que Rapport había recibido de Zoom se ha borrado. Sus contactos, sus notas y lo que escribió permanecen.
zoom-ended-button = Conectar Zoom
zoom-ended-hint = Vuelva a conectarlo si quiere seguir programando. Si la quitó a propósito, no hay nada que hacer.

zoom-shared-title = Otra persona usa su cuenta de Zoom
zoom-shared-text = { $name } conectó { $moment } la cuenta de Zoom que usted también usa en Rapport. Comparten una conexión, y cada cual conserva sus propias reuniones.
zoom-shared-outside = Alguien de otro espacio de trabajo conectó { $moment } la cuenta de Zoom que usted también usa en Rapport. Comparten una conexión, y cada cual conserva sus propias reuniones.
zoom-shared-button = Abrir las integraciones
zoom-shared-hint = Quien la desconecte la termina para todos, y se avisa a todos. Si no lo esperaba, cambie la contraseña de la cuenta de Zoom y desconéctela.

password-reset-title = Su nueva contraseña de Rapport
password-reset-text = Alguien, probablemente usted, pidió una nueva contraseña { $moment }. Elíjala con este botón. Funciona una vez, durante una hora.
password-reset-button = Elegir una nueva contraseña
password-reset-hint = Si no fue usted, no hay nada que hacer: su contraseña sigue igual. No entregue este correo a nadie.

password-changed-title = Su contraseña se ha cambiado
password-changed-text = Su contraseña de Rapport se cambió { $moment }. Se cerró la sesión en todos los demás navegadores.
password-changed-hint = Si no fue usted, elija enseguida una nueva contraseña y avise a un propietario o administrador de su espacio de trabajo.

tasks-due-one = Pendiente: { $what }
tasks-due-several = { $n } tareas pendientes
tasks-due-text = Para hoy queda por hacer:
tasks-due-button = Abrir las tareas
tasks-due-hint = Recibe esto porque una de sus tareas tiene activado el recordatorio por correo. Se desactiva en el formulario de la tarea.

join-title = Unirse a { $workspace } en Rapport
join-text = { $host } le invita a trabajar en { $workspace } en Rapport, donde su equipo lleva sus contactos y reuniones.
join-button = Unirse
join-hint = El enlace funciona una vez, durante siete días. Si no lo esperaba, no hay nada que hacer.
join-why = Recibe este correo porque { $host } invitó a esta dirección a { $workspace }.
