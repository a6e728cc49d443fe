//! Rules as calendars write them, and the days of the week in them.

use std::fmt::Write as _;

use jiff::civil::{Date, Weekday};

use super::{Cycle, End, Repeat};

impl Repeat {
    /// As an `RRULE` (RFC 5545), with a local date as the end.
    pub fn rule(&self) -> String {
        let mut rule = match &self.cycle {
            Cycle::Daily => "FREQ=DAILY".to_owned(),
            Cycle::Weekly(_) => "FREQ=WEEKLY".to_owned(),
            Cycle::MonthlyOn(_) | Cycle::MonthlyOnThe(..) => "FREQ=MONTHLY".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = write!(rule, ";INTERVAL={}", self.every);
        let _ = match &self.cycle {
            Cycle::Daily => Ok(()),
            Cycle::Weekly(days) => {
                write!(rule, ";BYDAY={}", days.iter().map(|day| short(*day)).collect::<Vec<_>>().join(","))
            }
            Cycle::MonthlyOn(day) => write!(rule, ";BYMONTHDAY={day}"),
            Cycle::MonthlyOnThe(week, day) => write!(rule, ";BYDAY={week}{}", short(*day)),
        };
        let _ = match self.end {
            End::After(times) => write!(rule, ";COUNT={times}"),
            End::On(day) => write!(rule, ";UNTIL={}", day.strftime("%Y%m%d")),
        };
        rule
    }

    /// Reads what [`rule`](Self::rule) wrote.
    pub fn parse(rule: &str) -> Option<Self> {
        let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let cycle = match (part("FREQ")?, part("BYMONTHDAY")) {
            ("DAILY", _) => Cycle::Daily,
            ("WEEKLY", _) => Cycle::Weekly(part("BYDAY")?.split(',').map(weekday).collect::<Option<_>>()?),
            ("MONTHLY", Some(day)) => Cycle::MonthlyOn(day.parse().ok()?),
            ("MONTHLY", None) => {
                let (week, day) = part("BYDAY")?.split_at_checked(part("BYDAY")?.len().checked_sub(2)?)?;
                Cycle::MonthlyOnThe(week.parse().ok()?, weekday(day)?)
            }
            _ => return None,
        };
        let end = match (part("COUNT"), part("UNTIL")) {
            (Some(times), _) => End::After(times.parse().ok()?),
            (None, Some(day)) => End::On(Date::strptime("%Y%m%d", day).ok()?),
            (None, None) => return None,
        };
        Self::new(cycle, part("INTERVAL")?.parse().ok()?, end).ok()
    }
}

const NAMES: [(Weekday, &str, &str); 7] = [
    (Weekday::Monday, "MO", "Monday"),
    (Weekday::Tuesday, "TU", "Tuesday"),
    (Weekday::Wednesday, "WE", "Wednesday"),
    (Weekday::Thursday, "TH", "Thursday"),
    (Weekday::Friday, "FR", "Friday"),
    (Weekday::Saturday, "SA", "Saturday"),
    (Weekday::Sunday, "SU", "Sunday"),
];

/// The days of the week from Monday on, as rules write them and by name.
pub fn weekdays() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().map(|(_, short, name)| (*short, *name))
}

/// The day that rules write like this: `MO`.
pub fn weekday(short: &str) -> Option<Weekday> {
    NAMES.iter().find(|(_, word, _)| *word == short).map(|(day, ..)| *day)
}

/// As rules write a day.
pub fn short(day: Weekday) -> &'static str {
    NAMES.iter().find(|(one, ..)| *one == day).map_or("", |(_, short, _)| short)
}

pub(super) fn name(day: Weekday) -> &'static str {
    NAMES.iter().find(|(one, ..)| *one == day).map_or("", |(.., name)| name)
}
