//! Sends what is due to the app's webhook address, and asks the address to prove itself.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use serde_json::Value;

use super::{events, sign};
use crate::{
    clock::shift,
    shared::Shared,
    world::{VALIDATION_EVERY, delivery::Outcome},
};

/// Zoom waits three seconds for an answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// The longest pause of the background task; new work wakes it earlier.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Delivers whatever becomes due, for as long as the sandbox lives.
pub(crate) async fn run(shared: Arc<Shared>) {
    loop {
        deliver_due(&shared).await;
        let next = shared.read(|world, now| world.next_due().map(|due| due.duration_since(now)));
        let wait =
            next.map_or(LONGEST_PAUSE, |due| Duration::try_from(due).unwrap_or_default().min(LONGEST_PAUSE));
        if shared.clock.is_explicit() {
            // Time stands still, so only a change can make something due.
            shared.work.notified().await;
        } else {
            let _ = tokio::time::timeout(wait.max(Duration::from_millis(5)), shared.work.notified()).await;
        }
    }
}

/// Sends everything that is due now, in order, and returns how many attempts were made.
pub(crate) async fn deliver_due(shared: &Shared) -> usize {
    let _alone = shared.delivering.lock().await;
    let mut attempts = 0;
    if shared.read(|world, now| {
        world.app.webhook.is_enabled() && world.app.webhook.validate_at.is_some_and(|at| at <= now)
    }) {
        // The result is noted in the world.
        let _ = validate_alone(shared).await;
        attempts += 1;
    }
    while let Some((id, body)) = next_due(shared) {
        let outcome = post(shared, &body)
            .await
            .map_or_else(Outcome::Unreachable, |(status, _)| Outcome::Status(status));
        attempts += 1;
        shared.write(|world, now, _| {
            if let Some(delivery) = world.deliveries.iter_mut().find(|delivery| delivery.id == id) {
                delivery.record(now, outcome);
            }
        });
    }
    attempts
}

fn next_due(shared: &Shared) -> Option<(u64, String)> {
    shared.read(|world, now| {
        world
            .deliveries
            .iter()
            .filter(|delivery| delivery.next_attempt_at.is_some_and(|at| at <= now))
            .min_by_key(|delivery| (delivery.next_attempt_at, delivery.id))
            .map(|delivery| (delivery.id, delivery.body.clone()))
    })
}

/// Asks the address to prove that it knows the secret. Notes the result and when to ask again.
pub(crate) async fn validate(shared: &Shared) -> Result<(), String> {
    let _alone = shared.delivering.lock().await;
    validate_alone(shared).await
}

async fn validate_alone(shared: &Shared) -> Result<(), String> {
    let now = shared.clock.now();
    let plain = shared.random.zoom_id();
    let result = match post(shared, &events::url_validation(&plain, now)).await {
        Ok((200..=299, answer)) => {
            let expected = shared.read(|world, _| sign::hmac_hex(&world.app.webhook_secret, &plain));
            check_answer(&answer, &plain, &expected)
        }
        Ok((status, _)) => Err(format!("the address answered {status} instead of 200")),
        Err(problem) => Err(problem),
    };
    shared.write(|world, now, _| {
        let webhook = &mut world.app.webhook;
        webhook.validate_at = Some(shift(now, VALIDATION_EVERY));
        match &result {
            Ok(()) => (webhook.validated_at, webhook.failures) = (Some(now), 0),
            Err(_) => webhook.failures += 1,
        }
    });
    result
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

/// One signed POST; the status and body, or why there is none.
async fn post(shared: &Shared, body: &str) -> Result<(u16, String), String> {
    let (url, secret) =
        shared.read(|world, _| (world.app.webhook.url.clone(), world.app.webhook_secret.clone()));
    let url = url.ok_or("the app has no webhook address")?;
    let client = shared.http.get_or_try_init(|| async { http_client() }).await?;
    let timestamp: Timestamp = shared.clock.now();
    let request = client
        .post(&url)
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(USER_AGENT, "Zoom Marketplace/1.0a")
        .header("x-zm-request-timestamp", timestamp.as_second())
        .header("x-zm-signature", sign::signature(&secret, timestamp.as_second(), body))
        .header("x-zm-request-id", hex::encode(shared.random.bytes::<16>()))
        .body(body.to_owned());
    let response = request.send().await.map_err(|error| explain(&error))?;
    let status = response.status().as_u16();
    let answer = response.text().await.map_err(|error| explain(&error))?;
    Ok((status, answer))
}

fn explain(error: &reqwest::Error) -> String {
    let problem = if error.is_timeout() {
        "no answer within 3 seconds"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    problem.to_owned()
}

fn http_client() -> Result<reqwest::Client, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())
}
