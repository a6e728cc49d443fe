//! The control plane under `/_sandbox/`: [`Control`] as JSON over HTTP, for tests in any language.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, patch, post, put},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    app_change::AppChange, clock::SandboxClock, control::Control, faults::Fault, seed::SeedUser,
    shared::Shared, world::user::Plan,
};

/// Every control route.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/_sandbox/state", get(state))
        .route("/_sandbox/reset", post(reset))
        .route("/_sandbox/clock", get(clock).post(move_clock))
        .route("/_sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/_sandbox/faults/{id}", axum::routing::delete(remove_fault))
        .route("/_sandbox/requests", get(requests))
        .route("/_sandbox/users", get(users).post(add_user))
        .route("/_sandbox/users/{user}", patch(change_user))
        .route("/_sandbox/users/{user}/deauthorize", post(deauthorize))
        .route("/_sandbox/app", put(change_app))
        .route("/_sandbox/meetings/{id}/{action}", post(meeting))
        .route("/_sandbox/deliveries", get(deliveries))
        .route("/_sandbox/deliveries/{id}/redeliver", post(redeliver))
}

type Handle = State<Arc<Shared>>;

/// A sentence that says what was wrong with the call.
struct Problem(StatusCode, String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn bad(message: impl Into<String>) -> Problem {
    Problem(StatusCode::BAD_REQUEST, message.into())
}

fn missing(what: &str) -> Problem {
    Problem(StatusCode::NOT_FOUND, format!("There is no such {what}."))
}

/// Reads JSON whatever its content type, so that plain curl works.
fn read<T: DeserializeOwned>(body: &str) -> Result<T, Problem> {
    let body = if body.trim().is_empty() { "{}" } else { body };
    serde_json::from_str(body).map_err(|error| bad(format!("The body is not what is expected here: {error}")))
}

async fn state(State(shared): Handle) -> Json<Value> {
    Json(Control::new(shared).state())
}

async fn reset(State(shared): Handle) -> StatusCode {
    Control::new(shared).reset();
    StatusCode::NO_CONTENT
}

async fn clock(State(shared): Handle) -> Json<Value> {
    Json(clock_body(&Control::new(shared)))
}

fn clock_body(control: &Control) -> Value {
    let kind = if control.clock_kind() == SandboxClock::Real { "real" } else { "explicit" };
    json!({ "now": control.now(), "kind": kind })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockMove {
    /// Such as `61m` or `1h 30m`.
    advance: Option<String>,
    set: Option<Timestamp>,
}

async fn move_clock(State(shared): Handle, body: String) -> Result<Json<Value>, Problem> {
    let control = Control::new(shared);
    match read::<ClockMove>(&body)? {
        ClockMove { advance: Some(text), set: None } => {
            let by: SignedDuration =
                text.parse().map_err(|_| bad(format!("\"{text}\" is not a time such as 61m or 1h 30m.")))?;
            control.advance(by);
        }
        ClockMove { advance: None, set: Some(to) } => control.set_time(to),
        _ => return Err(bad("Send either advance or set.")),
    }
    // Whoever moves time wants to see its effects.
    control.deliver_pending().await;
    Ok(Json(clock_body(&control)))
}

async fn faults(State(shared): Handle) -> Json<Value> {
    Json(json!({ "faults": Control::new(shared).faults() }))
}

async fn add_fault(State(shared): Handle, body: String) -> Result<(StatusCode, Json<Value>), Problem> {
    let id = Control::new(shared).add_fault(read::<Fault>(&body)?);
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

async fn clear_faults(State(shared): Handle) -> StatusCode {
    Control::new(shared).clear_faults();
    StatusCode::NO_CONTENT
}

async fn remove_fault(State(shared): Handle, Path(id): Path<u64>) -> Result<StatusCode, Problem> {
    let found = Control::new(shared).remove_fault(id);
    found.then_some(StatusCode::NO_CONTENT).ok_or_else(|| missing("fault"))
}

async fn requests(State(shared): Handle) -> Json<Value> {
    Json(json!({ "requests": Control::new(shared).requests() }))
}

async fn users(State(shared): Handle) -> Json<Value> {
    Json(json!({ "users": Control::new(shared).users() }))
}

async fn add_user(State(shared): Handle, body: String) -> Result<Response, Problem> {
    let new: SeedUser = read(&body)?;
    if !new.email.contains('@') {
        return Err(bad("email is not an email address."));
    }
    let user = Control::new(shared).add_user(new);
    Ok((StatusCode::CREATED, Json(user)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserChange {
    plan: Option<Plan>,
    first_name: Option<String>,
    last_name: Option<String>,
    timezone: Option<String>,
}

async fn change_user(
    State(shared): Handle,
    Path(user): Path<String>,
    body: String,
) -> Result<StatusCode, Problem> {
    let change: UserChange = read(&body)?;
    shared.write(|world, _, _| {
        let user = world.user_mut(&user).ok_or_else(|| missing("user"))?;
        user.plan = change.plan.unwrap_or(user.plan);
        if let Some(name) = change.first_name {
            user.first_name = name;
        }
        if let Some(name) = change.last_name {
            user.last_name = name;
        }
        if let Some(zone) = change.timezone {
            user.timezone = zone;
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn deauthorize(State(shared): Handle, Path(user): Path<String>) -> Result<StatusCode, Problem> {
    let control = Control::new(shared);
    if !control.deauthorize(&user) {
        return Err(missing("connected user"));
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Saves the app. A new webhook address must prove itself first, unless `skip_validation` is true.
async fn change_app(State(shared): Handle, body: String) -> Result<Json<Value>, Problem> {
    let mut body: Value = read(&body)?;
    let skip = body.as_object_mut().and_then(|map| map.remove("skip_validation"));
    let change: AppChange = serde_json::from_value(body).map_err(|error| bad(error.to_string()))?;
    let control = Control::new(Arc::clone(&shared));
    let before = shared.read(|world, _| world.app.clone());
    let new_address = change.webhook_url.as_ref().is_some_and(|url| !url.is_empty());
    control.change_app(change);
    if new_address
        && skip != Some(Value::Bool(true))
        && let Err(problem) = control.validate_webhook().await
    {
        shared.write(|world, _, _| world.app = before);
        return Err(bad(format!("Nothing was saved: the webhook address did not prove itself, {problem}.")));
    }
    Ok(Json(control.state()["app"].clone()))
}

#[derive(Deserialize)]
struct MeetingAction {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    participant: String,
}

async fn meeting(
    State(shared): Handle,
    Path((id, action)): Path<(i64, String)>,
    body: String,
) -> Result<Response, Problem> {
    let about: MeetingAction = read(&body)?;
    let control = Control::new(shared);
    let done = match action.as_str() {
        "start" => control.start_meeting(id),
        "end" => control.end_meeting(id),
        "join" => {
            let joined = control.join_meeting(id, &about.name, &about.email);
            let participant = joined.ok_or_else(|| bad("The meeting does not run."))?;
            return Ok(Json(json!({ "participant": participant })).into_response());
        }
        "leave" => control.leave_meeting(id, &about.participant),
        _ => return Err(missing("action")),
    };
    if done {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(bad("The meeting does not allow this now."))
    }
}

async fn deliveries(State(shared): Handle) -> Json<Value> {
    Json(json!({ "deliveries": Control::new(shared).deliveries() }))
}

async fn redeliver(State(shared): Handle, Path(id): Path<u64>) -> Result<StatusCode, Problem> {
    let control = Control::new(shared);
    if !control.redeliver(id) {
        return Err(missing("delivery"));
    }
    control.deliver_pending().await;
    Ok(StatusCode::NO_CONTENT)
}
