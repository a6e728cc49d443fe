//! Carries a change to a meeting that Zoom has, and takes over what was changed there.
//!
//! Three versions meet: what Zoom was last known to hold, what people want here, and what Zoom holds now. A part that
//! somebody changed here goes to Zoom; a part that was only changed there comes here.

use domain::WorkspaceId;
use secrecy::ExposeSecret;
use store::activities::ActivityKind;
use store::alternative_hosts::{self, AlternativeHosts};
use store::invitee_pages;
use store::meetings::{self, Details, Heard, Known, Meeting, Problem, ZoomMeeting};
use zoom::MeetingId;
use zoom::meetings::{MeetingSettings, MeetingStatus, MeetingUpdate, StartTime};

use super::answer::{self, Version};
use super::create::refuses_zone;
use super::error::{PERHAPS_RUNNING, refine};
use super::{Client, SyncError, UTC, news, still_ahead, zoom_place};
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
    // After a lost answer nobody knows what Zoom holds, so it is read before anything is sent again.
    let look_first = !first || meeting.problem.is_some() || known.heard.is_some();
    let answer = ZoomApp::as_user(app, known.grant_id, workspace, meeting.host_id, |zoom| async move {
        exchange(&zoom, &id, meeting, &known.held, new_hosts, look_first).await
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
    zoom: &Client,
    id: &MeetingId,
    meeting: &Meeting,
    base: &Details,
    hosts: Option<&str>,
    look_first: bool,
) -> Result<Answer, zoom::Error> {
    let seen = if look_first {
        match read(zoom, id).await? {
            Some(there) => Some(there),
            None => return Ok(Answer::Gone),
        }
    } else {
        None
    };
    let theirs = seen.as_ref().map(|there| answer::held(meeting, there));
    let hosts =
        hosts.filter(|hosts| seen.as_ref().is_none_or(|there| answer::alternative_hosts(there) != *hosts));
    let Some(wish) = wish(meeting, base, theirs.as_ref(), hosts) else {
        return Ok(match seen {
            Some(there) => Answer::There(Box::new(there)),
            None => found(read(zoom, id).await?),
        });
    };
    match ask(zoom, id, &wish).await {
        Ok(()) => Ok(found(read(zoom, id).await?)),
        Err(error) if error.is_meeting_gone() => {
            let still_there = read_once(zoom, id).await?.is_some();
            Ok(if still_there { Answer::Doubtful } else { Answer::Gone })
        }
        Err(error) if error.code() == Some(PERHAPS_RUNNING) => match read(zoom, id).await? {
            Some(there) if there.status == Some(MeetingStatus::Started) => Ok(Answer::Running),
            _ => Err(error),
        },
        Err(error) => Err(error),
    }
}

fn found(there: Option<zoom::Meeting>) -> Answer {
    there.map_or(Answer::Gone, |there| Answer::There(Box::new(there)))
}

/// The meeting as Zoom has it now; `None` only if Zoom says so twice (RT-36).
async fn read(zoom: &Client, id: &MeetingId) -> Result<Option<zoom::Meeting>, zoom::Error> {
    match read_once(zoom, id).await? {
        Some(there) => Ok(Some(there)),
        None => read_once(zoom, id).await,
    }
}

async fn read_once(zoom: &Client, id: &MeetingId) -> Result<Option<zoom::Meeting>, zoom::Error> {
    match zoom.meetings().get(id).await {
        Ok(there) => Ok(Some(there)),
        Err(error) if error.is_meeting_gone() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Only what was changed here and is not so in Zoom yet. Never the passcode: people hold a link with it (RT-40).
fn wish(
    meeting: &Meeting,
    base: &Details,
    theirs: Option<&Details>,
    hosts: Option<&str>,
) -> Option<MeetingUpdate> {
    let ours = meeting.details();
    let unseen = |differs: fn(&Details, &Details) -> bool| {
        differs(&ours, base) && theirs.is_none_or(|theirs| differs(&ours, theirs))
    };
    let moves = unseen(|one, other| one.starts_at != other.starts_at);
    let zone = moves || unseen(|one, other| one.zone != other.zone);
    let update = MeetingUpdate {
        topic: unseen(|one, other| one.topic != other.topic).then(|| ours.topic.as_str().to_owned()),
        agenda: unseen(|one, other| one.agenda != other.agenda)
            .then(|| with_marker(&ours.agenda, meeting.id)),
        // An instant with Z, and the zone only for display: nothing is left to interpretation (RT-49).
        start_time: moves.then_some(StartTime::At(ours.starts_at)),
        timezone: zone.then(|| ours.zone.id().to_owned()),
        duration_minutes: unseen(|one, other| one.duration != other.duration)
            .then(|| u32::from(ours.duration.get())),
        settings: hosts.map(|hosts| MeetingSettings {
            alternative_hosts: Some(hosts.to_owned()),
            ..MeetingSettings::default()
        }),
        ..MeetingUpdate::default()
    };
    let changes = update.topic.is_some()
        || update.agenda.is_some()
        || update.timezone.is_some()
        || update.duration_minutes.is_some()
        || update.settings.is_some();
    changes.then_some(update)
}

async fn ask(zoom: &Client, id: &MeetingId, wish: &MeetingUpdate) -> Result<(), zoom::Error> {
    reach("update.before_zoom");
    let answer = zoom.meetings().update(id, wish).await;
    reach("update.after_zoom");
    match answer {
        Err(error) if refuses_zone(&error) && wish.timezone.as_deref() != Some(UTC) => {
            let wish = MeetingUpdate { timezone: Some(UTC.to_owned()), ..wish.clone() };
            zoom.meetings().update(id, &wish).await
        }
        answer => answer,
    }
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
    if ours.starts_at != base.starts_at && theirs.starts_at != ours.starts_at {
        tracing::error!(meeting = %meeting.id, "Zoom has this meeting at another time than we asked for (RT-49)");
        return Err(SyncError::Refused(
            Problem::ZoomRefused,
            "Zoom kept the meeting at its old time.".into(),
        ));
    }
    let merged = merge(ours.clone(), base, theirs);
    let stored_link = app.keys.open(&zoom_place(meeting.id, "join_url"), &known.join_url)?;
    let new_link = answer::join_url(there)? != stored_link.expose_secret();
    let taken_over = merged != ours;
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let Some(current) = meetings::get_for_update(&tx, workspace, meeting.id).await? else { return Ok(()) };
    if current.zoom.as_ref().is_none_or(|zoom| zoom.zoom_id != known.zoom_id) {
        return Ok(());
    }
    alternative_hosts::set_told(&tx, workspace, meeting.id, &hosts.wanted).await?;
    let mut version = Version {
        held: ours.clone(),
        revision: meeting.revision,
        link_revision: known.link_revision,
        heard_at: None,
    };
    if current.desired != meeting.desired || current.revision != meeting.revision {
        // Wanted otherwise meanwhile: that wish has its own run, which also looks at what else is new.
        let row = answer::row(app, meeting, known.grant_id, there, version)?;
        meetings::set_in_zoom(&tx, workspace, meeting.id, &row, now).await?;
        tx.commit().await?;
        return Ok(());
    }
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
    let row = answer::row(app, meeting, known.grant_id, there, version)?;
    meetings::set_in_zoom(&tx, workspace, meeting.id, &row, now).await?;
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
    let elsewhere = merged.is_at_another_time(&ours);
    if elsewhere {
        invitee_pages::forget_answers(&tx, workspace, meeting.id, None).await?;
    }
    let wished = ours != *base && meeting.tell_invitees;
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
    let Some(current) = meetings::get_for_update(&tx, workspace, meeting.id).await? else { return Ok(()) };
    let same = current.zoom.as_ref().is_some_and(|zoom| zoom.zoom_id == known.zoom_id);
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
        if let Some(removed) = meetings::get(&tx, workspace, meeting.id).await? {
            news::queue_cancellations(app, &tx, workspace, &removed).await?;
        }
    } else {
        meetings::set_known(&tx, workspace, meeting.id, Known::Gone, now).await?;
    }
    reach("lost.before_commit");
    tx.commit().await?;
    reach("lost.after_commit");
    Ok(())
}
