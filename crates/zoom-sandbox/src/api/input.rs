//! Reads the body of a create or update call. Each refused field is named.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Map, Value};

use super::{
    error::{ApiError, FieldError},
    fields::meeting::MEETING,
    shape::{Fields, check, invalid, missing, unknown_zone},
};
use crate::{
    world::{
        meeting::{MeetingInput, SCHEDULED, SERIES},
        recurrence::Rule,
    },
    zones,
};

/// What a new meeting or an update is checked against.
pub(crate) struct Context<'a> {
    /// For a start time without a zone of its own: the host's, or the meeting's.
    pub(crate) zone: &'a str,
    /// Type of the meeting so far.
    pub(crate) kind: u8,
    /// Start of the meeting so far.
    pub(crate) start: Option<Timestamp>,
    /// Whether it repeats already.
    pub(crate) repeats: bool,
    /// Now, for a series that begins at once.
    pub(crate) now: Timestamp,
}

impl<'a> Context<'a> {
    /// A meeting that does not exist yet.
    pub(crate) fn new(zone: &'a str, now: Timestamp) -> Self {
        Self { zone, kind: SCHEDULED, start: None, repeats: false, now }
    }
}

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

/// The known fields of a body, or every field that is wrong.
pub(crate) fn fields(fields: Fields, body: &Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let mut errors = Vec::new();
    let known = check(fields, body, "", &mut errors);
    if errors.is_empty() { Ok(known) } else { Err(ApiError::validation(errors)) }
}

/// Checks a meeting.
pub(crate) fn meeting(body: &Map<String, Value>, context: &Context<'_>) -> Result<MeetingInput, ApiError> {
    let mut errors = Vec::new();
    let mut known = check(MEETING, body, "", &mut errors);
    let mut text = |name: &str| match known.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let timezone = text("timezone").filter(|zone| !zone.is_empty());
    let zone = zones::find(timezone.as_deref().unwrap_or(context.zone));
    if timezone.is_some() && zone.is_none() {
        errors.push(unknown_zone());
    }
    let zone = zone.unwrap_or(TimeZone::UTC);
    let start_time = text("start_time").filter(|start| !start.is_empty());
    let start_time = start_time.and_then(|start| {
        let instant = read_start(&start, &zone);
        errors.extend(instant.is_none().then(|| invalid("start_time")));
        instant
    });
    let password = text("password").filter(|passcode| !passcode.is_empty());
    if password.as_deref().is_some_and(|passcode| !passcode.chars().all(may_be_in_passcode)) {
        errors.push(invalid("password"));
    }
    let mut input = MeetingInput {
        topic: text("topic"),
        agenda: text("agenda"),
        schedule_for: text("schedule_for"),
        template_id: text("template_id"),
        timezone,
        start_time,
        password,
        kind: known.get("type").and_then(Value::as_u64).and_then(|kind| u8::try_from(kind).ok()),
        duration: known.get("duration").and_then(Value::as_u64).and_then(|one| u32::try_from(one).ok()),
        default_password: known.get("default_password").and_then(Value::as_bool),
        pre_schedule: known.get("pre_schedule").and_then(Value::as_bool),
        tracking_fields: known.remove("tracking_fields"),
        ..MeetingInput::default()
    };
    if let Some(Value::Object(settings)) = known.remove("settings") {
        input.settings = settings;
    }
    if input.kind.unwrap_or(context.kind) == SERIES {
        match known.remove("recurrence") {
            Some(Value::Object(rule)) => {
                let first = input.start_time.or(context.start).unwrap_or(context.now);
                input.recurrence = read_rule(&rule, first, &zone, &mut errors);
            }
            _ if !context.repeats => errors.push(missing("recurrence")),
            _ => {}
        }
    }
    if errors.is_empty() { Ok(input) } else { Err(ApiError::validation(errors)) }
}

/// Zoom's request documentation leaves out `!`, its answers show it.
fn may_be_in_passcode(character: char) -> bool {
    character.is_ascii_alphanumeric() || "@-_*!".contains(character)
}

/// `…Z` is UTC; without it the time is local in `zone`. Seconds may have a fraction, which is dropped.
fn read_start(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let (local, is_utc) = match text.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (text, false),
    };
    let local = DateTime::strptime("%Y-%m-%dT%H:%M:%S%.f", local).ok()?;
    let zoned = local.to_zoned(if is_utc { TimeZone::UTC } else { zone.clone() }).ok()?;
    Timestamp::from_second(zoned.timestamp().as_second()).ok()
}

/// The limits of a rule that depend on its type (C.5).
fn read_rule(
    rule: &Map<String, Value>,
    first: Timestamp,
    zone: &TimeZone,
    errors: &mut Vec<FieldError>,
) -> Option<Rule> {
    let before = errors.len();
    let mut refuse = |name: &str| errors.push(invalid(&format!("recurrence.{name}")));
    let number = |name: &str| rule.get(name).and_then(Value::as_i64);
    // A missing type was refused before.
    let kind = number("type").and_then(|kind| u8::try_from(kind).ok())?;
    let repeat_interval = number("repeat_interval").unwrap_or(1);
    let longest = [90, 12, 3][usize::from(kind) - 1];
    if repeat_interval > longest {
        refuse("repeat_interval");
    }
    let weekly_days = rule.get("weekly_days").and_then(Value::as_str).unwrap_or("1");
    let is_day = |day: &str| matches!(day.trim(), "1" | "2" | "3" | "4" | "5" | "6" | "7");
    if kind == 2 && !weekly_days.split(',').all(is_day) {
        refuse("weekly_days");
    }
    let small = |name: &str| number(name).and_then(|one| i8::try_from(one).ok()).filter(|_| kind == 3);
    let (week, week_day) = (small("monthly_week"), small("monthly_week_day"));
    match (week, week_day) {
        (Some(_), None) => refuse("monthly_week_day"),
        (None, Some(_)) => refuse("monthly_week"),
        _ => {}
    }
    let end_times = number("end_times").and_then(|times| usize::try_from(times).ok());
    let end = rule.get("end_date_time").and_then(Value::as_str).filter(|end| !end.is_empty());
    let end_date_time = end.filter(|end| end.ends_with('Z')).and_then(|end| read_start(end, zone));
    if (end.is_some() && end_date_time.is_none()) || (end.is_some() && end_times.is_some()) {
        refuse("end_date_time");
    }
    let rule = Rule {
        kind,
        repeat_interval,
        weekly_days: (kind == 2).then(|| weekly_days.to_owned()),
        monthly_day: small("monthly_day").or((kind == 3).then_some(1)).filter(|_| week.is_none()),
        monthly_week: week,
        monthly_week_day: week_day,
        end_times: if end.is_none() { Some(end_times.unwrap_or(1)) } else { None },
        end_date_time,
    };
    if end_date_time.is_some() && rule.occurrences(first, zone, 0).is_empty() {
        refuse("end_date_time");
    }
    (errors.len() == before).then_some(rule)
}
