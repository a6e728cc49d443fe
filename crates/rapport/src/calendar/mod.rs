//! Calendar objects (RFC 5545, RFC 5546) for invitations: stable UID, SEQUENCE that rises, matching METHOD.

mod zone;

use domain::{Cycle, EmailAddress, End, MeetingId, Repeat, Zone};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::{SignedDuration, Timestamp};

/// What the object says.
#[derive(Debug, Clone)]
pub struct CalendarEvent<'a> {
    /// The meeting; its id makes the UID, which never changes.
    pub meeting: MeetingId,
    /// Revision of the meeting.
    pub sequence: i64,
    /// When this object was made.
    pub stamp: Timestamp,
    /// Start.
    pub starts_at: Timestamp,
    /// Length in minutes.
    pub minutes: i64,
    /// Title.
    pub topic: &'a str,
    /// Text, may be empty.
    pub description: &'a str,
    /// Where: the join link, or a place elsewhere; absent in a cancellation.
    pub location: Option<&'a str>,
    /// Join link, if there is one; absent in a cancellation.
    pub join_url: Option<&'a str>,
    /// Host.
    pub organizer: (&'a str, &'a EmailAddress),
    /// Everyone invited.
    pub attendees: Vec<(&'a str, &'a EmailAddress)>,
    /// Whether it comes again.
    pub repeats: Repeats<'a>,
}

/// Whether an event comes again. Such events have the time of their zone's clock, with its changes.
#[derive(Debug, Clone)]
pub enum Repeats<'a> {
    /// It takes place once.
    No,
    /// It stands for all dates of a series.
    Whole {
        /// Whose clock stays the same.
        zone: &'a Zone,
        /// The rule.
        repeat: &'a Repeat,
        /// What the rule makes, in its order, and what became of it.
        dates: Vec<RepeatedDate>,
    },
    /// It is one date of the series of this meeting.
    Date {
        /// The meeting that stands for all dates; its UID is that of the series.
        series: MeetingId,
        /// The start that the rule gave it.
        planned_at: Timestamp,
        /// The zone of the series.
        zone: &'a Zone,
    },
}

/// One date of a series.
#[derive(Debug, Clone, Copy)]
pub struct RepeatedDate {
    /// The start that the rule gave it.
    pub planned_at: Timestamp,
    /// When it starts.
    pub starts_at: Timestamp,
    /// Length in minutes.
    pub minutes: i64,
    /// Revision of the date.
    pub sequence: i64,
    /// Whether it takes place.
    pub stands: bool,
}

/// Invitation or cancellation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A new or moved meeting.
    Request,
    /// The meeting is off.
    Cancel,
}

impl Method {
    /// As it stands in `METHOD` and in the MIME type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// UID of a meeting in every calendar object.
pub fn uid(meeting: MeetingId) -> String {
    format!("{meeting}@rapport")
}

/// A meeting in the feed of its host: what they need to know, and nobody who could be asked to answer.
#[derive(Debug, Clone)]
pub struct FeedEvent {
    /// The meeting, with the UID of its invitations.
    pub meeting: MeetingId,
    /// Revision of the meeting.
    pub sequence: i64,
    /// When it was last changed. Not the moment of asking, so that a feed in which nothing changed is the same.
    pub stamp: Timestamp,
    /// Start.
    pub starts_at: Timestamp,
    /// Length in minutes.
    pub minutes: i64,
    /// Title.
    pub topic: String,
    /// Who comes, the agenda, and where it stands in Rapport.
    pub description: String,
    /// The join link, as soon as there is one, or a place elsewhere.
    pub location: Option<String>,
    /// Join link, as soon as there is one.
    pub join_url: Option<String>,
}

/// A calendar to subscribe to. It has no METHOD: nobody is asked for an answer.
pub fn feed(name: &str, events: &[FeedEvent]) -> String {
    let mut properties = vec![
        Property::new("VERSION", "2.0"),
        Property::new("PRODID", "-//Rapport//Meetings//EN"),
        Property::new("CALSCALE", "GREGORIAN"),
        text(Property::new("NAME", readable(name))),
        text(Property::new("X-WR-CALNAME", readable(name))),
        Property::new("X-PUBLISHED-TTL", "PT1H"),
    ];
    let mut often = Property::new("REFRESH-INTERVAL", "PT1H");
    properties.push(often.add_parameter("VALUE", "DURATION").done());
    let mut calendar = Calendar { properties, components: Vec::new() };
    for event in events {
        let mut entry = Event::new();
        entry
            .uid(&uid(event.meeting))
            .add_property("SEQUENCE", event.sequence.to_string())
            .add_property("DTSTAMP", utc(event.stamp))
            .add_property("LAST-MODIFIED", utc(event.stamp))
            .add_property("DTSTART", utc(event.starts_at))
            .add_property("DTEND", utc(event.starts_at + SignedDuration::from_mins(event.minutes)))
            .summary(&readable(&event.topic))
            .description(&readable(&event.description))
            .add_property("STATUS", "CONFIRMED");
        if let Some(place) = &event.location {
            entry.location(&readable(place));
        }
        if let Some(link) = &event.join_url {
            entry.url(link);
        }
        calendar.push(entry.done());
    }
    calendar.to_string()
}

/// Writes the object. Times of single meetings are UTC: every reader shows them in its own zone. Those of a series have
/// the zone that keeps its clock (RT-52).
pub fn write(method: Method, event: &CalendarEvent<'_>) -> String {
    let mut entries = Vec::new();
    let mut zone = String::new();
    let once = (event.starts_at, event.minutes, event.sequence);
    match &event.repeats {
        Repeats::No => entries.push(entry(method, event, event.meeting, None, once)),
        Repeats::Date { series, planned_at, zone: clock } => {
            let mut date = entry(method, event, *series, Some(clock), once);
            date.append_property(local("RECURRENCE-ID", *planned_at, clock));
            entries.push(date);
            zone = zone::component(clock, (*planned_at).min(event.starts_at), event.starts_at);
        }
        Repeats::Whole { zone: clock, repeat, dates } => {
            let first = dates.first().map_or(event.starts_at, |date| date.planned_at);
            let last = dates.last().map_or(event.starts_at, |date| date.planned_at);
            let mut all =
                entry(method, event, event.meeting, Some(clock), (first, event.minutes, event.sequence));
            all.append_property(rule(repeat, clock, dates));
            for off in dates.iter().filter(|date| !date.stands) {
                all.append_multi_property(local("EXDATE", off.planned_at, clock));
            }
            entries.push(all);
            let length = event.minutes;
            let moved = |date: &&RepeatedDate| date.starts_at != date.planned_at || date.minutes != length;
            for date in dates.iter().filter(|date| date.stands && method == Method::Request).filter(moved) {
                let its = (date.starts_at, date.minutes, event.sequence + date.sequence);
                let mut exception = entry(method, event, event.meeting, Some(clock), its);
                exception.append_property(local("RECURRENCE-ID", date.planned_at, clock));
                entries.push(exception);
            }
            zone = zone::component(clock, first, last);
        }
    }
    // Not the library's default: it names itself in a PRODID of its own, and an object has exactly one.
    let properties = [
        ("VERSION", "2.0"),
        ("PRODID", "-//Rapport//Meetings//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method.as_str()),
    ];
    let mut calendar = Calendar { properties: Property::from_array(properties), components: Vec::new() };
    for mut entry in entries {
        calendar.push(entry.done());
    }
    // The library has no component for zones.
    calendar.to_string().replacen("BEGIN:VEVENT", &format!("{zone}BEGIN:VEVENT"), 1)
}

/// How a calendar makes the dates: by the rule, and where that would make others, by a list of them.
fn rule(repeat: &Repeat, zone: &Zone, dates: &[RepeatedDate]) -> Property {
    let planned: Vec<_> = dates.iter().map(|date| date.planned_at).collect();
    let counted = repeat.ending(End::After(planned.len()));
    let made = |rule: &Repeat| planned.first().and_then(|first| rule.dates(zone.local(*first), zone).ok());
    if let Some(counted) = counted.ok().filter(|rule| made(rule).is_some_and(|made| made == planned)) {
        let mut text = counted.rule();
        if matches!(repeat.cycle(), Cycle::Weekly(_)) {
            // Every second week begins on Sunday, as Zoom counts them; without this word it would on Monday.
            text.push_str(";WKST=SU");
        }
        return Property::new("RRULE", text);
    }
    let all: Vec<_> = planned.iter().map(|at| clock(*at, zone)).collect();
    let mut list = Property::new("RDATE", all.join(","));
    list.add_parameter("TZID", zone.id()).done()
}

fn clock(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).strftime("%Y%m%dT%H%M%S").to_string()
}

/// A time by the clock of a zone.
fn local(name: &str, at: Timestamp, zone: &Zone) -> Property {
    let mut property = Property::new(name, clock(at, zone));
    property.add_parameter("TZID", zone.id()).done()
}

/// One entry: `zone` for the times of a series.
fn entry(
    method: Method,
    event: &CalendarEvent<'_>,
    named_after: MeetingId,
    zone: Option<&Zone>,
    (starts_at, minutes, sequence): (Timestamp, i64, i64),
) -> Event {
    let time = |name: &str, at: Timestamp| match zone {
        Some(zone) => local(name, at, zone),
        None => Property::new(name, utc(at)),
    };
    let mut entry = Event::new();
    entry
        .uid(&uid(named_after))
        .add_property("SEQUENCE", sequence.to_string())
        .add_property("DTSTAMP", utc(event.stamp))
        .append_property(time("DTSTART", starts_at))
        .append_property(time("DTEND", starts_at + SignedDuration::from_mins(minutes)))
        .summary(&readable(event.topic))
        .append_property(person(Property::new("ORGANIZER", mailto(event.organizer.1)), event.organizer.0));
    if !event.description.is_empty() {
        entry.description(&readable(event.description));
    }
    if let Some(place) = event.location {
        entry.location(&readable(place));
    }
    if let Some(link) = event.join_url {
        entry.url(link);
    }
    for (name, address) in &event.attendees {
        let mut attendee = person(Property::new("ATTENDEE", mailto(address)), name);
        attendee.add_parameter("ROLE", "REQ-PARTICIPANT").add_parameter("PARTSTAT", "NEEDS-ACTION");
        attendee.add_parameter("RSVP", if method == Method::Request { "TRUE" } else { "FALSE" });
        entry.append_multi_property(attendee);
    }
    entry.add_property("STATUS", if method == Method::Request { "CONFIRMED" } else { "CANCELLED" });
    entry
}

/// A text whose lines end in one way, without other control characters: the library writes a carriage return as it is, and
/// some readers would begin a line of their own there.
fn readable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// A text with characters to escape, in a property that the library does not know as a text.
fn text(mut property: Property) -> Property {
    property.add_parameter("VALUE", "TEXT").done()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn mailto(address: &EmailAddress) -> String {
    format!("mailto:{address}")
}

/// `CN` may not hold double quotes or control characters (RFC 5545, 3.2); quoted, so that commas are safe.
fn person(mut property: Property, name: &str) -> Property {
    let plain: String = name.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    property.add_parameter("CN", &format!("\"{plain}\""));
    property.done()
}
