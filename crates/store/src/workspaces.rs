//! Workspaces: the tenants.

use domain::WorkspaceId;
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
};

/// One tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// What its people call it.
    pub name: String,
    /// When it was set up.
    pub created_at: Timestamp,
}

fn read(row: &Row) -> Result<Workspace, StoreError> {
    Ok(Workspace { id: row.get("id")?, name: row.get("name")?, created_at: row.get("created_at")? })
}

/// Adds a workspace.
pub async fn create(tx: &Tx, workspace: &Workspace) -> Result<(), StoreError> {
    let columns = columns! { id: workspace.id, name: workspace.name, created_at: workspace.created_at };
    tx.insert("workspaces", columns).await
}

/// The oldest workspace; `None` before the first set-up.
pub async fn first(db: &impl Db) -> Result<Option<Workspace>, StoreError> {
    db.one("SELECT id, name, created_at FROM workspaces ORDER BY created_at, id LIMIT 1", values![], read)
        .await
}

/// The workspace with this id.
pub async fn get(db: &impl Db, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    db.one("SELECT id, name, created_at FROM workspaces WHERE id = $1", values![id], read).await
}
