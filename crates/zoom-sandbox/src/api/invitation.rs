//! The text a host pastes into a mail (reference C.12), and join links made for single people.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    call::Call,
    dial_in,
    error::ApiError,
    fields::meeting::INVITE_LINKS,
    input,
    meetings::find,
    refusals::{self, Doing},
};
use crate::{
    clock::shift,
    links,
    portal::page::grouped,
    scopes::{MEETING_INVITATION, MEETING_INVITE_LINKS},
    shared::Shared,
    world::{Refusal, World, meeting::Meeting, user::User},
    zones,
};

/// Life of an invite link when none is named.
const LINK_SECONDS: i64 = 7200;

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require_host(&MEETING_INVITATION)?;
    shared.read(|world, now| {
        let id = find(world, &id, Doing::Reading, now)?;
        let meeting =
            world.own_meeting(id, &user.id, now).map_err(|no| refusals::meeting(no, Doing::Reading, now))?;
        // No SIP address leads here.
        Ok(Json(json!({ "invitation": text(world, meeting, now), "sip_links": [] })))
    })
}

pub(crate) async fn make_links(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let user = call.require_host(&MEETING_INVITE_LINKS)?;
    let body = input::fields(INVITE_LINKS, &input::json_object(&body)?)?;
    let seconds = body.get("ttl").and_then(Value::as_i64).unwrap_or(LINK_SECONDS);
    shared.read(|world, now| {
        let id = find(world, &id, Doing::Reading, now)?;
        let meeting = world.own_meeting(id, &user.id, now).map_err(|no| match no {
            Refusal::Webinar => ApiError::bad(3000, "Cannot access webinar information."),
            no => refusals::meeting(no, Doing::Reading, now),
        })?;
        // 0 is a link that never expires.
        let until = (seconds > 0).then(|| shift(now, SignedDuration::from_secs(seconds)));
        let link = |attendee: &Value| {
            let name = attendee["name"].as_str().unwrap_or_default();
            let token = links::invite_token(world, meeting.id, name, until);
            json!({ "name": name, "join_url": links::personal_join_url(&world.base_url, meeting, &token) })
        };
        let attendees: Vec<Value> =
            body.get("attendees").and_then(Value::as_array).into_iter().flatten().map(link).collect();
        Ok((StatusCode::CREATED, Json(json!({ "attendees": attendees }))))
    })
}

fn text(world: &World, meeting: &Meeting, now: Timestamp) -> String {
    let host = world.user(&meeting.host_id).map(User::display_name).unwrap_or_default();
    let mut lines = vec![
        format!("{host} is inviting you to a scheduled Zoom meeting."),
        String::new(),
        format!("Topic: {}", meeting.topic),
    ];
    if let Some(start) = meeting.next_start(now) {
        let local = start.to_zoned(zones::find_or_utc(&meeting.timezone));
        let zone = meeting.timezone.replace('/', ", ");
        lines.push(format!("Time: {} {zone}", local.strftime("%b %-d, %Y %I:%M %p")));
    }
    lines.extend([
        String::new(),
        "Join Zoom Meeting".to_owned(),
        links::join_url(&world.base_url, meeting),
        String::new(),
        format!("Meeting ID: {}", grouped(meeting.pmi.unwrap_or(meeting.id))),
    ]);
    if !meeting.password.is_empty() {
        lines.push(format!("Passcode: {}", meeting.password));
    }
    lines.push(String::new());
    lines.extend(dial_in::lines(world, meeting));
    lines.push(String::new());
    lines.join("\r\n")
}
