# Mails to people who are invited. $host is whoever holds the meeting, $workspace where they work.

mail-hello = Hello { $name },
mail-hello-nobody = Hello,
# From when to when: 09:00 to 09:40.
mail-range = { $from } to { $to }
# Stands after a time.
mail-city-time = { $city } time
# $time may begin with a day, if it is another one there.
mail-host-time = { $time } in { $city }, where { $host } is
mail-join = Join meeting
mail-join-hint = Opens Zoom, no account needed
mail-join-text = Join meeting (opens Zoom, no account needed):
mail-link-inside = Join link inside.
# Of a meeting that is not in Zoom: heading of the number, and of the address.
mail-phone = Phone
mail-place = Place
mail-agenda = Agenda
mail-message = Message
mail-number = Link not working? Meeting ID { $number }.
mail-number-passcode = Link not working? Meeting ID { $number }, passcode { $passcode }.
mail-dial-in = By phone
mail-dial-in-number = Meeting ID { $number }
mail-dial-in-passcode = Meeting ID { $number }, passcode { $passcode }
mail-dial-in-free = toll-free
mail-reply = Reply to this email to reach { $host } at { $address }.
mail-why = You get this because { $host } from { $workspace } invited you.
mail-page = Can’t make it, or rather at another time? Answer here: { $link }
mail-page-button = Answer or propose a new time

invitation-label = Invitation to { $topic }
invitation-opening = { $host } from { $workspace } invites you to a video meeting.
invitation-opening-elsewhere = { $host } from { $workspace } invites you to a meeting.
invitation-calendar = The attached file adds the meeting to your calendar.

update-moved-title = Moved: { $topic }
update-changed-title = Changed: { $topic }
update-moved = { $host } moved your meeting.
update-changed = { $host } changed your meeting.
update-same-link = The join link is the same.
update-new-link = It has a new join link; the old one no longer works.
update-to-zoom = It takes place in Zoom now.
update-left-zoom = It no longer takes place in Zoom; the old join link is dead.
# A line above the new time.
update-was = No longer { $was }, but:
update-calendar = The attached file updates the meeting in your calendar.

cancellation-title = Cancelled: { $topic }
cancellation-opening = { $host } cancelled this meeting. The join link no longer works.
cancellation-opening-elsewhere = { $host } cancelled this meeting.
# $when is a date with a time and a city.
cancellation-off = Does not take place: { $when }
cancellation-calendar = The attached file removes the meeting from your calendar.

reminder-title = Reminder: { $topic }
reminder-opening = This is a reminder of your meeting with { $host }.

# A meeting that comes again. $n dates are to come; $date is the last of them.
series-dates = It takes place { $n } times:
series-more = and { $n } more, the last on { $date }
series-one = This is about one date of several. All others stay as they are.
