//! Events from Zoom: verified on the raw bytes, stored with their job in one transaction, applied later.

use domain::CallId;
use jiff::Timestamp;
use jobs::{Options, enqueue};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use store::integration_calls::{self, Call, CallDirection, CallKind, CallResult};
use store::webhook_inbox::{self, InboxEvent, InboxState};
use store::{StoreError, grants};
use zoom::webhook::{self, DataRetention, Deauthorization, Event, EventKind, Window};

use super::forget::{ForgetSource, forget_grant};
use crate::app::App;
use crate::config::ComplianceConfirmation;
use crate::jobs::ProcessZoomEvent;
use crate::keys::KeyError;

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
    /// Our own storage failed: answered with 503, which Zoom repeats.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes one delivery. Everything before the insert is computation, so that Zoom's three seconds are enough.
pub async fn receive(
    app: &App,
    body: &[u8],
    timestamp: Option<&str>,
    signature: Option<&str>,
) -> Result<Received, ReceiveError> {
    let Some(secret) = app.zoom.webhook_secret() else {
        return Err(ReceiveError::Refused("no webhook secret is configured".into()));
    };
    let verified = webhook::verify(
        body,
        timestamp.unwrap_or_default(),
        signature.unwrap_or_default(),
        secret,
        app.now(),
        Window::default(),
    );
    if let Err(error) = verified {
        note(app, "", CallResult::Refused, Some(error.to_string())).await?;
        return Err(ReceiveError::Refused(error.to_string()));
    }
    let event = Event::parse(body).map_err(|_| ReceiveError::NotAnEvent)?;
    if let EventKind::UrlValidation { plain_token } = &event.kind {
        let answer =
            webhook::answer_url_validation(plain_token, secret).map_err(|_| ReceiveError::NotAnEvent)?;
        note(app, &event.name, CallResult::Processed, None).await?;
        return Ok(Received::Challenge(serde_json::to_value(answer).unwrap_or_default()));
    }
    keep(app, body, &event).await?;
    Ok(Received::Kept)
}

async fn keep(app: &App, body: &[u8], event: &Event) -> Result<(), StoreError> {
    let hash: [u8; 32] = Sha256::digest(body).into();
    let text = String::from_utf8_lossy(body);
    let row = InboxEvent {
        body_hash: hash,
        received_at: app.now(),
        event: event.name.clone(),
        event_ts: event.at.map(Timestamp::as_millisecond),
        account_id: event.account_id.clone(),
        user_id: match &event.kind {
            EventKind::AppDeauthorized(payload) => Some(payload.user_id().to_owned()),
            _ => None,
        },
        body: app.keys.seal(&*app.random, &inbox_place(&hash), &text),
        state: InboxState::Waiting,
    };
    let tx = app.store.begin_write().await?;
    if webhook_inbox::insert(&tx, &row).await? {
        enqueue(&tx, None, &ProcessZoomEvent { body_hash: hex::encode(hash) }, Options::default()).await?;
    }
    tx.commit().await
}

fn inbox_place(hash: &[u8; 32]) -> String {
    format!("webhook_inbox:{}:body", hex::encode(hash))
}

/// Why an event was not applied this time.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored body does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Applies one stored event. Applying it again changes nothing.
pub async fn process_event(app: &App, body_hash: &str) -> Result<(), ProcessError> {
    let mut hash = [0_u8; 32];
    if hex::decode_to_slice(body_hash, &mut hash).is_err() {
        return Ok(());
    }
    let Some(stored) = webhook_inbox::get(&app.store.begin_read().await, &hash).await? else { return Ok(()) };
    let body = app.keys.open(&inbox_place(&hash), &stored.body)?;
    match Event::parse(body.expose_secret().as_bytes()) {
        Ok(Event { kind: EventKind::AppDeauthorized(payload), .. }) => deauthorized(app, payload).await?,
        Ok(event) => note(app, &event.name, CallResult::Processed, None).await?,
        Err(_) => note(app, &stored.event, CallResult::Failed, Some("unreadable".into())).await?,
    }
    let tx = app.store.begin_write().await?;
    webhook_inbox::mark_processed(&tx, &hash, app.now()).await?;
    Ok(tx.commit().await?)
}

/// Zoom says that a person removed the app. Everything of that Zoom account goes, for all its users here.
async fn deauthorized(app: &App, payload: Deauthorization) -> Result<(), StoreError> {
    let db = app.store.begin_read().await;
    let client_id = app.zoom.client_id();
    let grant = grants::find(&db, client_id, payload.user_id()).await?;
    drop(db);
    let confirm = match app.compliance {
        ComplianceConfirmation::Always => true,
        ComplianceConfirmation::WhenAsked => payload.data_retention() == DataRetention::Delete,
        ComplianceConfirmation::Never => false,
    };
    match grant {
        Some(grant) => {
            let source = ForgetSource::Zoom { payload, confirm };
            forget_grant(app, grant.id, source).await?;
            Ok(())
        }
        None => note(app, "app_deauthorized", CallResult::Processed, Some("nothing was stored".into())).await,
    }
}

/// A line of the activity log for an event that belongs to nobody here.
async fn note(app: &App, name: &str, result: CallResult, words: Option<String>) -> Result<(), StoreError> {
    let call = Call {
        id: CallId::new(&*app.clock, &*app.random),
        workspace_id: None,
        user_id: None,
        at: app.now(),
        direction: CallDirection::Event,
        what: if name == "app_deauthorized" { CallKind::Deauthorization } else { CallKind::Event },
        name: name.to_owned(),
        result,
        result_words: words,
        status: None,
        duration_ms: 0,
        receipt_id: None,
    };
    let tx = app.store.begin_write().await?;
    integration_calls::record(&tx, &call).await?;
    tx.commit().await
}
