//! How people begin new meetings in their own Zoom settings.

use domain::{GrantId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    query::insert_sql,
};

/// What Zoom said; `None` where it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingDefaults {
    /// The host lets each person in.
    pub waiting_room: Option<bool>,
    /// Zoom takes no meeting without a passcode.
    pub passcode_required: Option<bool>,
    /// Recording at Zoom is allowed.
    pub cloud_recording: Option<bool>,
    /// Where meetings are recorded by themselves, in Zoom's word: `cloud`, `local` or `none`.
    pub auto_recording: Option<String>,
    /// When it was said.
    pub read_at: Timestamp,
}

/// Those of the account that a user is connected to, and its `plan_type`.
pub async fn of_user(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<(MeetingDefaults, i64)>, StoreError> {
    let sql = "SELECT d.waiting_room, d.passcode_required, d.cloud_recording, d.auto_recording, d.read_at, g.plan_type \
        FROM connections c JOIN meeting_defaults d ON d.grant_id = c.grant_id JOIN grants g ON g.id = c.grant_id \
        WHERE c.workspace_id = $1 AND c.user_id = $2";
    db.one(sql, values![workspace, user], |row| {
        let defaults = MeetingDefaults {
            waiting_room: row.opt("waiting_room")?,
            passcode_required: row.opt("passcode_required")?,
            cloud_recording: row.opt("cloud_recording")?,
            auto_recording: row.opt("auto_recording")?,
            read_at: row.get("read_at")?,
        };
        Ok((defaults, row.get("plan_type")?))
    })
    .await
}

/// Keeps what Zoom said last.
pub async fn put(tx: &Tx, grant: GrantId, defaults: &MeetingDefaults) -> Result<(), StoreError> {
    let columns = columns! {
        grant_id: grant, waiting_room: defaults.waiting_room, passcode_required: defaults.passcode_required,
        cloud_recording: defaults.cloud_recording, auto_recording: defaults.auto_recording.as_deref(),
        read_at: defaults.read_at,
    };
    let (mut sql, values) = insert_sql("meeting_defaults", columns);
    sql.push_str(
        " ON CONFLICT (grant_id) DO UPDATE SET waiting_room = excluded.waiting_room, \
         passcode_required = excluded.passcode_required, cloud_recording = excluded.cloud_recording, \
         auto_recording = excluded.auto_recording, read_at = excluded.read_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// Forgets those of everybody.
pub async fn delete_all(tx: &Tx) -> Result<(), StoreError> {
    tx.exec("DELETE FROM meeting_defaults", values![]).await.map(drop)
}

/// Whether there are any of this account: 0 or 1.
pub(crate) async fn count_of_grant(db: &impl Db, grant: GrantId) -> Result<u64, StoreError> {
    db.count("SELECT COUNT(*) AS n FROM meeting_defaults WHERE grant_id = $1", values![grant]).await
}

/// Forgets them.
pub async fn delete_of_grant(tx: &Tx, grant: GrantId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM meeting_defaults WHERE grant_id = $1", values![grant]).await.map(drop)
}
