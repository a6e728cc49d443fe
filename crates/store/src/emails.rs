//! The outbox for mail about meetings: one row per recipient, kind and revision, and one for each copy of an invitation
//! that somebody asked for. How it leaves: [`crate::outbox`].

use domain::{EmailAddress, EmailId, InviteeId, MeetingId, Minutes, PersonName, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    outbox::COUNTED,
    query::{Query as _, placeholders},
};

pub use crate::outbox::EmailState;

domain::text_enum! {
    /// What an email says.
    pub enum EmailKind {
        /// Come to this meeting.
        Invitation = "invitation",
        /// The meeting was moved, or something else about it changed.
        Update = "update",
        /// The meeting will not take place.
        Cancellation = "cancellation",
    }
}

text_columns! { EmailKind }

/// An email to send.
#[derive(Debug, Clone)]
pub struct NewEmail {
    /// The new id.
    pub id: EmailId,
    /// The workspace of the meeting.
    pub workspace_id: WorkspaceId,
    /// What it is about.
    pub meeting_id: MeetingId,
    /// For whom.
    pub invitee_id: InviteeId,
    /// What it says.
    pub kind: EmailKind,
    /// The revision of the meeting it tells about.
    pub revision: i64,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// The recipient's name.
    pub to_name: Option<PersonName>,
    /// Its `Message-ID`, fixed now so that a repeated attempt is the same message.
    pub message_id: String,
    /// When it was queued.
    pub created_at: Timestamp,
}

/// An email of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// Its id.
    pub id: EmailId,
    /// The workspace of the meeting.
    pub workspace_id: WorkspaceId,
    /// What it is about.
    pub meeting_id: MeetingId,
    /// For whom.
    pub invitee_id: InviteeId,
    /// What it says.
    pub kind: EmailKind,
    /// The revision of the meeting it tells about.
    pub revision: i64,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// The recipient's name.
    pub to_name: Option<PersonName>,
    /// Whether it left.
    pub state: EmailState,
    /// How often it was tried.
    pub attempts: u32,
    /// How often nobody knows whether it arrived: see [`crate::outbox`].
    pub unclear: u32,
    /// What the mail server said last.
    pub server_words: Option<String>,
    /// Its `Message-ID`.
    pub message_id: String,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
    /// What it told, once it has left.
    pub told: Option<Told>,
}

impl Email {
    /// It failed, and surely never reached anybody.
    pub fn never_arrived(&self) -> bool {
        self.state == EmailState::Failed && self.unclear == 0
    }

    /// The mail server took it, or may have.
    pub fn may_have_arrived(&self) -> bool {
        self.state == EmailState::Sent || self.unclear > 0
    }
}

/// What a mail told its recipient about the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The revision that it described; later than [`Email::revision`] if the meeting moved on before it left.
    pub revision: i64,
    /// The start that it named.
    pub starts_at: Timestamp,
    /// The length that it named.
    pub duration: Minutes,
}

const SELECT: &str = "SELECT workspace_id, id, meeting_id, invitee_id, kind, revision, to_address, to_name, state, \
    attempts, unclear, server_words, message_id, created_at, sent_at, told_revision, told_starts_at, told_minutes FROM emails";

fn read(row: &Row) -> Result<Email, StoreError> {
    Ok(Email {
        id: row.get("id")?,
        workspace_id: row.get("workspace_id")?,
        meeting_id: row.get("meeting_id")?,
        invitee_id: row.get("invitee_id")?,
        kind: row.get("kind")?,
        revision: row.get("revision")?,
        to_address: row.get("to_address")?,
        to_name: row.opt("to_name")?,
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        unclear: row.get("unclear")?,
        server_words: row.opt("server_words")?,
        message_id: row.get("message_id")?,
        created_at: row.get("created_at")?,
        sent_at: row.opt("sent_at")?,
        told: read_told(row)?,
    })
}

fn read_told(row: &Row) -> Result<Option<Told>, StoreError> {
    let Some(revision) = row.opt("told_revision")? else { return Ok(None) };
    Ok(Some(Told { revision, starts_at: row.get("told_starts_at")?, duration: row.get("told_minutes")? }))
}

/// Queues an email. `false` when this invitee has one of this kind for this revision: nobody is mailed twice.
pub async fn queue(tx: &Tx, email: &NewEmail) -> Result<bool, StoreError> {
    insert(tx, email, email.revision).await
}

/// Queues one more of the same, because somebody asked for it. The caller holds the meeting, so that two who ask have
/// one copy each.
pub async fn queue_copy(tx: &Tx, email: &NewEmail) -> Result<(), StoreError> {
    let sql = "SELECT COALESCE(MIN(turn), 0) AS last FROM emails \
        WHERE workspace_id = $1 AND invitee_id = $2 AND kind = $3 AND turn < 0";
    let values = values![email.workspace_id, email.invitee_id, email.kind];
    let last = tx.one(sql, values, |row| row.get::<i64>("last")).await?.unwrap_or(0);
    insert(tx, email, last - 1).await.map(drop)
}

async fn insert(tx: &Tx, email: &NewEmail, turn: i64) -> Result<bool, StoreError> {
    let columns = columns! {
        workspace_id: email.workspace_id,
        id: email.id,
        meeting_id: email.meeting_id,
        invitee_id: email.invitee_id,
        kind: email.kind,
        turn: turn,
        revision: email.revision,
        to_address: email.to_address,
        to_name: email.to_name,
        state: EmailState::Queued,
        attempts: 0_i64,
        message_id: email.message_id,
        created_at: email.created_at,
    };
    tx.insert_new("emails", columns).await
}

/// The email with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: EmailId) -> Result<Option<Email>, StoreError> {
    let sql = format!("{SELECT} WHERE workspace_id = $1 AND id = $2");
    db.one(&sql, values![workspace, id], read).await
}

/// All mail about a meeting, oldest first.
pub async fn of_meeting(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Vec<Email>, StoreError> {
    let sql = format!("{SELECT} WHERE workspace_id = $1 AND meeting_id = $2 ORDER BY created_at, id");
    db.all(&sql, values![workspace, meeting], read).await
}

/// The emails about several meetings, in one query: for lists.
pub async fn of_meetings(
    db: &impl Db,
    workspace: WorkspaceId,
    meetings: &[MeetingId],
) -> Result<Vec<Email>, StoreError> {
    if meetings.is_empty() {
        return Ok(Vec::new());
    }
    let marks = placeholders(2, meetings.len());
    let sql = format!("{SELECT} WHERE workspace_id = $1 AND meeting_id IN ({marks}) ORDER BY created_at, id");
    let mut values = values![workspace];
    values.extend(meetings.iter().flat_map(|meeting| values![meeting]));
    db.all(&sql, values, read).await
}

/// Notes what a mail tells, in the transaction that notes that it has left.
pub async fn note_told(tx: &Tx, workspace: WorkspaceId, id: EmailId, told: Told) -> Result<(), StoreError> {
    let sql = "UPDATE emails SET told_revision = $3, told_starts_at = $4, told_minutes = $5 \
        WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, id, told.revision, told.starts_at, told.duration]).await.map(drop)
}

/// Another mail says what this one was to say, so it does not leave.
pub async fn mark_overtaken(
    tx: &Tx,
    workspace: WorkspaceId,
    id: EmailId,
    words: &str,
) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE emails SET state = $4, unclear = {COUNTED}, server_words = $3, handed_over_at = NULL \
         WHERE workspace_id = $1 AND id = $2"
    );
    tx.exec(&sql, values![workspace, id, words, EmailState::Overtaken]).await.map(drop)
}

/// Flags the contact whose address the mail server refused, or ends that when a mail got through.
pub async fn note_address(
    tx: &Tx,
    workspace: WorkspaceId,
    id: EmailId,
    refused: bool,
) -> Result<(), StoreError> {
    let Some(email) = get(tx, workspace, id).await? else {
        return Ok(());
    };
    let sql = "UPDATE contact_emails SET bounced = $3 WHERE workspace_id = $1 AND address_folded = $2";
    tx.exec(sql, values![workspace, email.to_address.folded(), refused]).await.map(drop)
}
