//! Events from Zoom: verified on the raw bytes, stored with their job in one transaction, applied later.

use domain::{CallId, UserId, WorkspaceId};
use jiff::Timestamp;
use jobs::{Options, enqueue};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use store::grants::Grant;
use store::integration_calls::{self, Call, CallDirection, CallKind, CallResult};
use store::webhook_inbox::{self, InboxEvent, InboxState};
use store::{StoreError, connections, grants};
use zoom::webhook::{self, DataRetention, Deauthorization, Event, EventKind, Window};

use super::forget::{ForgetSource, confirm_nothing, empty_log, forget_grant};
use super::tokens::TokenError;
use super::zoom_app::ZoomApp;
use crate::app::App;
use crate::config::ComplianceConfirmation;
use crate::failpoint::reach;
use crate::jobs::ProcessZoomEvent;
use crate::keys::KeyError;
use crate::meetings;

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
        // Anybody can send such a thing, as often as they like: one line a minute tells enough.
        if app.zoom.may_note_refusal(app.now()) {
            note(app, None, "", CallResult::Refused, Some(error.to_string())).await?;
        }
        return Err(ReceiveError::Refused(error.to_string()));
    }
    let event = Event::parse(body).map_err(|_| ReceiveError::NotAnEvent)?;
    if let EventKind::UrlValidation { plain_token } = &event.kind {
        let answer =
            webhook::answer_url_validation(plain_token, secret).map_err(|_| ReceiveError::NotAnEvent)?;
        note(app, None, &event.name, CallResult::Processed, None).await?;
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
        user_id: zoom_user(&event.kind),
        body: app.keys.seal(&*app.random, &inbox_place(&hash), &text),
        state: InboxState::Waiting,
    };
    let tx = app.store.begin_write().await?;
    if webhook_inbox::insert(&tx, &row).await? {
        enqueue(&tx, None, &ProcessZoomEvent { body_hash: hex::encode(hash) }, Options::default()).await?;
    }
    reach("event.before_commit");
    tx.commit().await?;
    reach("event.after_commit");
    Ok(())
}

/// Whose event it is, so that forgetting finds what still waits.
fn zoom_user(kind: &EventKind) -> Option<String> {
    match kind {
        EventKind::AppDeauthorized(payload) => Some(payload.user_id().to_owned()),
        EventKind::MeetingCreated(meeting)
        | EventKind::MeetingDeleted(meeting)
        | EventKind::MeetingStarted(meeting)
        | EventKind::MeetingEnded(meeting) => meeting.host_id.clone(),
        _ => None,
    }
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
    /// Zoom must be asked first, and does not answer.
    #[error(transparent)]
    NoAnswer(zoom::Error),
}

/// Applies one stored event. Applying it again changes nothing.
pub async fn process_event(app: &App, body_hash: &str) -> Result<(), ProcessError> {
    let mut hash = [0_u8; 32];
    if hex::decode_to_slice(body_hash, &mut hash).is_err() {
        return Ok(());
    }
    let Some(stored) = webhook_inbox::get(&app.store.begin_read().await, &hash).await? else { return Ok(()) };
    // Emptied: handled before a crash, or forgotten with its account.
    if stored.state == InboxState::Processed || stored.body.is_empty() {
        return Ok(());
    }
    let body = app.keys.open(&inbox_place(&hash), &stored.body)?;
    match Event::parse(body.expose_secret().as_bytes()) {
        Ok(Event { kind: EventKind::AppDeauthorized(payload), at, .. }) => {
            deauthorized(app, payload, at).await?;
        }
        Ok(event) => {
            happened_in_zoom(app, &event).await?;
            let person = person_of(app, stored.user_id.as_deref()).await?;
            note(app, person, &event.name, CallResult::Processed, None).await?;
        }
        Err(_) => note(app, None, &stored.event, CallResult::Failed, Some("unreadable".into())).await?,
    }
    let tx = app.store.begin_write().await?;
    webhook_inbox::mark_processed(&tx, &hash, app.now()).await?;
    reach("processed.before_commit");
    tx.commit().await?;
    reach("processed.after_commit");
    if stored.user_id.is_some() {
        empty_log(app).await;
    }
    Ok(())
}

/// What somebody did to a meeting in Zoom itself.
async fn happened_in_zoom(app: &App, event: &Event) -> Result<(), StoreError> {
    let Some(account) = event.account_id.as_deref() else { return Ok(()) };
    match &event.kind {
        EventKind::MeetingUpdated(change) => meetings::changed_in_zoom(app, account, change).await,
        EventKind::MeetingDeleted(meeting) | EventKind::MeetingPermanentlyDeleted(meeting) => {
            meetings::deleted_in_zoom(app, account, meeting).await
        }
        _ => Ok(()),
    }
}

/// Zoom says that a person removed the app. Everything of that Zoom account goes, for all its users here.
async fn deauthorized(
    app: &App,
    payload: Deauthorization,
    sent_at: Option<Timestamp>,
) -> Result<(), ProcessError> {
    let db = app.store.begin_read().await;
    let client_id = app.zoom.client_id();
    let grant = grants::find(&db, client_id, payload.user_id()).await?;
    drop(db);
    let ignored = match &grant {
        None => Some("nothing was stored"),
        Some(_) if payload.client_id().is_some_and(|id| id != client_id) => Some("of another app"),
        // Our own revocation makes Zoom send this too, and a delivery may be an hour late: it must not undo a
        // connection made since. Clocks differ, so Zoom itself has the last word.
        Some(grant) => {
            let older = sent_at.or(payload.deauthorized_at()).is_some_and(|at| at < grant.connected_at);
            (older && still_accepted(app, grant).await?).then_some("older than the connection")
        }
    };
    let confirm = match app.compliance {
        ComplianceConfirmation::Always => true,
        ComplianceConfirmation::WhenAsked => payload.data_retention() == DataRetention::Delete,
        ComplianceConfirmation::Never => false,
    };
    match (grant, ignored) {
        (Some(grant), None) => {
            let source = ForgetSource::Zoom { payload: payload.clone(), confirm };
            // Somebody disconnected in the same moment: nothing is left, and Zoom waits for that to be said.
            if forget_grant(app, grant.id, source).await?.is_none() && confirm {
                confirm_nothing(app, &payload).await?;
            }
        }
        (None, _) if confirm && payload.client_id().is_none_or(|id| id == client_id) => {
            confirm_nothing(app, &payload).await?;
        }
        (_, words) => {
            let words = words.map(str::to_owned);
            note(app, None, "app_deauthorized", CallResult::Processed, words).await?;
        }
    }
    Ok(())
}

/// Whether Zoom still lets us in with this grant. No answer is no reason to delete or to keep: the job asks again.
async fn still_accepted(app: &App, grant: &Grant) -> Result<bool, ProcessError> {
    let people = connections::users_of_grant(&app.store.begin_read().await, grant.id).await?;
    let Some((workspace, user)) = people.first().copied() else { return Ok(false) };
    let answer =
        ZoomApp::as_user(app, grant.id, workspace, user, |zoom| async move { zoom.users().me().await }).await;
    match answer {
        Ok(_) => Ok(true),
        Err(zoom::Error::Unauthorized(_)) => Ok(false),
        Err(error) => match error.token_error() {
            Some(TokenError::NeedsReconnect | TokenError::Gone) => Ok(false),
            _ => Err(ProcessError::NoAnswer(error)),
        },
    }
}

/// Who uses the Zoom account of an event here.
async fn person_of(app: &App, zoom_user: Option<&str>) -> Result<Option<(WorkspaceId, UserId)>, StoreError> {
    let db = app.store.begin_read().await;
    let Some(zoom_user) = zoom_user else { return Ok(None) };
    let Some(grant) = grants::find(&db, app.zoom.client_id(), zoom_user).await? else { return Ok(None) };
    Ok(connections::users_of_grant(&db, grant.id).await?.first().copied())
}

/// A line of the activity log for an event, with the person it belongs to, if anybody here.
async fn note(
    app: &App,
    person: Option<(WorkspaceId, UserId)>,
    name: &str,
    result: CallResult,
    words: Option<String>,
) -> Result<(), StoreError> {
    let (workspace_id, user_id) = person.unzip();
    let call = Call {
        id: CallId::new(&*app.clock, &*app.random),
        workspace_id,
        user_id,
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
