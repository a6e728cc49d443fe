//! One meeting: create, read, change, delete, end, recover.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    call::{Call, check_own},
    error::ApiError,
    fields::meeting::STATUS,
    input::{self, Context},
    meeting_body,
    query::Query,
    refusals::{self, Doing},
};
use crate::{
    scopes::{MEETING_CREATE, MEETING_DELETE, MEETING_READ, MEETING_STATUS, MEETING_UPDATE},
    shared::Shared,
    world::{Refusal, World},
};

pub(crate) async fn create(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let user = call.require_host(&MEETING_CREATE)?;
    check_own(&user, &named)?;
    let body = input::json_object(&body)?;
    shared.write(|world, now, random| {
        let mut input = input::meeting(&body, &Context::new(&user.timezone, now))?;
        input.app = Some(world.app.name.clone());
        let refused = |no| refusals::meeting(no, Doing::Changing, now);
        let id = world.create_meeting(&user, input, now, random).map_err(refused)?;
        let meeting = world.meeting(id, now).map_err(refused)?;
        Ok((StatusCode::CREATED, Json(meeting_body::full(world, meeting, false, now))))
    })
}

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require_host(&MEETING_READ)?;
    let with_past = query.flag("show_previous_occurrences")?;
    shared.read(|world, now| {
        let refused = |no| refusals::meeting(no, Doing::Reading, now);
        let id = find(world, &id, Doing::Reading, now)?;
        let meeting = world.own_meeting(id, &user.id, now).map_err(refused)?;
        let Some(wanted) = query.text("occurrence_id") else {
            return Ok(Json(meeting_body::full(world, meeting, with_past, now)));
        };
        let found = meeting.occurrences.iter().find(|one| one.id.to_string() == wanted && !one.deleted);
        let one = found.ok_or_else(|| refused(Refusal::UnknownOccurrence))?;
        Ok(Json(meeting_body::single(world, meeting, one, now)))
    })
}

pub(crate) async fn update(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: Query,
    call: Call,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let user = call.require_host(&MEETING_UPDATE)?;
    let body = input::json_object(&body)?;
    shared.write(|world, now, random| {
        let refused = |no| refusals::meeting(no, Doing::Changing, now);
        let id = find(world, &id, Doing::Changing, now)?;
        let meeting = world.own_meeting(id, &user.id, now).map_err(refused)?;
        let context = Context {
            zone: &meeting.timezone.clone(),
            kind: meeting.kind,
            start: meeting.next_start(now),
            repeats: meeting.recurrence.is_some(),
            now,
        };
        let input = input::meeting(&body, &context)?;
        let occurrence = occurrence(&query).map_err(refused)?;
        world.update_meeting(id, occurrence, &user, input, now, random).map_err(refused)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: Query,
    call: Call,
) -> Result<StatusCode, ApiError> {
    let user = call.require_host(&MEETING_DELETE)?;
    query.flag("schedule_for_reminder")?;
    query.flag("cancel_meeting_reminder")?;
    shared.write(|world, now, _| {
        let refused = |no| refusals::meeting(no, Doing::Deleting, now);
        let id = find(world, &id, Doing::Deleting, now)?;
        match occurrence(&query).map_err(refused)? {
            Some(occurrence) => world.delete_occurrence(id, occurrence, &user, now).map_err(refused)?,
            None => world.delete_meeting(id, &user, now).map_err(refused)?,
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

pub(crate) async fn set_status(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let user = call.require_host(&MEETING_STATUS)?;
    let body = input::fields(STATUS, &input::json_object(&body)?)?;
    shared.write(|world, now, _| {
        let refused = |no| refusals::meeting(no, Doing::Changing, now);
        if body.get("action").and_then(Value::as_str) == Some("recover") {
            let id = id.parse().map_err(|_| ApiError::bad(300, "Invalid meeting id."))?;
            world.recover_meeting(id, &user, now).map_err(refused)?;
        } else {
            let id = find(world, &id, Doing::Changing, now)?;
            world.own_meeting(id, &user.id, now).map_err(refused)?;
            world.end_meeting(id, now);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// The meeting an address names.
pub(crate) fn find(world: &World, text: &str, doing: Doing, now: Timestamp) -> Result<i64, ApiError> {
    let id_or_uuid = id_or_uuid(text)?;
    world.find_meeting(&id_or_uuid, now).map_err(|no| refusals::meeting(no, doing, now))
}

/// A meeting id, or a uuid. Uuids that hold a slash arrive encoded twice, so one layer may be left.
pub(crate) fn id_or_uuid(text: &str) -> Result<String, ApiError> {
    if text.parse::<i64>().is_ok() {
        let known = (9..=11).contains(&text.len());
        return if known { Ok(text.to_owned()) } else { Err(ApiError::no_meeting(text)) };
    }
    let pair = format!("uuid={}", text.replace('+', "%2B"));
    let uuid = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, uuid)| uuid.into_owned());
    uuid.filter(|uuid| uuid.ends_with('=')).ok_or_else(|| ApiError::bad(300, "Invalid meeting id."))
}

fn occurrence(query: &Query) -> Result<Option<i64>, Refusal> {
    let parse = |text: &str| text.parse().map_err(|_| Refusal::UnknownOccurrence);
    query.text("occurrence_id").map(parse).transpose()
}
