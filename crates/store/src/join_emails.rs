//! The outbox for mail to people who are asked to join.

use std::collections::BTreeMap;

use domain::{EmailAddress, EmailId, InvitedId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    outbox::EmailState,
};

/// A mail that asks somebody to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinEmail {
    /// Its id.
    pub id: EmailId,
    /// Where to.
    pub workspace_id: WorkspaceId,
    /// The invitation.
    pub invited_id: InvitedId,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// Its `Message-ID`, so that a repeated attempt is the same message.
    pub message_id: String,
    /// When it was queued.
    pub created_at: Timestamp,
}

/// Queues a mail.
pub async fn queue(tx: &Tx, email: &JoinEmail) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: email.workspace_id,
        id: email.id,
        invited_id: email.invited_id,
        to_address: email.to_address,
        state: EmailState::Queued,
        attempts: 0_i64,
        unclear: 0_i64,
        message_id: email.message_id,
        created_at: email.created_at,
    };
    tx.insert("join_emails", columns).await
}

/// A mail that waits to be sent. `None` if it left, or the invitation ended.
pub async fn waiting(
    db: &impl Db,
    workspace: WorkspaceId,
    id: EmailId,
) -> Result<Option<JoinEmail>, StoreError> {
    let sql = "SELECT id, workspace_id, invited_id, to_address, message_id, created_at FROM join_emails \
        WHERE workspace_id = $1 AND id = $2 AND state = 'queued'";
    db.one(sql, values![workspace, id], |row| {
        Ok(JoinEmail {
            id: row.get("id")?,
            workspace_id: row.get("workspace_id")?,
            invited_id: row.get("invited_id")?,
            to_address: row.get("to_address")?,
            message_id: row.get("message_id")?,
            created_at: row.get("created_at")?,
        })
    })
    .await
}

/// What became of the newest mail of each invitation, and the mail server's last words.
pub async fn newest(
    db: &impl Db,
    workspace: WorkspaceId,
) -> Result<BTreeMap<InvitedId, (EmailState, Option<String>)>, StoreError> {
    // Of several, the last one stays.
    let sql = "SELECT invited_id, state, server_words FROM join_emails WHERE workspace_id = $1 ORDER BY created_at, id";
    let all = db.all(sql, values![workspace], |row| {
        Ok((row.get("invited_id")?, (row.get("state")?, row.opt("server_words")?)))
    });
    Ok(all.await?.into_iter().collect())
}
