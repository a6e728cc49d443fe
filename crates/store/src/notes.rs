//! Notes on contacts. Pages read them through the timeline.

use domain::{ContactId, NoteBody, NoteId, PersonName, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
};

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

/// A note as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Who wrote it.
    pub author: (UserId, PersonName),
    /// What they wrote.
    pub body: NoteBody,
    /// When.
    pub created_at: Timestamp,
}

const SELECT: &str = "SELECT n.id, n.author_id, u.name AS author_name, n.body, n.created_at FROM notes n \
    JOIN users u ON u.workspace_id = n.workspace_id AND u.id = n.author_id \
    WHERE n.workspace_id = $1 AND n.contact_id = $2";

fn read(row: &Row) -> Result<Note, StoreError> {
    Ok(Note {
        id: row.get("id")?,
        author: (row.get("author_id")?, row.get("author_name")?),
        body: row.get("body")?,
        created_at: row.get("created_at")?,
    })
}

/// The notes on a contact, the newest first, and how to go on. `after` is what another page said.
pub async fn of_contact(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
    after: Option<&str>,
    limit: u32,
) -> Result<(Vec<Note>, Option<String>), StoreError> {
    let cursor = Cursor::parse_time(after);
    let seek = Seek::new(Order::NewestFirst("n.created_at"), "n.id", cursor.as_ref(), 4);
    let sql = format!("{SELECT}{} {} LIMIT $3", seek.condition, seek.order_by);
    let values = [values![workspace, contact, i64::from(limit) + 1], seek.values].concat();
    let page = cut(db.all(&sql, values, read).await?, cursor.as_ref(), limit, |note| {
        (note.id.as_uuid(), Micros::from(note.created_at).0.to_string())
    });
    Ok((page.rows, page.next))
}

/// The note with this id on a contact.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
    id: NoteId,
) -> Result<Option<Note>, StoreError> {
    db.one(&format!("{SELECT} AND n.id = $3"), values![workspace, contact, id], read).await
}
