//! `/_sandbox/app`, and what was sent to the app and its owner.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode},
};
use serde_json::{Value, json};
use url::Url;

use super::{Handle, Problem, bad, missing, number, read};
use crate::{app_change::AppChange, control::Control, webhooks::validate};

/// Saves the app. A new webhook address must prove itself first, unless `skip_validation` is true.
pub(super) async fn change(State(shared): Handle, body: Bytes) -> Result<Json<Value>, Problem> {
    let mut body: Value = read(&body)?;
    let skip = body.as_object_mut().and_then(|map| map.remove("skip_validation"));
    let change: AppChange = serde_json::from_value(body).map_err(|error| bad(error.to_string()))?;
    check(&change)?;
    let url = change.webhook_url.clone().filter(|url| !url.is_empty());
    let proven = match url.filter(|_| skip != Some(Value::Bool(true))) {
        Some(url) => {
            let mut asked = shared.read(|world, _| world.app.clone());
            change.clone().apply_to_app(&mut asked);
            validate::new_address(&shared, &url, &asked).await.map_err(|problem| {
                bad(format!("Nothing was saved: the webhook address did not prove itself, {problem}."))
            })?;
            true
        }
        None => false,
    };
    shared.write(|world, now, _| {
        change.apply_to(world, now);
        if proven {
            validate::note(world, &Ok(()), now);
        }
    });
    Ok(Json(Control::new(shared).state()["app"].clone()))
}

fn check(change: &AppChange) -> Result<(), Problem> {
    let is_web = |url: &str| Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if let Some(url) = change.webhook_url.as_deref().filter(|url| !url.is_empty() && !is_web(url)) {
        return Err(bad(format!("webhook_url {url} is not an http or https address.")));
    }
    let secrets = [
        ("client_id", &change.client_id),
        ("client_secret", &change.client_secret),
        ("webhook_secret", &change.webhook_secret),
    ];
    if let Some((name, _)) = secrets.iter().find(|(_, value)| value.as_deref() == Some("")) {
        return Err(bad(format!("{name} cannot be empty: Zoom never gives an app without one.")));
    }
    for (name, value) in change.webhook_headers.iter().flatten() {
        if name.parse::<HeaderName>().is_err() || value.parse::<HeaderValue>().is_err() {
            return Err(bad(format!("webhook_headers: {name} cannot be sent as a header.")));
        }
    }
    Ok(())
}

/// Every event and every attempt.
pub(super) async fn deliveries(State(shared): Handle) -> Json<Value> {
    Json(json!({ "deliveries": Control::new(shared).deliveries() }))
}

pub(super) async fn redeliver(State(shared): Handle, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let control = Control::new(shared);
    if !control.redeliver(number(&id, "delivery")?) {
        return Err(missing("delivery"));
    }
    control.deliver_pending().await;
    Ok(StatusCode::NO_CONTENT)
}

/// What Zoom would have mailed to the app's owner.
pub(super) async fn mails(State(shared): Handle) -> Json<Value> {
    Json(json!({ "mails": Control::new(shared).mails() }))
}
