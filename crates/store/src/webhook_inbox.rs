//! Events as Zoom sent them, sealed, each once: Zoom repeats deliveries and gives events no id.

use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
};

domain::text_enum! {
    /// Whether an event was handled.
    pub enum InboxState {
        /// Not yet.
        Waiting = "waiting",
        /// It was.
        Processed = "processed",
    }
}

text_columns! { InboxState }

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxEvent {
    /// SHA-256 of the body as it came.
    pub body_hash: [u8; 32],
    /// When it came.
    pub received_at: Timestamp,
    /// Its name, `meeting.deleted`.
    pub event: String,
    /// When it happened, milliseconds since 1970, as Zoom says.
    pub event_ts: Option<i64>,
    /// Zoom's id of the account.
    pub account_id: Option<String>,
    /// Zoom's id of the user.
    pub user_id: Option<String>,
    /// The client id of the app whose secret it was signed with; empty if that was not noted yet.
    pub client_id: String,
    /// The body, sealed; empty once the account was forgotten.
    pub body: Vec<u8>,
    /// Whether it was handled.
    pub state: InboxState,
}

/// Keeps an event. `false` when the same body came before.
pub async fn insert(tx: &Tx, event: &InboxEvent) -> Result<bool, StoreError> {
    let columns = columns! {
        body_hash: event.body_hash,
        received_at: event.received_at,
        event: event.event,
        event_ts: event.event_ts,
        account_id: event.account_id,
        user_id: event.user_id,
        client_id: event.client_id,
        body: event.body,
        state: event.state,
    };
    tx.insert_new("webhook_inbox", columns).await
}

/// The event with this body.
pub async fn get(db: &impl Db, body_hash: &[u8; 32]) -> Result<Option<InboxEvent>, StoreError> {
    let sql = "SELECT body_hash, received_at, event, event_ts, account_id, user_id, client_id, body, state FROM webhook_inbox \
        WHERE body_hash = $1";
    db.one(sql, values![body_hash], |row| {
        Ok(InboxEvent {
            body_hash: row.get("body_hash")?,
            received_at: row.get("received_at")?,
            event: row.get("event")?,
            event_ts: row.opt("event_ts")?,
            account_id: row.opt("account_id")?,
            user_id: row.opt("user_id")?,
            client_id: row.get("client_id")?,
            body: row.get("body")?,
            state: row.get("state")?,
        })
    })
    .await
}

/// Notes that it was handled and empties it: nothing needs the body or the ids any more. The hash stays, so that a
/// repeated delivery is still known.
pub async fn mark_processed(tx: &Tx, body_hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE webhook_inbox SET state = $2, processed_at = $3, body = $4, account_id = NULL, user_id = NULL \
        WHERE body_hash = $1";
    tx.exec(sql, values![body_hash, InboxState::Processed, now, Vec::<u8>::new()]).await.map(drop)
}

/// Forgets handled events that came before `handled_before`, and events that nobody could handle from before
/// `stuck_before`; how many there were. Keep both for longer than a delivery may be repeated.
pub async fn purge(tx: &Tx, handled_before: Timestamp, stuck_before: Timestamp) -> Result<u64, StoreError> {
    let sql = "DELETE FROM webhook_inbox WHERE received_at < $2 OR (received_at < $1 AND state = $3)";
    tx.exec(sql, values![handled_before, stuck_before, InboxState::Processed]).await
}

/// Empties what came from a Zoom user: body and ids. The hash stays, so that a repeated delivery is still known.
/// How many events that was.
pub async fn delete_of_account(tx: &Tx, account_id: &str, user_id: &str) -> Result<u64, StoreError> {
    let sql = "UPDATE webhook_inbox SET body = $3, account_id = NULL, user_id = NULL \
        WHERE account_id = $1 AND user_id = $2";
    tx.exec(sql, values![account_id, user_id, Vec::<u8>::new()]).await
}

/// How many events of a Zoom user are kept.
pub async fn count_of_account(db: &impl Db, account_id: &str, user_id: &str) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM webhook_inbox WHERE account_id = $1 AND user_id = $2";
    db.count(sql, values![account_id, user_id]).await
}
