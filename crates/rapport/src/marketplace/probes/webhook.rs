//! The webhook address as Zoom uses it: the signed challenge, an event that somebody else signed, and an event that is
//! hours old (Zoom reference E.2 and E.3). All three ask for URL validation, which changes nothing wherever they arrive.

use std::time::Duration;

use domain::random_bytes;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::Sha256;
use zoom::webhook::{SIGNATURE_HEADER, TIMESTAMP_HEADER, answer_url_validation};

use super::visit::{Unreached, Visit};
use super::{Finding, Subject};
use crate::marketplace::urls::ZoomUrl;

/// Zoom gives up after three seconds.
const LIMIT: Duration = Duration::from_secs(3);
/// What leaves nothing for a slow day.
const SLOW: Duration = Duration::from_millis(1500);
/// Older than any repetition of Zoom's.
const OLD: SignedDuration = SignedDuration::from_hours(3);

const OURS: &str =
    "Let the proxy or tunnel lead to Rapport itself, and pass on body and headers as they are.";

pub(super) async fn challenge(subject: &Subject) -> Finding {
    let secret = match secret(subject) {
        Ok(secret) => secret,
        Err(finding) => return finding,
    };
    let token = token(subject);
    let visit = match send(subject, &token, &secret, subject.clock.now()).await {
        Ok(visit) => visit,
        Err(finding) => return finding,
    };
    let answer: Value = serde_json::from_slice(&visit.body).unwrap_or_default();
    let wanted = answer_url_validation(&token, &secret).map(|answer| answer.encrypted_token);
    let right = answer["plainToken"] == token.as_str()
        && wanted.is_ok_and(|wanted| answer["encryptedToken"] == wanted.as_str());
    let took = format!("{} ms", visit.took.as_millis());
    match visit.status {
        200 if !right => Finding::fail("the answer to the challenge is not ours", OURS),
        200 if visit.took >= LIMIT => Finding::fail(
            format!("the right answer took {took}; Zoom waits three seconds"),
            "Find what is slow on the way.",
        ),
        200 if visit.took >= SLOW => Finding::warn(
            format!("the right answer took {took}; Zoom waits three seconds"),
            "Find what is slow on the way.",
        ),
        200 => Finding::pass(format!("the right answer, in {took}")),
        401 => Finding::fail(
            "the challenge was refused as not signed by Zoom",
            "Restart Rapport if the secret was changed. Otherwise something on the way changes the body, or leads to another \
             installation.",
        ),
        status => Finding::fail(format!("the challenge was answered with status {status}"), OURS),
    }
}

pub(super) async fn forged(subject: &Subject) -> Finding {
    let forger = SecretString::from(hex::encode(random_bytes::<16>(&*subject.random)));
    let visit = send(subject, &token(subject), &forger, subject.clock.now()).await;
    visit.map_or_else(|finding| finding, |visit| refused(&visit, "an event that somebody else signed"))
}

pub(super) async fn old(subject: &Subject) -> Finding {
    let secret = match secret(subject) {
        Ok(secret) => secret,
        Err(finding) => return finding,
    };
    let visit = send(subject, &token(subject), &secret, subject.clock.now() - OLD).await;
    visit.map_or_else(|finding| finding, |visit| refused(&visit, "an event that was signed three hours ago"))
}

fn refused(visit: &Visit, what: &str) -> Finding {
    match visit.status {
        401 => Finding::pass(format!("{what} is refused")),
        200..=299 => Finding::fail(
            format!("{what} is accepted: whoever answers there does not check"),
            "Let the proxy or tunnel lead to Rapport itself, and nothing answer in its place.",
        ),
        status => Finding::fail(format!("{what} is answered with status {status}, not with 401"), OURS),
    }
}

fn secret(subject: &Subject) -> Result<SecretString, Finding> {
    let known = subject.zoom.as_ref().map_err(Clone::clone).and_then(|zoom| {
        zoom.in_use().webhook_secret().cloned().ok_or_else(|| "no secret token is known".to_owned())
    });
    known.map_err(|why| {
        Finding::fail(
            format!("{why}: every event from Zoom is refused"),
            "Set `zoom.webhook_secret`, or enter it in Settings, Zoom app: it is the Secret Token on the app's page in \
             Zoom's portal, under Access.",
        )
    })
}

fn token(subject: &Subject) -> String {
    hex::encode(random_bytes::<11>(&*subject.random))
}

async fn send(
    subject: &Subject,
    token: &str,
    secret: &SecretString,
    at: Timestamp,
) -> Result<Visit, Finding> {
    let url = ZoomUrl::Webhook.at(&subject.public_url);
    let event = json!({
        "payload": { "plainToken": token }, "event_ts": at.as_millisecond(), "event": "endpoint.url_validation",
    });
    let body = event.to_string();
    let headers = [
        ("content-type", "application/json; charset=utf-8".to_owned()),
        (TIMESTAMP_HEADER, at.as_second().to_string()),
        (SIGNATURE_HEADER, signature(secret, at, &body)),
    ];
    subject.post(&url, &headers, body).await.map_err(|Unreached(why)| {
        Finding::fail(format!("{url} was sent an event, but {why}"), "See Reachable from outside.")
    })
}

fn signature(secret: &SecretString, at: Timestamp, body: &str) -> String {
    #[expect(clippy::expect_used, reason = "a key of any length is taken")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).expect("a key");
    mac.update(format!("v0:{}:{body}", at.as_second()).as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}
