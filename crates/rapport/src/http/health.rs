//! For whoever watches over the program: does it live, and can it work?

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use jobs::Background;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

#[derive(Deserialize)]
pub(super) struct Challenge {
    challenge: String,
}

/// Proves to this installation itself that it is the one that answers at its public address: tunnels and proxies may
/// lead anywhere. Anybody may ask; what they get is worth nothing elsewhere.
pub(super) async fn installation(
    State(app): State<App>,
    Query(Challenge { challenge }): Query<Challenge>,
) -> Result<Json<Value>, StatusCode> {
    if challenge.len() != CHALLENGE || !challenge.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(Json(json!({ "installation": app.keys.prove(&challenge) })))
}

/// Hexadecimal digits of a challenge.
const CHALLENGE: usize = 32;

/// Everything that work needs is there: 200, or 503 with what is missing.
pub(super) async fn ready(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let (database, migrations) = match app.store.schema_is_current().await {
        Ok(true) => ("ok", "ok"),
        Ok(false) => ("ok", "not applied"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            ("does not answer", "unknown")
        }
    };
    let workers = match app.runner.background() {
        Background::Working => "ok",
        Background::NotStarted => "not started",
        Background::Stalled => "stalled",
    };
    let ready = [database, migrations, workers].iter().all(|check| *check == "ok");
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let checks = json!({ "database": database, "migrations": migrations, "workers": workers });
    (status, Json(json!({ "ready": ready, "checks": checks })))
}
