//! **Compare with Zoom**, each night and on demand: every meeting to come against the person's list in Zoom. It says
//! what differs, and mends what is ours: what should be there is looked at by the job of the meeting, what was removed
//! here is deleted there. Meetings without our mark are never touched.

use std::collections::{HashMap, HashSet};

use domain::{MeetingId, Minutes, Topic, UserId, WorkspaceId};
use jiff::Timestamp;
use jobs::Shadow;
use store::comparisons::{self, Comparison, Difference, Finding};
use store::meetings::{self, Desired, Heard, Known, Meeting, Problem};
use store::{StoreError, connections};
use zoom::meetings::{DeleteOptions, MeetingSummary};

use super::marker::{self, Mark, mark};
use super::schedule::PATIENCE;
use super::sync::{Client, SyncError, refine, whole_list};
use crate::app::App;
use crate::connections::ZoomApp;
use crate::failpoint::reach;
use crate::features::{self, Feature};
use crate::jobs::{CompareMeetings, SyncMeeting};

/// Where Zoom says that a meeting like ours was made (Zoom reference C).
const MADE_BY_AN_APP: &str = "open_api";

/// One meeting of the list in Zoom.
struct Listed {
    item: MeetingSummary,
    mark: Mark,
    /// Somebody made it in Zoom, with our mark: a copy of one of ours. Known only of those that may be left over.
    copy: bool,
}

/// Compares one person's meetings and keeps what was found; nothing without a connection, or while
/// Zoom is turned off for them.
pub async fn compare(app: &App, workspace: WorkspaceId, user: UserId) -> Result<(), SyncError> {
    if !features::standing(app, Feature::Zoom, workspace, user).await?.is_on() {
        return Ok(());
    }
    let db = app.store.begin_read().await;
    let Some((_, grant)) = connections::of_user(&db, workspace, user).await? else { return Ok(()) };
    // Read before Zoom's list: a meeting made meanwhile must not look as if it was missing there.
    let mut ours = Vec::new();
    for id in meetings::to_compare(&db, workspace, user, app.now()).await? {
        ours.extend(meetings::get(&db, workspace, id).await?);
    }
    drop(db);
    let known: HashSet<String> = ours.iter().filter_map(zoom_id).map(str::to_owned).collect();
    let listed =
        ZoomApp::as_user(app, grant.id, workspace, user, |zoom| async move { list(&zoom, &known).await });
    let listed = listed.await.map_err(refine)?;
    let mut findings: Vec<(Finding, Mending)> = Vec::new();
    let mut looks: Vec<Mending> = Vec::new();
    let by_id: HashMap<&str, &MeetingSummary> =
        listed.iter().map(|listed| (listed.item.id.as_str(), &listed.item)).collect();
    for meeting in &ours {
        let there = zoom_id(meeting).and_then(|id| by_id.get(id).copied());
        if let Some(kind) = difference(meeting, there) {
            let finding = Finding { kind, meeting: Some(meeting.id) };
            findings.push((finding, Mending::Look { workspace, meeting: meeting.id }));
        } else if meeting.repeat().is_some() {
            // Only the whole answer of Zoom says where its dates are.
            looks.push(Mending::Look { workspace, meeting: meeting.id });
        }
    }
    let people = connections::users_of_grant(&app.store.begin_read().await, grant.id).await?;
    for listed in listed.iter().filter(|listed| is_ahead(&listed.item, app.now())) {
        let Mark::Of(id) = listed.mark else { continue };
        let found = find(app, &people, id).await?;
        findings.extend(left_over(listed, found));
    }
    let gone: Vec<_> = findings.iter().filter_map(|(_, mending)| mending.deletes()).collect();
    if !gone.is_empty() {
        reach("compare.before_delete");
        ZoomApp::as_user(app, grant.id, workspace, user, |zoom| async move {
            for id in gone {
                zoom.meetings().delete(id, &DeleteOptions::default()).await?;
            }
            Ok(())
        })
        .await
        .map_err(refine)?;
    }
    let now = app.now();
    let tx = app.store.begin_write().await?;
    for mending in findings.iter().map(|(_, mending)| mending).chain(&looks) {
        mending.enqueue(&tx, now).await?;
    }
    let found: Vec<_> = findings.iter().map(|(finding, _)| *finding).collect();
    let compared = u64::try_from(ours.len()).unwrap_or(u64::MAX);
    comparisons::put(&tx, workspace, user, now, compared, &found).await?;
    reach("compare.before_commit");
    tx.commit().await?;
    Ok(())
}

/// Lets the comparison run now and waits a moment for it; `None` if it is not done yet, and goes on by itself.
pub async fn compare_now(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Comparison>, StoreError> {
    let tx = app.store.begin_write().await?;
    let job = CompareMeetings { workspace, user }.enqueue(&tx, None).await?;
    tx.commit().await?;
    if app.runner.run_in_shadow(app, job, PATIENCE).await != Shadow::Done {
        return Ok(None);
    }
    comparisons::last(&app.store.begin_read().await, workspace, user).await
}

/// The whole list. Where it cuts an agenda that might hold our mark, or one with our mark is not known, the meeting
/// itself is read.
async fn list(zoom: &Client, known: &HashSet<String>) -> Result<Vec<Listed>, zoom::Error> {
    let items = zoom.meetings().pages(whole_list()).collect().await?;
    let mut listed = Vec::with_capacity(items.len());
    for item in items {
        let (mut mark, mut copy) = (mark(item.agenda.as_deref().unwrap_or_default()), false);
        if mark != Mark::None && !known.contains(item.id.as_str()) {
            match zoom.meetings().get(&item.id).await {
                Ok(whole) => {
                    mark = marker::mark(whole.agenda.as_deref().unwrap_or_default());
                    // What does not say where it was made is ours: the mark says so.
                    copy = whole.creation_source.is_some_and(|source| source != MADE_BY_AN_APP);
                }
                Err(error) if error.is_meeting_gone() => mark = Mark::None,
                Err(error) => return Err(error),
            }
        }
        listed.push(Listed { item, mark, copy });
    }
    Ok(listed)
}

fn zoom_id(meeting: &Meeting) -> Option<&str> {
    meeting.zoom.as_ref().map(|zoom| zoom.zoom_id.as_str())
}

/// How a meeting that should be in Zoom differs from what Zoom lists.
fn difference(meeting: &Meeting, there: Option<&MeetingSummary>) -> Option<Difference> {
    if meeting.is_changing() {
        return Some(Difference::Waiting);
    }
    let Some(there) = there else { return Some(Difference::Missing) };
    let held = &meeting.zoom.as_ref()?.held;
    let topic = there.topic.as_deref().and_then(|topic| Topic::parse(topic).ok());
    let renamed = topic.is_some_and(|topic| topic != held.topic).then_some(Difference::Renamed);
    if meeting.repeat().is_some() {
        // Its dates are not on the list.
        return renamed;
    }
    let minutes = there.duration_minutes.and_then(|minutes| i64::try_from(minutes).ok());
    let length = minutes.and_then(|minutes| Minutes::try_from(minutes).ok());
    if there.start_time.is_some_and(|start| start != held.starts_at)
        || length.is_some_and(|length| length != held.duration)
    {
        return Some(Difference::Moved);
    }
    renamed
}

fn is_ahead(item: &MeetingSummary, now: Timestamp) -> bool {
    let minutes = i64::try_from(item.duration_minutes.unwrap_or_default()).unwrap_or_default();
    item.start_time.is_some_and(|start| start + jiff::SignedDuration::from_mins(minutes) > now)
}

/// The meeting that a mark names, in any workspace that uses the account.
async fn find(
    app: &App,
    people: &[(WorkspaceId, UserId)],
    id: MeetingId,
) -> Result<Option<(WorkspaceId, Meeting)>, StoreError> {
    let db = app.store.begin_read().await;
    for (workspace, _) in people {
        if let Some(meeting) = meetings::get(&db, *workspace, id).await? {
            return Ok(Some((*workspace, meeting)));
        }
    }
    Ok(None)
}

/// What a meeting in Zoom with our mark is, if it is not where it belongs.
fn left_over(listed: &Listed, found: Option<(WorkspaceId, Meeting)>) -> Option<(Finding, Mending)> {
    let item = &listed.item;
    let Some((workspace, meeting)) = found else {
        return Some((Finding { kind: Difference::Unknown, meeting: None }, Mending::Nothing));
    };
    let wanted = meeting.desired == Desired::Scheduled && meeting.known != Known::Leaving;
    if wanted && zoom_id(&meeting) == Some(item.id.as_str()) {
        return None;
    }
    let (kind, mending) = match (meeting.desired, meeting.known) {
        (Desired::Removed, Known::Gone) if listed.copy => (Difference::Copy, Mending::Nothing),
        (Desired::Removed, Known::Gone) => (Difference::LeftOver, Mending::Delete(item.id.clone())),
        // Its own job is on the way, and knows the meeting by its id or its mark.
        (Desired::Removed, _) | (_, Known::Leaving) => {
            (Difference::LeftOver, Mending::Look { workspace, meeting: meeting.id })
        }
        (Desired::Scheduled, Known::InZoom | Known::Gone | Known::Elsewhere) => {
            (Difference::Twice, Mending::Nothing)
        }
        (Desired::Scheduled, Known::Nothing | Known::Forgotten) => {
            (Difference::Waiting, Mending::Search { workspace, meeting: meeting.id })
        }
    };
    Some((Finding { kind, meeting: Some(meeting.id) }, mending))
}

/// What is done about a difference.
enum Mending {
    Nothing,
    /// The job of the meeting asks Zoom and does what is right.
    Look {
        workspace: WorkspaceId,
        meeting: MeetingId,
    },
    /// The same, and it looks for the mark before it creates anything.
    Search {
        workspace: WorkspaceId,
        meeting: MeetingId,
    },
    /// It was removed here: deleted there.
    Delete(zoom::MeetingId),
}

impl Mending {
    fn deletes(&self) -> Option<&zoom::MeetingId> {
        match self {
            Self::Delete(id) => Some(id),
            Self::Nothing | Self::Look { .. } | Self::Search { .. } => None,
        }
    }

    async fn enqueue(&self, tx: &store::Tx, now: Timestamp) -> Result<(), StoreError> {
        match self {
            Self::Nothing | Self::Delete(_) => Ok(()),
            Self::Look { workspace, meeting } => {
                meetings::hear(tx, *workspace, *meeting, Heard::Changed, now).await?;
                SyncMeeting::enqueue(tx, *workspace, *meeting).await.map(drop)
            }
            Self::Search { workspace, meeting } => {
                // An earlier try had an end that nobody knows.
                let problem = Problem::ZoomUnreachable;
                meetings::set_problem(tx, *workspace, *meeting, problem, None, None, now).await?;
                SyncMeeting::enqueue(tx, *workspace, *meeting).await.map(drop)
            }
        }
    }
}
