//! What came of meetings.

use domain::{ContactId, MeetingId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
    meeting_lists::{MeetingRow, rows},
    query::insert_sql,
};

domain::text_enum! {
    /// How a meeting ended.
    pub enum Outcome {
        /// It took place.
        Held = "held",
        /// Who was invited did not come.
        NoShow = "no_show",
        /// It did not take place.
        Dropped = "dropped",
        /// Nobody wants to say, and nobody is to be asked again.
        Unsaid = "unsaid",
    }
}

text_columns! { Outcome }

/// What somebody noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// How it ended.
    pub outcome: Outcome,
    /// What there is to say; may be empty.
    pub note: String,
    /// Who noted it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// What was noted about a meeting.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Option<Noted>, StoreError> {
    let sql = "SELECT outcome, note, noted_by, noted_at FROM meeting_outcomes \
        WHERE workspace_id = $1 AND meeting_id = $2";
    db.one(sql, values![workspace, meeting], |row| {
        Ok(Noted {
            outcome: row.get("outcome")?,
            note: row.get("note")?,
            by: row.get("noted_by")?,
            at: row.get("noted_at")?,
        })
    })
    .await
}

/// Notes what came of a meeting, in place of what was noted before.
pub async fn put(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    noted: &Noted,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: meeting,
        outcome: noted.outcome,
        note: noted.note,
        noted_by: noted.by,
        noted_at: noted.at,
    };
    let (mut sql, values) = insert_sql("meeting_outcomes", columns);
    sql.push_str(
        " ON CONFLICT (workspace_id, meeting_id) DO UPDATE SET outcome = excluded.outcome, note = excluded.note, \
         noted_by = excluded.noted_by, noted_at = excluded.noted_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// The host's meetings that ended between `since` and `now` and of which nothing was noted, in order; with `contact`, only
/// those with them.
pub async fn to_ask(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    contact: Option<ContactId>,
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<MeetingRow>, StoreError> {
    const MOST: u32 = 20;
    let mut condition = String::from(
        "m.host_id = $2 AND m.ends_at > $3 AND m.ends_at <= $4 AND NOT EXISTS (SELECT 1 FROM meeting_outcomes o \
         WHERE o.workspace_id = m.workspace_id AND o.meeting_id = m.id)",
    );
    let mut values = values![host, since, now];
    if let Some(contact) = contact {
        condition.push_str(
            " AND (m.contact_id = $5 OR m.id IN (SELECT i.meeting_id FROM meeting_invitees i \
             WHERE i.workspace_id = $1 AND i.contact_id = $5))",
        );
        values.extend(values![contact]);
    }
    rows(db, workspace, &condition, values, MOST).await
}
