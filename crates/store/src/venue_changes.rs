//! When a meeting came to Zoom or left it, so that whoever was told before hears of it.

use domain::{MeetingId, WorkspaceId};

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    query::insert_sql,
};

/// The last such change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VenueChange {
    /// The revision of the meeting with which it came.
    pub revision: i64,
    /// Whether it takes place in Zoom since, or not any more.
    pub to_zoom: bool,
}

/// Notes a change, in place of the one before.
pub async fn note(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    change: VenueChange,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace, meeting_id: meeting, revision: change.revision, to_zoom: change.to_zoom,
    };
    let (mut sql, values) = insert_sql("venue_changes", columns);
    sql.push_str(
        " ON CONFLICT (workspace_id, meeting_id) DO UPDATE SET revision = excluded.revision, \
         to_zoom = excluded.to_zoom",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// The last change of a meeting; `None` for one that always was where it is.
pub async fn last(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Option<VenueChange>, StoreError> {
    let sql = "SELECT revision, to_zoom FROM venue_changes WHERE workspace_id = $1 AND meeting_id = $2";
    db.one(sql, values![workspace, meeting], |row| {
        Ok(VenueChange { revision: row.get("revision")?, to_zoom: row.get("to_zoom")? })
    })
    .await
}
