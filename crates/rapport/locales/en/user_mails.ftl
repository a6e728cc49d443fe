# Mails to people who use Rapport. $workspace is where they work, $name whoever the news come from.

user-mail-why = You get this because you use Rapport in { $workspace }.
# $date is a date with its weekday.
user-mail-moment = on { $date } at { $time }

host-reminder-opening = This is a reminder of your meeting.
host-reminder-with = With { $names }
host-reminder-open = Open meeting
# $place is a page of Rapport, whose screens are in English.
host-reminder-choose = You choose under { $place }, which reminders you and your invitees get.

answer-declined-title = { $name } declined: { $topic }, { $when }
answer-declined = { $name } does not come to { $topic } ({ $when }).
answer-proposed-title = { $name } proposes another time: { $topic }, { $when }
answer-proposed = { $name } would rather have { $topic } at another time than { $when }. One click moves it:
answer-times = Proposed times
# Stands in brackets after a proposed time.
answer-time-there = { $time } in { $city }
answer-open = Open the meeting
answer-reply = Reply to this email to reach { $name }.

# $moment is user-mail-moment.
zoom-reconnect-title = Zoom needs to be connected again
zoom-reconnect-text = Zoom stopped accepting Rapport’s access to your account { $moment }. Nothing was deleted, and join links that were sent still work. Until you reconnect, Rapport cannot schedule, start or remove meetings in Zoom for you.
zoom-reconnect-button = Reconnect Zoom
zoom-reconnect-cause = This happens after a password change, after a long time without use, or when an admin removes the app.

zoom-ended-title = Zoom is no longer connected
zoom-ended-text = Your Zoom connection ended { $moment }: the app was removed in Zoom, or somebody who uses the same Zoom account disconnected it. Everything that Rapport had received from Zoom is deleted. Your contacts, notes and what you typed stay.
zoom-ended-button = Connect Zoom
zoom-ended-hint = Connect it again if you want to go on scheduling. If you removed it on purpose, there is nothing to do.

zoom-shared-title = Somebody else uses your Zoom account
zoom-shared-text = { $name } connected the Zoom account that you use in Rapport, { $moment }. You share one connection, and each of you keeps their own meetings.
zoom-shared-outside = Somebody of another workspace connected the Zoom account that you use in Rapport, { $moment }. You share one connection, and each of you keeps their own meetings.
zoom-shared-button = Open integrations
zoom-shared-hint = Whoever disconnects it ends it for everybody, and all are told. If you did not expect this, change the password of the Zoom account and disconnect it.

# $moment is user-mail-moment.
password-reset-title = Your new password for Rapport
password-reset-text = Somebody, most likely you, asked { $moment } for a new password. Choose it with this button. It works once, within an hour.
password-reset-button = Choose a new password
password-reset-hint = If it was not you, there is nothing to do: your password stays as it is. Give this email to nobody.

password-changed-title = Your password was changed
password-changed-text = Your password for Rapport was changed { $moment }. All other browsers were logged out.
password-changed-hint = If it was not you, choose a new password at once and tell an owner or admin of your workspace.

tasks-due-one = Due: { $what }
tasks-due-several = { $n } tasks are due
tasks-due-text = By today, this is to be done:
tasks-due-button = Open tasks
tasks-due-hint = You get this because a task of yours has “Remind by email”. Its form turns that off.

# To somebody who is asked to join. $host is who asks.
join-title = Join { $workspace } on Rapport
join-text = { $host } invites you to work in { $workspace } on Rapport, where your team keeps its contacts and meetings.
join-button = Join
join-hint = The link works once, within seven days. If you did not expect it, there is nothing to do.
join-why = You get this because { $host } invited this address to { $workspace }.
