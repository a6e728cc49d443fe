//! How meetings go, as Zoom's events say it: when they were started and ended, and who was there. Events come late, twice
//! and in any order, so what they say is put together in a way that does not depend on the order: nothing goes backwards.

use domain::{GrantId, InviteeId, MeetingId, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    query::{insert_sql, placeholders},
};

/// One time that a meeting was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which meeting.
    pub meeting_id: MeetingId,
    /// Zoom's name for this time.
    pub uuid: String,
    /// When it was started, if Zoom said so.
    pub started_at: Option<Timestamp>,
    /// When it ended; `None` while it runs.
    pub ended_at: Option<Timestamp>,
}

/// Somebody who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Which time the meeting was started.
    pub uuid: String,
    /// Their number within it.
    pub participant: String,
    /// The name they gave.
    pub name: String,
    /// Whether they are the host.
    pub is_host: bool,
    /// When they came.
    pub first_joined_at: Option<Timestamp>,
    /// When they came back last.
    pub last_joined_at: Option<Timestamp>,
    /// When they left last.
    pub last_left_at: Option<Timestamp>,
    /// Who of the invited they are.
    pub invitee_id: Option<InviteeId>,
    /// Who said so; `None` if Zoom gave their address.
    pub confirmed_by: Option<UserId>,
}

impl Attendee {
    /// Whether they were still there when Zoom last spoke of them.
    pub fn is_there(&self) -> bool {
        self.last_left_at.is_none() || self.last_joined_at > self.last_left_at
    }
}

/// What an event says about somebody.
#[derive(Debug, Clone)]
pub struct Presence<'a> {
    /// Which time the meeting was started.
    pub uuid: &'a str,
    /// Their number within it.
    pub participant: &'a str,
    /// The name they gave.
    pub name: &'a str,
    /// Whether they are the host.
    pub is_host: bool,
    /// When they came.
    pub joined_at: Option<Timestamp>,
    /// When they left.
    pub left_at: Option<Timestamp>,
    /// Who of the invited they are, on the evidence of their address.
    pub invitee_id: Option<InviteeId>,
}

/// Meetings of this grant that Zoom calls `zoom_id`.
pub async fn meetings_of_grant(
    db: &impl Db,
    grant: GrantId,
    zoom_id: &str,
    at: Timestamp,
) -> Result<Vec<(WorkspaceId, MeetingId)>, StoreError> {
    let sql = "SELECT z.workspace_id, z.meeting_id, z.occurrence_id, m.starts_at FROM zoom_meetings z \
        JOIN meetings m ON m.workspace_id = z.workspace_id AND m.id = z.meeting_id \
        WHERE z.grant_id = $1 AND z.zoom_id = $2 AND NOT m.repeats ORDER BY z.workspace_id, z.meeting_id";
    let rows = db.all(sql, values![grant, zoom_id], |row| {
        let is_date = row.opt::<String>("occurrence_id")?.is_some();
        let starts_at: Timestamp = row.get("starts_at")?;
        Ok((row.get::<WorkspaceId>("workspace_id")?, row.get("meeting_id")?, is_date, starts_at))
    });
    let (mut dates, single): (Vec<_>, Vec<_>) =
        rows.await?.into_iter().partition(|(.., is_date, _)| *is_date);
    dates.sort_by_key(|(workspace, _, _, starts_at)| (*workspace, starts_at.duration_since(at).abs()));
    dates.dedup_by_key(|(workspace, ..)| *workspace);
    Ok(single.into_iter().chain(dates).map(|(workspace, meeting, ..)| (workspace, meeting)).collect())
}

/// Notes that a meeting was started or has ended. What is known already stays: a time that ended does not begin again.
pub async fn note_session(
    tx: &Tx,
    workspace: WorkspaceId,
    grant: GrantId,
    session: &Session,
    now: Timestamp,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: session.meeting_id,
        uuid: session.uuid,
        grant_id: grant,
        started_at: session.started_at,
        ended_at: session.ended_at,
        updated_at: now,
    };
    let (mut sql, values) = insert_sql("meeting_life", columns);
    sql.push_str(
        " ON CONFLICT (workspace_id, meeting_id, uuid) DO UPDATE SET \
         started_at = COALESCE(meeting_life.started_at, excluded.started_at), \
         ended_at = COALESCE(meeting_life.ended_at, excluded.ended_at), updated_at = excluded.updated_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// Notes that somebody came or left. Whom somebody confirmed them to be stays.
pub async fn note_presence(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    grant: GrantId,
    said: &Presence<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: meeting,
        uuid: said.uuid,
        participant: said.participant,
        grant_id: grant,
        name: said.name,
        is_host: said.is_host,
        first_joined_at: said.joined_at,
        last_joined_at: said.joined_at,
        last_left_at: said.left_at,
        invitee_id: said.invitee_id,
        updated_at: now,
    };
    let (mut sql, values) = insert_sql("meeting_attendance", columns);
    let earlier = pick("first_joined_at", "<");
    let later = [pick("last_joined_at", ">"), pick("last_left_at", ">")].join(", ");
    let merge = format!(
        " ON CONFLICT (workspace_id, meeting_id, uuid, participant) DO UPDATE SET {earlier}, {later}, \
         invitee_id = COALESCE(meeting_attendance.invitee_id, excluded.invitee_id), updated_at = excluded.updated_at"
    );
    sql.push_str(&merge);
    tx.exec(&sql, values).await.map(drop)
}

/// Keeps the earlier or later of two times, either of which may be unknown.
fn pick(column: &str, wins: &str) -> String {
    format!(
        "{column} = CASE WHEN meeting_attendance.{column} IS NULL \
         OR excluded.{column} {wins} meeting_attendance.{column} \
         THEN COALESCE(excluded.{column}, meeting_attendance.{column}) ELSE meeting_attendance.{column} END"
    )
}

/// The times that a meeting was started, in order.
pub async fn sessions(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Vec<Session>, StoreError> {
    sessions_of(db, workspace, &[meeting]).await
}

/// The same for several meetings.
pub async fn sessions_of(
    db: &impl Db,
    workspace: WorkspaceId,
    meetings: &[MeetingId],
) -> Result<Vec<Session>, StoreError> {
    if meetings.is_empty() {
        return Ok(Vec::new());
    }
    let marks = placeholders(2, meetings.len());
    let sql = format!(
        "SELECT meeting_id, uuid, started_at, ended_at FROM meeting_life WHERE workspace_id = $1 \
         AND meeting_id IN ({marks}) ORDER BY meeting_id, COALESCE(started_at, ended_at), uuid"
    );
    let mut values = values![workspace];
    values.extend(meetings.iter().flat_map(|meeting| values![meeting]));
    db.all(&sql, values, |row| {
        Ok(Session {
            meeting_id: row.get("meeting_id")?,
            uuid: row.get("uuid")?,
            started_at: row.opt("started_at")?,
            ended_at: row.opt("ended_at")?,
        })
    })
    .await
}

/// Who was there, in the order in which they came.
pub async fn attendance(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Vec<Attendee>, StoreError> {
    let sql = "SELECT uuid, participant, name, is_host, first_joined_at, last_joined_at, last_left_at, invitee_id, \
        confirmed_by FROM meeting_attendance WHERE workspace_id = $1 AND meeting_id = $2 \
        ORDER BY COALESCE(first_joined_at, last_left_at), participant";
    db.all(sql, values![workspace, meeting], read_attendee).await
}

/// Meetings of all workspaces of whose life something was noted after `since`, and when it was last: for a process that
/// tells the pages of all of them.
pub async fn changed_since(
    db: &impl Db,
    since: Timestamp,
) -> Result<Vec<(WorkspaceId, MeetingId, Timestamp)>, StoreError> {
    let sql = "SELECT workspace_id, meeting_id, MAX(updated_at) AS at FROM (\
        SELECT workspace_id, meeting_id, updated_at FROM meeting_life WHERE updated_at > $1 UNION ALL \
        SELECT workspace_id, meeting_id, updated_at FROM meeting_attendance WHERE updated_at > $1) changed \
        GROUP BY workspace_id, meeting_id";
    db.all(sql, values![since], |row| Ok((row.get("workspace_id")?, row.get("meeting_id")?, row.get("at")?)))
        .await
}

/// Somebody says who of the invited this was, or takes it back (`None`). Only where Zoom gave no address to know them by.
/// Whether there was anything to say.
pub async fn confirm(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    (uuid, participant): (&str, &str),
    invitee: Option<InviteeId>,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE meeting_attendance SET invitee_id = $5, confirmed_by = $6, updated_at = $7 \
        WHERE workspace_id = $1 AND meeting_id = $2 AND uuid = $3 AND participant = $4 \
        AND (invitee_id IS NULL OR confirmed_by IS NOT NULL) AND NOT is_host \
        AND ($5 IS NULL OR EXISTS (SELECT 1 FROM meeting_invitees i \
        WHERE i.workspace_id = $1 AND i.meeting_id = $2 AND i.id = $5))";
    let by = invitee.map(|_| by);
    Ok(tx.exec(sql, values![workspace, meeting, uuid, participant, invitee, by, now]).await? == 1)
}

/// How many times and people of the grant's meetings are kept.
pub(crate) async fn count_of_grant(db: &impl Db, grant: GrantId) -> Result<u64, StoreError> {
    let mut count = 0;
    for table in TABLES {
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE grant_id = $1");
        count += db.count(&sql, values![grant]).await?;
    }
    Ok(count)
}

/// Forgets them; how many there were.
pub(crate) async fn delete_of_grant(tx: &Tx, grant: GrantId) -> Result<u64, StoreError> {
    let mut count = 0;
    for table in TABLES {
        count += tx.exec(&format!("DELETE FROM {table} WHERE grant_id = $1"), values![grant]).await?;
    }
    Ok(count)
}

const TABLES: [&str; 2] = ["meeting_life", "meeting_attendance"];

fn read_attendee(row: &Row) -> Result<Attendee, StoreError> {
    Ok(Attendee {
        uuid: row.get("uuid")?,
        participant: row.get("participant")?,
        name: row.get("name")?,
        is_host: row.get("is_host")?,
        first_joined_at: row.opt("first_joined_at")?,
        last_joined_at: row.opt("last_joined_at")?,
        last_left_at: row.opt("last_left_at")?,
        invitee_id: row.opt("invitee_id")?,
        confirmed_by: row.opt("confirmed_by")?,
    })
}
