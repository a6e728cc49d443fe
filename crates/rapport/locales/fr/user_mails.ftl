# E-mails aux personnes qui utilisent Rapport.

user-mail-why = Vous recevez cet e-mail parce que vous utilisez Rapport chez { $workspace }.
user-mail-moment = le { $date } à { $time }

host-reminder-opening = Rappel de votre réunion.
host-reminder-with = Avec { $names }
host-reminder-open = Ouvrir la réunion
host-reminder-choose = Sous { $place }, vous choisissez les rappels que vous et vos invités recevez.

answer-declined-title = { $name } a décliné : { $topic }, { $when }
answer-declined = { $name } ne viendra pas à { $topic } ({ $when }).
answer-proposed-title = { $name } propose un autre horaire : { $topic }, { $when }
answer-proposed = { $name } préférerait un autre horaire que { $when } pour { $topic }. Un clic suffit pour la déplacer :
answer-times = Horaires proposés
answer-time-there = { $time } à { $city }
answer-open = Ouvrir la réunion
answer-reply = Répondez à cet e-mail pour joindre { $name }.

zoom-reconnect-title = Zoom doit être reconnecté
zoom-reconnect-text = Zoom n’accepte plus l’accès de Rapport à votre compte ; c’est arrivé { $moment }. Rien n’a été supprimé, et les liens déjà envoyés fonctionnent toujours. Tant que Zoom n’est pas reconnecté, Rapport ne peut ni planifier, ni démarrer, ni supprimer de réunions dans Zoom pour vous.
zoom-reconnect-button = Reconnecter Zoom
zoom-reconnect-cause = Cela arrive après un changement de mot de passe, après une longue période sans utilisation, ou quand un administrateur retire l’application.

zoom-ended-title = Zoom n’est plus connecté
zoom-ended-text = Votre connexion à Zoom a pris fin { $moment } : l’application a été retirée dans Zoom, ou une personne qui utilise le même compte Zoom l’a déconnectée. Tout ce que Rapport avait reçu de Zoom est supprimé. Vos contacts, vos notes et ce que vous avez saisi restent.
zoom-ended-button = Connecter Zoom
zoom-ended-hint = Reconnectez Zoom si vous voulez continuer à planifier. Si vous avez retiré l’application exprès, il n’y a rien à faire.

zoom-shared-title = Une autre personne utilise votre compte Zoom
zoom-shared-text = { $name } a connecté { $moment } le compte Zoom que vous utilisez aussi dans Rapport. Vous partagez une connexion, et chacun garde ses propres réunions.
zoom-shared-outside = Une personne d’un autre espace de travail a connecté { $moment } le compte Zoom que vous utilisez aussi dans Rapport. Vous partagez une connexion, et chacun garde ses propres réunions.
zoom-shared-button = Ouvrir les intégrations
zoom-shared-hint = Quiconque la déconnecte y met fin pour tous, et tous en sont informés. Si vous ne vous y attendiez pas, changez le mot de passe du compte Zoom et déconnectez-le.

password-reset-title = Votre nouveau mot de passe pour Rapport
password-reset-text = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe { $moment }. Choisissez-le avec ce bouton. Il fonctionne une fois, pendant une heure.
password-reset-button = Choisir un nouveau mot de passe
password-reset-hint = Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même. Ne transmettez cet e-mail à personne.

password-changed-title = Votre mot de passe a été changé
password-changed-text = Votre mot de passe pour Rapport a été changé { $moment }. Tous les autres navigateurs ont été déconnectés.
password-changed-hint = Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez un propriétaire ou un administrateur de votre espace de travail.

tasks-due-one = À faire : { $what }
tasks-due-several = { $n } tâches sont à faire
tasks-due-text = À faire d’ici aujourd’hui :
tasks-due-button = Ouvrir les tâches
tasks-due-hint = Vous recevez ceci parce que le rappel par e-mail est activé pour une de vos tâches. Le formulaire de la tâche permet de le désactiver.

join-title = Rejoindre { $workspace } sur Rapport
join-text = { $host } vous invite à travailler dans { $workspace } sur Rapport, où votre équipe tient ses contacts et ses réunions.
join-button = Rejoindre
join-hint = Le lien fonctionne une fois, pendant sept jours. Si vous ne l’attendiez pas, il n’y a rien à faire.
join-why = Vous recevez cet e-mail parce que { $host } a invité cette adresse à rejoindre { $workspace }.
