# What Rapport may do in Zoom, one scope each, as a list of things that the app is allowed to do.

permission-user-read = Show your Zoom email address and plan
permission-meeting-write = Create the meetings you schedule
permission-meeting-read = Start them as host, and see what changed in Zoom
permission-meeting-list = Make sure that none is created twice
permission-meeting-update = Move them
permission-meeting-delete = Remove them
permission-meeting-participant = See who comes to them and who leaves
permission-user-settings = Begin new meetings as you have set it in Zoom
