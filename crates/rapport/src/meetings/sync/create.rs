use domain::{MeetingId, WorkspaceId};
use jobs::Attempt;
use store::alternative_hosts;
use store::meetings::{self, Known, Meeting, Problem};
use zoom::meetings::{AutoRecording, MeetingSettings, MeetingType, StartTime};

use super::answer::{self, Version};
use super::dates::{self, Plan};
use super::error::refine;
use super::{Client, SyncError, UTC, grant_of, news, still_ahead, whole_list};
use crate::app::App;
use crate::connections::ZoomApp;
use crate::failpoint::reach;
use crate::meetings::marker::{Mark, mark, with_marker};

/// A meeting in Zoom's words, and how we came by it.
enum Made {
    Created(zoom::Meeting),
    /// An earlier try, or an earlier connection, made it.
    Found(zoom::Meeting),
}

pub(super) async fn create(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
    attempt: &Attempt,
) -> Result<(), SyncError> {
    still_ahead(app, meeting)?;
    let plan = Plan::of(app, workspace, meeting).await?;
    if meeting.repeat().is_some() && plan.is_none() {
        let words = "All its dates began before Zoom could take it.";
        return Err(SyncError::Refused(Problem::ZoomRefused, words.into()));
    }
    let grant = grant_of(app, workspace, meeting).await?;
    if !note(app, workspace, meeting.id, attempt).await? {
        return Ok(());
    }
    let hosts = alternative_hosts::get(&app.store.begin_read().await, workspace, meeting.id).await?.wanted;
    let wanted_hosts = hosts.as_str();
    let forgotten = meeting.known == Known::Forgotten;
    let planned = plan.as_ref();
    let made = ZoomApp::as_user(app, grant, workspace, meeting.host_id, |zoom| async move {
        // Only what was never asked for is surely not there: an answer may be lost in many ways, the note in none.
        let found = if meeting.asked_zoom { find(&zoom, meeting).await? } else { None };
        match found {
            Some(found) => Ok(Some(Made::Found(found))),
            // People hold the old link; another one would need new invitations, which nobody asked for.
            None if forgotten => Ok(None),
            None => ask(&zoom, meeting, planned, wanted_hosts).await.map(|made| Some(Made::Created(made))),
        }
    })
    .await
    .map_err(refine)?;
    let (held, there, told) = match made {
        None => return Ok(()),
        Some(Made::Created(there)) => {
            if plan.is_none() && there.start_time.is_some_and(|start| start != meeting.starts_at) {
                tracing::error!(meeting = %meeting.id, "Zoom has this meeting at another time than we asked for (RT-49)");
            }
            (meeting.details(), there, hosts.clone())
        }
        Some(Made::Found(there)) => {
            let told = answer::alternative_hosts(&there).to_owned();
            (answer::held(meeting, &there), there, told)
        }
    };
    // What an earlier try made may be what was wanted then; the rest is a change like any other.
    let repeat = meeting.repeat().filter(|_| plan.as_ref().is_some_and(|plan| plan.is_in(&there))).cloned();
    let up_to_date = held == meeting.details() && told == hosts && repeat.as_ref() == meeting.repeat();
    let revision = if up_to_date { meeting.revision } else { meeting.revision - 1 };
    let version =
        Version { held, revision, link_revision: revision, heard_at: None, occurrence_id: None, repeat };
    let row = answer::row(app, meeting, grant, &there, version)?;
    let now = app.now();
    let tx = app.store.begin_write().await?;
    meetings::set_in_zoom(&tx, workspace, meeting.id, &row, now).await?;
    alternative_hosts::set_told(&tx, workspace, meeting.id, &told).await?;
    if meeting.repeat().is_some()
        && up_to_date
        && let Some(whole) = meetings::get(&tx, workspace, meeting.id).await?
    {
        dates::settle(app, &tx, workspace, &whole, &there).await?;
    }
    if up_to_date && !forgotten {
        news::queue(app, &tx, workspace, meeting, meeting.tell_invitees).await?;
    }
    reach("create.before_commit");
    tx.commit().await?;
    reach("create.after_commit");
    Ok(())
}

/// Notes that Zoom is asked; `false` when the meeting was removed first. A process that was away for so long that
/// another has the job asks nothing: there would be two.
async fn note(
    app: &App,
    workspace: WorkspaceId,
    id: MeetingId,
    attempt: &Attempt,
) -> Result<bool, SyncError> {
    let tx = app.store.begin_write().await?;
    let wanted = meetings::mark_asked(&tx, workspace, id).await?;
    attempt.hold(&tx).await?;
    tx.commit().await?;
    Ok(wanted)
}

/// Looks for our marker among the person's meetings. Between two pages the list may change, and what moves from the
/// second to the first is on neither; so what is not found on several pages is looked for once more.
pub(super) async fn find(zoom: &Client, meeting: &Meeting) -> Result<Option<zoom::Meeting>, zoom::Error> {
    let (found, pages) = look_through(zoom, meeting).await?;
    if found.is_some() || pages < 2 {
        return Ok(found);
    }
    look_through(zoom, meeting).await.map(|(found, _)| found)
}

/// The meeting with our marker, and how many pages were read.
async fn look_through(
    zoom: &Client,
    meeting: &Meeting,
) -> Result<(Option<zoom::Meeting>, usize), zoom::Error> {
    let ours = Mark::Of(meeting.id);
    let mut pages = zoom.meetings().pages(whole_list());
    let mut read = 0;
    while let Some(page) = pages.next().await {
        read += 1;
        for item in &page?.items {
            let listed = mark(item.agenda.as_deref().unwrap_or_default());
            if listed != ours && listed != Mark::CutOff {
                continue;
            }
            match zoom.meetings().get(&item.id).await {
                Ok(whole) if mark(whole.agenda.as_deref().unwrap_or_default()) == ours => {
                    return Ok((Some(whole), read));
                }
                Ok(_) | Err(zoom::Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok((None, read))
}

/// Asks Zoom for a new meeting.
async fn ask(
    zoom: &Client,
    meeting: &Meeting,
    plan: Option<&Plan>,
    hosts: &str,
) -> Result<zoom::Meeting, zoom::Error> {
    let wanted = request(meeting, plan, hosts);
    reach("create.before_zoom");
    let answer = zoom.meetings().create(&wanted).await;
    reach("create.after_zoom");
    match answer {
        Err(error) if refuses_zone(&error) && wanted.timezone.as_deref() != Some(UTC) => {
            let start_time = match plan {
                Some(plan) => Some(plan.start_in(UTC).ok_or(error)?),
                None => wanted.start_time,
            };
            let wanted = zoom::NewMeeting { timezone: Some(UTC.to_owned()), start_time, ..wanted };
            zoom.meetings().create(&wanted).await
        }
        answer => answer,
    }
}

/// Zoom's list of zones is shorter than the world's (reference G). The start is an instant, so the zone only decides
/// what Zoom's own pages show.
pub(super) fn refuses_zone(error: &zoom::Error) -> bool {
    matches!(error, zoom::Error::Validation { fields, .. } if fields.iter().any(|field| field.field == "timezone"))
}

fn request(meeting: &Meeting, plan: Option<&Plan>, hosts: &str) -> zoom::NewMeeting {
    zoom::NewMeeting {
        topic: Some(meeting.topic.as_str().to_owned()),
        agenda: Some(with_marker(&meeting.agenda, meeting.id)),
        // An instant with Z, and the zone only for display: nothing is left to interpretation (RT-49).
        start_time: Some(plan.map_or(StartTime::At(meeting.starts_at), Plan::start)),
        timezone: Some(meeting.zone.id().to_owned()),
        kind: if plan.is_some() { MeetingType::Recurring } else { MeetingType::Scheduled },
        recurrence: plan.map(Plan::recurrence),
        duration_minutes: Some(u32::from(meeting.duration.get())),
        default_password: Some(meeting.passcode_wanted),
        settings: Some(MeetingSettings {
            waiting_room: Some(meeting.waiting_room),
            auto_recording: Some(if meeting.cloud_recording {
                AutoRecording::Cloud
            } else {
                AutoRecording::None
            }),
            alternative_hosts: (!hosts.is_empty()).then(|| hosts.to_owned()),
            ..MeetingSettings::default()
        }),
        ..zoom::NewMeeting::default()
    }
}
