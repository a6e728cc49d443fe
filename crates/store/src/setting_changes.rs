//! Who changed which setting of the installation, and when. Append-only.

use domain::{PersonName, SettingChangeId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
};

domain::text_enum! {
    /// What was changed.
    pub enum SettingSubject {
        /// For whom a feature is on.
        Feature = "feature",
        /// Credentials of the Zoom app, and which are in use.
        ZoomApp = "zoom_app",
        /// What Zoom looks for to believe that the domain is ours.
        DomainVerification = "domain_verification",
        /// A public page, or the languages that they are offered in.
        PublicPage = "public_page",
    }
}

text_columns! { SettingSubject }

/// One change.
#[derive(Debug, Clone)]
pub struct SettingChange {
    /// Its id.
    pub id: SettingChangeId,
    /// When.
    pub at: Timestamp,
    /// The workspace of whoever did it.
    pub workspace_id: WorkspaceId,
    /// Who did it.
    pub user_id: UserId,
    /// What it was about.
    pub subject: SettingSubject,
    /// What changed, in a sentence for people. No secrets.
    pub words: String,
}

/// A change with the name of who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChangeRow {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: PersonName,
    /// What.
    pub words: String,
}

/// Writes a change down, in the transaction that makes it.
pub async fn record(tx: &Tx, change: &SettingChange) -> Result<(), StoreError> {
    let columns = columns! {
        id: change.id,
        at: change.at,
        workspace_id: change.workspace_id,
        user_id: change.user_id,
        subject: change.subject,
        words: change.words,
    };
    tx.insert("setting_changes", columns).await
}

/// The latest changes, the newest first.
pub async fn latest(db: &impl Db, limit: u32) -> Result<Vec<SettingChangeRow>, StoreError> {
    let sql = "SELECT c.at, c.words, u.name AS user_name FROM setting_changes c \
        JOIN users u ON u.workspace_id = c.workspace_id AND u.id = c.user_id ORDER BY c.at DESC, c.id DESC LIMIT $1";
    db.all(sql, values![limit], |row| {
        Ok(SettingChangeRow { at: row.get("at")?, person: row.get("user_name")?, words: row.get("words")? })
    })
    .await
}
