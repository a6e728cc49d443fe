//! What a mail and a calendar object say about a meeting, read from stored rows.

use domain::{EmailAddress, Language, Minutes, PersonName, Place, Zone};
use jiff::Timestamp;
use store::meetings::{Invitee, Meeting};
use store::users::User;

use super::series::SeriesFacts;
use crate::calendar::{self, CalendarEvent, Method};
use crate::i18n::{self, Message, dates};
use crate::views::mail::{ByPhone, MeetingFacts, SeriesLines, WayIn};

/// Name of an invitee, or the address of somebody whose name is not known.
pub(super) fn name_of(invitee: &Invitee) -> &str {
    super::names::full_name(invitee.name.as_ref(), &invitee.email)
}

/// Whoever reads a mail about a meeting.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    /// Their name, if known.
    pub(crate) name: Option<PersonName>,
    /// Where their clock stands; the meeting's zone if that is not known.
    pub(crate) zone: Zone,
    /// What they read.
    pub(crate) language: Language,
}

impl Reader {
    /// An invitee; `words` are the languages of the contact, as somebody typed them.
    pub(crate) fn new(name: Option<&PersonName>, zone: &Zone, words: Option<&str>) -> Self {
        let language = words.and_then(Language::first_in).unwrap_or(Language::English);
        Self { name: name.cloned(), zone: zone.clone(), language }
    }

    pub(super) fn of(invitee: &Invitee, meeting: &Meeting) -> Self {
        let zone = invitee.zone.as_ref().unwrap_or(&meeting.zone);
        Self::new(invitee.name.as_ref(), zone, invitee.language.as_deref())
    }
}

/// Times in the reader's zone and language first, the host's beside it.
pub(crate) fn facts(
    topic: &str,
    (starts_at, duration): (Timestamp, Minutes),
    host: &User,
    workspace: &str,
    reader: &Reader,
    place: Option<&Place>,
) -> MeetingFacts {
    let Reader { name, zone, language } = reader;
    let language = *language;
    let date = zone.local(starts_at).date();
    let host_differs = zone.offset_minutes(starts_at) != host.zone.offset_minutes(starts_at);
    let host_first = host.name.first_name().to_owned();
    let city = dates::city(language, zone);
    MeetingFacts {
        language,
        first_name: name.as_ref().map(|name| name.first_name().to_owned()).unwrap_or_default(),
        host_name: host.name.to_string(),
        host_email: host.email.to_string(),
        workspace: workspace.to_owned(),
        topic: topic.to_owned(),
        weekday_short: dates::tile_weekday(language, date),
        day: date.day().to_string(),
        month: dates::tile_month(language, date),
        short: format!("{} {}", dates::short_day(language, date), dates::time(language, starts_at, zone)),
        date: dates::full_date(language, date),
        time: range(starts_at, duration, reader),
        city_time: i18n::with(language, Message::MailCityTime, &[("city", &city)]),
        host_time: host_differs.then(|| {
            let time = dates::time_seen_on(language, starts_at, &host.zone, date);
            let city = dates::city(language, &host.zone);
            let values = [("time", time.as_str()), ("city", &city), ("host", &host_first)];
            i18n::with(language, Message::MailHostTime, &values)
        }),
        host_first_name: host_first,
        place: place.cloned(),
        series: SeriesLines::None,
    }
}

/// The time that a reader was told before: "Tuesday 16 March, 09:00", with the end if only that changed.
pub(crate) fn was(starts_at: Timestamp, reader: &Reader, before: (Timestamp, Minutes)) -> String {
    let day = dates::long_day(reader.language, reader.zone.local(before.0).date());
    let time = if before.0 == starts_at {
        range(before.0, before.1, reader)
    } else {
        dates::time(reader.language, before.0, &reader.zone)
    };
    format!("{day}, {time}")
}

fn range(start: Timestamp, duration: Minutes, reader: &Reader) -> String {
    time_range(reader.language, start, duration, &reader.zone)
}

/// "10:00 to 10:40"; names the day of the end when that is another one.
pub(super) fn time_range(language: Language, start: Timestamp, duration: Minutes, zone: &Zone) -> String {
    let to = dates::time_seen_on(language, duration.after(start), zone, zone.local(start).date());
    let from = dates::time(language, start, zone);
    i18n::with(language, Message::MailRange, &[("from", &from), ("to", &to)])
}

/// The agenda, and how to join by telephone.
fn description(meeting: &Meeting, way: &WayIn) -> String {
    let lines = way.by_phone.iter().map(ByPhone::text);
    let agenda = Some(meeting.agenda.as_str().to_owned()).filter(|text| !text.is_empty());
    agenda.into_iter().chain(lines).collect::<Vec<_>>().join("\n\n")
}

/// The calendar object of a meeting, for all invitees the same but for the telephone numbers near them.
pub fn calendar_file(
    method: Method,
    meeting: &Meeting,
    series: &SeriesFacts,
    host: (&PersonName, &EmailAddress),
    way: &WayIn,
    stamp: Timestamp,
) -> String {
    let join_url = way.link().filter(|_| method == Method::Request);
    let attendees = meeting.invitees.iter().map(|invitee| (name_of(invitee), &invitee.email)).collect();
    calendar::write(
        method,
        &CalendarEvent {
            meeting: meeting.id,
            sequence: series.sequence(meeting),
            stamp,
            starts_at: meeting.starts_at,
            minutes: i64::from(meeting.duration.get()),
            topic: meeting.topic.as_str(),
            description: &description(meeting, way),
            location: match &meeting.place {
                Some(place) if method == Method::Request => Some(place.text()),
                _ => join_url,
            },
            join_url,
            organizer: (host.0.as_str(), host.1),
            attendees,
            repeats: series.repeats(meeting),
        },
    )
}

/// Lines of a text, without an empty one when there is no text.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
