//! Keys of forms: a form that is sent twice does its work once.

use domain::{UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    removed_people,
};

/// Where the form with this key led, if it was sent before.
pub async fn find(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
    key: &str,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT location FROM idempotency_keys WHERE workspace_id = $1 AND user_id = $2 AND key = $3";
    db.one(sql, values![workspace, user, key], |row| row.get("location")).await
}

/// Remembers where a form leads, in the transaction that does its work. `false` when it was sent before: then roll
/// back and go where [`find`] says. [`StoreError::Removed`] for somebody who was removed meanwhile.
pub async fn insert(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    key: &str,
    location: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let columns = columns! {
        workspace_id: workspace, user_id: user, key: key, location: location, created_at: now,
    };
    let is_new = tx.insert_new("idempotency_keys", columns).await?;
    // The key refers to the person: whoever removes them has ended, or waits for this.
    removed_people::still_here(tx, workspace, user).await?;
    Ok(is_new)
}

/// Removes keys from before `before`; how many there were.
pub async fn delete_older(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.exec("DELETE FROM idempotency_keys WHERE created_at < $1", values![before]).await
}
