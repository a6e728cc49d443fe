# E-mails a quem usa o Rapport.

user-mail-why = Recebe este e-mail porque usa o Rapport em { $workspace }.
user-mail-moment = em { $date } às { $time }

host-reminder-opening = Lembrete da sua reunião.
host-reminder-with = Com { $names }
host-reminder-open = Abrir a reunião
host-reminder-choose = Em { $place } escolhe os lembretes que você e os seus convidados recebem.

answer-declined-title = { $name } recusou: { $topic }, { $when }
answer-declined = { $name } não vem a { $topic } ({ $when }).
answer-proposed-title = { $name } propõe outro horário: { $topic }, { $when }
answer-proposed = { $name } prefere outro horário em vez de { $when } para { $topic }. Um clique muda a reunião:
answer-times = Horários propostos
answer-time-there = { $time } em { $city }
answer-open = Abrir a reunião
answer-reply = Responda a este e-mail para falar com { $name }.

zoom-reconnect-title = É preciso conectar o Zoom de novo
zoom-reconnect-text = O Zoom deixou de aceitar o acesso do Rapport à sua conta { $moment }. Nada foi apagado, e os links já enviados continuam funcionando. Até conectar o Zoom de novo, o Rapport não pode agendar, iniciar nem remover reuniões no Zoom para você.
zoom-reconnect-button = Conectar o Zoom de novo
zoom-reconnect-cause = Acontece depois de uma mudança de senha, depois de muito tempo sem uso, ou quando um administrador remove o aplicativo.

zoom-ended-title = O Zoom não está mais conectado
zoom-ended-text = A sua conexão com o Zoom terminou { $moment }: o aplicativo foi removido no Zoom, ou alguém que usa a mesma conta Zoom a desconectou. Tudo o que o Rapport tinha recebido do Zoom foi apagado. Os seus contatos, as suas notas e o que escreveu ficam.
zoom-ended-button = Conectar o Zoom
zoom-ended-hint = Conecte-o de novo se quiser continuar agendando. Se o removeu de propósito, não há nada a fazer.

zoom-shared-title = Mais alguém usa a sua conta Zoom
zoom-shared-text = { $name } conectou { $moment } a conta Zoom que você também usa no Rapport. Vocês partilham uma conexão, e cada um mantém as suas próprias reuniões.
zoom-shared-outside = Alguém de outro espaço de trabalho conectou { $moment } a conta Zoom que você também usa no Rapport. Vocês partilham uma conexão, e cada um mantém as suas próprias reuniões.
zoom-shared-button = Abrir as integrações
zoom-shared-hint = Quem a desconectar termina-a para todos, e todos são avisados. Se não esperava isto, mude a senha da conta Zoom e desconecte-a.

password-reset-title = A sua nova senha do Rapport
password-reset-text = Alguém, provavelmente você, pediu uma nova senha { $moment }. Escolha-a com este botão. Ele funciona uma vez, durante uma hora.
password-reset-button = Escolher uma nova senha
password-reset-hint = Se não foi você, não há nada a fazer: a sua senha continua a mesma. Não entregue este e-mail a ninguém.

password-changed-title = A sua senha foi alterada
password-changed-text = A sua senha do Rapport foi alterada { $moment }. Todos os outros navegadores foram desconectados.
password-changed-hint = Se não foi você, escolha logo uma nova senha e avise um proprietário ou administrador do seu espaço de trabalho.

tasks-due-one = Pendente: { $what }
tasks-due-several = { $n } tarefas pendentes
tasks-due-text = Até hoje, há para fazer:
tasks-due-button = Abrir as tarefas
tasks-due-hint = Recebe isto porque uma das suas tarefas tem o lembrete por e-mail ligado. Desliga-se no formulário da tarefa.

join-title = Entrar em { $workspace } no Rapport
join-text = { $host } convida você a trabalhar em { $workspace } no Rapport, onde a sua equipe mantém os contatos e as reuniões.
join-button = Entrar
join-hint = O link funciona uma vez, durante sete dias. Se não o esperava, não há nada a fazer.
join-why = Você recebe este e-mail porque { $host } convidou este endereço para { $workspace }.
