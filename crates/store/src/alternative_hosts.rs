//! Who may start a meeting besides its host.

use domain::{MeetingId, WorkspaceId};

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    query::insert_sql,
};

/// Addresses between semicolons, as Zoom takes them; both are empty where nobody may.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlternativeHosts {
    /// As people want it.
    pub wanted: String,
    /// As Zoom was told.
    pub told: String,
}

impl AlternativeHosts {
    /// What Zoom has yet to be told, if anything.
    pub fn news(&self) -> Option<&str> {
        (self.wanted != self.told).then_some(self.wanted.as_str())
    }
}

/// Those of a meeting.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<AlternativeHosts, StoreError> {
    let sql = "SELECT wanted, told FROM alternative_hosts WHERE workspace_id = $1 AND meeting_id = $2";
    let found = db.one(sql, values![workspace, meeting], |row| {
        Ok(AlternativeHosts { wanted: row.get("wanted")?, told: row.get("told")? })
    });
    Ok(found.await?.unwrap_or_default())
}

/// They are to be these.
pub async fn want(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    wanted: &str,
) -> Result<(), StoreError> {
    let columns = columns! { workspace_id: workspace, meeting_id: meeting, wanted: wanted, told: "" };
    let (mut sql, values) = insert_sql("alternative_hosts", columns);
    sql.push_str(" ON CONFLICT (workspace_id, meeting_id) DO UPDATE SET wanted = excluded.wanted");
    tx.exec(&sql, values).await.map(drop)
}

/// Zoom has these.
pub async fn set_told(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    told: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE alternative_hosts SET told = $3 WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, meeting, told]).await.map(drop)
}
