//! Receipts: the proof that a disconnect or a deauthorization was carried out and that Zoom was told.

use domain::{PersonName, ReceiptId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    forget::Counts,
};

domain::text_enum! {
    /// Who asked for the deletion.
    pub enum ReceiptSource {
        /// Zoom, by an event.
        Zoom = "zoom",
        /// The user, on the settings page.
        User = "user",
    }
}

domain::text_enum! {
    /// Whether Zoom was told that the data is deleted.
    pub enum ConfirmState {
        /// Not yet.
        Pending = "pending",
        /// Zoom took note.
        Confirmed = "confirmed",
        /// Nobody asked for it.
        NotNeeded = "not_needed",
        /// Zoom answered that the endpoint is gone.
        NoLongerOffered = "no_longer_offered",
        /// Zoom would not take it.
        Failed = "failed",
    }
}

text_columns! { ReceiptSource ConfirmState }

/// A receipt. Holds hashes in place of Zoom's ids, so that it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// When the request came.
    pub received_at: Timestamp,
    /// From whom.
    pub source: ReceiptSource,
    /// Hash of Zoom's id of the account.
    pub account_hash: String,
    /// Hash of Zoom's id of the user.
    pub user_hash: String,
    /// Our name of the person, if it was one of ours.
    pub person_name: Option<PersonName>,
    /// Tokens deleted.
    pub deleted_tokens: u64,
    /// Identities (id, address, plan) deleted.
    pub deleted_identities: u64,
    /// Meeting links deleted.
    pub deleted_meetings: u64,
    /// Event payloads deleted.
    pub deleted_events: u64,
    /// When meetings ran and who was there: records deleted.
    pub deleted_attendance: u64,
    /// When they were.
    pub deleted_at: Timestamp,
    /// Whether Zoom was told.
    pub confirm_state: ConfirmState,
    /// The HTTP status of Zoom's answer.
    pub confirm_status: Option<i64>,
    /// When it answered.
    pub confirmed_at: Option<Timestamp>,
}

impl Receipt {
    /// Fills in what was deleted.
    #[must_use]
    pub fn with_counts(mut self, counts: &Counts) -> Self {
        self.deleted_tokens = counts.tokens;
        self.deleted_identities = counts.identities;
        self.deleted_meetings = counts.meetings;
        self.deleted_events = counts.events;
        self.deleted_attendance = counts.attendance;
        self
    }
}

/// The columns [`read`] needs, of the table named `r`; the id is `receipt_id`.
pub(crate) const COLUMNS: &str = "r.id AS receipt_id, r.received_at, r.source, r.account_hash, r.user_hash, r.person_name, \
    r.deleted_tokens, r.deleted_identities, r.deleted_meetings, r.deleted_events, r.deleted_attendance, r.deleted_at, r.confirm_state, \
    r.confirm_status, r.confirmed_at";

pub(crate) fn read(row: &Row) -> Result<Receipt, StoreError> {
    Ok(Receipt {
        id: row.get("receipt_id")?,
        received_at: row.get("received_at")?,
        source: row.get("source")?,
        account_hash: row.get("account_hash")?,
        user_hash: row.get("user_hash")?,
        person_name: row.opt("person_name")?,
        deleted_tokens: row.get("deleted_tokens")?,
        deleted_identities: row.get("deleted_identities")?,
        deleted_meetings: row.get("deleted_meetings")?,
        deleted_events: row.get("deleted_events")?,
        deleted_attendance: row.get("deleted_attendance")?,
        deleted_at: row.get("deleted_at")?,
        confirm_state: row.get("confirm_state")?,
        confirm_status: row.opt("confirm_status")?,
        confirmed_at: row.opt("confirmed_at")?,
    })
}

/// Writes a receipt.
pub async fn create(tx: &Tx, receipt: &Receipt) -> Result<(), StoreError> {
    let columns = columns! {
        id: receipt.id,
        received_at: receipt.received_at,
        source: receipt.source,
        account_hash: receipt.account_hash,
        user_hash: receipt.user_hash,
        person_name: receipt.person_name,
        deleted_tokens: receipt.deleted_tokens,
        deleted_identities: receipt.deleted_identities,
        deleted_meetings: receipt.deleted_meetings,
        deleted_events: receipt.deleted_events,
        deleted_attendance: receipt.deleted_attendance,
        deleted_at: receipt.deleted_at,
        confirm_state: receipt.confirm_state,
        confirm_status: receipt.confirm_status,
        confirmed_at: receipt.confirmed_at,
    };
    tx.insert("compliance_receipts", columns).await
}

/// Notes Zoom's answer to the confirmation.
pub async fn set_confirmed(
    tx: &Tx,
    id: ReceiptId,
    state: ConfirmState,
    status: Option<i64>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE compliance_receipts SET confirm_state = $2, confirm_status = $3, confirmed_at = $4 WHERE id = $1";
    tx.exec(sql, values![id, state, status, now]).await.map(drop)
}

/// The newest receipt among the user's lines of the integration activity.
pub async fn last_of_user(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Receipt>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM compliance_receipts r JOIN integration_calls l ON l.receipt_id = r.id \
         WHERE l.workspace_id = $1 AND l.user_id = $2 ORDER BY l.at DESC LIMIT 1"
    );
    db.one(&sql, values![workspace, user], read).await
}

/// The receipt with this id.
pub async fn get(db: &impl Db, id: ReceiptId) -> Result<Option<Receipt>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM compliance_receipts r WHERE r.id = $1");
    db.one(&sql, values![id], read).await
}
