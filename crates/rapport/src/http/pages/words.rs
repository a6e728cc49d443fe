//! Small sentences that several pages share.

use domain::{Repeat, Zone, display};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::meetings::{Answer, Invitee, MeetingRow, Problem};

use crate::invitations::names;
use crate::meetings::MeetingStatus;
use crate::views::badge::Tile;
use crate::views::form::Choice;
use crate::views::meetings::StartButton;
use crate::views::tone::Tone;

/// From this long before the start, Start meeting is the main button and the badge glows.
const SOON: SignedDuration = SignedDuration::from_mins(30);

/// Zones for a select: "Stockholm (UTC+1)" with the offset of that moment.
pub(super) fn zone_choices(at: Timestamp) -> Vec<Choice> {
    Zone::all().iter().map(|zone| Choice::new(zone.id(), zone_label(zone, at))).collect()
}

/// "Stockholm (UTC+1)".
pub(super) fn zone_label(zone: &Zone, at: Timestamp) -> String {
    match zone.id() {
        "UTC" => "UTC".to_owned(),
        _ => format!("{} ({})", zone.city(), zone.offset_label(at)),
    }
}

/// "Ana", "Ana and Rui", "Ana, Rui and Inês".
pub(super) fn and<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// "move meetings", "move meetings, or remove meetings".
pub(super) fn or(things: &[&str]) -> String {
    match things {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{}, or {last}", first.join(", ")),
    }
}

/// "1 meeting", "2 meetings".
pub(super) fn count(n: u64, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// "Nobody", "1 person", "2 people".
pub(super) fn count_people(n: u64) -> String {
    match n {
        0 => "Nobody".to_owned(),
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    }
}

/// "Head of Operations, Lumen Freight".
pub(super) fn role(title: Option<&str>, company: Option<&str>, between: &str) -> String {
    let parts: Vec<_> = [title, company].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

/// "09:00 for Ana in Lisbon", with the day when it is another one; nothing where clocks agree.
pub(super) fn their_time(at: Timestamp, who: &str, theirs: Option<&Zone>, mine: &Zone) -> Option<String> {
    let theirs = theirs?;
    if theirs.offset_minutes(at) == mine.offset_minutes(at) {
        return None;
    }
    let time = display::time(at, theirs);
    let date = theirs.local(at).date();
    let day = if date == mine.local(at).date() {
        String::new()
    } else {
        format!("{} ", display::weekday_day(date))
    };
    Some(format!("{day}{time} for {who} in {}", theirs.city()))
}

/// "Today, 10:00" as it stands inside a sentence: "today, 10:00". Weekdays and months keep their capital.
pub(super) fn in_sentence(when: &str) -> String {
    for word in ["Today", "Tomorrow", "Yesterday"] {
        if let Some(rest) = when.strip_prefix(word) {
            return format!("{}{rest}", word.to_lowercase());
        }
    }
    when.to_owned()
}

/// When something happened: "today, 10:00", "on Tue 16 March, 10:00".
pub(super) fn on(when: &str) -> String {
    let inside = in_sentence(when);
    if inside == when { format!("on {when}") } else { inside }
}

/// A date as a tear-off calendar.
pub(super) fn tile(date: Date, today: Date) -> Tile {
    Tile {
        month: display::month_name(date)[..3].to_owned(),
        day: date.day().to_string(),
        today: date == today,
    }
}

/// Name of an invitee, or the address of somebody whose name is not known.
pub(super) fn full_name(invitee: &Invitee) -> &str {
    names::full_name(invitee.name.as_ref(), &invitee.email)
}

/// First name of an invitee, or the address.
pub(super) fn first_name(invitee: &Invitee) -> &str {
    names::first_name(invitee.name.as_ref(), &invitee.email)
}

/// First names of invitees, or their addresses.
pub(super) fn first_names(invitees: &[&Invitee]) -> Vec<String> {
    invitees.iter().map(|invitee| first_name(invitee).to_owned()).collect()
}

/// "Ana was", "Ana and Rui were".
pub(super) fn were(names: &[String]) -> String {
    format!("{} {}", and(names), if names.len() == 1 { "was" } else { "were" })
}

/// What it is called to send an invitation once more, or for the first time.
pub(super) fn send_word(invited: bool) -> &'static str {
    if invited { "Send invitation again" } else { "Send invitation" }
}

/// How Start meeting is offered to this reader.
pub(super) fn start_button(
    status: &MeetingStatus,
    is_host: bool,
    starts_at: Timestamp,
    ends_at: Timestamp,
    now: Timestamp,
) -> StartButton {
    if !is_host || !has_link(status) || now > ends_at + SOON {
        StartButton::None
    } else if now >= starts_at - SOON {
        StartButton::Now
    } else {
        StartButton::Later
    }
}

/// Whether people can join: also while a change is on its way.
fn has_link(status: &MeetingStatus) -> bool {
    matches!(status, MeetingStatus::InZoom | MeetingStatus::Changing(_))
}

/// Whether **Reschedule** is offered to the host: what Zoom has lost is created again first.
pub(super) fn can_reschedule(status: &MeetingStatus, ends_at: Timestamp, now: Timestamp) -> bool {
    let off = matches!(status, MeetingStatus::Removed | MeetingStatus::Removing(_) | MeetingStatus::Missing);
    !off && now < ends_at
}

/// True from half an hour before the start to the end.
pub(super) fn is_soon(starts_at: Timestamp, ends_at: Timestamp, now: Timestamp) -> bool {
    now >= starts_at - SOON && now < ends_at
}

/// What stands in the badge of a meeting, if anything.
pub(super) fn badge(
    status: &MeetingStatus,
    starts_at: Timestamp,
    ends_at: Timestamp,
    now: Timestamp,
    zone: &Zone,
) -> Option<(Tone, String)> {
    let words = |tone, text: &str| Some((tone, text.to_owned()));
    match status {
        MeetingStatus::Removed => words(Tone::Neutral, "Removed"),
        MeetingStatus::Removing(_) => words(Tone::Warn, "Being removed"),
        _ if now >= ends_at => words(Tone::Neutral, "Over"),
        MeetingStatus::Pending | MeetingStatus::WaitingForZoom(_) => words(Tone::Warn, "Waiting for Zoom"),
        MeetingStatus::NotConnected => words(Tone::Warn, "No Zoom link yet"),
        MeetingStatus::TurnedOff => words(Tone::Warn, "Zoom is turned off"),
        MeetingStatus::PermissionMissing => words(Tone::Bad, "Permission missing"),
        MeetingStatus::Refused(_) => words(Tone::Bad, "Refused by Zoom"),
        MeetingStatus::Missing => words(Tone::Bad, "No longer in Zoom"),
        MeetingStatus::Changing(obstacle) => match obstacle.problem {
            None | Some(Problem::ZoomUnreachable | Problem::Running) => words(Tone::Warn, "Waiting for Zoom"),
            Some(Problem::NotConnected) => words(Tone::Warn, "Reconnect Zoom"),
            Some(Problem::TurnedOff) => words(Tone::Warn, "Zoom is turned off"),
            Some(Problem::PermissionMissing) => words(Tone::Bad, "Permission missing"),
            Some(Problem::ZoomRefused) => words(Tone::Bad, "Refused by Zoom"),
        },
        MeetingStatus::Forgotten => words(Tone::Neutral, "Zoom disconnected"),
        MeetingStatus::InZoom | MeetingStatus::Elsewhere if is_soon(starts_at, ends_at, now) => {
            Some((Tone::Now, display::until(starts_at, now, zone)))
        }
        MeetingStatus::InZoom | MeetingStatus::Elsewhere => None,
    }
}

/// `Repeats weekly`; empty for a meeting that takes place once.
pub(super) fn repeats(row: &MeetingRow) -> String {
    row.repeat.as_ref().map(Repeat::in_short).unwrap_or_default()
}

/// What the invitees of a meeting to come answered, where its badge has nothing more urgent to say: first what asks for
/// something.
pub(super) fn answers(row: &MeetingRow, now: Timestamp) -> Option<(Tone, String)> {
    if row.ends_at() <= now || row.invitees.is_empty() {
        return None;
    }
    let said = |answer: Answer| row.invitees.iter().find(|invitee| invitee.answer == answer);
    if said(Answer::Proposed).is_some() {
        return Some((Tone::Warn, "New time proposed".to_owned()));
    }
    if let Some(invitee) = said(Answer::Declined) {
        let name = names::first_name(invitee.name.as_ref(), &invitee.email);
        return Some((Tone::Bad, format!("{name} declined")));
    }
    let all_come = row.invitees.iter().all(|invitee| invitee.answer == Answer::Accepted);
    all_come.then(|| (Tone::Ok, "Accepted".to_owned()))
}

/// Whether an address that came with a form or a link is a page of ours: nobody is led elsewhere.
pub(super) fn is_ours(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains(|c: char| c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_a_sentence() {
        assert_eq!(and::<&str>(&[]), "");
        assert_eq!(and(&["Ana"]), "Ana");
        assert_eq!(and(&["Ana", "Rui", "Inês"]), "Ana, Rui and Inês");
    }

    #[test]
    fn near_days_are_small_inside_a_sentence() {
        assert_eq!(in_sentence("Tomorrow, 14:00"), "tomorrow, 14:00");
        assert_eq!(in_sentence("Tue 16 March, 14:00"), "Tue 16 March, 14:00");
        assert_eq!(on("Today, 14:00"), "today, 14:00");
        assert_eq!(on("Tue 16 March, 14:00"), "on Tue 16 March, 14:00");
    }

    #[test]
    fn another_day_is_named() {
        let at: Timestamp = "2027-03-16T23:30:00Z".parse().unwrap();
        let [lisbon, stockholm, berlin] =
            ["Europe/Lisbon", "Europe/Stockholm", "Europe/Berlin"].map(|id| Zone::parse(id).unwrap());
        assert_eq!(
            their_time(at, "Ana", Some(&lisbon), &stockholm).as_deref(),
            Some("Tue 16 March 23:30 for Ana in Lisbon")
        );
        assert_eq!(their_time(at, "Jonas", Some(&berlin), &stockholm), None);
        assert_eq!(their_time(at, "Ana", None, &stockholm), None);
    }
}
