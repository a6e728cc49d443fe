//! The envelope of every event, and the events about the app itself.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::sign::to_wire;
use crate::world::{World, app::DeauthorizationForm, user::User};

/// Top-level key order as genuine deliveries have it.
#[derive(Serialize)]
struct Envelope<'a> {
    event: &'a str,
    payload: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_ts: Option<i64>,
}

/// Validation has another key order.
#[derive(Serialize)]
struct Validation<'a> {
    payload: Value,
    event_ts: i64,
    event: &'a str,
}

pub(crate) fn envelope(event: &str, payload: &Value, now: Timestamp) -> String {
    to_wire(&Envelope { event, payload, event_ts: Some(now.as_millisecond()) })
}

pub(crate) fn url_validation(plain_token: &str, now: Timestamp) -> String {
    let payload = json!({ "plainToken": plain_token });
    to_wire(&Validation { payload, event_ts: now.as_millisecond(), event: "endpoint.url_validation" })
}

pub(crate) fn app_deauthorized(world: &World, user_id: &str, now: Timestamp, signature: &str) -> String {
    let form = world.app.deauthorization_form;
    let mut payload = json!({
        "account_id": world.account.id, "user_id": user_id, "signature": signature,
        "deauthorization_time": now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        "client_id": world.app.client_id,
    });
    match form {
        DeauthorizationForm::Current => payload["event_ts"] = json!(now.as_millisecond()),
        DeauthorizationForm::TextTime => {
            payload["event_ts"] = json!(now.strftime("%Y-%m-%d %H:%M:%S").to_string());
        }
        DeauthorizationForm::TopLevel | DeauthorizationForm::Old => {}
    }
    let old = (form == DeauthorizationForm::Old).then(|| "false".to_owned());
    if let Some(retention) = world.app.user_data_retention.clone().or(old) {
        payload["user_data_retention"] = json!(retention);
    }
    let event_ts = (form == DeauthorizationForm::TopLevel).then(|| now.as_millisecond());
    to_wire(&Envelope { event: "app_deauthorized", payload: &payload, event_ts })
}

/// A user asks the account's admins to approve the app.
pub(crate) fn authorization_request(world: &World, user: &User, scopes: &[String], now: Timestamp) -> String {
    let payload = json!({
        "app_name": world.app.name, "app_type": "OAuth App", "app_status": "development",
        "app_description": "", "app_scopes": scopes, "requester_name": user.display_name(),
        "requester_department": "", "requester_user_groups": [], "request_reason": "",
        "install_requirements": { "user_role": "Any User" },
    });
    envelope("app.authorization_request_created", &payload, now)
}
