//! What a mail and a calendar object say about a meeting, read from stored rows.

use domain::{EmailAddress, PersonName, display};
use jiff::Timestamp;
use store::emails::Told;
use store::meetings::{Invitee, Meeting};
use store::users::User;

use crate::calendar::{self, CalendarEvent, Method};
use crate::views::mail::MeetingFacts;

/// Zoom's part of a meeting, opened. Not `Debug`: the passcode lets people in.
pub(crate) struct OpenLink {
    pub(crate) join_url: String,
    pub(crate) passcode: Option<String>,
    /// "820 0000 0142"
    pub(crate) number: String,
}

/// Name of an invitee, or the address of somebody whose name is not known.
pub(super) fn name_of(invitee: &Invitee) -> &str {
    super::names::full_name(invitee.name.as_ref(), &invitee.email)
}

/// Times in the reader's zone first, the host's beside it.
pub(super) fn facts(meeting: &Meeting, host: &User, workspace: &str, reader: &Invitee) -> MeetingFacts {
    let zone = reader.zone.clone().unwrap_or_else(|| meeting.zone.clone());
    let starts_at = meeting.starts_at;
    let date = zone.local(starts_at).date();
    let host_differs = zone.offset_minutes(starts_at) != host.zone.offset_minutes(starts_at);
    let same_day = host.zone.local(starts_at).date() == date;
    let host_first = host.name.first_name().to_owned();
    MeetingFacts {
        first_name: reader.name.as_ref().map(|name| name.first_name().to_owned()).unwrap_or_default(),
        host_name: host.name.to_string(),
        host_email: host.email.to_string(),
        workspace: workspace.to_owned(),
        topic: meeting.topic.to_string(),
        weekday_short: display::weekday_name(date)[..3].to_uppercase(),
        day: date.day().to_string(),
        month: short_month(date),
        short: format!("{} {}", display::weekday_day(date), display::time(starts_at, &zone)),
        date: display::full_weekday_date(date),
        time: display::time_range(starts_at, meeting.duration, &zone),
        city: zone.city(),
        host_time: host_differs.then(|| {
            let day = if same_day {
                String::new()
            } else {
                format!("{} ", display::weekday_day(host.zone.local(starts_at).date()))
            };
            let time = display::time(starts_at, &host.zone);
            format!("{day}{time} in {}, where {host_first} is", host.zone.city())
        }),
        host_first_name: host_first,
    }
}

/// The time that a reader was told before, in their zone: "Tuesday 16 March, 09:00", with the end if only that changed.
pub(super) fn was(meeting: &Meeting, reader: &Invitee, told: Told) -> String {
    let zone = reader.zone.as_ref().unwrap_or(&meeting.zone);
    let day = display::weekday_day_long(zone.local(told.starts_at).date());
    let time = if told.starts_at == meeting.starts_at {
        display::time_range(told.starts_at, told.duration, zone)
    } else {
        display::time(told.starts_at, zone)
    };
    format!("{day}, {time}")
}

/// The calendar object of a meeting, for all invitees the same.
pub fn calendar_file(
    method: Method,
    meeting: &Meeting,
    host: (&PersonName, &EmailAddress),
    join_url: Option<&str>,
    stamp: Timestamp,
) -> String {
    let attendees = meeting.invitees.iter().map(|invitee| (name_of(invitee), &invitee.email)).collect();
    calendar::write(
        method,
        &CalendarEvent {
            meeting: meeting.id,
            sequence: meeting.revision,
            stamp,
            starts_at: meeting.starts_at,
            minutes: i64::from(meeting.duration.get()),
            topic: meeting.topic.as_str(),
            description: meeting.agenda.as_str(),
            join_url,
            organizer: (host.0.as_str(), host.1),
            attendees,
        },
    )
}

/// A month that fits the date tile: "March", "Nov".
fn short_month(date: jiff::civil::Date) -> String {
    let name = display::month_name(date);
    if name.len() <= 5 { name.to_owned() } else { name[..3].to_owned() }
}

/// "820 0000 0142": Zoom groups 11 digits as 3-4-4 and 10 as 3-3-4 (Zoom reference C.12).
pub(super) fn number(id: &str) -> String {
    let groups: &[usize] = if id.len() == 10 { &[3, 3, 4] } else { &[3, 4, 4] };
    if !id.is_ascii() || id.len() != groups.iter().sum::<usize>() {
        return id.to_owned();
    }
    let mut rest = id;
    let parts: Vec<_> = groups
        .iter()
        .map(|len| {
            let (part, tail) = rest.split_at(*len);
            rest = tail;
            part
        })
        .collect();
    parts.join(" ")
}

/// Lines of a text, without an empty one when there is no text.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meeting_ids_are_grouped_as_zoom_writes_them() {
        assert_eq!(number("82000000142"), "820 0000 0142");
        assert_eq!(number("5551112222"), "555 111 2222");
        assert_eq!(number("12"), "12");
    }
}
