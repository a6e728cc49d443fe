//! Bodies about meetings: create and update (C.5, C.7), status (C.9), invite links.

use super::settings::SETTINGS;
use crate::api::shape::{
    Fields,
    Shape::{Between, Bool, List, Number, Object, OneOf, Required, Text},
};

/// Create and update.
pub(crate) const MEETING: Fields = &[
    ("topic", Text(200)),
    ("type", Number(&[1, 2, 3, 8, 10])),
    ("start_time", Text(64)),
    ("timezone", Text(64)),
    // The API documents no maximum; Zoom's client allows a day.
    ("duration", Between(1, 24 * 60)),
    ("schedule_for", Text(256)),
    ("password", Text(10)),
    ("default_password", Bool),
    ("agenda", Text(2000)),
    ("pre_schedule", Bool),
    ("template_id", Text(256)),
    ("tracking_fields", List(100, &Object(&[("field", Required(&Text(256))), ("value", Text(1024))]))),
    ("recurrence", Object(RECURRENCE)),
    ("settings", Object(SETTINGS)),
];

/// How a meeting of type 8 repeats. Limits that depend on its type are checked where the rule is read.
const RECURRENCE: Fields = &[
    ("type", Required(&Number(&[1, 2, 3]))),
    ("repeat_interval", Between(1, 90)),
    ("weekly_days", Text(32)),
    ("monthly_day", Between(1, 31)),
    ("monthly_week", Number(&[-1, 1, 2, 3, 4])),
    ("monthly_week_day", Between(1, 7)),
    ("end_times", Between(0, 60)),
    ("end_date_time", Text(64)),
];

/// `PUT status`.
pub(crate) const STATUS: Fields = &[("action", Required(&OneOf(&["end", "recover"])))];

/// `POST invite_links`; the longest life is 90 days.
pub(crate) const INVITE_LINKS: Fields =
    &[("attendees", List(500, &Object(&[("name", Required(&Text(64)))]))), ("ttl", Between(0, 7_776_000))];
