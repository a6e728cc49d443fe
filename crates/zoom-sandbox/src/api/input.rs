//! Reads and checks the body of a create or update call. Each refused field is named.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Map, Value};

use super::error::{ApiError, FieldError};
use crate::world::{meeting::MeetingInput, meeting_settings};

const TOPIC_CHARACTERS: usize = 200;
const AGENDA_CHARACTERS: usize = 2000;
const PASSCODE_CHARACTERS: usize = 10;
/// Zoom's client allows a day; the API documents no maximum.
const DURATION_MINUTES: u64 = 24 * 60;

/// Parses a JSON object; an empty body counts as an empty object.
pub(crate) fn json_object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(ApiError::bad(300, "Request Body should be a valid JSON object.")),
    }
}

/// Checks a meeting. `zone` is the host's, for a local start time without a zone of its own.
pub(crate) fn meeting(body: &Map<String, Value>, zone: &str) -> Result<MeetingInput, ApiError> {
    let mut reader = Reader { body, errors: Vec::new() };
    let zone_name = reader.text("timezone", 64);
    let timezone = zone_name.as_deref().and_then(find_zone);
    if zone_name.is_some() && timezone.is_none() {
        reader.refuse("timezone", "Invalid timezone.");
    }
    let start_time = reader.start_time(timezone.or_else(|| find_zone(zone)).unwrap_or(TimeZone::UTC));
    let input = MeetingInput {
        topic: reader.text("topic", TOPIC_CHARACTERS),
        kind: reader.kind(),
        start_time,
        duration: reader.duration(),
        timezone: zone_name,
        agenda: reader.text("agenda", AGENDA_CHARACTERS),
        password: reader.passcode(),
        default_password: reader.flag("default_password"),
        pre_schedule: reader.flag("pre_schedule"),
        tracking_fields: body.get("tracking_fields").filter(|value| value.is_array()).cloned(),
        settings: reader.settings(),
    };
    if reader.errors.is_empty() { Ok(input) } else { Err(ApiError::validation(reader.errors)) }
}

/// Zoom's list has names the time zone database lacks or has under another spelling.
fn find_zone(name: &str) -> Option<TimeZone> {
    let name = match name {
        "SST" => "Pacific/Guadalcanal",
        "Etc/Greenwich" => "Etc/GMT",
        name => name,
    };
    TimeZone::get(name).ok()
}

struct Reader<'a> {
    body: &'a Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    fn value(&self, field: &str) -> Option<&Value> {
        self.body.get(field).filter(|value| !value.is_null())
    }

    fn text(&mut self, field: &str, longest: usize) -> Option<String> {
        let value = self.value(field)?.clone();
        let Some(text) = value.as_str() else {
            self.refuse(field, format!("Invalid parameter: {field}."));
            return None;
        };
        if text.chars().count() > longest {
            self.refuse(field, format!("The {field} must be {longest} characters or fewer."));
            return None;
        }
        Some(text.to_owned())
    }

    fn flag(&mut self, field: &str) -> Option<bool> {
        let value = self.value(field)?.as_bool();
        if value.is_none() {
            self.refuse(field, format!("Invalid parameter: {field}."));
        }
        value
    }

    fn kind(&mut self) -> Option<u8> {
        let value = self.value("type")?.clone();
        match value.as_u64() {
            Some(kind @ 1..=3) => u8::try_from(kind).ok(),
            Some(8) => {
                self.refuse("type", "The sandbox has no recurring meetings with a fixed time (type 8) yet.");
                None
            }
            _ => {
                self.refuse("type", "Invalid parameter: type.");
                None
            }
        }
    }

    fn duration(&mut self) -> Option<u32> {
        let value = self.value("duration")?.clone();
        // Some clients send numbers as text; Zoom takes them.
        let minutes = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        let minutes = minutes.filter(|minutes| (1..=DURATION_MINUTES).contains(minutes));
        if minutes.is_none() {
            self.refuse("duration", "Invalid parameter: duration.");
        }
        minutes.and_then(|minutes| u32::try_from(minutes).ok())
    }

    fn passcode(&mut self) -> Option<String> {
        let passcode = self.text("password", PASSCODE_CHARACTERS)?;
        if passcode.is_empty() {
            return None;
        }
        if !passcode.chars().all(|c| c.is_ascii_alphanumeric() || "@-_*!".contains(c)) {
            self.refuse("password", "Invalid parameter: password.");
            return None;
        }
        Some(passcode)
    }

    /// `…Z` is UTC; without it the time is local in `zone`.
    fn start_time(&mut self, zone: TimeZone) -> Option<Timestamp> {
        let text = self.text("start_time", 64).filter(|text| !text.is_empty())?;
        let instant = match text.strip_suffix('Z') {
            Some(_) => text.parse().ok(),
            None => text
                .parse::<DateTime>()
                .ok()
                .filter(|_| text.contains('T') && !text.contains('+'))
                .and_then(|local| local.to_zoned(zone).ok())
                .map(|zoned| zoned.timestamp()),
        };
        if instant.is_none() {
            self.refuse("start_time", "Invalid parameter: start_time.");
        }
        instant
    }

    fn settings(&mut self) -> Map<String, Value> {
        match self.value("settings").cloned() {
            None => Map::new(),
            Some(Value::Object(settings)) => {
                for field in meeting_settings::refused(&settings) {
                    self.refuse(&format!("settings.{field}"), format!("Invalid parameter: {field}."));
                }
                settings
            }
            Some(_) => {
                self.refuse("settings", "Invalid parameter: settings.");
                Map::new()
            }
        }
    }
}
