//! Readers for the forms that Zoom's values really come in.

use jiff::{Timestamp, civil, tz::TimeZone};
use secrecy::{ExposeSecret, SecretString};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Whatever it is, or the default if it cannot be read: for places where nothing depends on it.
pub(crate) fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// The entries of a list that can be read; anything but a list counts as empty.
pub(crate) fn lenient_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let Value::Array(entries) = Value::deserialize(deserializer)? else { return Ok(Vec::new()) };
    Ok(entries.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()).collect())
}

/// An integer given as number or text; anything else counts as absent.
pub(crate) fn lenient_i64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// A text; an empty text, `null` or anything else counts as absent. Numbers are taken as text.
pub(crate) fn lenient_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A count given as number or text; anything else counts as absent.
pub(crate) fn lenient_u64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(lenient_i64(deserializer)?.and_then(|number| number.try_into().ok()))
}

/// A secret text; an empty text or anything else counts as absent. Numbers are taken as text.
pub(crate) fn optional_secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Ok(lenient_text(deserializer)?.map(SecretString::from))
}

/// A secret text that must be there. The error does not repeat what was there.
pub(crate) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    let secret = SecretString::deserialize(deserializer)?;
    if secret.expose_secret().is_empty() {
        return Err(D::Error::custom("an empty secret"));
    }
    Ok(secret)
}

/// A moment in any form of [`any_time`]; anything else counts as absent.
pub(crate) fn lenient_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Ok(any_time(&Value::deserialize(deserializer)?))
}

/// A moment with its offset, such as `2018-10-31T04:32:37Z` or with a fraction. An empty text or `null` counts as
/// absent. A time without offset is an error: guessing a zone would move a meeting.
pub(crate) fn optional_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    match Option::<String>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) if text.is_empty() => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| D::Error::custom("expected a time with its offset")),
    }
}

/// A moment in any form seen in events (reference J4): milliseconds as number or text, with offset, or plain
/// `2024-09-08 15:58:40`, which is taken as UTC. `None` for anything else.
pub(crate) fn any_time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => Timestamp::from_millisecond(number.as_i64()?).ok(),
        Value::String(text) => {
            let text = text.trim();
            if let Ok(milliseconds) = text.parse::<i64>() {
                return Timestamp::from_millisecond(milliseconds).ok();
            }
            let plain = || {
                text.parse::<civil::DateTime>()
                    .ok()?
                    .to_zoned(TimeZone::UTC)
                    .ok()
                    .map(|zoned| zoned.timestamp())
            };
            text.parse().ok().or_else(plain)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_date_forms_are_the_same_moment() {
        let read = |text: &str| optional_time(json!(text));
        assert_eq!(read("2018-10-31T04:32:37Z").unwrap(), read("2018-10-31T04:32:37.0000000+00:00").unwrap());
        assert_eq!(read("").unwrap(), None);
        assert!(read("2018-10-31T04:32:37").is_err(), "no zone is guessed");
    }

    #[test]
    fn event_times_come_in_four_forms() {
        let at: Timestamp = "2024-09-08T15:58:40Z".parse().unwrap();
        for form in [
            json!(1_725_811_120_000_i64),
            json!("1725811120000"),
            json!("2024-09-08 15:58:40"),
            json!("2024-09-08T15:58:40.000Z"),
        ] {
            assert_eq!(any_time(&form), Some(at), "{form}");
        }
        assert_eq!(any_time(&json!({})), None);
        assert_eq!(any_time(&json!(i64::MAX)), None);
    }

    #[test]
    fn numbers_may_be_text() {
        assert_eq!(lenient_u64(json!("97891943927")).unwrap(), Some(97_891_943_927));
        assert_eq!(lenient_u64(json!(97_891_943_927_u64)).unwrap(), Some(97_891_943_927));
        for odd in [json!(""), json!(-1), json!(1.5), json!(null), json!([1])] {
            assert_eq!(lenient_u64(odd).unwrap(), None);
        }
    }
}
