//! Lists of meetings, and meetings found by what Zoom calls them. Removed meetings are in none of the lists, and a series
//! is there with its dates, not as a whole.

use std::collections::HashMap;

use domain::{
    ContactId, EmailAddress, GrantId, MeetingId, Minutes, PersonName, Place, Repeat, Topic, UserId,
    WorkspaceId, Zone,
};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError,
    columns::{Row, values},
    meeting_places, meeting_series,
    meetings::{Answer, Known, Problem},
    query::placeholders,
};

/// A meeting as one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    /// Its id.
    pub id: MeetingId,
    /// Who holds it.
    pub host_id: UserId,
    /// What it is about.
    pub topic: Topic,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
    /// The zone in which it was planned.
    pub zone: Zone,
    /// What Zoom is known to have.
    pub known: Known,
    /// Whether a change is on its way to Zoom.
    pub changing: bool,
    /// Why it is not there as it is wanted.
    pub problem: Option<Problem>,
    /// When it is tried again.
    pub retry_at: Option<Timestamp>,
    /// The join link, sealed; `None` while Zoom has not given one.
    pub join_url: Option<Vec<u8>>,
    /// Where it takes place, if not in Zoom.
    pub place: Option<Place>,
    /// With whom it was scheduled; otherwise the first invitee who is a contact.
    pub contact: Option<MeetingContact>,
    /// By which rule it comes again, as a date of a series or the whole.
    pub repeat: Option<Repeat>,
    /// Who is invited.
    pub invitees: Vec<RowInvitee>,
}

impl MeetingRow {
    /// Whether people can join.
    pub fn has_link(&self) -> bool {
        self.join_url.is_some()
    }

    /// When it ends.
    pub fn ends_at(&self) -> Timestamp {
        self.duration.after(self.starts_at)
    }
}

/// The contact a meeting is with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingContact {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// What they do.
    pub title: Option<String>,
    /// Where they work.
    pub company_name: Option<String>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
}

/// Somebody invited, in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowInvitee {
    /// The contact they are, if they are one.
    pub contact_id: Option<ContactId>,
    /// Their name, if known.
    pub name: Option<PersonName>,
    /// Their address.
    pub email: EmailAddress,
    /// What they said.
    pub answer: Answer,
}

const SELECT: &str = "SELECT m.id, m.host_id, m.topic, m.starts_at, m.duration_minutes, m.zone, m.known, m.problem, \
    m.retry_at, CASE WHEN p.kind IS NULL THEN z.join_url END AS join_url, \
    p.kind IS NULL AND z.revision < m.revision AS changing, c.id AS contact_id, c.name AS contact_name, c.title AS contact_title, c.zone AS contact_zone, \
    co.name AS company_name, p.kind AS place_kind, p.text AS place_text, s.rule \
    FROM meetings m \
    LEFT JOIN series_dates sd ON sd.workspace_id = m.workspace_id AND sd.meeting_id = m.id \
    LEFT JOIN meeting_series s ON s.workspace_id = m.workspace_id AND s.meeting_id = COALESCE(sd.series_id, m.id) \
    LEFT JOIN meeting_places p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id \
    LEFT JOIN zoom_meetings z ON z.workspace_id = m.workspace_id AND z.meeting_id = m.id \
    LEFT JOIN contacts c ON c.workspace_id = m.workspace_id AND c.id = COALESCE(m.contact_id, \
    (SELECT i.contact_id FROM meeting_invitees i WHERE i.workspace_id = m.workspace_id AND i.meeting_id = m.id \
    AND i.contact_id IS NOT NULL ORDER BY i.position LIMIT 1)) \
    LEFT JOIN companies co ON co.workspace_id = c.workspace_id AND co.id = c.company_id \
    WHERE m.workspace_id = $1 AND m.desired = 'scheduled'";

/// The host's meetings that start at `from` or later and before `to`, in order.
pub async fn in_range(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    from: Timestamp,
    to: Timestamp,
    limit: u32,
) -> Result<Vec<MeetingRow>, StoreError> {
    let condition = "m.host_id = $2 AND m.starts_at >= $3 AND m.starts_at < $4";
    rows(db, workspace, condition, values![host, from, to], limit).await
}

/// The host's meetings that take place at some moment from `from` to before `to`, in order, at most 50.
pub async fn overlapping(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<MeetingRow>, StoreError> {
    let condition = "m.host_id = $2 AND m.ends_at > $3 AND m.starts_at < $4";
    rows(db, workspace, condition, values![host, from, to], 50).await
}

/// The host's meetings that have not ended, in order.
pub async fn upcoming(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<MeetingRow>, StoreError> {
    rows(db, workspace, "m.host_id = $2 AND m.ends_at > $3", values![host, now], limit).await
}

/// Meetings with a contact that have not ended, whoever holds them, in order, at most 100.
pub async fn for_contact(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
    now: Timestamp,
) -> Result<Vec<MeetingRow>, StoreError> {
    let condition = "m.ends_at > $3 AND (m.contact_id = $2 OR m.id IN \
        (SELECT i.meeting_id FROM meeting_invitees i WHERE i.workspace_id = $1 AND i.contact_id = $2))";
    rows(db, workspace, condition, values![contact, now], 100).await
}

/// `condition` may use `$1` for the workspace and binds `values` from `$2` on.
pub(crate) async fn rows(
    db: &impl Db,
    workspace: WorkspaceId,
    condition: &str,
    values: Vec<Value>,
    limit: u32,
) -> Result<Vec<MeetingRow>, StoreError> {
    rows_and_series(db, workspace, &format!("NOT m.repeats AND {condition}"), values, limit).await
}

/// The same, and what stands for whole series.
pub(crate) async fn rows_and_series(
    db: &impl Db,
    workspace: WorkspaceId,
    condition: &str,
    values: Vec<Value>,
    limit: u32,
) -> Result<Vec<MeetingRow>, StoreError> {
    let last = values.len() + 2;
    let sql = format!("{SELECT} AND {condition} ORDER BY m.starts_at, m.id LIMIT ${last}");
    let values = [values![workspace], values, values![limit]].concat();
    let mut meetings = db.all(&sql, values, read).await?;
    let mut invitees = invitees_of(db, workspace, &meetings).await?;
    for meeting in &mut meetings {
        meeting.invitees = invitees.remove(&meeting.id).unwrap_or_default();
    }
    Ok(meetings)
}

async fn invitees_of(
    db: &impl Db,
    workspace: WorkspaceId,
    meetings: &[MeetingRow],
) -> Result<HashMap<MeetingId, Vec<RowInvitee>>, StoreError> {
    let mut found: HashMap<MeetingId, Vec<RowInvitee>> = HashMap::new();
    if meetings.is_empty() {
        return Ok(found);
    }
    let marks = placeholders(2, meetings.len());
    let sql = format!(
        "SELECT meeting_id, contact_id, name, email, answer FROM meeting_invitees \
         WHERE workspace_id = $1 AND meeting_id IN ({marks}) ORDER BY meeting_id, position"
    );
    let mut values = values![workspace];
    values.extend(meetings.iter().flat_map(|meeting| values![meeting.id]));
    let rows = db.all(&sql, values, |row| Ok((row.get("meeting_id")?, read_invitee(row)?))).await?;
    for (meeting, invitee) in rows {
        found.entry(meeting).or_default().push(invitee);
    }
    Ok(found)
}

/// How many meetings of the host start in each week. `bounds` are the first instants of the weeks, in order, and of
/// the week after the last: n + 1 bounds give n counts. Weeks of a zone are not all equally long.
pub async fn count_per_week(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    bounds: &[Timestamp],
) -> Result<Vec<u32>, StoreError> {
    let (Some(first), Some(last)) = (bounds.first(), bounds.last()) else {
        return Ok(Vec::new());
    };
    let sql = "SELECT starts_at FROM meetings WHERE workspace_id = $1 AND host_id = $2 AND desired = 'scheduled' \
        AND NOT repeats AND starts_at >= $3 AND starts_at < $4";
    let starts: Vec<Timestamp> =
        db.all(sql, values![workspace, host, first, last], |row| row.get("starts_at")).await?;
    let mut counts = vec![0; bounds.len() - 1];
    for start in starts {
        let week = bounds.partition_point(|bound| *bound <= start);
        if let Some(count) = week.checked_sub(1).and_then(|week| counts.get_mut(week)) {
            *count += 1;
        }
    }
    Ok(counts)
}

/// How many of the host's meetings have not ended and start before `until`.
pub async fn count_left(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    now: Timestamp,
    until: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM meetings WHERE workspace_id = $1 AND host_id = $2 \
        AND desired = 'scheduled' AND NOT repeats AND ends_at > $3 AND starts_at < $4";
    db.count(sql, values![workspace, host, now, until]).await
}

/// How many of the host's meetings start at `from` or later and before `to`.
pub async fn count_between(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    from: Timestamp,
    to: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM meetings WHERE workspace_id = $1 AND host_id = $2 \
        AND desired = 'scheduled' AND NOT repeats AND starts_at >= $3 AND starts_at < $4";
    db.count(sql, values![workspace, host, from, to]).await
}

/// The host's meetings that Zoom does not have as they are wanted, in order: for a new connection to pick up. Those
/// to come without a Zoom link, those with a change on its way, and removed ones that Zoom may still have.
pub async fn unsettled(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    now: Timestamp,
) -> Result<Vec<MeetingId>, StoreError> {
    let sql = format!("SELECT id FROM meetings WHERE {UNSETTLED} ORDER BY starts_at, id");
    db.all(&sql, values![workspace, host, now], |row| row.get("id")).await
}

const UNSETTLED: &str = "workspace_id = $1 AND host_id = $2 AND (\
    (desired = 'scheduled' AND known IN ('nothing', 'forgotten', 'leaving') AND ends_at > $3) OR \
    (desired = 'scheduled' AND ends_at > $3 AND EXISTS (SELECT 1 FROM zoom_meetings z \
    WHERE z.workspace_id = meetings.workspace_id AND z.meeting_id = meetings.id \
    AND (z.revision < meetings.revision OR z.heard IS NOT NULL))) OR \
    (desired = 'removed' AND known IN ('nothing', 'in_zoom', 'leaving')) OR \
    (desired = 'removed' AND known = 'forgotten' AND ends_at > $3))";

/// What of a host's waits until Zoom answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Meetings that Zoom does not have as they are wanted; each date of a series is one.
    pub meetings: u64,
    /// People who are mailed when it has, each counted once.
    pub people: u64,
}

/// What waits for Zoom: the meetings of [`unsettled`], and who is told of them.
pub async fn waiting(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    now: Timestamp,
) -> Result<Waiting, StoreError> {
    let meetings = format!("SELECT COUNT(*) AS n FROM meetings WHERE {UNSETTLED} AND NOT repeats");
    let people = format!(
        "SELECT COUNT(DISTINCT LOWER(i.email)) AS n FROM meeting_invitees i WHERE i.workspace_id = $1 AND i.meeting_id IN \
         (SELECT id FROM meetings WHERE {UNSETTLED} AND ((known = 'nothing' AND desired = 'scheduled' AND send_invitation) \
         OR (known <> 'nothing' AND tell_invitees)))"
    );
    Ok(Waiting {
        meetings: db.count(&meetings, values![workspace, host, now]).await?,
        people: db.count(&people, values![workspace, host, now]).await?,
    })
}

/// Meetings in Zoom that were created with this grant and have not ended, in order, over all workspaces: for
/// disconnecting, which concerns all users of the Zoom account. A series is one of them.
pub async fn upcoming_of_grant(
    db: &impl Db,
    grant: GrantId,
    now: Timestamp,
) -> Result<Vec<(WorkspaceId, MeetingId)>, StoreError> {
    let sql = "SELECT m.workspace_id, m.id FROM zoom_meetings z \
        JOIN meetings m ON m.workspace_id = z.workspace_id AND m.id = z.meeting_id \
        WHERE z.grant_id = $1 AND m.desired = 'scheduled' AND m.known <> 'leaving' AND m.ends_at > $2 \
        AND z.occurrence_id IS NULL ORDER BY m.starts_at, m.id";
    db.all(sql, values![grant, now], |row| Ok((row.get("workspace_id")?, row.get("id")?))).await
}

/// Meetings that Zoom calls `zoom_id` and that were created in this Zoom account: for events, which come without a
/// workspace. A series as a whole.
pub async fn of_zoom(
    db: &impl Db,
    zoom_account: &str,
    zoom_id: &str,
) -> Result<Vec<(WorkspaceId, MeetingId)>, StoreError> {
    let sql = "SELECT z.workspace_id, z.meeting_id FROM grants g JOIN zoom_meetings z ON z.grant_id = g.id \
        WHERE g.zoom_account_id = $1 AND z.zoom_id = $2 AND z.occurrence_id IS NULL ORDER BY z.workspace_id, z.meeting_id";
    db.all(sql, values![zoom_account, zoom_id], |row| Ok((row.get("workspace_id")?, row.get("meeting_id")?)))
        .await
}

/// The host's meetings that should be in Zoom now and have not ended, in order: what a comparison looks for. A series as a
/// whole.
pub async fn to_compare(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    now: Timestamp,
) -> Result<Vec<MeetingId>, StoreError> {
    let sql = "SELECT id FROM meetings WHERE workspace_id = $1 AND host_id = $2 AND desired = 'scheduled' \
        AND known = 'in_zoom' AND ends_at > $3 AND NOT EXISTS (SELECT 1 FROM series_dates d \
        WHERE d.workspace_id = meetings.workspace_id AND d.meeting_id = meetings.id) ORDER BY starts_at, id";
    db.all(sql, values![workspace, host, now], |row| row.get("id")).await
}

fn read(row: &Row) -> Result<MeetingRow, StoreError> {
    let contact = row.opt("contact_id")?.map(|id| {
        Ok::<_, StoreError>(MeetingContact {
            id,
            name: row.get("contact_name")?,
            title: row.opt("contact_title")?,
            company_name: row.opt("company_name")?,
            zone: row.opt("contact_zone")?,
        })
    });
    Ok(MeetingRow {
        id: row.get("id")?,
        host_id: row.get("host_id")?,
        topic: row.get("topic")?,
        starts_at: row.get("starts_at")?,
        duration: row.get("duration_minutes")?,
        zone: row.get("zone")?,
        known: row.get("known")?,
        changing: row.opt("changing")?.unwrap_or(false),
        problem: row.opt("problem")?,
        retry_at: row.opt("retry_at")?,
        join_url: row.opt("join_url")?,
        place: meeting_places::read(row)?,
        repeat: meeting_series::read_rule(row, "rule")?,
        contact: contact.transpose()?,
        invitees: Vec::new(),
    })
}

fn read_invitee(row: &Row) -> Result<RowInvitee, StoreError> {
    Ok(RowInvitee {
        contact_id: row.opt("contact_id")?,
        name: row.opt("name")?,
        email: row.get("email")?,
        answer: row.get("answer")?,
    })
}
