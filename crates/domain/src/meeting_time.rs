//! When a meeting starts and how long it takes, from what people type.

use std::fmt;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::AmbiguousOffset,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Zone, display};

/// Why a date and a time do not name an instant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StartError {
    /// The field holds no date at all.
    #[error("Enter a date, as in 2027-03-18.")]
    NoDate,
    /// There is no such day; names the month's last one.
    #[error("There is no such day. {month} {year} ends on the {last}{}.", ordinal(*last))]
    NotADate {
        /// “February”.
        month: &'static str,
        /// The year that was typed.
        year: i16,
        /// The last day of that month.
        last: i8,
    },
    /// The field holds no time of day.
    #[error("Enter a start time between 00:00 and 23:59, as in 16:00.")]
    NotATime,
    /// Clocks are put forward over that time.
    #[error(
        "{typed} does not exist in {city} on {day}, because clocks go forward. The next time that exists is {next}."
    )]
    Skipped {
        /// The time that was typed, `02:30`.
        typed: String,
        /// The zone's city.
        city: String,
        /// “Sun 28 March”.
        day: String,
        /// The first time after the gap, `03:00`.
        next: String,
    },
}

/// The instant at which clocks in `zone` show `date` (`2027-03-18`) and `time` (`16:00`). When they show it twice,
/// because clocks go back, the first one is meant.
pub fn parse_start(date: &str, time: &str, zone: &Zone) -> Result<Timestamp, StartError> {
    let local = parse_date(date)?.to_datetime(parse_time(time)?);
    let ambiguous = zone.ambiguous(local);
    if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
        return Err(skipped(local, zone));
    }
    ambiguous.compatible().map(|zoned| zoned.timestamp()).map_err(|_| StartError::NoDate)
}

fn parse_date(text: &str) -> Result<Date, StartError> {
    let mut parts = text.trim().splitn(3, '-').map(|part| digits(part, 4));
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(StartError::NoDate);
    };
    let month = i8::try_from(month).map_err(|_| StartError::NoDate)?;
    let first = Date::new(year, month, 1).map_err(|_| StartError::NoDate)?;
    i8::try_from(day).ok().and_then(|day| Date::new(year, month, day).ok()).ok_or(StartError::NotADate {
        month: display::month_name(first),
        year,
        last: first.days_in_month(),
    })
}

/// Browsers send `16:00`, and `16:00:00` when the field has a step.
fn parse_time(text: &str) -> Result<Time, StartError> {
    let mut parts = text.trim().splitn(3, ':').map(|part| digits(part, 2));
    let (Some(Some(hour)), Some(Some(minute))) = (parts.next(), parts.next()) else {
        return Err(StartError::NotATime);
    };
    if parts.next().is_some_and(|second| second != Some(0)) {
        return Err(StartError::NotATime);
    }
    match (i8::try_from(hour), i8::try_from(minute)) {
        (Ok(hour), Ok(minute)) => Time::new(hour, minute, 0, 0).map_err(|_| StartError::NotATime),
        _ => Err(StartError::NotATime),
    }
}

fn digits(text: &str, most: usize) -> Option<i16> {
    let plain = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn skipped(local: DateTime, zone: &Zone) -> StartError {
    StartError::Skipped {
        typed: local.strftime("%H:%M").to_string(),
        city: zone.city(),
        day: display::weekday_day(local.date()),
        next: end_of_gap(local, zone).map_or_else(String::new, |next| {
            let time = next.strftime("%H:%M").to_string();
            // A few islands skipped a whole day.
            if next.date() == local.date() {
                time
            } else {
                format!("{} {time}", display::weekday_day(next.date()))
            }
        }),
    }
}

/// The first local time after the gap that `local` falls into.
fn end_of_gap(local: DateTime, zone: &Zone) -> Option<DateTime> {
    let after = zone.instant(local).ok()?;
    let before = after.checked_add(SignedDuration::from_secs(1)).ok()?;
    let change = zone.time_zone().preceding(before).next()?;
    Some(zone.local(change.timestamp()))
}

fn ordinal(day: i8) -> &'static str {
    match day {
        31 => "st",
        _ => "th",
    }
}

/// How long a meeting takes: 1 to 1440 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Minutes(u16);

/// A length no meeting has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("A meeting takes between 1 and 1440 minutes.")]
pub struct MinutesError;

impl Minutes {
    /// What a meeting takes of which nobody said how long it takes.
    pub const HALF_HOUR: Self = Self(30);

    /// Reads a number of minutes.
    pub fn parse(text: &str) -> Result<Self, MinutesError> {
        text.trim().parse::<i64>().map_err(|_| MinutesError)?.try_into()
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The same, to calculate with.
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.0))
    }

    /// When a meeting that starts at `start` ends.
    pub fn after(self, start: Timestamp) -> Timestamp {
        start.saturating_add(self.duration()).unwrap_or(start)
    }
}

impl TryFrom<i64> for Minutes {
    type Error = MinutesError;
    fn try_from(minutes: i64) -> Result<Self, MinutesError> {
        match u16::try_from(minutes) {
            Ok(minutes @ 1..=1440) => Ok(Self(minutes)),
            _ => Err(MinutesError),
        }
    }
}

impl From<Minutes> for i64 {
    fn from(minutes: Minutes) -> Self {
        Self::from(minutes.0)
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(date: &str, time: &str, zone: &str) -> Result<Timestamp, StartError> {
        parse_start(date, time, &Zone::parse(zone).unwrap())
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_and_a_time_name_an_instant_in_the_zone() {
        assert_eq!(start("2027-03-18", "16:00", "Europe/Stockholm"), Ok(at("2027-03-18T15:00:00Z")));
        assert_eq!(start(" 2027-03-31 ", "16:00:00", "Europe/Stockholm"), Ok(at("2027-03-31T14:00:00Z")));
        assert_eq!(start("2027-07-01", "09:15", "Asia/Kolkata"), Ok(at("2027-07-01T03:45:00Z")));
    }

    #[test]
    fn a_day_that_does_not_exist_names_the_last_one_of_its_month() {
        let sentence = |date| start(date, "10:00", "UTC").unwrap_err().to_string();
        assert_eq!(sentence("2027-02-30"), "There is no such day. February 2027 ends on the 28th.");
        assert_eq!(sentence("2028-02-30"), "There is no such day. February 2028 ends on the 29th.");
        assert_eq!(sentence("2027-12-32"), "There is no such day. December 2027 ends on the 31st.");
        assert_eq!(sentence("2027-04-00"), "There is no such day. April 2027 ends on the 30th.");
    }

    #[test]
    fn what_is_no_date_or_no_time_is_refused() {
        for date in [
            "",
            "tomorrow",
            "18.03.2027",
            "2027-13-01",
            "2027-03",
            "-2027-03-01",
            "2027-+3-01",
            "99999-01-01",
        ] {
            assert_eq!(start(date, "10:00", "UTC"), Err(StartError::NoDate), "{date}");
        }
        for time in ["", "noon", "24:00", "10", "10:60", "10:5x", "-1:00", "10:00:30"] {
            assert_eq!(start("2027-03-18", time, "UTC"), Err(StartError::NotATime), "{time}");
        }
    }

    #[test]
    fn a_time_that_clocks_skip_is_refused_with_the_next_one() {
        let error = start("2027-03-28", "02:30", "Europe/Stockholm").unwrap_err();
        assert_eq!(
            error.to_string(),
            "02:30 does not exist in Stockholm on Sun 28 March, because clocks go forward. The next time that exists is 03:00."
        );
        assert!(start("2027-03-28", "02:00", "Europe/Stockholm").is_err());
        assert!(start("2027-03-28", "03:00", "Europe/Stockholm").is_ok());
        assert!(start("2027-03-28", "01:59", "Europe/Stockholm").is_ok());
    }

    #[test]
    fn a_day_that_an_island_skipped_points_to_the_day_after() {
        let error = start("2011-12-30", "10:00", "Pacific/Apia").unwrap_err().to_string();
        assert!(error.ends_with("The next time that exists is Sat 31 December 00:00."), "{error}");
    }

    #[test]
    fn a_time_that_clocks_show_twice_means_the_first() {
        assert_eq!(start("2027-10-31", "02:30", "Europe/Stockholm"), Ok(at("2027-10-31T00:30:00Z")));
    }

    #[test]
    fn a_meeting_takes_between_a_minute_and_a_day() {
        assert_eq!(Minutes::parse(" 40 ").unwrap().get(), 40);
        for text in ["0", "1441", "-5", "", "forty", "40.5"] {
            assert_eq!(Minutes::parse(text), Err(MinutesError), "{text}");
        }
        assert_eq!(
            Minutes::try_from(60).unwrap().after(at("2027-03-18T15:00:00Z")),
            at("2027-03-18T16:00:00Z")
        );
    }
}
