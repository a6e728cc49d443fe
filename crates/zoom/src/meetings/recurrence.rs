//! Meetings that come again, and their dates (reference C.5, C.6).

use jiff::Timestamp;
use jiff::civil::Weekday;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::kept::kept_numbers;
use crate::tolerant;

/// How a meeting comes again. For [`MeetingType::Recurring`](super::MeetingType::Recurring).
///
/// It ends after [`end_times`](Self::end_times) or at [`end_date_time`](Self::end_date_time): set one of them.
///
/// ```
/// use jiff::civil::Weekday;
/// use zoom::meetings::{Recurrence, RecurrenceType};
///
/// let mondays_and_fridays = Recurrence {
///     weekly_days: vec![Weekday::Monday, Weekday::Friday],
///     end_times: Some(10),
///     ..Recurrence::every(1, RecurrenceType::Weekly)
/// };
/// assert_eq!(
///     serde_json::to_string(&mondays_and_fridays).unwrap(),
///     r#"{"type":2,"repeat_interval":1,"weekly_days":"2,6","end_times":10}"#,
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// Days, weeks or months.
    #[serde(rename = "type")]
    pub kind: RecurrenceType,
    /// Every how many of them: at most 90 days, 12 weeks or 3 months.
    #[serde(default, deserialize_with = "tolerant::lenient", skip_serializing_if = "Option::is_none")]
    pub repeat_interval: Option<u32>,
    /// On which days of the week; for weekly ones.
    #[serde(
        default,
        deserialize_with = "read_days",
        serialize_with = "write_days",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub weekly_days: Vec<Weekday>,
    /// On which day of the month, 1 to 31; for monthly ones.
    #[serde(default, deserialize_with = "tolerant::lenient", skip_serializing_if = "Option::is_none")]
    pub monthly_day: Option<u8>,
    /// In which week of the month, 1 to 4, or −1 for the last; with [`monthly_week_day`](Self::monthly_week_day)
    /// instead of [`monthly_day`](Self::monthly_day).
    #[serde(default, deserialize_with = "tolerant::lenient", skip_serializing_if = "Option::is_none")]
    pub monthly_week: Option<i8>,
    /// On which day of that week.
    #[serde(
        default,
        deserialize_with = "read_day",
        serialize_with = "write_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub monthly_week_day: Option<Weekday>,
    /// How often, at most 60.
    #[serde(default, deserialize_with = "tolerant::lenient", skip_serializing_if = "Option::is_none")]
    pub end_times: Option<u32>,
    /// Until when; sent in UTC, in whole seconds.
    #[serde(
        default,
        deserialize_with = "tolerant::optional_time",
        serialize_with = "utc",
        skip_serializing_if = "Option::is_none"
    )]
    pub end_date_time: Option<Timestamp>,
    /// All that has no field here; sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Recurrence {
    /// Every `interval` days, weeks or months, with everything else left to Zoom.
    pub fn every(interval: u32, kind: RecurrenceType) -> Self {
        Self {
            kind,
            repeat_interval: Some(interval),
            weekly_days: Vec::new(),
            monthly_day: None,
            monthly_week: None,
            monthly_week_day: None,
            end_times: None,
            end_date_time: None,
            extra: Map::new(),
        }
    }
}

kept_numbers! {
    /// The unit of a [`Recurrence`]. Numbers we do not know are kept.
    RecurrenceType {
        /// 1: days.
        Daily = 1,
        /// 2: weeks.
        Weekly = 2,
        /// 3: months.
        Monthly = 3,
    }
}

/// One date of a recurring meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Occurrence {
    /// Names the occurrence: its first start in milliseconds, as text.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub occurrence_id: Option<String>,
    /// Start.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// Planned length in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// `available` or `deleted`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub status: Option<String>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
fn utc<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).serialize(serializer)
}

/// Zoom counts the days from Sunday, which is 1.
fn day(number: i64) -> Option<Weekday> {
    Weekday::from_sunday_one_offset(i8::try_from(number).ok()?).ok()
}

/// One day as a number.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn write_day<S: Serializer>(day: &Option<Weekday>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(Weekday::to_sunday_one_offset).serialize(serializer)
}

fn read_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Weekday>, D::Error> {
    Ok(tolerant::lenient_i64(deserializer)?.and_then(day))
}

/// Days as a text of numbers with commas.
fn write_days<S: Serializer>(days: &[Weekday], serializer: S) -> Result<S::Ok, S::Error> {
    let numbers: Vec<_> = days.iter().map(|day| day.to_sunday_one_offset().to_string()).collect();
    numbers.join(",").serialize(serializer)
}

fn read_days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Weekday>, D::Error> {
    let text = tolerant::lenient_text(deserializer)?.unwrap_or_default();
    Ok(text.split(',').filter_map(|number| day(number.trim().parse().ok()?)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_days_are_zooms() {
        let read: Recurrence =
            serde_json::from_value(json!({"type":2,"weekly_days":"1, 7,9,x","end_times":5})).unwrap();
        assert_eq!(read.weekly_days, [Weekday::Sunday, Weekday::Saturday]);
        let last_friday = Recurrence {
            monthly_week: Some(-1),
            monthly_week_day: Some(Weekday::Friday),
            end_date_time: Some("2027-04-02T15:59:00.5Z".parse().unwrap()),
            ..Recurrence::every(2, RecurrenceType::Monthly)
        };
        assert_eq!(
            serde_json::to_value(&last_friday).unwrap(),
            json!({"type":3,"repeat_interval":2,"monthly_week":-1,"monthly_week_day":6,"end_date_time":"2027-04-02T15:59:00Z"})
        );
    }

    #[test]
    fn a_recurrence_goes_back_as_it_came() {
        let came = json!({"type":9,"repeat_interval":1,"weekly_days":"2,4","monthly_day":31,"monthly_week":4,
            "monthly_week_day":1,"end_times":7,"end_date_time":"2022-04-02T15:59:00Z","new":{"x":[1]}});
        let read: Recurrence = serde_json::from_value(came.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), came);
    }
}
