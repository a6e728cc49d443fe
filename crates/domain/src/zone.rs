//! Time zones by their IANA names.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousZoned, TimeZone},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The areas of the IANA database that name places; the rest are old aliases and fixed offsets.
const AREAS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// A zone of the IANA database, for example `Europe/Lisbon`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(TimeZone);

/// A name that is not in the IANA database.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is not a time zone. Choose one from the list.")]
pub struct ZoneError(pub String);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// Finds a zone by name; capital letters do not matter.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let name = name.trim();
        match TimeZone::get(name) {
            Ok(zone) if zone.iana_name().is_some() && !zone.is_unknown() => Ok(Self(zone)),
            _ => Err(ZoneError(name.to_owned())),
        }
    }

    /// The IANA name.
    pub fn id(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The city: “New York” of `America/New_York`.
    pub fn city(&self) -> String {
        self.id().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// Distance from UTC at that instant: “UTC+1”, “UTC+5:30”, “UTC-3:30”, “UTC” for none.
    pub fn offset_label(&self, at: Timestamp) -> String {
        let minutes = self.offset_minutes(at);
        let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        let sign = if minutes < 0 { '-' } else { '+' };
        match (minutes, rest) {
            (0, _) => "UTC".to_owned(),
            (_, 0) => format!("UTC{sign}{hours}"),
            _ => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }

    /// Distance from UTC at that instant, in minutes, positive to the east.
    pub fn offset_minutes(&self, at: Timestamp) -> i32 {
        self.0.to_offset(at).seconds().div_euclid(60)
    }

    /// What calendars and clocks in the zone show at that instant.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }

    /// The instant at which the zone's clocks show this; the first one when they show it twice, and the end of the
    /// gap when they skip it.
    pub fn instant(&self, local: DateTime) -> Result<Timestamp, jiff::Error> {
        self.ambiguous(local).compatible().map(|zoned| zoned.timestamp())
    }

    /// The rules behind it, for callers that calculate with calendars.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The zones of all places, by name, and UTC last: the choices of a form.
    pub fn all() -> Vec<Self> {
        let mut names: Vec<String> = jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| AREAS.iter().any(|area| name.starts_with(area)))
            .collect();
        names.sort_unstable();
        names.push("UTC".to_owned());
        names.iter().filter_map(|name| Self::parse(name).ok()).collect()
    }

    pub(crate) fn ambiguous(&self, local: DateTime) -> AmbiguousZoned {
        self.0.to_ambiguous_zoned(local)
    }
}

/// How far `theirs` is from `yours` at that instant: “1 h behind you”, “2 h 30 min ahead of you”, “same time as you”.
pub fn difference(theirs: &Zone, yours: &Zone, at: Timestamp) -> String {
    let minutes = theirs.offset_minutes(at) - yours.offset_minutes(at);
    let direction = match minutes {
        0 => return "same time as you".to_owned(),
        ..0 => "behind you",
        _ => "ahead of you",
    };
    let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
    match (hours, rest) {
        (0, rest) => format!("{rest} min {direction}"),
        (hours, 0) => format!("{hours} h {direction}"),
        (hours, rest) => format!("{hours} h {rest} min {direction}"),
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.id())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;
    fn from_str(name: &str) -> Result<Self, ZoneError> {
        Self::parse(name)
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;
    fn try_from(name: String) -> Result<Self, ZoneError> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.id().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    fn march() -> Timestamp {
        "2027-03-16T08:42:00Z".parse().unwrap()
    }

    #[test]
    fn names_of_places_become_cities() {
        assert_eq!(zone("America/New_York").city(), "New York");
        assert_eq!(zone("America/Argentina/Buenos_Aires").city(), "Buenos Aires");
        assert_eq!(zone("europe/lisbon").id(), "Europe/Lisbon");
        assert_eq!(zone("UTC").city(), "UTC");
    }

    #[test]
    fn an_unknown_zone_is_refused_with_its_name() {
        let error = Zone::parse("Europe/Atlantis").unwrap_err();
        assert_eq!(error.to_string(), "“Europe/Atlantis” is not a time zone. Choose one from the list.");
        assert!(Zone::parse("").is_err());
        assert!(Zone::parse("Etc/Unknown").is_err());
    }

    #[test]
    fn offsets_are_written_the_way_people_read_them() {
        assert_eq!(zone("Europe/Stockholm").offset_label(march()), "UTC+1");
        assert_eq!(zone("Asia/Kolkata").offset_label(march()), "UTC+5:30");
        assert_eq!(zone("America/St_Johns").offset_label(march()), "UTC-2:30");
        assert_eq!(zone("Europe/Lisbon").offset_label(march()), "UTC");
    }

    #[test]
    fn differences_are_told_from_your_side() {
        let told = |theirs, yours| difference(&zone(theirs), &zone(yours), march());
        assert_eq!(told("Europe/Lisbon", "Europe/Stockholm"), "1 h behind you");
        assert_eq!(told("Asia/Kolkata", "Africa/Nairobi"), "2 h 30 min ahead of you");
        assert_eq!(told("Asia/Kathmandu", "Asia/Kolkata"), "15 min ahead of you");
        assert_eq!(told("Europe/Berlin", "Europe/Stockholm"), "same time as you");
        assert_eq!(told("America/New_York", "Europe/Stockholm"), "5 h behind you");
    }

    #[test]
    fn the_list_of_zones_is_sorted_and_has_the_ones_people_need() {
        let all = Zone::all();
        let names: Vec<&str> = all.iter().map(Zone::id).collect();
        assert!(names.len() > 300);
        assert!(names[..names.len() - 1].is_sorted());
        for name in ["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Pacific/Chatham"] {
            assert!(names.contains(&name), "{name}");
        }
        assert_eq!(names.last(), Some(&"UTC"));
    }
}
