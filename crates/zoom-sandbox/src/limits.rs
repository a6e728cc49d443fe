//! Zoom's request limits: per account and label, per second and per UTC day.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{clock::shift, scopes::Label};

/// Creates and updates of meetings Zoom allows one host per UTC day.
pub(crate) const DAILY_CHANGES: u32 = 100;
/// How often one address may register for one meeting per UTC day.
pub(crate) const REGISTRATIONS_PER_DAY: u32 = 3;
/// How often one registration may be approved, denied or cancelled per UTC day.
pub(crate) const STANDING_CHANGES_PER_DAY: u32 = 10;

/// Which of Zoom's limit tables the account is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitTable {
    /// Light 4 per second and 6,000 per day, medium 2 and 2,000.
    Free,
    /// Light 30 per second, medium 20; no daily limit.
    #[default]
    Pro,
    /// Light 80 per second, medium 60; no daily limit.
    Business,
}

impl LimitTable {
    fn per_second(self, label: Label) -> u32 {
        match (self, label) {
            (Self::Free, Label::Light) => 4,
            (Self::Free, Label::Medium) => 2,
            (Self::Pro, Label::Light) => 30,
            (Self::Pro, Label::Medium) => 20,
            (Self::Business, Label::Light) => 80,
            (Self::Business, Label::Medium) => 60,
        }
    }

    fn per_day(self, label: Label) -> Option<u32> {
        match (self, label) {
            (Self::Free, Label::Light) => Some(6_000),
            (Self::Free, Label::Medium) => Some(2_000),
            _ => None,
        }
    }
}

/// What the rate headers of an answer say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) label: Label,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
}

/// Which limit was hit, and when it opens again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exceeded {
    PerSecond { reset: Timestamp },
    PerDay { retry_after: Timestamp },
}

/// Counts calls. It always counts, so that headers are true; it refuses only if `enforced`.
#[derive(Debug)]
pub(crate) struct Meters {
    table: LimitTable,
    enforced: bool,
    seconds: HashMap<Label, (i64, u32)>,
    days: HashMap<Label, (Timestamp, u32)>,
}

impl Meters {
    pub(crate) fn new(table: LimitTable, enforced: bool) -> Self {
        Self { table, enforced, seconds: HashMap::new(), days: HashMap::new() }
    }

    /// Starts counting anew.
    pub(crate) fn clear(&mut self) {
        self.seconds.clear();
        self.days.clear();
    }

    pub(crate) fn count(&mut self, label: Label, now: Timestamp) -> (Rate, Option<Exceeded>) {
        let limit = self.table.per_second(label);
        let second = self.seconds.entry(label).or_insert((now.as_second(), 0));
        if second.0 != now.as_second() {
            *second = (now.as_second(), 0);
        }
        second.1 = second.1.saturating_add(1);
        let mut rate = Rate { label, limit, remaining: limit.saturating_sub(second.1) };
        let too_fast = second.1 > limit;

        let midnight = next_midnight(now);
        let day = self.days.entry(label).or_insert((midnight, 0));
        if day.0 != midnight {
            *day = (midnight, 0);
        }
        day.1 = day.1.saturating_add(1);
        let a_day = self.table.per_day(label).filter(|limit| day.1 > *limit);
        let too_many = a_day.is_some();
        if let Some(limit) = a_day.filter(|_| self.enforced) {
            rate = Rate { label, limit, remaining: 0 };
        }

        let exceeded = match (self.enforced, too_many, too_fast) {
            (true, true, _) => Some(Exceeded::PerDay { retry_after: midnight }),
            (true, false, true) => {
                Some(Exceeded::PerSecond { reset: shift(now, SignedDuration::from_secs(1)) })
            }
            _ => None,
        };
        (rate, exceeded)
    }
}

/// When Zoom's daily counts start again: 00:00 UTC.
pub(crate) fn next_midnight(now: Timestamp) -> Timestamp {
    let today = now.to_zoned(TimeZone::UTC).date();
    let midnight = today.tomorrow().and_then(|day| day.to_zoned(TimeZone::UTC));
    midnight.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many calls a day passes, made at the pace the second allows.
    fn a_day(table: LimitTable, label: Label, tries: u32) -> u32 {
        let mut meters = Meters::new(table, true);
        let noon = Timestamp::from_second(1_805_112_000).unwrap();
        let second = |number: u32| shift(noon, SignedDuration::from_secs(i64::from(number)));
        (0..tries).map(|number| u32::from(meters.count(label, second(number)).1.is_none())).sum()
    }

    #[test]
    fn only_the_free_plan_has_a_daily_limit() {
        assert_eq!(a_day(LimitTable::Free, Label::Light, 6_100), 6_000);
        assert_eq!(a_day(LimitTable::Free, Label::Medium, 2_100), 2_000);
        for table in [LimitTable::Pro, LimitTable::Business] {
            assert_eq!(a_day(table, Label::Light, 7_000), 7_000);
            assert_eq!(a_day(table, Label::Medium, 3_000), 3_000);
        }
    }

    #[test]
    fn the_daily_limit_opens_again_at_midnight_utc_and_says_so() {
        let mut meters = Meters::new(LimitTable::Free, true);
        let evening: Timestamp = "2027-03-15T23:00:00Z".parse().unwrap();
        let at = |seconds: i64| shift(evening, SignedDuration::from_secs(seconds));
        for second in 0..2_000 {
            assert_eq!(meters.count(Label::Medium, at(second)).1, None);
        }
        let (rate, exceeded) = meters.count(Label::Medium, at(2_000));
        assert_eq!((rate.limit, rate.remaining), (2_000, 0));
        let midnight: Timestamp = "2027-03-16T00:00:00Z".parse().unwrap();
        assert_eq!(exceeded, Some(Exceeded::PerDay { retry_after: midnight }));
        assert_eq!(meters.count(Label::Medium, midnight).1, None);
    }
}
