//! Meetings that took place (reference C.13).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{call::Call, error::ApiError, meetings::id_or_uuid, page::Window, query::Query, refusals};
use crate::{
    clock::zoom_time,
    scopes::{PAST_INSTANCES, PAST_PARTICIPANTS, PAST_READ},
    shared::Shared,
    world::{World, past::Instance, session::Participant, user::User},
};

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&PAST_READ)?;
    let id = id_or_uuid(&id)?;
    shared.read(|world, now| {
        let instance = world.past_meeting(&id, &user, now).map_err(refusals::past)?;
        let Instance { meeting, session, ended_at } = instance;
        let host = world.user(&meeting.host_id);
        let dept = host.and_then(|host| host.profile.get("dept")).and_then(Value::as_str);
        Ok(Json(json!({
            "id": meeting.id, "uuid": session.uuid, "host_id": meeting.host_id, "topic": meeting.topic,
            // A pre-scheduled meeting is of type 0 once it is over.
            "type": if meeting.pre_schedule { 0 } else { meeting.kind },
            "user_email": host.map(|host| &host.email), "user_name": host.map(User::display_name),
            "start_time": zoom_time(session.started_at), "end_time": zoom_time(ended_at),
            "duration": instance.minutes(), "total_minutes": instance.total_minutes(),
            "participants_count": session.heads(), "dept": dept.unwrap_or_default(),
            "source": meeting.app.as_deref().unwrap_or("Zoom"), "has_meeting_summary": false,
        })))
    })
}

pub(crate) async fn participants(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&PAST_PARTICIPANTS)?;
    let id = id_or_uuid(&id)?;
    shared.read(|world, now| {
        let instance = world.past_meeting(&id, &user, now).map_err(refusals::past)?;
        let list = format!("participants:{}", instance.session.uuid);
        let window = Window::read(&query, &world.signing_key, &list, now)?;
        // Zoom tells nothing about a meeting with a single participant.
        let told = instance.session.heads() > 1;
        let rows: Vec<&Participant> = instance.session.participants.iter().filter(|_| told).collect();
        let (page, mut body) = window.cut(rows, &world.signing_key, &list, now);
        let rows = page.into_iter().map(|one| row(world, instance, one));
        body.insert("participants".to_owned(), rows.collect());
        Ok(Json(Value::Object(body)))
    })
}

pub(crate) async fn instances(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&PAST_INSTANCES)?;
    let id = id_or_uuid(&id)?;
    shared.read(|world, now| {
        let sessions = world.past_instances(&id, &user, now).map_err(refusals::past)?;
        let rows = sessions
            .into_iter()
            .map(|session| json!({ "uuid": session.uuid, "start_time": zoom_time(session.started_at) }));
        Ok(Json(json!({ "meetings": rows.collect::<Vec<_>>() })))
    })
}

fn row(world: &World, instance: Instance<'_>, one: &Participant) -> Value {
    let internal = one.user_id.as_deref().and_then(|id| world.user(id)).is_some_and(|user| !user.outside);
    json!({
        "id": one.user_id.as_deref().unwrap_or_default(), "user_id": one.id, "name": one.name,
        "user_email": one.email, "registrant_id": one.registrant_id.as_deref().unwrap_or_default(),
        "join_time": zoom_time(one.joined_at), "leave_time": zoom_time(one.left_at.unwrap_or(instance.ended_at)),
        "duration": one.stayed(instance.ended_at).as_secs(), "failover": false,
        "status": if one.in_waiting_room { "in_waiting_room" } else { "in_meeting" },
        "internal_user": internal,
    })
}
