# La page des personnes invitées. $host est le prénom de qui anime la réunion.

invitee-your-time = Votre heure, { $city }
invitee-not-here = Pas à { $city } ?
invitee-zone = Votre fuseau horaire
invitee-show-zone = Afficher les heures de là
invitee-starts-in = { $n ->
    [one] Commence dans { $n } minute
   *[other] Commence dans { $n } minutes
}
invitee-begun = A commencé
invitee-join-hint = Ouvre Zoom dans un nouvel onglet. Vous pouvez aussi participer depuis le navigateur, sans compte.
invitee-not-ready = Le lien pour participer n’est pas encore prêt. Vous le recevrez par e-mail.
invitee-who = Qui vient
invitee-host = hôte
invitee-you = vous
invitee-others = { $n ->
    [one] et { $n } autre personne
   *[other] et { $n } autres
}
invitee-add = Ajouter au calendrier
invitee-download = Télécharger .ics
invitee-accept = Je serai là
invitee-cannot = Un empêchement ?
invitee-accepted = Vous venez. { $host } le sait.
invitee-declined = Vous avez décliné. { $host } le sait.
invitee-proposed = Vous avez proposé une autre heure. { $host } en choisit une et vous recevez une nouvelle invitation.
invitee-changed = La réunion est maintenant à une autre heure. Regardez de nouveau avant de répondre.
invitee-moving = Cette réunion est en cours de déplacement. Vous recevrez un e-mail avec la nouvelle heure.
invitee-answer = Votre réponse
invitee-propose = Proposer une autre heure
invitee-propose-text = { $host } en choisit une et vous recevez une nouvelle invitation.
invitee-decline = Décliner
invitee-decline-text = { $host } reçoit un e-mail. La réunion reste pour les autres.
invitee-one-date = Une seule date ?
invitee-one-date-text = Choisissez-la pour proposer une autre heure ou décliner seulement celle-ci.
invitee-all-dates = Décliner toutes les dates
invitee-times = Heures qui vous conviennent
invitee-date = Date { $n }
invitee-time = Heure { $n }
invitee-for-host = { $time } pour { $host }
invitee-another = Ajouter une heure
invitee-check = Vérifier les heures
invitee-message = Message à { $host }
invitee-optional = Facultatif
invitee-send = Envoyer à { $host }
invitee-back = Retour à l’invitation
invitee-cancelled = Cette réunion a été annulée
invitee-over = Cette réunion est terminée
invitee-gone = Ce lien ne mène nulle part
invitee-gone-text = La réunion est terminée, ou il manque une partie de l’adresse. Ouvrez de nouveau le lien de l’e-mail, ou répondez-y.
invitee-too-often = Cette page a été demandée trop souvent
invitee-too-often-text = Attendez quelques minutes, puis ouvrez-la de nouveau.
invitee-trouble = La page ne peut pas être affichée
invitee-trouble-text = Ce n’est pas de votre fait. Ouvrez de nouveau le lien dans quelques minutes ; le lien pour participer est aussi dans l’e-mail.
invitee-not-sent = Rien n’a été envoyé
invitee-wrong-none = Choisissez une date et une heure, ou déclinez.
invitee-wrong-half = Choisissez une date et une heure à chaque fois.
invitee-wrong-time = Cette heure n’est pas lisible.
invitee-wrong-past = Cette heure est passée.
invitee-wrong-long = Le message est trop long : { $n } caractères au plus.
invitee-footer = { $workspace } organise ses réunions avec Rapport. Pas de pixel espion ni de cookie sur cette page.
invitee-data = Vos données
