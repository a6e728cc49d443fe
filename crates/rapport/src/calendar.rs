//! Calendar objects (RFC 5545, RFC 5546) for invitations: stable UID, SEQUENCE that rises, matching METHOD.

use domain::{EmailAddress, MeetingId};
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
        text(Property::new("NAME", name)),
        text(Property::new("X-WR-CALNAME", name)),
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
            .summary(&event.topic)
            .description(&event.description)
            .add_property("STATUS", "CONFIRMED");
        if let Some(place) = &event.location {
            entry.location(place);
        }
        if let Some(link) = &event.join_url {
            entry.url(link);
        }
        calendar.push(entry.done());
    }
    calendar.to_string()
}

/// Writes the object. Times are UTC: every reader shows them in its own zone.
pub fn write(method: Method, event: &CalendarEvent<'_>) -> String {
    let mut entry = Event::new();
    entry
        .uid(&uid(event.meeting))
        .add_property("SEQUENCE", event.sequence.to_string())
        .add_property("DTSTAMP", utc(event.stamp))
        .add_property("DTSTART", utc(event.starts_at))
        .add_property("DTEND", utc(event.starts_at + SignedDuration::from_mins(event.minutes)))
        .summary(event.topic)
        .append_property(person(Property::new("ORGANIZER", mailto(event.organizer.1)), event.organizer.0));
    if !event.description.is_empty() {
        entry.description(event.description);
    }
    if let Some(place) = event.location {
        entry.location(place);
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
    // Not the library's default: it names itself in a PRODID of its own, and an object has exactly one.
    let properties = [
        ("VERSION", "2.0"),
        ("PRODID", "-//Rapport//Meetings//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method.as_str()),
    ];
    let mut calendar = Calendar { properties: Property::from_array(properties), components: Vec::new() };
    calendar.push(entry.done());
    calendar.to_string()
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
