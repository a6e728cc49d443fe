use domain::{InviteeId, JobId, MeetingId, Place, UserId, WorkspaceId};
use jiff::Timestamp;
use store::activities::ActivityKind;
use store::meetings::{self, Desired, Details, Known, Meeting};
use store::venue_changes::{self, VenueChange};
use store::{StoreError, Tx, alternative_hosts, idempotency_keys, invitee_pages};

use super::overlap::{Overlaps, overlapping};
use super::schedule::PATIENCE;
use super::status::{MeetingStatus, status};
use super::timeline::{Happened, contacts_of, record};
use crate::accounts::form_key;
use crate::app::App;
use crate::failpoint::reach;
use crate::jobs::SyncMeeting;

/// A meeting as its host wants it from now on.
#[derive(Debug, Clone)]
pub struct RescheduleRequest {
    /// Topic, agenda, start, length and zone.
    pub details: Details,
    /// Where it takes place, if not in Zoom. Another place than now lets it leave Zoom, or come there.
    pub place: Option<Place>,
    /// Who may start it in Zoom besides the host; `None` leaves that as it is.
    pub alternative_hosts: Option<String>,
    /// Mail the invitees.
    pub tell: bool,
    /// Whose proposal it is, if it is one: they come.
    pub proposed_by: Option<InviteeId>,
    /// Which meetings of the host at the same time are no reason against it.
    pub overlaps: Overlaps,
    /// Of the form: the same form sent again changes nothing more.
    pub idempotency_key: String,
}

/// Why a meeting cannot be moved.
#[derive(Debug, thiserror::Error)]
pub enum RescheduleError {
    /// No such meeting.
    #[error("This meeting does not exist any more.")]
    NotFound,
    /// Zoom lets only the host change it.
    #[error("Only the host can reschedule this meeting.")]
    NotTheHost,
    /// It was removed.
    #[error("This meeting was removed. Schedule a new one instead.")]
    Removed,
    /// Zoom does not have it any more.
    #[error("Zoom does not have this meeting any more. Create it again in Zoom, then reschedule it.")]
    Missing,
    /// Nobody proposes that time any more.
    #[error("This proposal is not open any more: the meeting was moved, or the answer has changed.")]
    NotProposed,
    /// The proposed time is in the past.
    #[error("This time has passed. Reschedule the meeting to another one.")]
    ProposalPassed,
    /// The host has another meeting then, and was not asked whether that is meant.
    #[error("You have another meeting at that time.")]
    Overlaps,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores how the meeting is wanted, with the entry on the timeline and the job that carries it to Zoom, in one
/// transaction, then lets the job run at once and waits a moment for it. People are mailed when Zoom has it.
///
/// `None` if nothing was changed.
pub async fn reschedule(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    request: &RescheduleRequest,
) -> Result<Option<MeetingStatus>, RescheduleError> {
    let tx = app.store.begin_write().await?;
    let begun = begin(app, &tx, workspace, user, id, request).await?;
    match begun {
        Begun::Changed(job) => {
            reach("reschedule.before_commit");
            tx.commit().await?;
            reach("reschedule.after_commit");
            app.runner.run_in_shadow(app, job, PATIENCE).await;
        }
        Begun::SentBefore => drop(tx),
        Begun::Same => return Ok(None),
    }
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    Ok(Some(found.map_or(MeetingStatus::Removed, |meeting| status(&meeting, app.now()))))
}

enum Begun {
    Changed(JobId),
    /// The same form came before.
    SentBefore,
    /// The meeting is like that already.
    Same,
}

async fn begin(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    request: &RescheduleRequest,
) -> Result<Begun, RescheduleError> {
    let now = app.now();
    let RescheduleRequest {
        details,
        place,
        alternative_hosts: hosts,
        tell,
        proposed_by,
        overlaps,
        idempotency_key,
    } = request;
    let key = form_key(
        idempotency_key,
        &format!("reschedule {id} {details:?} {place:?} {hosts:?} {tell} {proposed_by:?}"),
    );
    if !idempotency_keys::insert(tx, workspace, user, &key, &id.to_string(), now).await? {
        return Ok(Begun::SentBefore);
    }
    let meeting = own(meetings::get_for_update(tx, workspace, id).await?, user)?;
    let before = meeting.details();
    let elsewhere = meeting.place != request.place;
    let before_hosts = alternative_hosts::get(tx, workspace, id).await?.wanted;
    let new_hosts = hosts.as_ref().filter(|hosts| **hosts != before_hosts);
    if before == request.details && !elsewhere && new_hosts.is_none() {
        return Ok(Begun::Same);
    }
    let time = (request.details.starts_at, request.details.duration);
    if time != (before.starts_at, before.duration) {
        let others = overlapping(tx, workspace, user, time, Some(id)).await?;
        if !overlaps.unknown(others).is_empty() {
            return Err(RescheduleError::Overlaps);
        }
    }
    if !meetings::change(tx, workspace, id, meeting.revision, &request.details, request.tell, now).await? {
        return Err(RescheduleError::Removed);
    }
    if let Some(hosts) = new_hosts {
        alternative_hosts::want(tx, workspace, id, hosts).await?;
    }
    if elsewhere {
        change_place(tx, workspace, &meeting, request.place.as_ref(), now).await?;
    }
    let starts_at = request.details.starts_at;
    if before.is_at_another_time(&request.details) {
        invitee_pages::forget_answers(tx, workspace, id, request.proposed_by).await?;
    }
    let happened = Happened {
        meeting: id,
        kind: ActivityKind::MeetingChanged,
        actor: Some(user),
        starts_at,
        moved_from: Some(before.starts_at).filter(|before| *before != starts_at),
    };
    record(app, tx, workspace, &contacts_of(&meeting), happened).await?;
    Ok(Begun::Changed(SyncMeeting::enqueue(tx, workspace, id).await?))
}

/// Where it takes place from now on. People hear of it when they were told of an older revision.
async fn change_place(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
    place: Option<&Place>,
    now: Timestamp,
) -> Result<(), StoreError> {
    match place {
        Some(place) => meetings::set_place(tx, workspace, meeting.id, place).await?,
        None => meetings::come_to_zoom(tx, workspace, meeting.id, now).await?,
    }
    if meeting.place.is_some() == place.is_some() {
        return Ok(());
    }
    let change = VenueChange { revision: meeting.revision + 1, to_zoom: place.is_none() };
    venue_changes::note(tx, workspace, meeting.id, change).await
}

/// The meeting, if this person may move it.
fn own(meeting: Option<Meeting>, user: UserId) -> Result<Meeting, RescheduleError> {
    let meeting = meeting.ok_or(RescheduleError::NotFound)?;
    if meeting.host_id != user {
        Err(RescheduleError::NotTheHost)
    } else if meeting.desired == Desired::Removed {
        Err(RescheduleError::Removed)
    } else if meeting.known == Known::Gone {
        Err(RescheduleError::Missing)
    } else {
        Ok(meeting)
    }
}
