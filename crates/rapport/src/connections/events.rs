//! Events from Zoom: verified on the raw bytes and stored with their job in one transaction. They are applied later, by
//! [`super::process_event`].

use std::sync::Arc;
use std::time::Duration;

use domain::{CallId, UserId, WorkspaceId};
use jiff::Timestamp;
use jobs::{Options, enqueue};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use store::installation_settings::Setting;
use store::integration_calls::{self, Call, CallDirection, CallKind, CallResult};
use store::webhook_inbox::{self, InboxEvent, InboxState};
use store::{StoreError, Tx};
use zoom::webhook::{self, Event, EventKind, SignatureError, Window};

use super::zoom_app::RegisteredApp;
use crate::app::App;
use crate::failpoint::reach;
use crate::jobs::ProcessZoomEvent;
use crate::keys::places;

/// Zoom waits three seconds for an answer. A database that takes longer than this gets the event again later.
const KEEP_WITHIN: Duration = Duration::from_secs(2);
/// A line of the activity log may be lost; an answer may not be late for it.
const NOTE_WITHIN: Duration = Duration::from_millis(500);
/// Zoom's names and ids are far shorter.
const LONGEST_NAME: usize = 200;

/// What to answer Zoom.
#[derive(Debug)]
pub enum Received {
    /// Stored, or seen before.
    Kept,
    /// The challenge of URL validation, answered.
    Challenge(serde_json::Value),
}

/// Why an event is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// Not signed by Zoom, or not now: answered with 401, which Zoom does not repeat.
    #[error("{0}")]
    Refused(String),
    /// Signed, but not an event: answered with 400.
    #[error("the body is not an event")]
    NotAnEvent,
    /// It may be signed with a secret that is not entered yet: answered with 503, which Zoom repeats.
    #[error("a new webhook secret is expected, and this event may be signed with it")]
    SecretUnderWay,
    /// Our own storage failed: answered with 503, which Zoom repeats.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Our own storage is too slow: the same. If it was kept after all, the repetition finds it.
    #[error("the database is too busy")]
    Busy,
}

/// What came with a body.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delivery<'a> {
    /// Zoom's timestamp.
    pub timestamp: Option<&'a str>,
    /// Zoom's signature.
    pub signature: Option<&'a str>,
    /// The address that it arrived at, as far as we can see.
    pub arrived_at: Option<&'a str>,
}

/// Takes one delivery. Everything before the insert is computation, so that Zoom's three seconds are enough.
pub async fn receive(app: &App, body: &[u8], delivery: Delivery<'_>) -> Result<Received, ReceiveError> {
    let (sender, secret) = match sender(app, body, &delivery) {
        Ok(sender) => sender,
        Err(None) => return Err(ReceiveError::Refused("no webhook secret is configured".into())),
        // The secret for it is about to be entered.
        Err(Some(SignatureError::BadSignature)) if app.zoom.expects_another_secret(app.now()) => {
            return Err(ReceiveError::SecretUnderWay);
        }
        Err(Some(error)) => {
            // Anybody can send such a thing, as often as they like: one line a minute tells enough.
            if app.zoom.may_note_refusal(app.now()) {
                note_soon(app, &delivery, "", CallResult::Refused, Some(&error.to_string())).await;
            }
            return Err(ReceiveError::Refused(error.to_string()));
        }
    };
    let event = Event::parse(body).map_err(|_| ReceiveError::NotAnEvent)?;
    if let EventKind::UrlValidation { plain_token } = &event.kind {
        let answer =
            webhook::answer_url_validation(plain_token, &secret).map_err(|_| ReceiveError::NotAnEvent)?;
        note_soon(app, &delivery, &event.name, CallResult::Processed, None).await;
        return Ok(Received::Challenge(serde_json::to_value(answer).unwrap_or_default()));
    }
    match tokio::time::timeout(KEEP_WITHIN, keep(app, body, &delivery, &event, sender.client_id())).await {
        Ok(kept) => kept?,
        Err(_) => return Err(ReceiveError::Busy),
    }
    Ok(Received::Kept)
}

/// The app that Zoom sent this for, with its secret: the one in use, or one whose people may still remove it in Zoom.
/// `None` as the error if there is no secret to check with.
fn sender(
    app: &App,
    body: &[u8],
    delivery: &Delivery<'_>,
) -> Result<(Arc<RegisteredApp>, SecretString), Option<webhook::SignatureError>> {
    let mut refused = None;
    for known in app.zoom.known() {
        let (timestamp, signature) =
            (delivery.timestamp.unwrap_or_default(), delivery.signature.unwrap_or_default());
        for secret in known.webhook.counting(app.now()) {
            match webhook::verify(body, timestamp, signature, secret, app.now(), Window::default()) {
                Ok(()) => return Ok((Arc::clone(&known), secret.clone())),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
    }
    Err(refused)
}

async fn keep(
    app: &App,
    body: &[u8],
    delivery: &Delivery<'_>,
    event: &Event,
    client_id: &str,
) -> Result<(), StoreError> {
    let hash: [u8; 32] = Sha256::digest(body).into();
    let text = String::from_utf8_lossy(body);
    let row = InboxEvent {
        body_hash: hash,
        received_at: app.now(),
        event: storable(&event.name),
        event_ts: event.at.map(Timestamp::as_millisecond),
        account_id: event.account_id.as_deref().map(storable),
        user_id: zoom_user(&event.kind).map(|id| storable(&id)),
        client_id: client_id.to_owned(),
        body: app.keys.seal(&*app.random, &places::event(&hash), &text),
        state: InboxState::Waiting,
    };
    let tx = app.store.begin_write().await?;
    if webhook_inbox::insert(&tx, &row).await? {
        enqueue(&tx, None, &ProcessZoomEvent { body_hash: hex::encode(hash) }, Options::default()).await?;
    }
    seen(app, &tx, delivery).await?;
    reach("event.before_commit");
    tx.commit().await?;
    reach("event.after_commit");
    Ok(())
}

/// Where Zoom found us, now that we know that it is Zoom.
async fn seen(app: &App, tx: &Tx, delivery: &Delivery<'_>) -> Result<(), StoreError> {
    match delivery.arrived_at {
        Some(address) => app.zoom.seen().note(tx, Setting::WebhookSeen, address, app.now()).await,
        None => Ok(()),
    }
}

/// Whose event it is: the host, or who changed the meeting if it names no host; so that forgetting finds what still
/// waits.
pub(super) fn zoom_user(kind: &EventKind) -> Option<String> {
    match kind {
        EventKind::AppDeauthorized(payload) => Some(payload.user_id().to_owned()),
        EventKind::MeetingCreated(meeting)
        | EventKind::MeetingDeleted(meeting)
        | EventKind::MeetingRecovered(meeting)
        | EventKind::MeetingPermanentlyDeleted(meeting)
        | EventKind::MeetingStarted(meeting)
        | EventKind::MeetingEnded(meeting)
        | EventKind::ParticipantJoined(meeting)
        | EventKind::ParticipantLeft(meeting) => meeting.host_id.clone(),
        EventKind::MeetingUpdated(change) => {
            change.object.host_id.clone().or_else(|| change.operator.id.clone())
        }
        EventKind::UserUpdated(change) => Some(change.object.id.clone()),
        EventKind::UserDeactivated(user)
        | EventKind::UserDeleted(user)
        | EventKind::UserDisassociated(user) => Some(user.id.clone()),
        _ => None,
    }
}

/// An event that is being handled.
#[derive(Debug, Clone, Copy)]
pub struct Handling {
    /// SHA-256 of its body: its name in the inbox.
    pub hash: [u8; 32],
    /// Which try this is, from 1.
    pub tries: u32,
    /// When it began.
    pub since: Timestamp,
}

/// A line of the activity log for an event, with the person it belongs to, if anybody here. Lines of one event have the
/// same time.
pub(super) fn line(
    app: &App,
    at: Timestamp,
    handling: Option<Handling>,
    person: Option<(WorkspaceId, UserId)>,
    name: &str,
    result: CallResult,
) -> Call {
    let (workspace_id, user_id) = person.unzip();
    let took = handling.map_or(0, |handling| at.duration_since(handling.since).as_millis());
    Call {
        id: CallId::new(&*app.clock, &*app.random),
        workspace_id,
        user_id,
        at,
        direction: CallDirection::Event,
        what: if name == "app_deauthorized" { CallKind::Deauthorization } else { CallKind::Event },
        name: storable(name),
        result,
        result_words: None,
        status: None,
        duration_ms: u64::try_from(took).unwrap_or_default(),
        tries: handling.map_or(1, |handling| handling.tries),
        receipt_id: None,
    }
}

/// A line that the answer to Zoom must not wait for, nor depend on.
async fn note_soon(app: &App, delivery: &Delivery<'_>, name: &str, result: CallResult, words: Option<&str>) {
    let written = async {
        let tx = app.store.begin_write().await?;
        let line = line(app, app.now(), None, None, name, result);
        integration_calls::record(&tx, &Call { result_words: words.map(str::to_owned), ..line }).await?;
        if result != CallResult::Refused {
            seen(app, &tx, delivery).await?;
        }
        tx.commit().await
    };
    match tokio::time::timeout(NOTE_WITHIN, written).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "an event could not be noted"),
        Err(_) => tracing::warn!("an event could not be noted in time"),
    }
}

/// A name or an id as a database takes it: whoever signs may still send anything, and an odd event must not look like
/// a failure of ours, or Zoom would repeat it for ever (Zoom reference J12).
fn storable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_database_would_refuse_is_left_out_of_names() {
        assert_eq!(storable("meeting.\0started\r\n"), "meeting.started");
        assert_eq!(storable(&"é".repeat(5000)).chars().count(), LONGEST_NAME);
    }
}
