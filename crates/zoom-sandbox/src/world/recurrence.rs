//! Recurring meetings with a fixed time (type 8): the rule, and the occurrences it makes. The wall clock of the
//! meeting's zone is kept over changes to summer time.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::clock::{shift, zoom_time};

/// More occurrences than this a series never has.
const MOST: usize = 60;

/// A rule, in the names and numbers of Zoom's `recurrence`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// 1 daily, 2 weekly, 3 monthly.
    #[serde(rename = "type")]
    pub(crate) kind: u8,
    pub(crate) repeat_interval: i64,
    /// `1` is Sunday; separated by commas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) weekly_days: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) monthly_day: Option<i8>,
    /// -1 is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) monthly_week: Option<i8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) monthly_week_day: Option<i8>,
    /// 0 is "no end".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) end_times: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) end_date_time: Option<Timestamp>,
}

/// One date of a series.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Occurrence {
    /// Milliseconds of the start the rule gave it; stays when the occurrence is moved.
    pub(crate) id: i64,
    pub(crate) start_time: Timestamp,
    /// Minutes.
    pub(crate) duration: u32,
    #[serde(default)]
    pub(crate) deleted: bool,
    /// Only if it differs from the series.
    #[serde(default)]
    pub(crate) agenda: Option<String>,
    /// Only what differs from the series.
    #[serde(default)]
    pub(crate) settings: Map<String, Value>,
}

impl Occurrence {
    /// As answers and events show it.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "occurrence_id": self.id.to_string(), "start_time": zoom_time(self.start_time),
            "duration": self.duration, "status": if self.deleted { "deleted" } else { "available" },
        })
    }

    pub(crate) fn ends_at(&self) -> Timestamp {
        shift(self.start_time, SignedDuration::from_mins(i64::from(self.duration)))
    }
}

impl Rule {
    /// The series that begins at `first`, or at the first date after it that fits the rule.
    pub(crate) fn occurrences(&self, first: Timestamp, zone: &TimeZone, duration: u32) -> Vec<Occurrence> {
        let start = first.to_zoned(zone.clone()).datetime();
        let until = self.end_date_time.unwrap_or(Timestamp::MAX);
        let wanted = match (self.end_times, self.end_date_time) {
            (Some(0), _) | (None, Some(_)) => MOST,
            (Some(times), _) => times.min(MOST),
            (None, None) => 1,
        };
        let starts = self.dates(start).map_while(|date| at(date, start.time(), zone));
        let occurrence = |start_time: Timestamp| Occurrence {
            id: start_time.as_millisecond(),
            start_time,
            duration,
            deleted: false,
            agenda: None,
            settings: Map::new(),
        };
        starts.take_while(|start| *start <= until).take(wanted).map(occurrence).collect()
    }

    /// All dates from the first on that fit the rule, until the calendar ends.
    fn dates(&self, start: DateTime) -> Box<dyn Iterator<Item = Date> + '_> {
        let (first, every) = (start.date(), self.repeat_interval);
        match self.kind {
            1 => Box::new((0..).map_while(move |step: i64| first.checked_add((step * every).days()).ok())),
            2 => {
                let days = self.weekdays();
                let sunday = first.saturating_sub(i64::from(first.weekday().to_sunday_zero_offset()).days());
                let weeks = (0..).map_while(move |step: i64| sunday.checked_add((step * every).weeks()).ok());
                let dates = weeks.flat_map(move |sunday| {
                    days.clone().into_iter().filter_map(move |day| {
                        sunday.checked_add(i64::from(day.to_sunday_zero_offset()).days()).ok()
                    })
                });
                Box::new(dates.filter(move |date| *date >= first))
            }
            _ => {
                let month = first.first_of_month();
                let months =
                    (0..).map_while(move |step: i64| month.checked_add((step * every).months()).ok());
                Box::new(months.filter_map(|month| self.day_in(month)).filter(move |date| *date >= first))
            }
        }
    }

    /// The day of this month; a month that has no such day is left out.
    fn day_in(&self, month: Date) -> Option<Date> {
        match (self.monthly_week, self.monthly_week_day) {
            (Some(week), Some(day)) => {
                month.nth_weekday_of_month(week, Weekday::from_sunday_one_offset(day).ok()?).ok()
            }
            _ => Date::new(month.year(), month.month(), self.monthly_day.unwrap_or(1)).ok(),
        }
    }

    fn weekdays(&self) -> Vec<Weekday> {
        let numbers = self.weekly_days.as_deref().unwrap_or("1").split(',');
        let mut days: Vec<Weekday> = numbers
            .filter_map(|day| Weekday::from_sunday_one_offset(day.trim().parse().ok()?).ok())
            .collect();
        days.sort_by_key(|day| day.to_sunday_zero_offset());
        days.dedup();
        days
    }
}

/// This wall clock time; one that summer time skips is moved forward.
fn at(date: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    date.to_datetime(time).to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: Value) -> Rule {
        serde_json::from_value(json).unwrap()
    }

    fn starts(rule: &Rule, first: &str, zone: &str) -> Vec<String> {
        let zone = TimeZone::get(zone).unwrap();
        let all = rule.occurrences(first.parse().unwrap(), &zone, 30);
        all.iter().map(|one| one.start_time.to_string()).collect()
    }

    #[test]
    fn a_daily_series_keeps_the_wall_clock_over_the_change_to_summer_time() {
        let rule = rule(serde_json::json!({ "type": 1, "repeat_interval": 1, "end_times": 3 }));
        let expected = ["2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z", "2027-03-29T07:00:00Z"];
        assert_eq!(starts(&rule, "2027-03-27T08:00:00Z", "Europe/Berlin"), expected);
        assert_eq!(starts(&rule, "2027-03-27T08:00:00Z", "UTC")[1], "2027-03-28T08:00:00Z");
    }

    #[test]
    fn a_weekly_series_counts_weeks_from_sunday_and_takes_each_named_day() {
        // The 16th is a Tuesday, so the Monday of its week is over.
        let rule = rule(
            serde_json::json!({ "type": 2, "repeat_interval": 2, "weekly_days": "6,2", "end_times": 4 }),
        );
        let expected =
            ["2027-03-19T09:00:00Z", "2027-03-29T09:00:00Z", "2027-04-02T09:00:00Z", "2027-04-12T09:00:00Z"];
        assert_eq!(starts(&rule, "2027-03-16T09:00:00Z", "UTC"), expected);
    }

    #[test]
    fn a_monthly_series_leaves_out_months_without_that_day() {
        let rule =
            rule(serde_json::json!({ "type": 3, "repeat_interval": 1, "monthly_day": 31, "end_times": 3 }));
        let expected = ["2027-03-31T09:00:00Z", "2027-05-31T09:00:00Z", "2027-07-31T09:00:00Z"];
        assert_eq!(starts(&rule, "2027-03-01T09:00:00Z", "UTC"), expected);
    }

    #[test]
    fn a_monthly_series_may_name_the_last_friday() {
        let rule = rule(serde_json::json!({
            "type": 3, "repeat_interval": 2, "monthly_week": -1, "monthly_week_day": 6,
            "end_date_time": "2027-08-01T00:00:00Z",
        }));
        let expected = ["2027-03-26T09:00:00Z", "2027-05-28T09:00:00Z", "2027-07-30T09:00:00Z"];
        assert_eq!(starts(&rule, "2027-03-01T09:00:00Z", "UTC"), expected);
    }

    #[test]
    fn a_series_without_an_end_has_sixty_occurrences_and_one_without_a_word_has_one() {
        let endless = rule(serde_json::json!({ "type": 1, "repeat_interval": 1, "end_times": 0 }));
        assert_eq!(starts(&endless, "2027-03-01T09:00:00Z", "UTC").len(), 60);
        let silent = rule(serde_json::json!({ "type": 1, "repeat_interval": 1 }));
        assert_eq!(starts(&silent, "2027-03-01T09:00:00Z", "UTC").len(), 1);
    }
}
