//! How a meeting changes. Each function is one statement that looks and writes at once, so that of two that run side
//! by side one finds nothing to do.

use domain::{EmailAddress, InviteeId, MeetingId, Place, WorkspaceId};
use jiff::Timestamp;

use crate::{
    StoreError, Tx,
    columns::{columns, values},
    meeting_places,
    meetings::{Desired, Details, Heard, Known, NewZoomMeeting, Problem},
    search_index::{Searchable, refresh},
};

/// The meeting is to be like this from now on: a new revision. `seen` is the revision that the wish was made for;
/// `false` when it has moved on since, or was removed: look again.
pub async fn change(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    seen: i64,
    details: &Details,
    tell_invitees: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE meetings SET topic = $4, agenda = $5, starts_at = $6, ends_at = $7, duration_minutes = $8, \
        zone = $9, tell_invitees = $10, revision = revision + 1, problem = NULL, problem_detail = NULL, \
        retry_at = NULL, updated_at = $11 \
        WHERE workspace_id = $1 AND id = $2 AND revision = $3 AND desired = 'scheduled'";
    let Details { topic, agenda, starts_at, duration, zone } = details;
    let ends_at = duration.after(*starts_at);
    let values =
        values![workspace, id, seen, topic, agenda, starts_at, ends_at, duration, zone, tell_invitees, now];
    let changed = tx.exec(sql, values).await? == 1;
    if changed {
        refresh(tx, workspace, Searchable::Meeting, id.as_uuid()).await?;
    }
    Ok(changed)
}

/// A meeting that Zoom has lost is to be there again: a new revision that everyone is told. `false` when it is not
/// lost, or not wanted, any more.
pub async fn recreate(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE meetings SET known = $3, tell_invitees = TRUE, revision = revision + 1, problem = NULL, \
        problem_detail = NULL, retry_at = NULL, updated_at = $4 \
        WHERE workspace_id = $1 AND id = $2 AND desired = 'scheduled' AND known = 'gone'";
    Ok(tx.exec(sql, values![workspace, id, Known::Nothing, now]).await? == 1)
}

/// Notes that Zoom is about to be asked to create it. `false` when nobody wants that any more.
pub async fn mark_asked(tx: &Tx, workspace: WorkspaceId, id: MeetingId) -> Result<bool, StoreError> {
    let sql = "UPDATE meetings SET asked_zoom = TRUE WHERE workspace_id = $1 AND id = $2 AND desired = $3 \
        AND known NOT IN ('elsewhere', 'leaving')";
    Ok(tx.exec(sql, values![workspace, id, Desired::Scheduled]).await? == 1)
}

/// Keeps what an event said of a meeting in Zoom until Zoom was asked. That it was deleted outweighs that it was
/// changed.
pub async fn hear(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    heard: Heard,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE zoom_meetings SET heard = CASE WHEN heard = $5 THEN heard ELSE $3 END, heard_at = $4 \
        WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, id, heard, now, Heard::Deleted]).await.map(drop)
}

/// Somebody deleted the meeting in Zoom: it is removed here too, as a new revision. `false` when it was removed
/// before.
pub async fn mark_removed_in_zoom(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if !mark_removed_desired(tx, workspace, id, true, None, now).await? {
        return Ok(false);
    }
    let sql = "UPDATE meetings SET removed_in_zoom = TRUE WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, id]).await?;
    set_known(tx, workspace, id, Known::Gone, now).await?;
    Ok(true)
}

/// Stores what Zoom told, in place of what was stored before, and clears the problem; whether the meeting exists. One
/// that takes place elsewhere by now is to leave Zoom.
pub async fn set_in_zoom(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    zoom: &NewZoomMeeting,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE meetings SET known = CASE WHEN known IN ('elsewhere', 'leaving') THEN 'leaving' ELSE $3 END, \
        problem = NULL, problem_detail = NULL, retry_at = NULL, updated_at = $4 WHERE workspace_id = $1 AND id = $2";
    if tx.exec(sql, values![workspace, id, Known::InZoom, now]).await? == 0 {
        return Ok(false);
    }
    // An event that came while Zoom was asked is not answered yet.
    let sql = "UPDATE zoom_meetings SET grant_id = $3, zoom_id = $4, uuid = $5, join_url = $6, passcode = $7, \
        topic = $8, agenda = $9, starts_at = $10, duration_minutes = $11, zone = $12, revision = $13, \
        link_revision = $14, heard = CASE WHEN heard_at = $15 THEN NULL ELSE heard END, occurrence_id = $16, rule = $17, dial_in = $18 \
        WHERE workspace_id = $1 AND meeting_id = $2";
    let held = &zoom.held;
    let rule = zoom.repeat.as_ref().map(domain::Repeat::rule);
    let values = values![
        workspace,
        id,
        zoom.grant_id,
        zoom.zoom_id,
        zoom.uuid,
        zoom.join_url,
        zoom.passcode,
        held.topic,
        held.agenda,
        held.starts_at,
        held.duration,
        held.zone,
        zoom.revision,
        zoom.link_revision,
        zoom.heard_at,
        zoom.occurrence_id,
        rule,
        zoom.dial_in
    ];
    if tx.exec(sql, values).await? == 1 {
        return Ok(true);
    }
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: id,
        grant_id: zoom.grant_id,
        zoom_id: zoom.zoom_id,
        uuid: zoom.uuid,
        join_url: zoom.join_url,
        passcode: zoom.passcode,
        dial_in: zoom.dial_in,
        topic: zoom.held.topic,
        agenda: zoom.held.agenda,
        starts_at: zoom.held.starts_at,
        duration_minutes: zoom.held.duration,
        zone: zoom.held.zone,
        revision: zoom.revision,
        link_revision: zoom.link_revision,
        occurrence_id: zoom.occurrence_id,
        rule: rule,
        created_at: now,
    };
    tx.insert("zoom_meetings", columns).await?;
    Ok(true)
}

/// Notes why the wish has not reached Zoom, and when it is tried again (`None`: not by itself). What keeps a series from
/// Zoom keeps its dates.
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
        WHERE workspace_id = $1 AND (id = $2 OR (desired = 'scheduled' AND ends_at > $6 AND \
        id IN (SELECT d.meeting_id FROM series_dates d WHERE d.workspace_id = $1 AND d.series_id = $2) AND \
        (known <> 'in_zoom' OR EXISTS (SELECT 1 FROM zoom_meetings z WHERE z.workspace_id = meetings.workspace_id \
        AND z.meeting_id = meetings.id AND z.revision < meetings.revision))))";
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
    let removed = tx.exec(sql, values).await? == 1;
    if removed {
        refresh(tx, workspace, Searchable::Meeting, id.as_uuid()).await?;
    }
    Ok(removed)
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

/// Mail to this invitee goes to another address from now on.
pub async fn set_invitee_address(
    tx: &Tx,
    workspace: WorkspaceId,
    invitee: InviteeId,
    address: &EmailAddress,
) -> Result<(), StoreError> {
    let sql = "UPDATE meeting_invitees SET email = $3 WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, invitee, address]).await.map(drop)
}

/// A meeting takes place there from now on. With [`change`], which makes it a new revision. If Zoom may have it, it is
/// to leave Zoom: [`Known::Leaving`]. What came from Zoom is kept until it has.
pub async fn set_place(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    place: &Place,
) -> Result<(), StoreError> {
    let sql = "UPDATE meetings SET known = CASE WHEN known = 'nothing' AND NOT asked_zoom THEN 'elsewhere' \
        ELSE 'leaving' END WHERE workspace_id = $1 AND id = $2 AND known <> 'elsewhere'";
    tx.exec(sql, values![workspace, id]).await?;
    meeting_places::set(tx, workspace, id, place).await
}

/// A meeting that took place elsewhere is to be in Zoom. With [`change`]. Zoom may have it from before, so that it is
/// looked for first; one that never was there gets the safe options: waiting room
/// and passcode.
pub async fn come_to_zoom(
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE meetings SET waiting_room = TRUE, passcode_wanted = TRUE \
        WHERE workspace_id = $1 AND id = $2 AND NOT asked_zoom";
    tx.exec(sql, values![workspace, id]).await?;
    meeting_places::remove(tx, workspace, id).await?;
    set_known(tx, workspace, id, Known::Nothing, now).await
}
