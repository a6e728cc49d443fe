//! The one farewell, for every way it can begin: the person disconnects, Zoom says so, or another account takes
//! the place. Deletes by the list on the disconnect page; what people typed stays.

use domain::{GrantId, ReceiptId, UserId, WorkspaceId};
use jiff::Timestamp;
use jobs::{Options, enqueue};
use sha2::{Digest, Sha256};
use store::audit_log::{Action, Actor};
use store::compliance_receipts::{self, ConfirmState, Receipt, ReceiptSource};
use store::connections;
use store::forget::{self, Counts};
use store::integration_calls::{self, Call, CallDirection, CallKind, CallResult};
use store::{StoreError, Tx, grants, oauth_states, users, webhook_inbox};
use zoom::webhook::Deauthorization;

use super::events::{Handling, line};
use super::tell::tell_ended;
use super::tokens::{access_token, freshen};
use crate::app::App;
use crate::audit::{By, happened, person_did_to};
use crate::failpoint::reach;
use crate::jobs::{ConfirmCompliance, RevokeToken, RewriteDatabase};
use crate::meetings;

/// Who asks for the farewell.
#[derive(Debug)]
pub enum ForgetSource {
    /// The person, on the settings page.
    User(By),
    /// The person, by connecting another account in its place.
    Replaced(By),
    /// Somebody who removed the person from the workspace.
    Removed(By, UserId),
    /// Zoom, by `app_deauthorized`; its payload goes into the confirmation.
    Zoom {
        /// The event's `payload` object.
        payload: Deauthorization,
        /// The confirmation is wanted.
        confirm: bool,
        /// When the connection that it ends was made: one made since is left alone.
        connected_at: Timestamp,
        /// The event in the inbox, which is handled with this.
        event: Handling,
    },
}

impl ForgetSource {
    /// Whose connection ends because somebody here wants it, and who that is.
    fn person(&self) -> Option<(By, UserId)> {
        match self {
            Self::User(by) | Self::Replaced(by) => Some((*by, by.user)),
            Self::Removed(by, user) => Some((*by, *user)),
            Self::Zoom { .. } => None,
        }
    }

    /// The event that asked, if Zoom did.
    const fn event(&self) -> Option<Handling> {
        match self {
            Self::User(_) | Self::Replaced(_) | Self::Removed(..) => None,
            Self::Zoom { event, .. } => Some(*event),
        }
    }
}

/// The name of the farewell in the activity when another account took the place.
pub const REPLACED: &str = "replaced";
/// The same when the person was removed from the workspace.
pub const MEMBER_REMOVED: &str = "member removed";

/// How disconnecting ended.
#[derive(Debug)]
pub enum Disconnected {
    /// Everything that came from Zoom is deleted.
    Done(Counts),
    /// There was no connection.
    NotConnected,
    /// Zoom did not remove this many meetings yet; they stay queued, and the connection with them.
    StillInZoom(usize),
}

/// The person disconnects. With `remove_upcoming`, meetings to come are removed in Zoom first.
pub async fn disconnect(app: &App, by: By, remove_upcoming: bool) -> Result<Disconnected, StoreError> {
    let By { workspace, user, .. } = by;
    let found = connections::of_user(&app.store.begin_read().await, workspace, user).await?;
    let Some((_, grant)) = found else { return Ok(Disconnected::NotConnected) };
    if remove_upcoming {
        let left = meetings::remove_upcoming(app, workspace, user, user).await?;
        if left > 0 {
            return Ok(Disconnected::StillInZoom(left));
        }
    }
    // Zoom revokes only by a live access token, so a dead one is renewed first; an outage must not hold anyone back.
    freshen(app, grant.id, workspace, user).await;
    let counts = forget_grant(app, grant.id, ForgetSource::User(by)).await?;
    Ok(counts.map_or(Disconnected::NotConnected, Disconnected::Done))
}

/// Deletes everything that came from Zoom with this grant, for all its users here, and settles it with Zoom by
/// durable jobs: revoke when the person asked, confirm when Zoom asked. Everybody but who asked is told. `None` if
/// somebody else was faster, or connected again: then nothing was deleted, and nothing was settled.
pub async fn forget_grant(
    app: &App,
    id: GrantId,
    source: ForgetSource,
) -> Result<Option<Counts>, StoreError> {
    let tx = app.store.begin_write().await?;
    if let ForgetSource::User(By { workspace, user, .. }) = &source {
        // Before the grant, as whoever connects does: nothing that they began in Zoom is kept after this.
        users::lock(&tx, *workspace, *user).await?;
    }
    let counts = forget_in(app, &tx, id, source).await?;
    reach("forget.before_commit");
    tx.commit().await?;
    reach("forget.after_commit");
    empty_log(app).await;
    Ok(counts)
}

/// Deleted means deleted: the write-ahead log must not keep what the tables no longer have.
pub(crate) async fn empty_log(app: &App) {
    if let Err(error) = app.store.truncate_log().await {
        tracing::warn!(%error, "the write-ahead log could not be emptied; the next write tries again");
    }
}

/// The same inside a transaction of the caller.
pub(crate) async fn forget_in(
    app: &App,
    tx: &Tx,
    id: GrantId,
    source: ForgetSource,
) -> Result<Option<Counts>, StoreError> {
    let now = app.now();
    let Some(grant) = grants::get_for_update(tx, id).await? else {
        return Ok(None);
    };
    if let ForgetSource::Zoom { connected_at, .. } = &source
        && grant.connected_at != *connected_at
    {
        return Ok(None);
    }
    let mut people = connections::users_of_grant(tx, id).await?;
    if let ForgetSource::Replaced(by) = &source {
        // Their connection leads to the new account already; the receipt is theirs nevertheless.
        people.push((by.workspace, by.user));
    }
    let counts = forget::delete_everything(tx, id, now).await?;
    RewriteDatabase::enqueue(tx).await?;
    let first = people.first().copied();
    let person_name = match first {
        Some((workspace, user)) => users::get(tx, workspace, user).await?.map(|user| user.name),
        None => None,
    };
    let (origin, name, confirm) = match &source {
        ForgetSource::User(_) => (ReceiptSource::User, "disconnect", ConfirmState::NotNeeded),
        ForgetSource::Replaced(_) => (ReceiptSource::User, REPLACED, ConfirmState::NotNeeded),
        ForgetSource::Removed(..) => (ReceiptSource::User, MEMBER_REMOVED, ConfirmState::NotNeeded),
        ForgetSource::Zoom { confirm: true, .. } => {
            (ReceiptSource::Zoom, "app_deauthorized", ConfirmState::Pending)
        }
        ForgetSource::Zoom { confirm: false, .. } => {
            (ReceiptSource::Zoom, "app_deauthorized", ConfirmState::NotNeeded)
        }
    };
    let receipt = Receipt {
        person_name,
        ..receipt(app, now, origin, &grant.zoom_account_id, &grant.zoom_user_id, confirm)
    }
    .with_counts(&counts);
    let receipt_id = receipt.id;
    compliance_receipts::create(tx, &receipt).await?;
    for (workspace, user) in people.iter().copied() {
        let asked = source.person().is_some_and(|(by, whose)| (by.workspace, whose) == (workspace, user));
        if !asked {
            tell_ended(app, tx, workspace, user, now).await?;
        }
        let line = line(app, now, source.event(), Some((workspace, user)), name, CallResult::Processed);
        let (direction, what) = match origin {
            ReceiptSource::Zoom => (line.direction, line.what),
            ReceiptSource::User => (CallDirection::Internal, CallKind::Connection),
        };
        let call = Call { direction, what, receipt_id: Some(receipt_id), ..line };
        integration_calls::record(tx, &call).await?;
    }
    if let Some(event) = source.event() {
        webhook_inbox::mark_processed(tx, &event.hash, now).await?;
    }
    if let ForgetSource::User(By { workspace, .. }) | ForgetSource::Removed(By { workspace, .. }, _) = &source
        && let Some((_, user)) = source.person()
    {
        // What they began in Zoom before they left does not bring them back.
        oauth_states::delete_of_user(tx, *workspace, user).await?;
    }
    // Whoever replaces an account is written down as connecting another one.
    let is_replaced = matches!(source, ForgetSource::Replaced(_));
    let asked = source.person();
    match source {
        ForgetSource::User(By { workspace, user, .. })
        | ForgetSource::Replaced(By { workspace, user, .. })
        | ForgetSource::Removed(By { workspace, .. }, user) => {
            if grant.state != grants::GrantState::NeedsReconnect {
                match access_token(app, &grant) {
                    Ok(token) => {
                        let job = RevokeToken::new(app, &grant.client_id, (workspace, user), &token);
                        enqueue(tx, Some(workspace), &job, Options::default()).await?;
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a token cannot be revoked; it expires within the hour");
                    }
                }
            }
        }
        ForgetSource::Zoom { payload, confirm: true, .. } => {
            let job = ConfirmCompliance::new(app, receipt_id, first, &payload);
            enqueue(tx, first.map(|(workspace, _)| workspace), &job, Options::default()).await?;
        }
        ForgetSource::Zoom { confirm: false, .. } => {}
    }
    if !is_replaced {
        note_in_audit_log(tx, asked, people, &counts).await?;
    }
    Ok(Some(counts))
}

/// Who ended the connection, and what was deleted for whom.
async fn note_in_audit_log(
    tx: &Tx,
    asked: Option<(By, UserId)>,
    mut people: Vec<(WorkspaceId, UserId)>,
    counts: &Counts,
) -> Result<(), StoreError> {
    // Logs are held until the end: everybody takes them in the same order.
    people.sort_unstable();
    for person in people {
        match asked {
            Some((by, whose)) if (by.workspace, whose) == person => {
                person_did_to(tx, by, whose, Action::ZoomDisconnected, String::new()).await?;
            }
            Some(_) => {}
            None => happened(tx, Actor::Zoom, person, Action::ZoomRemoved, String::new()).await?,
        }
        note_deleted(tx, person, counts).await?;
    }
    Ok(())
}

/// What was deleted for somebody.
pub(super) async fn note_deleted(
    tx: &Tx,
    person: (WorkspaceId, UserId),
    counts: &Counts,
) -> Result<(), StoreError> {
    let records = counts.records();
    let words = if records == 1 { "1 record".to_owned() } else { format!("{records} records") };
    happened(tx, Actor::Rapport, person, Action::ZoomDeleted, words).await
}

/// Zoom says that somebody removed the app of whom nothing is stored, usually because they disconnected here and
/// Zoom echoes the revocation. There is nothing to delete, and Zoom is told that there is nothing.
pub(super) async fn confirm_nothing(
    app: &App,
    payload: &Deauthorization,
    event: Handling,
) -> Result<(), StoreError> {
    let receipt = receipt(
        app,
        app.now(),
        ReceiptSource::Zoom,
        payload.account_id(),
        payload.user_id(),
        ConfirmState::Pending,
    );
    let line = line(app, receipt.received_at, Some(event), None, "app_deauthorized", CallResult::Processed);
    let call = Call { receipt_id: Some(receipt.id), ..line };
    let tx = app.store.begin_write().await?;
    compliance_receipts::create(&tx, &receipt).await?;
    integration_calls::record(&tx, &call).await?;
    enqueue(&tx, None, &ConfirmCompliance::new(app, receipt.id, None, payload), Options::default()).await?;
    webhook_inbox::mark_processed(&tx, &event.hash, receipt.received_at).await?;
    tx.commit().await
}

/// A receipt that nothing was deleted for, yet. Mails about the farewell carry its time.
fn receipt(
    app: &App,
    now: Timestamp,
    source: ReceiptSource,
    account: &str,
    user: &str,
    confirm_state: ConfirmState,
) -> Receipt {
    Receipt {
        id: ReceiptId::new(&*app.clock, &*app.random),
        received_at: now,
        source,
        account_hash: hash(account),
        user_hash: hash(user),
        person_name: None,
        deleted_tokens: 0,
        deleted_identities: 0,
        deleted_meetings: 0,
        deleted_events: 0,
        deleted_attendance: 0,
        deleted_at: now,
        confirm_state,
        confirm_status: None,
        confirmed_at: None,
    }
}

/// What a receipt keeps of an id: enough to answer "was it this account?", not enough to learn the id.
fn hash(id: &str) -> String {
    hex::encode(Sha256::digest(id.as_bytes()))
}
