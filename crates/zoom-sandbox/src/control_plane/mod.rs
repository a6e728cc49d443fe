//! The control plane under `/_sandbox/`: [`crate::Control`] as JSON over HTTP, for tests in any language.

mod app;
mod clock;
mod faults;
mod meetings;
mod users;

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{OriginalUri, State},
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
    routing::{any, delete, get, patch, post, put},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{control::Control, openapi, shared::Shared};

/// Every control route.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/_sandbox/openapi.json", get(description))
        .route("/_sandbox/state", get(state))
        .route("/_sandbox/reset", post(reset))
        .route("/_sandbox/clock", get(clock::show).post(clock::change))
        .route("/_sandbox/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/_sandbox/faults/{id}", delete(faults::remove))
        .route("/_sandbox/requests", get(requests))
        .route("/_sandbox/users", get(users::list).post(users::add))
        .route("/_sandbox/users/{user}", patch(users::change))
        .route("/_sandbox/users/{user}/{action}", post(users::act))
        .route("/_sandbox/app", put(app::change))
        .route("/_sandbox/meetings", post(meetings::add))
        .route("/_sandbox/meetings/{id}", patch(meetings::change))
        .route("/_sandbox/meetings/{id}/{action}", post(meetings::act))
        .route("/_sandbox/deliveries", get(app::deliveries))
        .route("/_sandbox/deliveries/{id}/redeliver", post(app::redeliver))
        .route("/_sandbox/mails", get(app::mails))
        .method_not_allowed_fallback(wrong_method)
        .route("/_sandbox/{*rest}", any(unknown))
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

/// Reads JSON whatever its content type, so that plain curl works. An empty body counts as an empty object.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    let body: &[u8] = if body.trim_ascii().is_empty() { b"{}" } else { body };
    serde_json::from_slice(body)
        .map_err(|error| bad(format!("The body is not what is expected here: {error}")))
}

/// Numbers in a path: of a fault, a delivery, a meeting.
fn number<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| missing(what))
}

async fn unknown(OriginalUri(uri): OriginalUri) -> Problem {
    let message =
        format!("The control plane has no {}; /_sandbox/openapi.json lists what it has.", uri.path());
    Problem(StatusCode::NOT_FOUND, message)
}

async fn wrong_method(method: Method, OriginalUri(uri): OriginalUri) -> Problem {
    let message =
        format!("{} does not take {method}; /_sandbox/openapi.json lists what it takes.", uri.path());
    Problem(StatusCode::METHOD_NOT_ALLOWED, message)
}

async fn description(State(shared): Handle) -> Json<Value> {
    Json(shared.read(|world, _| openapi::document(&world.base_url)))
}

async fn state(State(shared): Handle) -> Json<Value> {
    Json(Control::new(shared).state())
}

async fn reset(State(shared): Handle) -> StatusCode {
    Control::new(shared).reset();
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): Handle) -> Json<Value> {
    Json(json!({ "requests": Control::new(shared).requests() }))
}
