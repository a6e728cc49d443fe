//! `/oauth/data/compliance`: the app says that it deleted a user's data.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::client::{self, Fields};
use crate::{
    api::{error::ApiError, input::json_object},
    shared::Shared,
    world::delivery::Confirmation,
};

/// Accepts a confirmation. Zoom's answer is not documented; this echoes what was confirmed.
pub(crate) async fn confirm(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let no_fields = Fields::parse("", &[]);
    if let Err(error) = shared.read(|world, _| client::check(&world.app, &headers, &no_fields)) {
        return (StatusCode::UNAUTHORIZED, Json(error)).into_response();
    }
    match store(&shared, &body) {
        Ok(echo) => Json(echo).into_response(),
        Err(error) => error.into_response(),
    }
}

fn store(shared: &Shared, body: &[u8]) -> Result<Value, ApiError> {
    let body = json_object(body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (client_id, user_id, account_id) = (text("client_id"), text("user_id"), text("account_id"));
    if user_id.is_empty() || account_id.is_empty() {
        return Err(ApiError::bad(300, "user_id and account_id of the deauthorization event are missing."));
    }
    if body.get("compliance_completed") != Some(&Value::Bool(true)) {
        return Err(ApiError::bad(300, "compliance_completed must be true."));
    }
    let event = body.get("deauthorization_event_received").and_then(Value::as_object);
    let Some(event) = event else {
        return Err(ApiError::bad(300, "deauthorization_event_received must hold the payload of the event."));
    };
    shared.write(|world, now, _| {
        if client_id != world.app.client_id {
            return Err(ApiError::bad(300, "client_id does not match the credentials."));
        }
        let matches_event = world.deauthorized.contains(user_id) && account_id == world.account.id;
        world.confirmations.push(Confirmation {
            at: now,
            user_id: user_id.to_owned(),
            account_id: account_id.to_owned(),
            matches_event,
        });
        Ok(json!({
            "client_id": client_id, "user_id": user_id, "account_id": account_id,
            "user_data_retention": event.get("user_data_retention"),
            "deauthorization_time": event.get("deauthorization_time"), "signature": event.get("signature"),
        }))
    })
}
