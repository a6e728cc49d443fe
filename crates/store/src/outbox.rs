//! How a mail leaves, whatever it is about: the columns that [`crate::emails`], [`crate::user_emails`] and
//! [`crate::reminders`] share.
//!
//! A mail server answers after the final dot, and that answer may be lost: the connection breaks, or we die before it
//! is noted. Nobody can know then whether the message arrived. So before the message is handed over,
//! [`hand_over`] notes it; whoever finds that note without an outcome counts the attempt as *unclear* and sends the
//! same message, with the same `Message-ID`, once more. A second unclear end is the last: nobody gets more than one
//! copy too many.

use domain::{EmailId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    StoreError, Tx,
    columns::{text_columns, values},
    query::Query as _,
};

domain::text_enum! {
    /// What is known about an email: what the mail server said, nothing more.
    pub enum EmailState {
        /// It waits to be sent.
        Queued = "queued",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server refused it, or could not be reached for too long.
        Failed = "failed",
        /// Nobody needed it any more: what it was to say is said by another mail.
        Overtaken = "overtaken",
    }
}

text_columns! { EmailState }

/// After this many attempts of unknown outcome a mail is not sent again.
pub const MOST_UNCLEAR: u32 = 2;

/// Which outbox a mail is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outbox {
    /// Mail about meetings, [`crate::emails`].
    Meetings,
    /// Mail to users, [`crate::user_emails`].
    Users,
    /// Reminders, [`crate::reminders`].
    Reminders,
    /// Mail to people who are asked to join, [`crate::join_emails`].
    Joining,
}

impl Outbox {
    const fn table(self) -> &'static str {
        match self {
            Self::Meetings => "emails",
            Self::Users => "user_emails",
            Self::Reminders => "reminders",
            Self::Joining => "join_emails",
        }
    }
}

/// One mail of an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxId {
    /// Where it is.
    pub outbox: Outbox,
    /// The workspace it is sent for.
    pub workspace: WorkspaceId,
    /// Its id.
    pub email: EmailId,
}

/// Whether a mail may be handed to the mail server now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOver {
    /// Yes, and that is noted: tell how it ended.
    Go,
    /// An older mail to the same invitee is on its way; they must not overtake each other.
    Wait,
    /// A newer mail to the same invitee has left: this one would undo it.
    Overtaken,
    /// Its outcome was unknown too often.
    Unclear,
    /// It is not waiting to be sent.
    Settled,
}

/// The unclear attempts, with the one whose note has no outcome.
pub(crate) const COUNTED: &str = "unclear + CASE WHEN handed_over_at IS NULL THEN 0 ELSE 1 END";

/// Notes that the message is about to be handed over, if it may.
pub async fn hand_over(tx: &Tx, id: OutboxId, now: Timestamp) -> Result<HandOver, StoreError> {
    if id.outbox == Outbox::Meetings
        && let Some(problem) = out_of_turn(tx, id).await?
    {
        return Ok(problem);
    }
    let table = id.outbox.table();
    let sql = format!(
        "UPDATE {table} SET unclear = {COUNTED}, handed_over_at = $3 \
         WHERE workspace_id = $1 AND id = $2 AND state = 'queued' RETURNING unclear"
    );
    let unclear = tx.one(&sql, values![id.workspace, id.email, now], |row| row.get::<u32>("unclear")).await?;
    Ok(match unclear {
        None => HandOver::Settled,
        Some(unclear) if unclear >= MOST_UNCLEAR => HandOver::Unclear,
        Some(_) => HandOver::Go,
    })
}

/// Mails about one meeting reach an invitee in the order of its revisions.
async fn out_of_turn(tx: &Tx, id: OutboxId) -> Result<Option<HandOver>, StoreError> {
    // Held until the commit, so that two mails to one invitee are not decided side by side.
    let invitee =
        "workspace_id = $1 AND id = (SELECT invitee_id FROM emails WHERE workspace_id = $1 AND id = $2)";
    tx.lock("meeting_invitees", invitee, values![id.workspace, id.email]).await?;
    let sql = "SELECT COUNT(CASE WHEN o.revision > e.revision THEN 1 END) AS newer, \
        COUNT(CASE WHEN o.revision < e.revision AND o.state = 'queued' THEN 1 END) AS older \
        FROM emails e JOIN emails o ON o.workspace_id = e.workspace_id AND o.invitee_id = e.invitee_id \
        AND (o.state = 'sent' OR o.handed_over_at IS NOT NULL) WHERE e.workspace_id = $1 AND e.id = $2";
    let counts = tx
        .one(sql, values![id.workspace, id.email], |row| {
            Ok((row.get::<u64>("newer")?, row.get::<u64>("older")?))
        })
        .await?;
    Ok(match counts {
        Some((newer, _)) if newer > 0 => Some(HandOver::Overtaken),
        Some((_, older)) if older > 0 => Some(HandOver::Wait),
        _ => None,
    })
}

/// Notes that the mail server took it.
pub async fn mark_sent(tx: &Tx, id: OutboxId, words: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
    let table = id.outbox.table();
    let sql = format!(
        "UPDATE {table} SET state = $4, attempts = attempts + 1, server_words = $3, sent_at = $5, handed_over_at = NULL \
         WHERE workspace_id = $1 AND id = $2"
    );
    tx.exec(&sql, values![id.workspace, id.email, words, EmailState::Sent, now]).await.map(drop)
}

/// Notes an attempt that surely delivered nothing and will be repeated, and what the mail server said.
pub async fn note_attempt(tx: &Tx, id: OutboxId, words: Option<&str>) -> Result<(), StoreError> {
    let table = id.outbox.table();
    let sql = format!(
        "UPDATE {table} SET attempts = attempts + 1, server_words = $3, handed_over_at = NULL \
         WHERE workspace_id = $1 AND id = $2 AND state = 'queued'"
    );
    tx.exec(&sql, values![id.workspace, id.email, words]).await.map(drop)
}

/// Notes an attempt whose outcome nobody knows; how many there were. With [`MOST_UNCLEAR`] it fails.
pub async fn note_unclear(tx: &Tx, id: OutboxId, words: &str) -> Result<u32, StoreError> {
    let table = id.outbox.table();
    let sql = format!(
        "UPDATE {table} SET attempts = attempts + 1, unclear = unclear + 1, server_words = $3, handed_over_at = NULL \
         WHERE workspace_id = $1 AND id = $2 AND state = 'queued' RETURNING unclear"
    );
    let unclear = tx.one(&sql, values![id.workspace, id.email, words], |row| row.get("unclear")).await?;
    Ok(unclear.unwrap_or(0))
}

/// Takes it back. It may have arrived all the same if it was handed over and nobody knows how that ended.
pub async fn withdraw(tx: &Tx, id: OutboxId, words: &str) -> Result<(), StoreError> {
    let table = id.outbox.table();
    let sql = format!(
        "UPDATE {table} SET state = $4, unclear = {COUNTED}, server_words = $3, handed_over_at = NULL \
         WHERE workspace_id = $1 AND id = $2 AND state = 'queued'"
    );
    tx.exec(&sql, values![id.workspace, id.email, words, EmailState::Failed]).await.map(drop)
}

/// Gives up on it, knowing how the last attempt ended.
pub async fn mark_failed(tx: &Tx, id: OutboxId, words: Option<&str>) -> Result<(), StoreError> {
    let table = id.outbox.table();
    let sql = format!(
        "UPDATE {table} SET state = $4, attempts = attempts + 1, server_words = $3, handed_over_at = NULL \
         WHERE workspace_id = $1 AND id = $2 AND state <> 'sent'"
    );
    tx.exec(&sql, values![id.workspace, id.email, words, EmailState::Failed]).await.map(drop)
}
