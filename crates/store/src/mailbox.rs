//! The inside mailbox: where mail goes while no mail server is configured.

use domain::{MessageId, UserId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
};

/// A message as it would have gone out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id here.
    pub id: MessageId,
    /// Whose people may read it.
    pub workspace_id: WorkspaceId,
    /// When it was delivered.
    pub received_at: Timestamp,
    /// Who sent it, as in its header.
    pub from_addr: String,
    /// Whom it reached, as in its envelope.
    pub to_addr: String,
    /// Its subject.
    pub subject: String,
    /// The whole message, RFC 5322.
    pub raw: Vec<u8>,
    /// Its `Message-ID`.
    pub message_id: String,
}

/// A message as one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Its id here.
    pub id: MessageId,
    /// When it was delivered.
    pub received_at: Timestamp,
    /// Who sent it.
    pub from_addr: String,
    /// Whom it reached.
    pub to_addr: String,
    /// Its subject.
    pub subject: String,
}

/// One page of messages, newest first.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// The rows.
    pub rows: Vec<MessageRow>,
    /// How to go on to older ones.
    pub next: Option<String>,
    /// How to go back to newer ones.
    pub previous: Option<String>,
}

/// Delivers a message. `false` when one with its `Message-ID` is there already: a repeated attempt is no second mail.
pub async fn deliver(tx: &Tx, message: &Message) -> Result<bool, StoreError> {
    let columns = columns! {
        id: message.id,
        workspace_id: message.workspace_id,
        received_at: message.received_at,
        from_addr: message.from_addr,
        to_addr: message.to_addr,
        subject: message.subject,
        raw: message.raw,
        message_id: message.message_id,
    };
    tx.insert_new("mailbox_messages", columns).await
}

/// Which messages are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// All of them: a test's, or a program's.
    All,
    /// Those that this person may read.
    Of(UserId),
}

impl Eyes {
    /// The condition, and whom it is about as `$place`.
    fn condition(self, place: usize) -> (String, Vec<Value>) {
        match self {
            Self::All => (String::new(), Vec::new()),
            Self::Of(user) => {
                let sql = format!(
                    " AND NOT EXISTS (SELECT 1 FROM mailbox_readers r WHERE r.workspace_id = mailbox_messages.workspace_id \
                     AND r.message_id = mailbox_messages.id AND r.user_id <> ${place})"
                );
                (sql, values![user])
            }
        }
    }
}

/// Messages, newest first. `before` is [`MessagePage::next`] (or `previous`) of another page.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    eyes: Eyes,
    before: Option<&str>,
    limit: u32,
) -> Result<MessagePage, StoreError> {
    let cursor = Cursor::parse_time(before);
    let (condition, reader) = eyes.condition(3);
    let seek = Seek::new(Order::NewestFirst("received_at"), "id", cursor.as_ref(), 3 + reader.len());
    let sql = format!(
        "SELECT id, received_at, from_addr, to_addr, subject FROM mailbox_messages \
         WHERE workspace_id = $1{condition}{} {} LIMIT $2",
        seek.condition, seek.order_by
    );
    let values = [values![workspace, i64::from(limit) + 1], reader, seek.values].concat();
    let page = cut(db.all(&sql, values, read_row).await?, cursor.as_ref(), limit, |row| {
        (row.id.as_uuid(), Micros::from(row.received_at).0.to_string())
    });
    Ok(MessagePage { rows: page.rows, next: page.next, previous: page.previous })
}

/// The message with this id, whole.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    eyes: Eyes,
    id: MessageId,
) -> Result<Option<Message>, StoreError> {
    let (condition, reader) = eyes.condition(3);
    let sql = format!(
        "SELECT id, received_at, from_addr, to_addr, subject, raw, message_id FROM mailbox_messages \
         WHERE workspace_id = $1 AND id = $2{condition}"
    );
    db.one(&sql, [values![workspace, id], reader].concat(), |row| {
        let MessageRow { id, received_at, from_addr, to_addr, subject } = read_row(row)?;
        let (raw, message_id) = (row.get("raw")?, row.get("message_id")?);
        Ok(Message { id, workspace_id: workspace, received_at, from_addr, to_addr, subject, raw, message_id })
    })
    .await
}

/// How many messages there are.
pub async fn count(db: &impl Db, workspace: WorkspaceId, eyes: Eyes) -> Result<u64, StoreError> {
    let (condition, reader) = eyes.condition(2);
    let sql = format!("SELECT COUNT(*) AS n FROM mailbox_messages WHERE workspace_id = $1{condition}");
    db.count(&sql, [values![workspace], reader].concat()).await
}

fn read_row(row: &Row) -> Result<MessageRow, StoreError> {
    Ok(MessageRow {
        id: row.get("id")?,
        received_at: row.get("received_at")?,
        from_addr: row.get("from_addr")?,
        to_addr: row.get("to_addr")?,
        subject: row.get("subject")?,
    })
}
