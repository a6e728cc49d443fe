//! What must hold for the calendar file of a meeting, whatever stands in its texts.
//! `crates/rapport/tests/invitations/corpus.rs` runs this over the inputs that are kept, on every test run.

use domain::EmailAddress;
use icalendar::Component as _;
use jiff::Timestamp;

use super::calendar::{CalendarEvent, Method, Repeats, write};

/// A file of short lines, with the properties of any other meeting and no more, which says what was given.
///
/// The input is topic, description, place, name of the host and name of a guest, separated by the byte 0xff.
pub fn calendar(data: &[u8]) {
    let mut parts = data.splitn(5, |byte| *byte == 0xff);
    let mut text = || String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let texts = [text(), text(), text(), text(), text()];
    let file = written(&texts);
    let plain = written(
        &["Topic", if texts[1].is_empty() { "" } else { "Agenda" }, "Room", "Mara", "Ana"].map(str::to_owned),
    );

    for line in file.strip_suffix("\r\n").expect("a last line end").split("\r\n") {
        // The library folds at 75 octets without the space that begins the next line; readers do not mind.
        assert!(line.len() <= 76, "{} octets: {line:?}", line.len());
        assert!(!line.chars().any(|c| c.is_control() && c != '\t'), "{line:?}");
    }
    let lines = unfolded(&file);
    assert_eq!(names(&lines), names(&unfolded(&plain)), "a line more or less");
    assert_eq!(value(&lines, "SUMMARY"), shown(&texts[0]));
    assert_eq!(value(&lines, "LOCATION"), shown(&texts[2]));
    if !texts[1].is_empty() {
        assert_eq!(value(&lines, "DESCRIPTION"), shown(&texts[1]));
    }
    let read: icalendar::Calendar = file.parse().expect("a calendar");
    let event = read.components.first().and_then(|component| component.as_event()).expect("an event");
    assert_eq!(event.properties().len(), 9 + usize::from(!texts[1].is_empty()), "{event:?}");
}

fn written([topic, description, place, host, guest]: &[String; 5]) -> String {
    let address = |text: &str| text.parse::<EmailAddress>().expect("an address");
    let (mara, ana) = (address("mara@halden.example"), address("ana@lumen.example"));
    let event = CalendarEvent {
        meeting: "0195a000-0000-7000-8000-000000000000".parse().expect("an id"),
        sequence: 1,
        stamp: Timestamp::UNIX_EPOCH,
        starts_at: Timestamp::UNIX_EPOCH,
        minutes: 30,
        topic,
        description,
        location: Some(place),
        join_url: None,
        organizer: (host, &mara),
        attendees: vec![(guest, &ana)],
        repeats: Repeats::No,
    };
    write(Method::Request, &event)
}

fn unfolded(file: &str) -> Vec<String> {
    file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn names(lines: &[String]) -> Vec<&str> {
    let mut names: Vec<_> =
        lines.iter().map(|line| line.split([':', ';']).next().unwrap_or_default()).collect();
    names.sort_unstable();
    names
}

/// The text of a property, its escapes undone (RFC 5545, 3.3.11).
fn value(lines: &[String], name: &str) -> String {
    let line = lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).expect("its line");
    let mut value = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n' | 'N') => value.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => value.push(c),
                other => panic!("no escape: {other:?} in {line:?}"),
            },
            ';' | ',' => panic!("not escaped: {line:?}"),
            c => value.push(c),
        }
    }
    value
}

/// What a reader gets of a text: lines end in one way, and no other control characters.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
