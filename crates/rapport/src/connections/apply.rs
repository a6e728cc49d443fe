//! Applying events of Zoom, in their order: an older one that arrives later changes nothing.

use domain::{UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use store::grants::Grant;
use store::integration_calls::{self, Call, CallResult};
use store::webhook_inbox::{self, InboxState};
use store::{StoreError, Tx, connections, event_marks, grants};
use zoom::webhook::{DataRetention, Deauthorization, Event, EventKind};

use super::events::{Handling, line as event_line, zoom_user};
use super::forget::{ForgetSource, confirm_nothing, empty_log, forget_grant};
use super::tokens::TokenError;
use super::zoom_app::ZoomApp;
use crate::app::App;
use crate::config::ComplianceConfirmation;
use crate::failpoint::reach;
use crate::keys::{KeyError, places};
use crate::meetings;

/// How long handled events and marks are known: far longer than a delivery may be late, repeated or replayed (two hours
/// and five minutes), so that forgetting them changes nothing.
pub const EVENTS_KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How far Zoom's clock may be ahead of ours.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(10);
/// How long an event waits that could not be applied, for somebody to look.
const STUCK_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The words of the activity log for an event that was not handled in the end.
pub const GIVEN_UP: &str = "given_up";

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
    /// Somebody disconnected or connected again in that moment: the event has to be judged anew.
    #[error("the connection changed meanwhile")]
    Changed,
}

/// Applies one stored event, at the `tries`th try. Applying it again changes nothing.
pub async fn process_event(app: &App, body_hash: &str, tries: u32) -> Result<(), ProcessError> {
    let Some(hash) = hash_of(body_hash) else { return Ok(()) };
    let Some(stored) = webhook_inbox::get(&app.store.begin_read().await, &hash).await? else { return Ok(()) };
    // Emptied: handled before a crash, or forgotten with its account.
    if stored.state == InboxState::Processed || stored.body.is_empty() {
        return Ok(());
    }
    let body = app.keys.open(&places::event(&hash), &stored.body)?;
    // An event counts for what was made with the app whose secret it was signed with, and for nothing else.
    let client_id = if stored.client_id.is_empty() { app.zoom.client_id() } else { stored.client_id };
    let mut line = Line {
        handling: Handling { hash, tries, since: app.now() },
        name: stored.event,
        people: Vec::new(),
        result: CallResult::Processed,
        words: None,
        settled: false,
    };
    match Event::parse(body.expose_secret().as_bytes()) {
        // Zoom never sends a NUL, and PostgreSQL takes none in a text: retrying would fail for ever.
        Ok(_) if body.expose_secret().contains("\\u0000") => {
            (line.result, line.words) = (CallResult::Failed, Some("unreadable"));
        }
        Ok(Event { kind: EventKind::AppDeauthorized(payload), at, .. }) => {
            deauthorized(app, &client_id, payload, at, &mut line).await?;
        }
        Ok(event) => apply(app, &client_id, &event, &mut line).await?,
        Err(_) => (line.result, line.words) = (CallResult::Failed, Some("unreadable")),
    }
    if !line.settled {
        let tx = app.store.begin_write().await?;
        line.write(app, &tx).await?;
        webhook_inbox::mark_processed(&tx, &hash, app.now()).await?;
        reach("processed.before_commit");
        tx.commit().await?;
        reach("processed.after_commit");
    }
    if stored.user_id.is_some() {
        empty_log(app).await;
    }
    Ok(())
}

/// The last of the tries that are made by themselves has failed: the people it is about can see that an event is missing.
/// It stays in the inbox, and its job can be tried again.
pub async fn event_given_up(app: &App, body_hash: &str, tries: u32) -> Result<(), StoreError> {
    let Some(hash) = hash_of(body_hash) else { return Ok(()) };
    let tx = app.store.begin_write().await?;
    let Some(stored) = webhook_inbox::get(&tx, &hash).await? else { return Ok(()) };
    let grant = match &stored.user_id {
        Some(user) => grants::find(&tx, &stored.client_id, user).await?,
        None => None,
    };
    let people = match grant {
        Some(grant) => connections::users_of_grant(&tx, grant.id).await?,
        None => Vec::new(),
    };
    let line = Line {
        handling: Handling { hash, tries, since: app.now() },
        name: stored.event,
        people,
        result: CallResult::Failed,
        words: Some(GIVEN_UP),
        settled: false,
    };
    line.write(app, &tx).await?;
    tx.commit().await
}

fn hash_of(hex: &str) -> Option<[u8; 32]> {
    let mut hash = [0_u8; 32];
    hex::decode_to_slice(hex, &mut hash).ok().map(|()| hash)
}

/// What the activity log will say about an event.
struct Line {
    handling: Handling,
    name: String,
    /// Whose account it is about: everybody who uses it reads of it.
    people: Vec<(WorkspaceId, UserId)>,
    result: CallResult,
    words: Option<&'static str>,
    /// It was said, and the event marked as handled, in the transaction that applied it.
    settled: bool,
}

impl Line {
    /// For each person, or once for nobody.
    async fn write(&self, app: &App, tx: &Tx) -> Result<(), StoreError> {
        let mut people: Vec<_> = self.people.iter().copied().map(Some).collect();
        if people.is_empty() {
            people.push(None);
        }
        let now = app.now();
        for person in people {
            let call = event_line(app, now, Some(self.handling), person, &self.name, self.result);
            let result_words = self.words.map(str::to_owned);
            integration_calls::record(tx, &Call { result_words, ..call }).await?;
        }
        Ok(())
    }
}

/// One event, unless it is older than what is known of its subject. Whatever it changes, it only makes us ask Zoom how
/// things are, or is put together with what is known in any order: two events applied side by side cannot leave the older
/// one's word.
async fn apply(app: &App, client_id: &str, event: &Event, line: &mut Line) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    let Some(grant) = grant_of(&tx, client_id, event).await? else { return Ok(()) };
    line.people = connections::users_of_grant(&tx, grant.id).await?;
    if let (Some(subject), Some(at)) = (subject(&event.kind), event.at)
        && !event_marks::advance(&tx, grant.id, &subject, at, app.now()).await?
    {
        line.words = Some("older than what is known");
        return Ok(());
    }
    tx.commit().await?;
    happened_in_zoom(app, &grant, event).await
}

/// What somebody did to a meeting in Zoom itself, and how it goes there.
async fn happened_in_zoom(app: &App, grant: &Grant, event: &Event) -> Result<(), StoreError> {
    let Some(account) = event.account_id.as_deref() else { return Ok(()) };
    match &event.kind {
        EventKind::MeetingUpdated(change) => meetings::changed_in_zoom(app, account, change).await,
        EventKind::MeetingDeleted(meeting) | EventKind::MeetingPermanentlyDeleted(meeting) => {
            meetings::deleted_in_zoom(app, account, meeting).await
        }
        EventKind::MeetingStarted(meeting) => {
            meetings::ran_in_zoom(app, grant, meeting, false, event.at).await
        }
        EventKind::MeetingEnded(meeting) => meetings::ran_in_zoom(app, grant, meeting, true, event.at).await,
        EventKind::ParticipantJoined(meeting) => {
            meetings::seen_in_zoom(app, grant, meeting, false, event.at).await
        }
        EventKind::ParticipantLeft(meeting) => {
            meetings::seen_in_zoom(app, grant, meeting, true, event.at).await
        }
        _ => Ok(()),
    }
}

/// What an event is about, as far as a newer event about the same makes it worthless: the plan of a meeting, one
/// instance of it (each has its uuid), or a user. Who comes and leaves is put together whatever the order, because an
/// older event still tells when somebody came.
fn subject(kind: &EventKind) -> Option<String> {
    match kind {
        EventKind::MeetingCreated(meeting)
        | EventKind::MeetingDeleted(meeting)
        | EventKind::MeetingRecovered(meeting)
        | EventKind::MeetingPermanentlyDeleted(meeting) => Some(format!("meeting:{}", meeting.id)),
        EventKind::MeetingUpdated(change) => Some(format!("meeting:{}", change.object.id)),
        EventKind::MeetingStarted(meeting) | EventKind::MeetingEnded(meeting) => {
            Some(format!("instance:{}:{}", meeting.id, meeting.uuid.as_deref().unwrap_or_default()))
        }
        EventKind::UserUpdated(change) => Some(format!("user:{}", change.object.id)),
        EventKind::UserDeactivated(user)
        | EventKind::UserDeleted(user)
        | EventKind::UserDisassociated(user) => Some(format!("user:{}", user.id)),
        _ => None,
    }
}

/// The grant of the Zoom account that an event is about: of its host, or of the meeting if it names no host.
async fn grant_of(tx: &Tx, client_id: &str, event: &Event) -> Result<Option<Grant>, StoreError> {
    if let Some(user) = zoom_user(&event.kind)
        && let Some(grant) = grants::find(tx, client_id, &user).await?
    {
        return Ok(Some(grant));
    }
    let meeting = match &event.kind {
        EventKind::MeetingUpdated(change) => &change.object,
        EventKind::MeetingDeleted(meeting) | EventKind::MeetingPermanentlyDeleted(meeting) => meeting,
        _ => return Ok(None),
    };
    grants::of_zoom_meeting(tx, client_id, &meeting.id.to_string()).await
}

/// Zoom says that a person removed the app. Everything of that Zoom account goes, for all its users here.
async fn deauthorized(
    app: &App,
    client_id: &str,
    payload: Deauthorization,
    sent_at: Option<Timestamp>,
    line: &mut Line,
) -> Result<(), ProcessError> {
    let db = app.store.begin_read().await;
    let grant = grants::find(&db, client_id, payload.user_id()).await?;
    drop(db);
    let ignored = match &grant {
        None => Some("nothing was stored"),
        Some(_) if payload.client_id().is_some_and(|id| id != client_id) => Some("of another app"),
        // Our own revocation makes Zoom send this too, and a delivery may be an hour late: it must not undo a
        // connection made since. Clocks differ, so Zoom itself has the last word.
        Some(grant) => {
            let connected = grant.connected_at + CLOCKS_DIFFER;
            let older = sent_at.or(payload.deauthorized_at()).is_some_and(|at| at < connected);
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
            let connected_at = grant.connected_at;
            let source = ForgetSource::Zoom { payload, confirm, connected_at, event: line.handling };
            // Somebody disconnected or connected again in the same moment: it has to be judged anew.
            if forget_grant(app, grant.id, source).await?.is_none() {
                return Err(ProcessError::Changed);
            }
            line.settled = true;
        }
        (None, _) if confirm && payload.client_id().is_none_or(|id| id == client_id) => {
            confirm_nothing(app, &payload, line.handling).await?;
            line.settled = true;
        }
        (_, words) => line.words = words,
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

/// Forgets what no repeated delivery can ask for any more.
pub async fn purge_events(app: &App) -> Result<(), StoreError> {
    let known = app.now() - EVENTS_KNOWN_FOR;
    let tx = app.store.begin_write().await?;
    webhook_inbox::purge(&tx, known, app.now() - STUCK_FOR).await?;
    event_marks::purge(&tx, known).await?;
    tx.commit().await
}
