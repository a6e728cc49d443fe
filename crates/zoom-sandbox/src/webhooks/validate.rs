//! `endpoint.url_validation`: an address proves that it knows the secret, when it is saved and every 72 hours.

use jiff::Timestamp;
use serde_json::Value;

use super::{app_events, send::Target, sign};
use crate::{
    clock::shift,
    shared::Shared,
    world::{
        VALIDATION_EVERY, World,
        app::{App, Webhook},
        delivery::Mail,
    },
};

/// Asks the saved address and notes the result, when to ask again, and what Zoom would mail to the owner.
pub(crate) async fn saved_address(shared: &Shared) -> Result<(), String> {
    let _alone = shared.delivering.lock().await;
    saved_address_alone(shared).await
}

/// The same, for whoever holds the lock of deliveries already.
pub(crate) async fn saved_address_alone(shared: &Shared) -> Result<(), String> {
    let target = shared.read(|world, _| Target::saved(&world.app)).ok_or("the app has no webhook address")?;
    let result = ask(shared, &target).await;
    shared.write(|world, now, _| {
        if world.app.webhook.url.as_deref() == Some(target.url.as_str()) {
            note(world, &result, now);
        }
    });
    result
}

/// Asks an address that is not saved yet, with the secrets `app` will have.
pub(crate) async fn new_address(shared: &Shared, url: &str, app: &App) -> Result<(), String> {
    ask(shared, &Target::at(url.to_owned(), app)).await
}

async fn ask(shared: &Shared, target: &Target) -> Result<(), String> {
    let plain = shared.random.zoom_id();
    match target.post(shared, &app_events::url_validation(&plain, shared.clock.now())).await? {
        (200..=299, answer) => check_answer(&answer, &plain, &sign::hmac_hex(&target.secret, &plain)),
        (status, _) => Err(format!("the address answered {status} instead of 200")),
    }
}

/// Notes a result: when to ask again, and whether the address is disabled.
pub(crate) fn note(world: &mut World, result: &Result<(), String>, now: Timestamp) {
    let webhook = &mut world.app.webhook;
    webhook.validate_at = Some(shift(now, VALIDATION_EVERY));
    let Err(problem) = result else {
        (webhook.validated_at, webhook.failures) = (Some(now), 0);
        return;
    };
    webhook.failures = webhook.failures.saturating_add(1);
    let (failures, url) = (webhook.failures, webhook.url.clone().unwrap_or_default());
    let subject = match failures {
        2 | 4 => "Your webhook endpoint is failing verification",
        Webhook::ALLOWED_FAILURES => "Your webhook endpoint has been disabled",
        _ => return,
    };
    let to = world.owner().map(|owner| owner.email.clone()).unwrap_or_default();
    let text = format!("{url} failed its validation {failures} times in a row. Last time, {problem}.");
    world.mails.push(Mail { at: now, to, subject: subject.to_owned(), text });
}

fn check_answer(answer: &str, plain: &str, expected: &str) -> Result<(), String> {
    let Ok(answer) = serde_json::from_str::<Value>(answer) else {
        return Err("the answer is not JSON".to_owned());
    };
    if answer["plainToken"] != plain {
        return Err("plainToken is not the one that was sent".to_owned());
    }
    if answer["encryptedToken"] != expected {
        return Err("encryptedToken is not the HMAC of plainToken under the webhook secret".to_owned());
    }
    Ok(())
}
