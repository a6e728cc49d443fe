//! Meetings: what the user wants, what Zoom is known to have, and what stands between the two.

use domain::{MeetingId, WorkspaceId};

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    meeting_places, meeting_series,
    search_index::{Searchable, refresh},
};

pub use crate::meeting::{
    Answer, Desired, Details, Heard, Invitee, Known, Meeting, NewInvitee, NewMeeting, NewZoomMeeting,
    Problem, Series, ZoomMeeting,
};
pub use crate::meeting_changes::{
    change, come_to_zoom, hear, mark_asked, mark_removed_desired, mark_removed_in_zoom, recreate,
    set_in_zoom, set_invitee_address, set_known, set_place, set_problem,
};
pub use crate::meeting_lists::{
    MeetingContact, MeetingRow, RowInvitee, Waiting, count_between, count_left, count_per_week, for_contact,
    in_range, of_zoom, overlapping, to_compare, unsettled, upcoming, upcoming_of_grant, waiting,
};
pub use crate::meeting_search::{MeetingFilter, MeetingPhase, filtered, last, page, rows_by_ids};

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
        known: if meeting.place.is_some() { Known::Elsewhere } else { Known::Nothing },
        revision: 0_i64,
        tell_invitees: false,
        removed_in_zoom: false,
        asked_zoom: false,
        repeats: matches!(meeting.series, Series::Whole(_)),
        created_at: meeting.created_at,
        updated_at: meeting.created_at,
    };
    tx.insert("meetings", columns).await?;
    if let Some(place) = &meeting.place {
        meeting_places::set(tx, workspace, meeting.id, place).await?;
    }
    meeting_series::create(tx, workspace, meeting.id, &meeting.series).await?;
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
    refresh(tx, workspace, Searchable::Meeting, meeting.id.as_uuid()).await
}

/// The meeting with this id, removed or not.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
    let sql = "SELECT m.id, m.host_id, m.contact_id, m.topic, m.agenda, m.starts_at, m.duration_minutes, m.zone, \
        m.waiting_room, m.passcode_wanted, m.cloud_recording, m.send_invitation, m.desired, m.known, m.problem, \
        m.problem_detail, m.retry_at, m.revision, m.tell_invitees, m.removed_in_zoom, m.asked_zoom, m.removal_message, m.created_at, \
        m.updated_at, \
        u.name AS host_name, z.grant_id, z.zoom_id, z.uuid AS zoom_uuid, z.join_url, z.passcode, z.dial_in, \
        z.created_at AS zoom_created_at, z.topic AS held_topic, z.agenda AS held_agenda, z.starts_at AS held_starts_at, \
        z.duration_minutes AS held_minutes, z.zone AS held_zone, z.revision AS held_revision, z.link_revision, \
        z.heard, z.heard_at, z.occurrence_id, z.rule AS held_rule, \
        p.kind AS place_kind, p.text AS place_text, m.ends_at AS last_ends_at, s.rule, d.series_id, d.planned_at \
        FROM meetings m \
        JOIN users u ON u.workspace_id = m.workspace_id AND u.id = m.host_id \
        LEFT JOIN zoom_meetings z ON z.workspace_id = m.workspace_id AND z.meeting_id = m.id \
        LEFT JOIN meeting_places p ON p.workspace_id = m.workspace_id AND p.meeting_id = m.id \
        LEFT JOIN meeting_series s ON s.workspace_id = m.workspace_id AND s.meeting_id = m.id \
        LEFT JOIN series_dates d ON d.workspace_id = m.workspace_id AND d.meeting_id = m.id \
        WHERE m.workspace_id = $1 AND m.id = $2";
    let Some(mut meeting) = db.one(sql, values![workspace, id], read).await? else {
        return Ok(None);
    };
    let sql = "SELECT id, contact_id, email, name, zone, language, answer, answer_message FROM meeting_invitees \
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
        removed_in_zoom: row.get("removed_in_zoom")?,
        asked_zoom: row.get("asked_zoom")?,
        removal_message: row.opt("removal_message")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        place: meeting_places::read(row)?,
        series: meeting_series::read(row)?,
        last_ends_at: row.get("last_ends_at")?,
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
        dial_in: row.opt("dial_in")?,
        held: Details {
            topic: row.get("held_topic")?,
            agenda: row.get("held_agenda")?,
            starts_at: row.get("held_starts_at")?,
            duration: row.get("held_minutes")?,
            zone: row.get("held_zone")?,
        },
        revision: row.get("held_revision")?,
        link_revision: row.get("link_revision")?,
        heard: row.opt("heard")?.zip(row.opt("heard_at")?),
        occurrence_id: row.opt("occurrence_id")?,
        repeat: meeting_series::read_rule(row, "held_rule")?,
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
        answer_message: row.opt("answer_message")?,
    })
}
