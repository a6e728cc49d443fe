use domain::{InviteeId, JobId, MeetingId, Place, Repeat, RepeatError, UserId, WorkspaceId};
use jiff::Timestamp;
use store::activities::ActivityKind;
use store::meetings::{self, Desired, Details, Known, Meeting, Series};
use store::venue_changes::{self, VenueChange};
use store::{Db, StoreError, Tx, alternative_hosts, idempotency_keys, invitee_pages, meeting_series};

use super::overlap::Overlaps;
use super::recreate::is_lost_alone;
use super::schedule::PATIENCE;
use super::series;
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
    /// How a series comes again from its first date to come on, which is when [`details`](Self::details) start; `None` for
    /// any other meeting.
    pub repeat: Option<Repeat>,
    /// Where it takes place, if not in Zoom. Another place than now lets it leave Zoom, or come there; a series and its dates
    /// stay where they are.
    pub place: Option<Place>,
    /// Who may start it in Zoom besides the host; `None` leaves that as it is.
    pub alternative_hosts: Option<String>,
    /// Mail the invitees.
    pub tell: bool,
    /// Whose proposal it is, if it is one: they come.
    pub proposed_by: Option<InviteeId>,
    /// Which meetings of the host at the same time are no reason against it.
    pub overlaps: Overlaps,
    /// Details and place that the request was made from, if what it does not name is to stay as it is: refused when they are
    /// others by now. A person sees what they send.
    pub seen: Option<(Details, Option<Place>)>,
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
    /// The same, of a single date of a series.
    #[error(
        "Zoom does not have this date any more and does not make a single one again. Remove it, and schedule a meeting \
         of its own."
    )]
    MissingDate,
    /// Nobody proposes that time any more.
    #[error("This proposal is not open any more: the meeting was moved, or the answer has changed.")]
    NotProposed,
    /// The proposed time is in the past.
    #[error("This time has passed. Reschedule the meeting to another one.")]
    ProposalPassed,
    /// The host has another meeting then, and was not asked whether that is meant.
    #[error("You have another meeting at that time.")]
    Overlaps,
    /// Somebody else changed it at the same time.
    #[error("Somebody else changed this meeting at the same moment, or Zoom did.")]
    ChangedMeanwhile,
    /// It does not come again like that.
    #[error(transparent)]
    Repeat(#[from] RepeatError),
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
    let RescheduleRequest { details, repeat, place, alternative_hosts: hosts, tell, proposed_by, .. } =
        request;
    let wish = format!("reschedule {id} {details:?} {repeat:?} {place:?} {hosts:?} {tell} {proposed_by:?}");
    let key = form_key(&request.idempotency_key, &wish);
    if !idempotency_keys::insert(tx, workspace, user, &key, &id.to_string(), now).await? {
        return Ok(Begun::SentBefore);
    }
    meeting_series::lock_series_of(tx, workspace, id).await?;
    let meeting = meetings::get_for_update(tx, workspace, id).await?.ok_or(RescheduleError::NotFound)?;
    may_move(&meeting, user)?;
    if meeting.known == Known::Gone {
        let alone = is_lost_alone(tx, workspace, &meeting).await?;
        return Err(if alone { RescheduleError::MissingDate } else { RescheduleError::Missing });
    }
    let before = meeting.details();
    if request.seen.as_ref().is_some_and(|(details, place)| *details != before || *place != meeting.place) {
        return Err(RescheduleError::ChangedMeanwhile);
    }
    let anew = match (meeting.repeat(), &request.repeat) {
        (Some(_), Some(repeat)) => anew(tx, workspace, &meeting, (&request.details, repeat), now).await?,
        _ => None,
    };
    let details = wanted(&meeting, &request.details, anew.is_some());
    let elsewhere = meeting.series == Series::None && meeting.place != request.place;
    let before_hosts = alternative_hosts::get(tx, workspace, id).await?.wanted;
    // Zoom has them for all dates of a series.
    let new_hosts = hosts.as_ref().filter(|hosts| meeting.series_id().is_none() && **hosts != before_hosts);
    if before == details && !elsewhere && new_hosts.is_none() && anew.is_none() {
        return Ok(Begun::Same);
    }
    let moved = before.is_at_another_time(&details) || anew.is_some();
    if moved {
        let once = [details.starts_at];
        let times = (anew.as_deref().unwrap_or(&once), details.duration);
        if !series::overlaps(tx, workspace, user, times, Some(id), &request.overlaps).await?.is_empty() {
            return Err(RescheduleError::Overlaps);
        }
    }
    if !meetings::change(tx, workspace, id, meeting.revision, &details, request.tell, now).await? {
        return Err(RescheduleError::Removed);
    }
    match (&request.repeat, &anew) {
        (Some(repeat), Some(starts)) => {
            let whole = meetings::get(tx, workspace, id).await?.ok_or(RescheduleError::NotFound)?;
            series::arrange(app, tx, workspace, &whole, repeat, starts).await?;
        }
        _ if meeting.repeat().is_some() => {
            meeting_series::share_words(tx, workspace, id, now).await?;
            meeting_series::set_end(tx, workspace, id).await?;
        }
        _ => {}
    }
    if let Some(series) = meeting.series_id() {
        meeting_series::set_end(tx, workspace, series).await?;
    }
    if let Some(hosts) = new_hosts {
        alternative_hosts::want(tx, workspace, id, hosts).await?;
    }
    if elsewhere {
        change_place(tx, workspace, &meeting, request.place.as_ref(), now).await?;
    }
    let starts_at = details.starts_at;
    if moved {
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

/// The dates that a series has from now on, if those are not the ones it has.
pub async fn anew(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: &Meeting,
    (details, repeat): (&Details, &Repeat),
    now: Timestamp,
) -> Result<Option<Vec<Timestamp>>, RescheduleError> {
    let starts = series::starts(details, Some(repeat))?;
    // What the rule still has to make, wherever single dates were moved.
    let mut planned = meeting_series::dates(db, workspace, meeting.id).await?;
    planned.retain(|date| date.planned_at > now);
    let same = planned.iter().map(|date| date.planned_at).eq(starts.iter().copied());
    let like_it_is = same && details.duration == meeting.duration && details.zone == meeting.zone;
    Ok((!like_it_is).then_some(starts))
}

/// What is asked of the meeting itself. Zoom holds the words of a series for all its dates, and only time and length for
/// one; and a series whose dates stay keeps its first one.
fn wanted(meeting: &Meeting, asked: &Details, anew: bool) -> Details {
    let ours = meeting.details();
    if meeting.series_id().is_some() {
        return Details { starts_at: asked.starts_at, duration: asked.duration, ..ours };
    }
    if meeting.repeat().is_some() && !anew {
        return Details { topic: asked.topic.clone(), agenda: asked.agenda.clone(), ..ours };
    }
    asked.clone()
}

/// Whether this person may move it, as far as Rapport knows.
fn may_move(meeting: &Meeting, user: UserId) -> Result<(), RescheduleError> {
    if meeting.host_id != user {
        return Err(RescheduleError::NotTheHost);
    }
    if meeting.desired == Desired::Removed { Err(RescheduleError::Removed) } else { Ok(()) }
}
