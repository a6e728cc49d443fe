//! How a meeting comes again, by the rules that Zoom and calendars share (Zoom reference C.5, RFC 5545 section 3.3.10).

mod rule;

use std::fmt::{self, Display};

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Timestamp, ToSpan};

use crate::Zone;

use rule::name;
pub use rule::{short, weekday, weekdays};

/// Zoom makes no more dates than this.
pub const MOST_DATES: usize = 60;

/// On which days a meeting takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cycle {
    /// Every so many days.
    Daily,
    /// On these days of the week, from Monday on, each once.
    Weekly(Vec<Weekday>),
    /// On this day of the month; a month without it is left out.
    MonthlyOn(i8),
    /// On the first to fourth of these days of the month, or on the last (−1).
    MonthlyOnThe(i8, Weekday),
}

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// After so many dates.
    After(usize),
    /// This is the last day on which it may take place.
    On(Date),
}

/// A rule that makes at most [`MOST_DATES`] dates. Only one is left of a series whose others are over.
///
/// ```
/// use domain::{Cycle, End, Repeat};
///
/// let rule = Repeat::new(Cycle::Weekly(vec![jiff::civil::Weekday::Thursday]), 2, End::After(6)).unwrap();
/// assert_eq!(rule.to_string(), "Every 2 weeks on Thursday, 6 times");
/// assert_eq!(rule.rule(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=6");
/// assert_eq!(Repeat::parse(&rule.rule()), Some(rule));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    cycle: Cycle,
    every: u32,
    end: End,
}

/// Why a meeting cannot come again like that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RepeatError {
    /// Zoom has a limit for each unit.
    #[error("Zoom repeats a meeting at most every {most} {unit}. Choose a number from 1 to {most}.")]
    TooRare {
        /// The limit.
        most: u32,
        /// "weeks"
        unit: &'static str,
    },
    /// No day of the week.
    #[error("Choose at least one day of the week.")]
    NoDay,
    /// Too few or too many dates.
    #[error("A meeting can repeat from 2 to {MOST_DATES} times.")]
    Times,
    /// It ends before it comes again.
    #[error("Only one date is before this end. Choose a later end, or let the meeting not repeat.")]
    EndsAtOnce,
    /// The end is too far away.
    #[error(
        "There are more than {MOST_DATES} dates before this end, and Zoom makes {MOST_DATES} at most. Choose an earlier one."
    )]
    TooMany,
}

impl Repeat {
    /// The rule, within Zoom's limits.
    pub fn new(cycle: Cycle, every: u32, end: End) -> Result<Self, RepeatError> {
        let (most, unit) = match &cycle {
            Cycle::Daily => (90, "days"),
            Cycle::Weekly(_) => (12, "weeks"),
            Cycle::MonthlyOn(_) | Cycle::MonthlyOnThe(..) => (3, "months"),
        };
        if !(1..=most).contains(&every) {
            return Err(RepeatError::TooRare { most, unit });
        }
        let cycle = match cycle {
            Cycle::Weekly(days) if days.is_empty() => return Err(RepeatError::NoDay),
            Cycle::Weekly(mut days) => {
                days.sort_by_key(|day| day.to_monday_zero_offset());
                days.dedup();
                Cycle::Weekly(days)
            }
            other => other,
        };
        if matches!(end, End::After(times) if !(1..=MOST_DATES).contains(&times)) {
            return Err(RepeatError::Times);
        }
        Ok(Self { cycle, every, end })
    }

    /// On which days.
    pub const fn cycle(&self) -> &Cycle {
        &self.cycle
    }

    /// Every how many days, weeks or months.
    pub const fn every(&self) -> u32 {
        self.every
    }

    /// How often, in short: "Repeats weekly", "Repeats every 2 weeks".
    pub fn in_short(&self) -> String {
        let (one, many) = match self.cycle {
            Cycle::Daily => ("daily", "days"),
            Cycle::Weekly(_) => ("weekly", "weeks"),
            Cycle::MonthlyOn(_) | Cycle::MonthlyOnThe(..) => ("monthly", "months"),
        };
        match self.every {
            1 => format!("Repeats {one}"),
            every => format!("Repeats every {every} {many}"),
        }
    }

    /// When it ends.
    pub const fn end(&self) -> End {
        self.end
    }

    /// The same rule with another end.
    pub fn ending(&self, end: End) -> Result<Self, RepeatError> {
        Self::new(self.cycle.clone(), self.every, end)
    }

    /// When it takes place: the first date at or after `first` that fits, and all after it. The clock of the zone stays
    /// the same when summer time begins or ends (RT-52); a time that is skipped then is moved forward.
    pub fn dates(&self, first: DateTime, zone: &Zone) -> Result<Vec<Timestamp>, RepeatError> {
        let last = match self.end {
            End::On(day) => day,
            End::After(_) => Date::MAX,
        };
        let wanted = match self.end {
            End::After(times) => times,
            End::On(_) => MOST_DATES + 1,
        };
        let dates: Vec<_> = self
            .days(first.date())
            .take_while(|day| *day <= last)
            .map_while(|day| zone.instant(day.to_datetime(first.time())).ok())
            .take(wanted)
            .collect();
        match dates.len() {
            0 => Err(RepeatError::EndsAtOnce),
            1 if matches!(self.end, End::On(_)) => Err(RepeatError::EndsAtOnce),
            n if n > MOST_DATES => Err(RepeatError::TooMany),
            _ => Ok(dates),
        }
    }

    /// All days from this one on, until the calendar ends. Weeks begin on Sunday, as Zoom counts them.
    fn days(&self, first: Date) -> Box<dyn Iterator<Item = Date> + '_> {
        let every = i64::from(self.every);
        match &self.cycle {
            Cycle::Daily => {
                Box::new((0..).map_while(move |step: i64| first.checked_add((step * every).days()).ok()))
            }
            Cycle::Weekly(days) => {
                let sunday = first.saturating_sub(i64::from(first.weekday().to_sunday_zero_offset()).days());
                let weeks = (0..).map_while(move |step: i64| sunday.checked_add((step * every).weeks()).ok());
                let in_week = move |sunday: Date| {
                    (0..7)
                        .filter_map(move |day: i64| sunday.checked_add(day.days()).ok())
                        .filter(|day| days.contains(&day.weekday()))
                };
                Box::new(weeks.flat_map(in_week).filter(move |day| *day >= first))
            }
            Cycle::MonthlyOn(_) | Cycle::MonthlyOnThe(..) => {
                let month = first.first_of_month();
                let months =
                    (0..).map_while(move |step: i64| month.checked_add((step * every).months()).ok());
                Box::new(months.filter_map(|month| self.day_in(month)).filter(move |day| *day >= first))
            }
        }
    }

    fn day_in(&self, month: Date) -> Option<Date> {
        match &self.cycle {
            Cycle::MonthlyOn(day) => Date::new(month.year(), month.month(), *day).ok(),
            Cycle::MonthlyOnThe(week, day) => month.nth_weekday_of_month(*week, *day).ok(),
            Cycle::Daily | Cycle::Weekly(_) => None,
        }
    }
}

impl Display for Repeat {
    /// "Every 2 weeks on Tuesday and Thursday, 6 times"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.cycle {
            Cycle::Daily => "day",
            Cycle::Weekly(_) => "week",
            Cycle::MonthlyOn(_) | Cycle::MonthlyOnThe(..) => "month",
        };
        match self.every {
            1 => write!(f, "Every {unit}")?,
            every => write!(f, "Every {every} {unit}s")?,
        }
        match &self.cycle {
            Cycle::Daily => {}
            Cycle::Weekly(days) => {
                let names: Vec<_> = days.iter().map(|day| name(*day)).collect();
                match names.split_last() {
                    Some((last, [])) => write!(f, " on {last}")?,
                    Some((last, before)) => write!(f, " on {} and {last}", before.join(", "))?,
                    None => {}
                }
            }
            Cycle::MonthlyOn(day) => write!(f, " on day {day}")?,
            Cycle::MonthlyOnThe(week, day) => {
                write!(f, " on the {} {}", ordinal(*week), name(*day))?;
            }
        }
        match self.end {
            End::After(1) => write!(f, ", once"),
            End::After(times) => write!(f, ", {times} times"),
            End::On(day) => write!(f, ", until {}", crate::display::full_date(day)),
        }
    }
}

/// "first" to "fourth", or "last".
pub(crate) fn ordinal(week: i8) -> &'static str {
    match week {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "last",
    }
}

/// The week of the month of this day, as rules name it: the fifth is the last.
pub fn week_of_month(day: Date) -> i8 {
    match (day.day() - 1) / 7 + 1 {
        week @ 1..=4 => week,
        _ => -1,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;

    use super::*;

    fn starts(rule: &Repeat, first: DateTime, zone: &str) -> Vec<String> {
        let dates = rule.dates(first, &Zone::parse(zone).unwrap()).unwrap();
        dates.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rt_52_the_clock_on_the_wall_stays_over_both_changes_of_the_clocks() {
        let weekly = Repeat::new(Cycle::Weekly(vec![Weekday::Thursday]), 1, End::After(3)).unwrap();
        let spring = ["2027-03-18T15:00:00Z", "2027-03-25T15:00:00Z", "2027-04-01T14:00:00Z"];
        assert_eq!(starts(&weekly, datetime(2027, 3, 18, 16, 0, 0, 0), "Europe/Berlin"), spring);
        let autumn = ["2027-10-21T14:00:00Z", "2027-10-28T14:00:00Z", "2027-11-04T15:00:00Z"];
        assert_eq!(starts(&weekly, datetime(2027, 10, 21, 16, 0, 0, 0), "Europe/Berlin"), autumn);
    }

    #[test]
    fn the_first_date_is_the_first_that_fits() {
        let days = vec![Weekday::Friday, Weekday::Monday];
        let rule = Repeat::new(Cycle::Weekly(days), 2, End::After(4)).unwrap();
        // A Tuesday: the Monday of its week is over.
        let expected =
            ["2027-03-19T09:00:00Z", "2027-03-29T09:00:00Z", "2027-04-02T09:00:00Z", "2027-04-12T09:00:00Z"];
        assert_eq!(starts(&rule, datetime(2027, 3, 16, 9, 0, 0, 0), "UTC"), expected);
    }

    #[test]
    fn months_without_the_day_are_left_out_and_the_fifth_week_is_the_last() {
        let rule = Repeat::new(Cycle::MonthlyOn(31), 1, End::After(3)).unwrap();
        let expected = ["2027-03-31T09:00:00Z", "2027-05-31T09:00:00Z", "2027-07-31T09:00:00Z"];
        assert_eq!(starts(&rule, datetime(2027, 3, 1, 9, 0, 0, 0), "UTC"), expected);
        let fifth = date(2027, 4, 29);
        let rule = Cycle::MonthlyOnThe(week_of_month(fifth), fifth.weekday());
        let rule = Repeat::new(rule, 1, End::On(date(2027, 6, 30))).unwrap();
        let expected = ["2027-04-29T09:00:00Z", "2027-05-27T09:00:00Z", "2027-06-24T09:00:00Z"];
        assert_eq!(starts(&rule, datetime(2027, 4, 29, 9, 0, 0, 0), "UTC"), expected);
        assert_eq!(rule.to_string(), "Every month on the last Thursday, until 30 June 2027");
    }

    #[test]
    fn what_zoom_does_not_do_is_said() {
        let error = |cycle, every, end| Repeat::new(cycle, every, end).unwrap_err().to_string();
        assert_eq!(
            error(Cycle::Daily, 91, End::After(2)),
            "Zoom repeats a meeting at most every 90 days. Choose a number from 1 to 90."
        );
        assert_eq!(error(Cycle::Weekly(vec![]), 1, End::After(2)), "Choose at least one day of the week.");
        assert_eq!(error(Cycle::Daily, 1, End::After(61)), "A meeting can repeat from 2 to 60 times.");
        let daily = |end| Repeat::new(Cycle::Daily, 1, End::On(end)).unwrap();
        let first = datetime(2027, 3, 18, 9, 0, 0, 0);
        assert_eq!(daily(date(2027, 3, 18)).dates(first, &Zone::UTC), Err(RepeatError::EndsAtOnce));
        assert_eq!(daily(date(2027, 5, 16)).dates(first, &Zone::UTC).unwrap().len(), 60);
        assert_eq!(daily(date(2027, 5, 17)).dates(first, &Zone::UTC), Err(RepeatError::TooMany));
    }

    fn any_repeat() -> impl Strategy<Value = Repeat> {
        let weekly = proptest::collection::vec(0_i8..7, 1..7).prop_map(|days| {
            Cycle::Weekly(
                days.into_iter().map(|day| Weekday::from_monday_zero_offset(day).unwrap()).collect(),
            )
        });
        let the = (prop_oneof![1_i8..5, Just(-1)], 0_i8..7).prop_map(|(week, day)| {
            Cycle::MonthlyOnThe(week, Weekday::from_monday_zero_offset(day).unwrap())
        });
        let cycle = prop_oneof![Just(Cycle::Daily), weekly, (1_i8..32).prop_map(Cycle::MonthlyOn), the];
        let end = prop_oneof![
            (2_usize..61).prop_map(End::After),
            (1_i64..900).prop_map(|days| End::On(date(2027, 3, 18).checked_add(days.days()).unwrap())),
        ];
        (cycle, 1_u32..4, end).prop_map(|(cycle, every, end)| Repeat::new(cycle, every, end).unwrap())
    }

    #[test]
    fn rt_52_a_time_that_the_clocks_skip_becomes_the_end_of_the_gap_on_that_date_alone() {
        let daily = Repeat::new(Cycle::Daily, 1, End::After(3)).unwrap();
        // Kyiv puts its clocks forward at three on the 28th: there is no half past three.
        let dates = ["2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"];
        assert_eq!(starts(&daily, datetime(2027, 3, 27, 3, 30, 0, 0), "Europe/Kyiv"), dates);
    }

    proptest! {
        #[test]
        fn a_rule_reads_back_as_it_was_written(rule in any_repeat()) {
            prop_assert_eq!(Repeat::parse(&rule.rule()), Some(rule));
        }

        #[test]
        fn rt_52_every_date_is_at_the_same_time_of_day_in_every_zone_unless_the_clocks_skip_it(
            rule in any_repeat(),
            zone in proptest::sample::select(Zone::all()),
            hour in 0_i8..24,
        ) {
            let first = date(2027, 3, 1).at(hour, 30, 0, 0);
            if let Ok(dates) = rule.dates(first, &zone) {
                prop_assert!(dates.is_sorted());
                let skips = |day: Date| zone.ambiguous(day.to_datetime(first.time())).is_ambiguous();
                for at in dates {
                    let local = zone.local(at);
                    // Nuuk skips the last hour of a day, so that its end is on the next.
                    let skipped = skips(local.date()) || skips(local.date().yesterday().unwrap());
                    prop_assert!(local.time() == first.time() || skipped);
                }
            }
        }
    }
}
