//! The outbox for mail to users: their connection needs them, or an invitee answered. One row per user, kind and moment.

use domain::{EmailAddress, EmailId, InviteeId, MeetingId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
    outbox::EmailState,
};

domain::text_enum! {
    /// What a mail to a user says.
    pub enum UserEmailKind {
        /// Zoom refuses our access: reconnect.
        ZoomNeedsReconnect = "zoom_needs_reconnect",
        /// Somebody does not come to their meeting.
        InvitationDeclined = "invitation_declined",
        /// Somebody would rather meet at another time.
        TimeProposed = "time_proposed",
        /// The connection was ended from outside, and what came from Zoom is deleted.
        ZoomEnded = "zoom_ended",
        /// Somebody else connected the Zoom account that they use.
        ZoomShared = "zoom_shared",
        /// A link to a new password, which somebody asked for.
        PasswordReset = "password_reset",
        /// Their password was changed.
        PasswordChanged = "password_changed",
        /// Tasks of theirs are due.
        TasksDue = "tasks_due",
    }
}

text_columns! { UserEmailKind }

/// A mail to a user, to be sent.
#[derive(Debug, Clone)]
pub struct NewUserEmail {
    /// The new id.
    pub id: EmailId,
    /// Their workspace.
    pub workspace_id: WorkspaceId,
    /// For whom.
    pub user_id: UserId,
    /// What it says.
    pub kind: UserEmailKind,
    /// When what it tells of happened.
    pub about_at: Timestamp,
    /// The meeting and the invitee that it is about, if it is about any.
    pub about: Option<(MeetingId, InviteeId)>,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// Its `Message-ID`, fixed now so that a repeated attempt is the same message.
    pub message_id: String,
    /// When it was queued.
    pub created_at: Timestamp,
}

/// A mail to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserEmail {
    /// Its id.
    pub id: EmailId,
    /// For whom.
    pub user_id: UserId,
    /// What it says.
    pub kind: UserEmailKind,
    /// When what it tells of happened.
    pub about_at: Timestamp,
    /// The meeting and the invitee that it is about, if it is about any.
    pub about: Option<(MeetingId, InviteeId)>,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// Whether it left.
    pub state: EmailState,
    /// How often nobody knows whether it arrived.
    pub unclear: u32,
    /// What the mail server said last.
    pub server_words: Option<String>,
    /// Its `Message-ID`.
    pub message_id: String,
}

/// Queues a mail. `false` when the user has one of this kind about this moment.
pub async fn queue(tx: &Tx, email: &NewUserEmail) -> Result<bool, StoreError> {
    let columns = columns! {
        workspace_id: email.workspace_id,
        id: email.id,
        user_id: email.user_id,
        kind: email.kind,
        about_at: email.about_at,
        meeting_id: email.about.map(|(meeting, _)| meeting),
        invitee_id: email.about.map(|(_, invitee)| invitee),
        to_address: email.to_address,
        state: EmailState::Queued,
        attempts: 0_i64,
        unclear: 0_i64,
        message_id: email.message_id,
        created_at: email.created_at,
    };
    tx.insert_new("user_emails", columns).await
}

/// The mail with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: EmailId) -> Result<Option<UserEmail>, StoreError> {
    let sql = "SELECT id, user_id, kind, about_at, meeting_id, invitee_id, to_address, state, unclear, server_words, message_id \
        FROM user_emails WHERE workspace_id = $1 AND id = $2";
    db.one(sql, values![workspace, id], |row| {
        Ok(UserEmail {
            id: row.get("id")?,
            user_id: row.get("user_id")?,
            kind: row.get("kind")?,
            about_at: row.get("about_at")?,
            about: row.opt("meeting_id")?.zip(row.opt("invitee_id")?),
            to_address: row.get("to_address")?,
            state: row.get("state")?,
            unclear: row.get("unclear")?,
            server_words: row.opt("server_words")?,
            message_id: row.get("message_id")?,
        })
    })
    .await
}
