# What Rapport may do in Zoom, one scope each, as a list of things that the app is allowed to do.

permission-user-read = Afficher votre adresse e-mail et votre forfait Zoom
permission-meeting-write = Créer les réunions que vous planifiez
permission-meeting-read = Les démarrer en tant qu’hôte et voir ce qui a été modifié dans Zoom
permission-meeting-list = S’assurer qu’aucune n’est créée deux fois
permission-meeting-update = Les déplacer
permission-meeting-delete = Les supprimer
permission-meeting-participant = Voir qui arrive et qui part
permission-user-settings = Préparer les nouvelles réunions selon vos réglages dans Zoom
