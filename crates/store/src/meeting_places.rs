//! Where meetings take place that are not in Zoom.

use domain::{MeetingId, Place, PlaceKind, WorkspaceId};

use crate::{
    StoreError, Tx,
    columns::{Row, columns, text_columns, values},
};

text_columns! { PlaceKind }

/// Keeps the place of a meeting, in place of the one before.
pub(crate) async fn set(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    place: &Place,
) -> Result<(), StoreError> {
    let sql = "UPDATE meeting_places SET kind = $3, text = $4 WHERE workspace_id = $1 AND meeting_id = $2";
    if tx.exec(sql, values![workspace, meeting, place.kind(), place.text()]).await? == 1 {
        return Ok(());
    }
    let columns = columns! {
        workspace_id: workspace, meeting_id: meeting, kind: place.kind(), text: place.text(),
    };
    tx.insert("meeting_places", columns).await
}

/// The meeting takes place in Zoom.
pub(crate) async fn remove(tx: &Tx, workspace: WorkspaceId, meeting: MeetingId) -> Result<(), StoreError> {
    let sql = "DELETE FROM meeting_places WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, meeting]).await.map(drop)
}

/// Reads the columns `place_kind` and `place_text`.
pub(crate) fn read(row: &Row) -> Result<Option<Place>, StoreError> {
    let Some(kind) = row.opt("place_kind")? else { return Ok(None) };
    let text: String = row.get("place_text")?;
    match Place::parse(kind, &text) {
        Ok(place) => Ok(Some(place)),
        Err(error) => Err(StoreError::Corrupt { column: "place_text", problem: error.to_string() }),
    }
}
