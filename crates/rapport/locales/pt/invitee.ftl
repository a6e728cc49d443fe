# A página de quem é convidado. $host é o primeiro nome de quem conduz a reunião.

invitee-your-time = A sua hora, { $city }
invitee-not-here = Não está em { $city }?
invitee-zone = O seu fuso horário
invitee-show-zone = Mostrar as horas de lá
invitee-starts-in = { $n ->
    [one] Começa em { $n } minuto
   *[other] Começa em { $n } minutos
}
invitee-begun = Já começou
invitee-join-hint = Abre o Zoom num novo separador. Também pode entrar pelo navegador, sem precisar de conta.
invitee-not-ready = O link para entrar ainda não está pronto. Vai recebê-lo por e-mail.
invitee-who = Quem vem
invitee-host = anfitrião
invitee-you = você
invitee-others = { $n ->
    [one] e mais { $n }
   *[other] e mais { $n }
}
invitee-add = Adicionar ao calendário
invitee-download = Baixar .ics
invitee-accept = Lá estarei
invitee-cannot = Não pode?
invitee-accepted = Aceitou o convite. { $host } já sabe.
invitee-declined = Recusou o convite. { $host } já sabe.
invitee-proposed = Propôs outro horário. { $host } escolhe um e você recebe um novo convite.
invitee-changed = A reunião é agora noutro horário. Veja de novo antes de responder.
invitee-moving = O horário desta reunião está a ser alterado. Vai receber um e-mail com o novo horário.
invitee-answer = A sua resposta
invitee-propose = Propor outro horário
invitee-propose-text = { $host } escolhe um e você recebe um novo convite.
invitee-decline = Recusar
invitee-decline-text = { $host } recebe um e-mail. A reunião mantém-se para os outros.
invitee-one-date = Só uma data?
invitee-one-date-text = Escolha-a para propor outro horário ou recusar apenas essa.
invitee-all-dates = Recusar todas as datas
invitee-times = Horários que lhe convêm
invitee-date = Data { $n }
invitee-time = Hora { $n }
invitee-for-host = { $time } para { $host }
invitee-another = Adicionar outro horário
invitee-check = Verificar horários
invitee-message = Mensagem para { $host }
invitee-optional = Opcional
invitee-send = Enviar a { $host }
invitee-back = Voltar ao convite
invitee-cancelled = Esta reunião foi cancelada
invitee-over = Esta reunião terminou
invitee-gone = Este link não leva a lado nenhum
invitee-gone-text = A reunião terminou ou falta uma parte do endereço. Abra de novo o link do e-mail ou responda a ele.
invitee-too-often = Esta página foi pedida vezes demais
invitee-too-often-text = Espere alguns minutos e abra-a de novo.
invitee-trouble = Não é possível mostrar a página
invitee-trouble-text = A culpa não é sua. Abra de novo o link daqui a alguns minutos; o link para entrar também está no e-mail.
invitee-not-sent = Nada foi enviado
invitee-wrong-none = Escolha uma data e uma hora, ou recuse.
invitee-wrong-half = Escolha uma data e uma hora para cada um.
invitee-wrong-time = Não é possível ler este horário.
invitee-wrong-past = Este horário já passou.
invitee-wrong-long = A mensagem é longa demais: { $n } caracteres no máximo.
invitee-footer = { $workspace } usa o Rapport para marcar reuniões. Sem pixels de rastreio nem cookies nesta página.
invitee-data = Os seus dados
