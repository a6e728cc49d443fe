//! Connections: which user uses which grant.

use domain::{GrantId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    grants::{self, Grant},
};

/// The only provider so far.
pub(crate) const ZOOM: &str = "zoom";

/// A user's use of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Their workspace.
    pub workspace_id: WorkspaceId,
    /// The user.
    pub user_id: UserId,
    /// The grant.
    pub grant_id: GrantId,
    /// Since when.
    pub connected_at: Timestamp,
}

/// Connects a user to a grant, in place of the one they had. That one stays, because others may use it.
pub async fn connect(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    grant: GrantId,
    now: Timestamp,
) -> Result<(), StoreError> {
    disconnect(tx, workspace, user).await?;
    let columns = columns! {
        workspace_id: workspace, user_id: user, provider: ZOOM, grant_id: grant, connected_at: now,
    };
    tx.insert("connections", columns).await?;
    let sql = "UPDATE users SET zoom_ended_at = NULL WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, user]).await.map(drop)
}

/// Notes that the user's connection was ended from outside, until they connect again.
pub async fn set_ended(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE users SET zoom_ended_at = $3 WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, user, at]).await.map(drop)
}

/// The user's connection and its grant.
pub async fn of_user(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<(Connection, Grant)>, StoreError> {
    let columns = grants::COLUMNS;
    let sql = format!(
        "SELECT {columns}, k.connected_at AS user_connected_at FROM connections k JOIN grants g ON g.id = k.grant_id \
         WHERE k.workspace_id = $1 AND k.user_id = $2 AND k.provider = $3"
    );
    db.one(&sql, values![workspace, user, ZOOM], |row| {
        let grant = grants::read(row)?;
        let connected_at = row.get("user_connected_at")?;
        Ok((Connection { workspace_id: workspace, user_id: user, grant_id: grant.id, connected_at }, grant))
    })
    .await
}

/// Everybody who has connected Zoom, over all workspaces.
pub async fn all(db: &impl Db) -> Result<Vec<(WorkspaceId, UserId)>, StoreError> {
    let sql =
        "SELECT workspace_id, user_id FROM connections WHERE provider = $1 ORDER BY workspace_id, user_id";
    db.all(sql, values![ZOOM], |row| Ok((row.get("workspace_id")?, row.get("user_id")?))).await
}

/// Everybody who uses the grant, over all workspaces.
pub async fn users_of_grant(db: &impl Db, grant: GrantId) -> Result<Vec<(WorkspaceId, UserId)>, StoreError> {
    let sql =
        "SELECT workspace_id, user_id FROM connections WHERE grant_id = $1 ORDER BY workspace_id, user_id";
    db.all(sql, values![grant], |row| Ok((row.get("workspace_id")?, row.get("user_id")?))).await
}

/// The same, with when each connected.
pub async fn of_grant(db: &impl Db, grant: GrantId) -> Result<Vec<Connection>, StoreError> {
    let sql = "SELECT workspace_id, user_id, connected_at FROM connections WHERE grant_id = $1 \
        ORDER BY workspace_id, user_id";
    db.all(sql, values![grant], |row| {
        Ok(Connection {
            workspace_id: row.get("workspace_id")?,
            user_id: row.get("user_id")?,
            grant_id: grant,
            connected_at: row.get("connected_at")?,
        })
    })
    .await
}

/// Ends the user's use of their grant; whether there was one.
pub async fn disconnect(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM connections WHERE workspace_id = $1 AND user_id = $2 AND provider = $3";
    Ok(tx.exec(sql, values![workspace, user, ZOOM]).await? == 1)
}
