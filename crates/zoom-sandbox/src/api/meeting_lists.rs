//! Lists of meetings: everything a user hosts, and what comes up within a day.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    call::{Call, check_own},
    error::ApiError,
    meeting_body,
    page::Window,
    query::{Query, refuse},
};
use crate::{
    scopes::{MEETING_LIST, MEETING_UPCOMING},
    shared::Shared,
    world::meeting::{INSTANT, Meeting},
    zones,
};

const KINDS: &[&str] = &["scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"];

pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require_host(&MEETING_LIST)?;
    check_own(&user, &named)?;
    let kind = query.one_of("type", KINDS, "scheduled")?;
    let zone = query.text("timezone").unwrap_or(&user.timezone);
    let zone = zones::find(zone).or_else(|| zone.is_empty().then_some(TimeZone::UTC));
    let days = Days {
        zone: zone.ok_or_else(|| refuse("timezone"))?,
        from: query.date("from")?,
        to: query.date("to")?,
    };
    shared.read(|world, now| {
        let list = format!("meetings:{}:{kind}", user.id);
        let window = Window::read(&query, &world.signing_key, &list, now)?;
        let mut meetings = world.meetings_of(&user.id, now);
        meetings.retain(|meeting| belongs(meeting, kind, now) && days.hold(meeting, now));
        let (page, mut body) = window.cut(meetings, &world.signing_key, &list, now);
        body.insert("page_number".to_owned(), json!(window.number()));
        let rows = page.into_iter().map(|meeting| meeting_body::listed(world, meeting, now));
        body.insert("meetings".to_owned(), rows.collect());
        Ok(Json(Value::Object(body)))
    })
}

pub(crate) async fn upcoming(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require_host(&MEETING_UPCOMING)?;
    check_own(&user, &named)?;
    shared.read(|world, now| {
        let rows: Vec<Value> = world
            .agenda_of(&user, now)
            .into_iter()
            .map(|row| meeting_body::upcoming(world, &user, row))
            .collect();
        Ok(Json(json!({ "total_records": rows.len(), "meetings": rows })))
    })
}

/// Zoom's list types. An instant meeting is only seen while it is on.
fn belongs(meeting: &Meeting, kind: &str, now: Timestamp) -> bool {
    let is_over = meeting.planned_end().is_some_and(|end| end <= now);
    match kind {
        "live" => meeting.is_started(),
        _ if meeting.kind == INSTANT => false,
        "upcoming" | "upcoming_meetings" => meeting.is_started() || !is_over,
        "previous_meetings" => is_over && !meeting.is_started(),
        _ => true,
    }
}

/// Days the list is limited to, both included.
struct Days {
    zone: TimeZone,
    from: Option<Date>,
    to: Option<Date>,
}

impl Days {
    fn hold(&self, meeting: &Meeting, now: Timestamp) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let day = meeting.next_start(now).map(|start| start.to_zoned(self.zone.clone()).date());
        day.is_some_and(|day| self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to))
    }
}
