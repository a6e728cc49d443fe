//! Links that lead to a new password, known by the hash of what stands in them.

use domain::{EmailId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    query::Query as _,
    user_emails::UserEmailKind,
};

/// Notes a link that works until `expires_at`.
pub async fn create(
    tx: &Tx,
    token_hash: &[u8; 32],
    (workspace, user): (WorkspaceId, UserId),
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let columns = columns! {
        token_hash: *token_hash,
        workspace_id: workspace,
        user_id: user,
        expires_at: expires_at,
    };
    tx.insert("password_resets", columns).await
}

/// Whose link this is, if it works.
pub async fn find(
    db: &impl Db,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(WorkspaceId, UserId)>, StoreError> {
    let sql = "SELECT workspace_id, user_id FROM password_resets WHERE token_hash = $1 AND expires_at > $2";
    db.one(sql, values![token_hash, now], |row| Ok((row.get("workspace_id")?, row.get("user_id")?))).await
}

/// Uses the link up; whose it was, if it worked. Of two at once, one gets it.
pub async fn take(
    tx: &Tx,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(WorkspaceId, UserId)>, StoreError> {
    let sql = "DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > $2 RETURNING workspace_id, user_id";
    tx.one(sql, values![token_hash, now], |row| Ok((row.get("workspace_id")?, row.get("user_id")?))).await
}

/// No link of this person works any more.
pub async fn delete_of_user(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<(), StoreError> {
    let sql = "DELETE FROM password_resets WHERE workspace_id = $1 AND user_id = $2";
    tx.exec(sql, values![workspace, user]).await.map(drop)
}

/// Whether this mail with a link is still wanted: the password was not changed since it was asked for, of which another
/// mail tells. The person's row is held.
pub async fn is_wanted(tx: &Tx, email: EmailId) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM user_emails asked JOIN user_emails changed \
        ON changed.workspace_id = asked.workspace_id AND changed.user_id = asked.user_id \
        AND changed.kind = $2 AND changed.about_at >= asked.about_at WHERE asked.id = $1";
    Ok(tx.count(sql, values![email, UserEmailKind::PasswordChanged]).await? == 0)
}

/// Removes links that are too old.
pub async fn delete_expired(tx: &Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.exec("DELETE FROM password_resets WHERE expires_at <= $1", values![now]).await.map(drop)
}
