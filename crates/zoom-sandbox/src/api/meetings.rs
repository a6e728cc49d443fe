//! Meetings: list, create, read, change, delete, end.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    call::{Call, check_own},
    error::ApiError,
    input, meeting_body,
    page::PageQuery,
};
use crate::{
    scopes::{MEETING_CREATE, MEETING_DELETE, MEETING_LIST, MEETING_READ, MEETING_STATUS, MEETING_UPDATE},
    shared::Shared,
    world::{World, meeting::Meeting},
};

pub(crate) async fn create(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let user = call.require(&MEETING_CREATE)?;
    check_own(&user, &named)?;
    let input = input::meeting(&input::json_object(&body)?, &user.timezone)?;
    shared.write(|world, now, random| {
        let id = world
            .create_meeting(&user, input, now, random)
            .map_err(|no| ApiError::refused(no, now, false))?;
        let meeting = world.meeting(id, now).map_err(|no| ApiError::refused(no, now, false))?;
        Ok((StatusCode::CREATED, Json(meeting_body::full(world, meeting, now))))
    })
}

pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    Query(query): Query<PageQuery>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&MEETING_LIST)?;
    check_own(&user, &named)?;
    let kind = query.kind.as_deref().unwrap_or("scheduled");
    shared.read(|world, now| {
        let list = format!("meetings:{}:{kind}", user.id);
        let window = query.window(&world.signing_key, &list, now)?;
        let meetings: Vec<&Meeting> = world
            .meetings_of(&user.id, now)
            .into_iter()
            .filter(|meeting| meeting.kind != 1 || meeting.is_started())
            .filter(|meeting| belongs(meeting, kind, now))
            .collect();
        let total = meetings.len();
        let page = meetings.into_iter().skip(window.offset).take(window.size);
        Ok(Json(json!({
            "page_count": total.div_ceil(window.size), "page_number": window.offset / window.size + 1,
            "page_size": window.size, "total_records": total,
            "next_page_token": window.next_token(&world.signing_key, &list, total, now),
            "meetings": page.map(|meeting| meeting_body::listed(world, meeting)).collect::<Vec<_>>(),
        })))
    })
}

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&MEETING_READ)?;
    shared.read(|world, now| {
        let id = find_id(world, &id, now)?;
        let meeting = world.own_meeting(id, &user.id, now).map_err(|no| ApiError::refused(no, now, false))?;
        Ok(Json(meeting_body::full(world, meeting, now)))
    })
}

pub(crate) async fn update(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let user = call.require(&MEETING_UPDATE)?;
    let body = input::json_object(&body)?;
    shared.write(|world, now, random| {
        let id = find_id(world, &id, now)?;
        let zone = world.meeting(id, now).map(|meeting| meeting.timezone.clone()).unwrap_or_default();
        let input = input::meeting(&body, &zone)?;
        world
            .update_meeting(id, &user, input, now, random)
            .map_err(|no| ApiError::refused(no, now, false))?;
        Ok(StatusCode::NO_CONTENT)
    })
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
) -> Result<StatusCode, ApiError> {
    let user = call.require(&MEETING_DELETE)?;
    shared.write(|world, now, _| {
        if id.parse() == Ok(user.pmi) {
            return Err(ApiError::bad(3018, "Not allowed to delete PMI."));
        }
        let id = find_id(world, &id, now)?;
        world.delete_meeting(id, &user, now).map_err(|no| ApiError::refused(no, now, true))?;
        Ok(StatusCode::NO_CONTENT)
    })
}

pub(crate) async fn set_status(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let user = call.require(&MEETING_STATUS)?;
    let body = input::json_object(&body)?;
    shared.write(|world, now, _| {
        match body.get("action").and_then(Value::as_str) {
            Some("end") => {
                let id = find_id(world, &id, now)?;
                world.own_meeting(id, &user.id, now).map_err(|no| ApiError::refused(no, now, false))?;
                world.end_meeting(id, now);
            }
            Some("recover") => {
                let id = id.parse().map_err(|_| ApiError::bad(300, "Invalid meeting id."))?;
                world.recover_meeting(id, &user, now).map_err(|no| ApiError::refused(no, now, false))?;
            }
            _ => return Err(ApiError::bad(300, "Invalid parameter: action.")),
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// A meeting id, or a uuid. Uuids that hold a slash arrive encoded twice, so one layer may be left.
fn find_id(world: &World, text: &str, now: Timestamp) -> Result<i64, ApiError> {
    if let Ok(id) = text.parse::<i64>() {
        return if (9..=11).contains(&text.len()) { Ok(id) } else { Err(ApiError::no_meeting(text)) };
    }
    let pair = format!("uuid={}", text.replace('+', "%2B"));
    let uuid = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, uuid)| uuid.into_owned());
    let found =
        world.meetings.values().find(|meeting| Some(&meeting.uuid) == uuid.as_ref() && meeting.is_alive(now));
    match found {
        Some(meeting) => Ok(meeting.id),
        None if text.ends_with('=') => Err(ApiError::no_meeting(text)),
        None => Err(ApiError::bad(300, "Invalid meeting id.")),
    }
}

/// Zoom's list types.
fn belongs(meeting: &Meeting, kind: &str, now: Timestamp) -> bool {
    let is_over = meeting.planned_end().is_some_and(|end| end <= now);
    match kind {
        "live" => meeting.is_started(),
        "upcoming" | "upcoming_meetings" => meeting.is_started() || !is_over,
        "previous_meetings" => is_over && !meeting.is_started(),
        _ => true,
    }
}
