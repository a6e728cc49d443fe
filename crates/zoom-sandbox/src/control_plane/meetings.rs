//! `/_sandbox/meetings`: what hosts and participants do.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{Handle, Problem, bad, missing, number, read};
use crate::{
    control::Control,
    seed::{HostedMeeting, MeetingChange},
};

#[derive(Deserialize)]
struct Person {
    #[serde(default)]
    name: String,
    /// Of a user of the sandbox; others join as guests.
    #[serde(default)]
    email: String,
    #[serde(default)]
    participant: String,
}

/// A host makes a meeting in Zoom, not through the API.
pub(super) async fn add(State(shared): Handle, body: Bytes) -> Result<Response, Problem> {
    let new: HostedMeeting = read(&body)?;
    let made = Control::new(shared).seed_meeting(&new.host, new.meeting).ok_or_else(|| missing("user"))?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Its host changes a meeting in Zoom.
pub(super) async fn change(
    State(shared): Handle,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let id = number(&id, "meeting")?;
    let change: MeetingChange = read(&body)?;
    shared.read(|world, now| world.meeting(id, now).map(|_| ())).map_err(|_| missing("meeting"))?;
    if Control::new(shared).change_meeting(id, change) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(bad("The meeting runs, or its host has no more changes today."))
    }
}

pub(super) async fn act(
    State(shared): Handle,
    Path((id, action)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Problem> {
    let id: i64 = number(&id, "meeting")?;
    if shared.read(|world, _| !world.meetings.contains_key(&id)) {
        return Err(missing("meeting"));
    }
    let about: Person = read(&body)?;
    let control = Control::new(shared);
    let (done, problem) = match action.as_str() {
        "start" => (control.start_meeting(id), "The meeting is deleted or has expired."),
        "end" => (control.end_meeting(id), NOT_RUNNING),
        "join" => {
            let joined = control.join_meeting(id, &about.name, &about.email);
            let participant = joined.ok_or_else(|| bad(NOT_RUNNING))?;
            return Ok(Json(json!({ "participant": participant })).into_response());
        }
        "admit" => (control.admit(id, &about.participant), "Nobody with this participant id waits."),
        "leave" => {
            (control.leave_meeting(id, &about.participant), "Nobody with this participant id is there.")
        }
        "delete" => (control.delete_meeting(id), "The meeting runs, or is deleted already."),
        "recover" => (control.recover_meeting(id), "The meeting is not in the trash."),
        "purge" => (control.purge_meeting(id), "The meeting is not in the trash."),
        _ => return Err(missing("action")),
    };
    if done { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(bad(problem)) }
}

const NOT_RUNNING: &str = "The meeting does not run.";
