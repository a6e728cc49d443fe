//! The log of everything exchanged with other services: when, what kind, how it went. Never the contents.

use domain::{CallId, ReceiptId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    StoreError, Tx,
    columns::{columns, text_columns},
};

pub use crate::integration_activity::{
    CallCounts, CallFilter, CallPage, CallRow, CallTab, DayHealth, Stats, Told, changes_since, health, list,
    page, stats,
};

domain::text_enum! {
    /// Who spoke to whom.
    pub enum CallDirection {
        /// We called.
        Call = "call",
        /// We were called.
        Event = "event",
        /// We did something ourselves, such as deleting.
        Internal = "internal",
    }
}

domain::text_enum! {
    /// What it was about.
    pub enum CallKind {
        /// Authorizing, tokens, revoking.
        Connection = "connection",
        /// Who the user is.
        Account = "account",
        /// Meetings.
        Meeting = "meeting",
        /// An event from Zoom.
        Event = "event",
        /// Somebody removed the app.
        Deauthorization = "deauthorization",
        /// Data was deleted, and Zoom told so.
        Compliance = "compliance",
    }
}

domain::text_enum! {
    /// How it went.
    pub enum CallResult {
        /// It worked.
        Worked = "worked",
        /// It did not, and may later.
        Failed = "failed",
        /// The other side, or we, said no.
        Refused = "refused",
        /// An event was handled.
        Processed = "processed",
    }
}

text_columns! { CallDirection CallKind CallResult }

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// Whose workspace it concerns; `None` when nobody's, and then only operators see it.
    pub workspace_id: Option<WorkspaceId>,
    /// Whose connection it concerns.
    pub user_id: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// Who spoke to whom.
    pub direction: CallDirection,
    /// The endpoint or event: `POST /users/me/meetings`, `app_deauthorized`. No ids.
    pub name: String,
    /// What it was about.
    pub what: CallKind,
    /// How it went.
    pub result: CallResult,
    /// The same in words for people.
    pub result_words: Option<String>,
    /// The HTTP status.
    pub status: Option<i64>,
    /// How long it took; of an event, to handle it.
    pub duration_ms: u64,
    /// Which try it was, from 1: an event that could not be handled is tried again.
    pub tries: u32,
    /// The receipt that tells what followed.
    pub receipt_id: Option<ReceiptId>,
}

/// Writes a line.
pub async fn record(tx: &Tx, call: &Call) -> Result<(), StoreError> {
    let columns = columns! {
        id: call.id,
        workspace_id: call.workspace_id,
        user_id: call.user_id,
        at: call.at,
        direction: call.direction,
        name: call.name,
        what: call.what,
        result: call.result,
        result_words: call.result_words,
        status: call.status,
        duration_ms: call.duration_ms,
        tries: call.tries,
        receipt_id: call.receipt_id,
    };
    tx.insert("integration_calls", columns).await
}
