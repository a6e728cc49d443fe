# E-mails a quem é convidado. $host conduz a reunião, $workspace é a sua empresa.

mail-hello = Olá, { $name },
mail-hello-nobody = Olá,
mail-range = { $from } às { $to }
mail-city-time = hora local de { $city }
mail-host-time = { $time } em { $city }, onde está { $host }
mail-join = Entrar na reunião
mail-join-hint = Abre o Zoom, sem precisar de conta
mail-join-text = Entrar na reunião (abre o Zoom, sem precisar de conta):
mail-link-inside = Com o link para entrar.
mail-phone = Telefone
mail-place = Local
mail-agenda = Pauta
mail-message = Mensagem
mail-number = O link não funciona? ID da reunião { $number }.
mail-number-passcode = O link não funciona? ID da reunião { $number }, senha { $passcode }.
mail-dial-in = Por telefone
mail-dial-in-number = ID da reunião { $number }
mail-dial-in-passcode = ID da reunião { $number }, senha { $passcode }
mail-dial-in-free = chamada gratuita
mail-reply = Responda a este e-mail para falar com { $host }, { $address }.
mail-why = Recebeu este e-mail porque { $host }, de { $workspace }, lhe enviou um convite.
mail-page = Não pode, ou prefere outro horário? Responda aqui: { $link }
mail-page-button = Responder ou propor outro horário

invitation-label = Convite para { $topic }
invitation-opening = { $host }, de { $workspace }, enviou um convite para uma reunião por vídeo.
invitation-opening-elsewhere = { $host }, de { $workspace }, enviou um convite para uma reunião.
invitation-calendar = O ficheiro em anexo adiciona a reunião ao seu calendário.

update-moved-title = Novo horário: { $topic }
update-changed-title = Alterada: { $topic }
update-moved = { $host } mudou o horário da sua reunião.
update-changed = { $host } alterou a sua reunião.
update-same-link = O link para entrar é o mesmo.
update-new-link = Há um novo link para entrar; o anterior já não funciona.
update-to-zoom = Agora é no Zoom.
update-left-zoom = Já não é no Zoom; o link antigo não funciona mais.
update-was = Já não { $was }, mas:
update-calendar = O ficheiro em anexo atualiza a reunião no seu calendário.

cancellation-title = Cancelada: { $topic }
cancellation-opening = { $host } cancelou esta reunião. O link para entrar já não funciona.
cancellation-opening-elsewhere = { $host } cancelou esta reunião.
cancellation-off = Não se realiza: { $when }
cancellation-calendar = O ficheiro em anexo remove a reunião do seu calendário.

reminder-title = Lembrete: { $topic }
reminder-opening = Lembramos a sua reunião com { $host }.

# A meeting that comes again. $n dates are to come; $date is the last of them.
series-dates = A reunião realiza-se { $n } vezes:
series-more = e mais { $n }, a última: { $date }
series-one = Isto diz respeito apenas a esta data. Todas as outras se mantêm.
