# The page of somebody who is invited. $host is the first name of whoever holds the meeting.

invitee-your-time = Your time, { $city }
invitee-not-here = Not in { $city }?
invitee-zone = Your time zone
invitee-show-zone = Show times there
# Only in the last hour before the start.
invitee-starts-in = { $n ->
    [one] Starts in { $n } minute
   *[other] Starts in { $n } minutes
}
invitee-begun = Has begun
invitee-join-hint = Opens Zoom in a new tab. You can also join from the browser, no account needed.
invitee-not-ready = The link to join is not ready yet. You get it by email.
invitee-who = Who is coming
# Stand after a name.
invitee-host = host
invitee-you = you
# People whose names are not known.
invitee-others = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
invitee-add = Add to calendar
invitee-download = Download .ics
invitee-accept = I’ll be there
invitee-cannot = Can’t make it?
invitee-accepted = You are coming. { $host } knows.
invitee-declined = You declined. { $host } knows.
invitee-proposed = You proposed another time. { $host } picks one and you get a new invitation.
invitee-changed = The meeting is at another time now. Look again before you answer.
invitee-moving = This meeting is being moved. You get an email with the new time.
invitee-answer = Your answer
invitee-propose = Propose a new time
invitee-propose-text = { $host } picks one and you get a new invitation.
invitee-decline = Decline
invitee-decline-text = { $host } gets an email. Whoever else is invited still meets.
invitee-one-date = Only one date?
invitee-one-date-text = Choose it to propose another time or to decline just that one.
invitee-all-dates = Decline all dates
invitee-times = Times that suit you
invitee-date = Date { $n }
invitee-time = Time { $n }
invitee-for-host = { $time } for { $host }
invitee-another = Add another time
invitee-check = Check times
invitee-message = Message to { $host }
invitee-optional = Optional
invitee-send = Send to { $host }
invitee-back = Back to the invitation
invitee-cancelled = This meeting was cancelled
invitee-over = This meeting is over
invitee-gone = This link leads nowhere
invitee-gone-text = The meeting is over, or a part of the address is missing. Open the link from the email again, or reply to it.
invitee-too-often = This page was asked for too often
invitee-too-often-text = Wait some minutes, then open it again.
invitee-trouble = The page cannot be shown
invitee-trouble-text = It is not your fault. Open the link again in a few minutes; the link to join is also in the email.
invitee-not-sent = Nothing was sent
invitee-wrong-none = Choose a date and a time, or decline.
invitee-wrong-half = Choose a date and a time for each.
invitee-wrong-time = This time cannot be read.
invitee-wrong-past = This time has passed.
invitee-wrong-long = The message is too long: { $n } characters at most.
invitee-footer = { $workspace } uses Rapport to plan meetings. No tracking pixels, no cookies on this page.
invitee-data = Your data
