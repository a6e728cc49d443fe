//! Meetings: what the user wants, what Zoom is known to have, and what stands between the two.

use domain::{MeetingId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
};

pub use crate::meeting::{
    Answer, Desired, Invitee, Known, Meeting, NewInvitee, NewMeeting, NewZoomMeeting, Problem, ZoomMeeting,
};
pub use crate::meeting_lists::{
    MeetingContact, MeetingRow, RowInvitee, count_between, count_left, count_per_week, for_contact, in_range,
    unsettled, upcoming, upcoming_of_grant,
};

/// Adds a meeting with its invitees.
pub async fn create(tx: &Tx, workspace: WorkspaceId, meeting: &NewMeeting) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: meeting.id,
        host_id: meeting.host_id,
        contact_id: meeting.contact_id,
        topic: meeting.topic,
        agenda: meeting.agenda,
        starts_at: meeting.starts_at,
        ends_at: meeting.duration.after(meeting.starts_at),
        duration_minutes: meeting.duration,
        zone: meeting.zone,
        waiting_room: meeting.waiting_room,
        passcode_wanted: meeting.passcode_wanted,
        cloud_recording: meeting.cloud_recording,
        send_invitation: meeting.send_invitation,
        desired: Desired::Scheduled,
        known: Known::Nothing,
        revision: 0_i64,
        tell_invitees: false,
        created_at: meeting.created_at,
        updated_at: meeting.created_at,
    };
    tx.insert("meetings", columns).await?;
    for (position, invitee) in (0_i64..).zip(&meeting.invitees) {
        let columns = columns! {
            workspace_id: workspace,
            id: invitee.id,
            meeting_id: meeting.id,
            position: position,
            contact_id: invitee.contact_id,
            email: invitee.email,
            name: invitee.name,
            zone: invitee.zone,
            language: invitee.language,
            answer: Answer::None,
        };
        tx.insert("meeting_invitees", columns).await?;
    }
    Ok(())
}

/// The meeting with this id, removed or not.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
    let sql = "SELECT m.id, m.host_id, m.contact_id, m.topic, m.agenda, m.starts_at, m.duration_minutes, m.zone, \
        m.waiting_room, m.passcode_wanted, m.cloud_recording, m.send_invitation, m.desired, m.known, m.problem, \
        m.problem_detail, m.retry_at, m.revision, m.tell_invitees, m.removal_message, m.created_at, m.updated_at, \
        u.name AS host_name, z.grant_id, z.zoom_id, z.uuid AS zoom_uuid, z.join_url, z.passcode, \
        z.created_at AS zoom_created_at FROM meetings m \
        JOIN users u ON u.workspace_id = m.workspace_id AND u.id = m.host_id \
        LEFT JOIN zoom_meetings z ON z.workspace_id = m.workspace_id AND z.meeting_id = m.id \
        WHERE m.workspace_id = $1 AND m.id = $2";
    let Some(mut meeting) = db.one(sql, values![workspace, id], read).await? else {
        return Ok(None);
    };
    let sql = "SELECT id, contact_id, email, name, zone, language, answer FROM meeting_invitees \
        WHERE workspace_id = $1 AND meeting_id = $2 ORDER BY position";
    meeting.invitees = db.all(sql, values![workspace, id], read_invitee).await?;
    Ok(Some(meeting))
}

/// The same, held until the transaction ends: for whoever decides by what it says.
pub async fn get_for_update(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
) -> Result<Option<Meeting>, StoreError> {
    tx.lock("meetings", "workspace_id = $1 AND id = $2", values![workspace, id]).await?;
    get(tx, workspace, id).await
}

/// Stores what Zoom told, in place of what was stored before, and clears the problem; whether the meeting exists.
pub async fn set_in_zoom(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    zoom: &NewZoomMeeting,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE meetings SET known = $3, problem = NULL, problem_detail = NULL, retry_at = NULL, updated_at = $4 \
        WHERE workspace_id = $1 AND id = $2";
    if tx.exec(sql, values![workspace, id, Known::InZoom, now]).await? == 0 {
        return Ok(false);
    }
    delete_zoom_part(tx, workspace, id).await?;
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: id,
        grant_id: zoom.grant_id,
        zoom_id: zoom.zoom_id,
        uuid: zoom.uuid,
        join_url: zoom.join_url,
        passcode: zoom.passcode,
        created_at: now,
    };
    tx.insert("zoom_meetings", columns).await?;
    Ok(true)
}

/// Notes why the wish has not reached Zoom, and when it is tried again (`None`: not by itself).
pub async fn set_problem(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    problem: Problem,
    detail: Option<&str>,
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE meetings SET problem = $3, problem_detail = $4, retry_at = $5, updated_at = $6 \
        WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, id, problem, detail, retry_at, now]).await.map(drop)
}

/// The user removes the meeting: a new revision. `false` when it was removed before, or does not exist.
pub async fn mark_removed_desired(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    tell_invitees: bool,
    message: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE meetings SET desired = $3, tell_invitees = $4, removal_message = $5, revision = revision + 1, \
        problem = NULL, problem_detail = NULL, retry_at = NULL, updated_at = $6 \
        WHERE workspace_id = $1 AND id = $2 AND desired <> $3";
    let values = values![workspace, id, Desired::Removed, tell_invitees, message, now];
    Ok(tx.exec(sql, values).await? == 1)
}

/// Notes what Zoom has, and clears the problem. Anything but [`Known::InZoom`] also deletes what came from Zoom.
pub async fn set_known(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    known: Known,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE meetings SET known = $3, problem = NULL, problem_detail = NULL, retry_at = NULL, updated_at = $4 \
        WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, id, known, now]).await?;
    if known == Known::InZoom { Ok(()) } else { delete_zoom_part(tx, workspace, id).await }
}

async fn delete_zoom_part(tx: &Tx, workspace: WorkspaceId, id: MeetingId) -> Result<(), StoreError> {
    let sql = "DELETE FROM zoom_meetings WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, id]).await.map(drop)
}

fn read(row: &Row) -> Result<Meeting, StoreError> {
    Ok(Meeting {
        id: row.get("id")?,
        host_id: row.get("host_id")?,
        host_name: row.get("host_name")?,
        contact_id: row.opt("contact_id")?,
        topic: row.get("topic")?,
        agenda: row.get("agenda")?,
        starts_at: row.get("starts_at")?,
        duration: row.get("duration_minutes")?,
        zone: row.get("zone")?,
        waiting_room: row.get("waiting_room")?,
        passcode_wanted: row.get("passcode_wanted")?,
        cloud_recording: row.get("cloud_recording")?,
        send_invitation: row.get("send_invitation")?,
        desired: row.get("desired")?,
        known: row.get("known")?,
        problem: row.opt("problem")?,
        problem_detail: row.opt("problem_detail")?,
        retry_at: row.opt("retry_at")?,
        revision: row.get("revision")?,
        tell_invitees: row.get("tell_invitees")?,
        removal_message: row.opt("removal_message")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        invitees: Vec::new(),
        zoom: read_zoom(row)?,
    })
}

fn read_zoom(row: &Row) -> Result<Option<ZoomMeeting>, StoreError> {
    let Some(grant_id) = row.opt("grant_id")? else {
        return Ok(None);
    };
    Ok(Some(ZoomMeeting {
        grant_id,
        zoom_id: row.get("zoom_id")?,
        uuid: row.opt("zoom_uuid")?,
        join_url: row.get("join_url")?,
        passcode: row.opt("passcode")?,
        created_at: row.get("zoom_created_at")?,
    }))
}

fn read_invitee(row: &Row) -> Result<Invitee, StoreError> {
    Ok(Invitee {
        id: row.get("id")?,
        contact_id: row.opt("contact_id")?,
        email: row.get("email")?,
        name: row.opt("name")?,
        zone: row.opt("zone")?,
        language: row.opt("language")?,
        answer: row.get("answer")?,
    })
}
