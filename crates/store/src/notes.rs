//! Notes on contacts. They are read through the timeline.

use domain::{ContactId, NoteBody, NoteId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{StoreError, Tx, columns::columns};

/// A note to add.
#[derive(Debug, Clone)]
pub struct NewNote {
    /// The new id.
    pub id: NoteId,
    /// Whom it is about.
    pub contact_id: ContactId,
    /// Who wrote it.
    pub author_id: UserId,
    /// What they wrote.
    pub body: NoteBody,
    /// When.
    pub created_at: Timestamp,
}

/// Adds a note; the timeline entry is the caller's, see [`crate::activities::record`].
pub async fn create(tx: &Tx, workspace: WorkspaceId, note: &NewNote) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: note.id,
        contact_id: note.contact_id,
        author_id: note.author_id,
        body: note.body,
        created_at: note.created_at,
    };
    tx.insert("notes", columns).await
}
