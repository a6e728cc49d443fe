//! Carries a change to a meeting that Zoom has, and takes over what was changed there.
//!
//! Three versions meet: what Zoom was last known to hold, what people want here, and what Zoom holds now. A part that
//! somebody changed here goes to Zoom; a part that was only changed there comes here.

use domain::WorkspaceId;
use store::activities::ActivityKind;
use store::alternative_hosts::{self, AlternativeHosts};
use store::meetings::{self, Details, Heard, Known, Meeting, Problem, ZoomMeeting};
use store::{invitee_pages, meeting_series, venue_changes};
use zoom::MeetingId;
use zoom::meetings::{GetOptions, MeetingSettings, MeetingStatus, MeetingUpdate, StartTime};

use super::answer::{self, Version};
use super::create::refuses_zone;
use super::dates::{self, Plan};
use super::error::{PERHAPS_RUNNING, refine};
use super::{Client, SyncError, UTC, news, still_ahead};
use crate::app::App;
use crate::connections::ZoomApp;
use crate::failpoint::reach;
use crate::meetings::marker::with_marker;
use crate::meetings::timeline::{Happened, contacts_of, record};

/// What became of the meeting in Zoom.
enum Answer {
    There(Box<zoom::Meeting>),
    Running,
    /// Zoom said twice that it has no such meeting (RT-36).
    Gone,
    /// Zoom said once that it has no such meeting, and then showed it.
    Doubtful,
}

pub(super) async fn update(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
    first: bool,
) -> Result<(), SyncError> {
    let Some(known) = &meeting.zoom else { return Ok(()) };
    if meeting.is_changing() {
        still_ahead(app, meeting)?;
    } else if known.heard.is_none() || meeting.ends_at() <= app.now() {
        return Ok(());
    }
    let Ok(id) = known.zoom_id.parse::<MeetingId>() else { return Ok(()) };
    let hosts = alternative_hosts::get(&app.store.begin_read().await, workspace, meeting.id).await?;
    let new_hosts = hosts.news();
    let plan = Plan::of(app, workspace, meeting).await?;
    let plan = plan.as_ref();
    // After a lost answer nobody knows what Zoom holds, so it is read before anything is sent again.
    let look_first = !first || meeting.problem.is_some() || known.heard.is_some();
    let answer = ZoomApp::as_user(app, known.grant_id, workspace, meeting.host_id, |zoom| async move {
        let there = Place { zoom: &zoom, id: &id, occurrence_id: known.occurrence_id.as_deref() };
        exchange(there, meeting, known, (plan, new_hosts), look_first).await
    })
    .await
    .map_err(refine)?;
    match answer {
        Answer::There(there) => keep(app, workspace, meeting, known, &hosts, &there).await,
        Answer::Gone => lost(app, workspace, meeting, known).await,
        Answer::Running => Err(SyncError::Running),
        Answer::Doubtful => Err(SyncError::doubtful("Zoom contradicts itself on whether the meeting exists")),
    }
}

/// Sends what has to change, and reads what Zoom holds then: the link may have changed with it (RT-34).
async fn exchange(
    place: Place<'_>,
    meeting: &Meeting,
    known: &ZoomMeeting,
    (plan, hosts): (Option<&Plan>, Option<&str>),
    look_first: bool,
) -> Result<Answer, zoom::Error> {
    let seen = if look_first {
        match place.read().await? {
            Some(there) => Some(there),
            None => return Ok(Answer::Gone),
        }
    } else {
        None
    };
    let theirs = seen.as_ref().map(|there| answer::held(meeting, there));
    let hosts =
        hosts.filter(|hosts| seen.as_ref().is_none_or(|there| answer::alternative_hosts(there) != *hosts));
    let Some(wish) = wish(meeting, known, theirs.as_ref(), (plan, hosts)) else {
        return Ok(match seen {
            Some(there) => Answer::There(Box::new(there)),
            None => found(place.read().await?),
        });
    };
    match place.ask(&wish, plan).await {
        Ok(()) => Ok(found(place.read().await?)),
        Err(error) if error.is_meeting_gone() => {
            let still_there = place.read_once().await?.is_some();
            Ok(if still_there { Answer::Doubtful } else { Answer::Gone })
        }
        Err(error) if error.code() == Some(PERHAPS_RUNNING) => match place.read().await? {
            Some(there) if there.status == Some(MeetingStatus::Started) => Ok(Answer::Running),
            Some(_) => Err(error),
            None => Ok(Answer::Gone),
        },
        Err(error) => Err(error),
    }
}

fn found(there: Option<zoom::Meeting>) -> Answer {
    there.map_or(Answer::Gone, |there| Answer::There(Box::new(there)))
}

/// A meeting in Zoom, or one date of a series.
#[derive(Clone, Copy)]
struct Place<'a> {
    zoom: &'a Client,
    id: &'a MeetingId,
    occurrence_id: Option<&'a str>,
}

impl Place<'_> {
    /// The meeting as Zoom has it now; `None` only if Zoom says so twice (RT-36).
    async fn read(self) -> Result<Option<zoom::Meeting>, zoom::Error> {
        match self.read_once().await? {
            Some(there) => Ok(Some(there)),
            None => self.read_once().await,
        }
    }

    async fn read_once(self) -> Result<Option<zoom::Meeting>, zoom::Error> {
        let Self { zoom, id, occurrence_id } = self;
        let options = GetOptions { occurrence_id: occurrence_id.map(str::to_owned), ..GetOptions::default() };
        match (zoom.meetings().get_with(id, &options).await, occurrence_id) {
            (Ok(there), _) => Ok(Some(there)),
            (Err(error), _) if error.is_meeting_gone() => Ok(None),
            (Err(error), Some(date)) if error.code() == Some(PERHAPS_RUNNING) => {
                if dates::is_gone(zoom, id, date).await? { Ok(None) } else { Err(error) }
            }
            (Err(error), _) => Err(error),
        }
    }

    async fn ask(self, wish: &MeetingUpdate, plan: Option<&Plan>) -> Result<(), zoom::Error> {
        let Self { zoom, id, .. } = self;
        reach("update.before_zoom");
        let answer = zoom.meetings().update(id, wish).await;
        reach("update.after_zoom");
        match answer {
            Err(error) if refuses_zone(&error) && wish.timezone.as_deref() != Some(UTC) => {
                let start_time = match plan.filter(|_| wish.recurrence.is_some()) {
                    Some(plan) => Some(plan.start_in(UTC).ok_or(error)?),
                    None => wish.start_time,
                };
                let wish = MeetingUpdate { timezone: Some(UTC.to_owned()), start_time, ..wish.clone() };
                zoom.meetings().update(id, &wish).await
            }
            answer => answer,
        }
    }
}

/// Only what was changed here and is not so in Zoom yet. Never the passcode: people hold a link with it (RT-40).
fn wish(
    meeting: &Meeting,
    known: &ZoomMeeting,
    theirs: Option<&Details>,
    (plan, hosts): (Option<&Plan>, Option<&str>),
) -> Option<MeetingUpdate> {
    let (ours, base) = (meeting.details(), &known.held);
    let unseen = |differs: fn(&Details, &Details) -> bool| {
        differs(&ours, base) && theirs.is_none_or(|theirs| differs(&ours, theirs))
    };
    let moves = unseen(|one, other| one.starts_at != other.starts_at);
    let zone = moves || unseen(|one, other| one.zone != other.zone);
    let mut update = MeetingUpdate {
        topic: unseen(|one, other| one.topic != other.topic).then(|| ours.topic.as_str().to_owned()),
        agenda: unseen(|one, other| one.agenda != other.agenda)
            .then(|| with_marker(&ours.agenda, meeting.id)),
        settings: hosts.map(|hosts| MeetingSettings {
            alternative_hosts: Some(hosts.to_owned()),
            ..MeetingSettings::default()
        }),
        ..MeetingUpdate::default()
    };
    if meeting.repeat().is_some() {
        // Zoom makes the dates of a series anew from all of this, or leaves them as they are.
        let anew = ours.is_at_another_time(base)
            || ours.zone != base.zone
            || known.repeat.as_ref() != meeting.repeat();
        if let Some(plan) = plan.filter(|_| anew) {
            update.start_time = Some(plan.start());
            update.timezone = Some(plan.zone().to_owned());
            update.duration_minutes = Some(u32::from(ours.duration.get()));
            update.recurrence = Some(plan.recurrence());
        }
    } else {
        update.occurrence_id.clone_from(&known.occurrence_id);
        // An instant with Z, and the zone only for display: nothing is left to interpretation (RT-49).
        update.start_time = moves.then_some(StartTime::At(ours.starts_at));
        // A date has the zone of its series.
        update.timezone = (zone && known.occurrence_id.is_none()).then(|| ours.zone.id().to_owned());
        update.duration_minutes =
            unseen(|one, other| one.duration != other.duration).then(|| u32::from(ours.duration.get()));
    }
    let changes = update.topic.is_some()
        || update.agenda.is_some()
        || update.start_time.is_some()
        || update.timezone.is_some()
        || update.duration_minutes.is_some()
        || update.settings.is_some();
    changes.then_some(update)
}

/// What both want together: ours where it was changed here, Zoom's where it was changed only there.
fn merge(ours: Details, base: &Details, theirs: Details) -> Details {
    fn pick<T: PartialEq>(ours: T, base: &T, theirs: T) -> T {
        if ours == *base { theirs } else { ours }
    }
    Details {
        topic: pick(ours.topic, &base.topic, theirs.topic),
        agenda: pick(ours.agenda, &base.agenda, theirs.agenda),
        starts_at: pick(ours.starts_at, &base.starts_at, theirs.starts_at),
        duration: pick(ours.duration, &base.duration, theirs.duration),
        zone: ours.zone,
    }
}

/// Whether it is still the same meeting in Zoom: one that was made anew has another id.
fn is_same(one: &ZoomMeeting, other: &ZoomMeeting) -> bool {
    one.zoom_id == other.zoom_id && one.occurrence_id == other.occurrence_id
}

/// Stores what Zoom holds now, and what was changed there, and lets the invitees know.
async fn keep(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
    known: &ZoomMeeting,
    hosts: &AlternativeHosts,
    there: &zoom::Meeting,
) -> Result<(), SyncError> {
    let (ours, base) = (meeting.details(), &known.held);
    let theirs = answer::held(meeting, there);
    if meeting.repeat().is_none() && ours.starts_at != base.starts_at && theirs.starts_at != ours.starts_at {
        tracing::error!(meeting = %meeting.id, "Zoom has this meeting at another time than we asked for (RT-49)");
        return Err(SyncError::Refused(
            Problem::ZoomRefused,
            "Zoom kept the meeting at its old time.".into(),
        ));
    }
    let mut merged = merge(ours.clone(), base, theirs);
    let new_link = answer::is_new_link(app, meeting, known, there)?;
    let now = app.now();
    let tx = app.store.begin_write().await?;
    meeting_series::lock_series_of(&tx, workspace, meeting.id).await?;
    let Some(current) = meetings::get_for_update(&tx, workspace, meeting.id).await? else { return Ok(()) };
    if !current.zoom.as_ref().is_some_and(|zoom| is_same(zoom, known)) {
        return Ok(());
    }
    alternative_hosts::set_told(&tx, workspace, meeting.id, &hosts.wanted).await?;
    let mut version = Version {
        held: ours.clone(),
        revision: meeting.revision,
        link_revision: known.link_revision,
        heard_at: None,
        occurrence_id: known.occurrence_id.clone(),
        repeat: meeting.repeat().cloned(),
    };
    if current.desired != meeting.desired || current.revision != meeting.revision {
        // Wanted otherwise meanwhile: that wish has its own run, which also looks at what else is new.
        let row = answer::row(app, meeting, known.grant_id, there, version)?;
        meetings::set_in_zoom(&tx, workspace, meeting.id, &row, now).await?;
        tx.commit().await?;
        return Ok(());
    }
    let rearranged = if meeting.is_changing() {
        None
    } else {
        dates::rearranged(app, &tx, workspace, meeting, there).await?
    };
    if let Some(moved_to) = rearranged.as_ref().and_then(dates::Rearranged::moved_to) {
        merged.starts_at = moved_to;
    }
    let taken_over = merged != ours || rearranged.is_some();
    if taken_over || new_link {
        if !meetings::change(&tx, workspace, meeting.id, meeting.revision, &merged, true, now).await? {
            return Ok(());
        }
        version.revision += 1;
    }
    if new_link {
        version.link_revision = version.revision;
    }
    version.held = merged.clone();
    version.heard_at = known.heard.map(|(_, at)| at);
    if let Some(rearranged) = &rearranged {
        version.repeat = Some(rearranged.repeat.clone());
    }
    let row = answer::row(app, meeting, known.grant_id, there, version)?;
    meetings::set_in_zoom(&tx, workspace, meeting.id, &row, now).await?;
    if meeting.repeat().is_some()
        && let Some(whole) = meetings::get(&tx, workspace, meeting.id).await?
    {
        meeting_series::share_words(&tx, workspace, whole.id, now).await?;
        if let Some(rearranged) = &rearranged {
            rearranged.take_over(app, &tx, workspace, &whole).await?;
        }
        dates::settle(app, &tx, workspace, &whole, there).await?;
        meeting_series::set_end(&tx, workspace, whole.id).await?;
    } else if let Some(series) = meeting.series_id() {
        meeting_series::set_end(&tx, workspace, series).await?;
    }
    if taken_over {
        let happened = Happened {
            meeting: meeting.id,
            kind: ActivityKind::MeetingChanged,
            actor: None,
            starts_at: merged.starts_at,
            moved_from: Some(ours.starts_at).filter(|before| *before != merged.starts_at),
        };
        record(app, &tx, workspace, &contacts_of(meeting), happened).await?;
    }
    // At the wrong time, or with a dead link, people would not meet; other words in Zoom are no reason for a mail.
    let elsewhere = merged.is_at_another_time(&ours) || rearranged.is_some();
    if elsewhere {
        invitee_pages::forget_answers(&tx, workspace, meeting.id, None).await?;
    }
    let venue = venue_changes::last(&tx, workspace, meeting.id).await?;
    let back = venue.is_some_and(|change| change.revision > known.revision);
    let other = ours != *base || known.repeat.as_ref() != meeting.repeat() || back;
    let wished = other && meeting.tell_invitees;
    if let Some(settled) = meetings::get(&tx, workspace, meeting.id).await? {
        news::queue(app, &tx, workspace, &settled, new_link || elsewhere || wished).await?;
    }
    reach("update.before_commit");
    tx.commit().await?;
    reach("update.after_commit");
    Ok(())
}

/// Zoom has no such meeting. If an event said that somebody deleted it there, it is off, and everyone is told;
/// otherwise the host decides whether it is created again (RT-34).
async fn lost(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
    known: &ZoomMeeting,
) -> Result<(), SyncError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    meeting_series::lock_series_of(&tx, workspace, meeting.id).await?;
    let Some(current) = meetings::get_for_update(&tx, workspace, meeting.id).await? else { return Ok(()) };
    let same = current.zoom.as_ref().is_some_and(|zoom| is_same(zoom, known));
    if !same || current.desired != meeting.desired || current.known != meeting.known {
        return Ok(());
    }
    if matches!(known.heard, Some((Heard::Deleted, _))) {
        if !meetings::mark_removed_in_zoom(&tx, workspace, meeting.id, now).await? {
            return Ok(());
        }
        let happened = Happened {
            meeting: meeting.id,
            kind: ActivityKind::MeetingRemoved,
            actor: None,
            starts_at: current.starts_at,
            moved_from: None,
        };
        record(app, &tx, workspace, &contacts_of(&current), happened).await?;
        if let Some(series) = current.series_id() {
            meeting_series::set_end(&tx, workspace, series).await?;
        }
        if current.repeat().is_some() {
            meeting_series::remove_dates(&tx, workspace, meeting.id, now).await?;
            dates::set_known(app, &tx, workspace, meeting.id, Known::Gone).await?;
        }
        if let Some(removed) = meetings::get(&tx, workspace, meeting.id).await? {
            news::queue_cancellations(app, &tx, workspace, &removed).await?;
        }
    } else {
        meetings::set_known(&tx, workspace, meeting.id, Known::Gone, now).await?;
        if current.repeat().is_some() {
            dates::set_known(app, &tx, workspace, meeting.id, Known::Gone).await?;
        }
    }
    reach("lost.before_commit");
    tx.commit().await?;
    reach("lost.after_commit");
    Ok(())
}
