use domain::{MeetingId, WorkspaceId};
use store::meetings::{self, Desired, Known, Meeting};
use zoom::meetings::DeleteOptions;

use super::create::find;
use super::error::refine;
use super::{SyncError, grant_of, news};
use crate::app::App;
use crate::connections::ZoomApp;
use crate::failpoint::reach;

pub(super) async fn delete(app: &App, workspace: WorkspaceId, meeting: &Meeting) -> Result<(), SyncError> {
    let grant = match (&meeting.zoom, grant_of(app, workspace, meeting).await) {
        (Some(zoom), _) => zoom.grant_id,
        (None, Ok(grant)) => grant,
        // It was left in Zoom, where nobody can look without access: it goes with the next connection.
        (None, Err(SyncError::Refused(..))) if meeting.known == Known::Forgotten => {
            return call_off(app, workspace, meeting.id).await;
        }
        // Never in Zoom, as far as anyone can know.
        (None, Err(SyncError::Refused(..))) => return gone(app, workspace, meeting.id).await,
        (None, Err(error)) => return Err(error),
    };
    ZoomApp::as_user(app, grant, workspace, meeting.host_id, |zoom| async move {
        let id = match &meeting.zoom {
            Some(known) => known.zoom_id.parse().ok(),
            None => find(&zoom, meeting).await?.map(|found| found.id),
        };
        let Some(id) = id else { return Ok(()) };
        // A meeting that is already gone is a success (RT-33).
        reach("delete.before_zoom");
        let answer = zoom.meetings().delete(&id, &DeleteOptions::default()).await.map(|_| ());
        reach("delete.after_zoom");
        answer
    })
    .await
    .map_err(refine)?;
    gone(app, workspace, meeting.id).await
}

/// Everyone who was invited is told if the host wants it, although Zoom may have it still.
async fn call_off(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    let tx = app.store.begin_write().await?;
    if let Some(meeting) = meetings::get(&tx, workspace, id).await?
        && meeting.desired == Desired::Removed
        && meeting.tell_invitees
    {
        news::queue_cancellations(app, &tx, workspace, &meeting).await?;
    }
    Ok(tx.commit().await?)
}

/// Zoom no longer has it: what came from Zoom goes, and everyone who was invited is told if the host wants it.
pub(super) async fn gone(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    if let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await?
        && meeting.desired == Desired::Removed
    {
        meetings::set_known(&tx, workspace, id, Known::Gone, now).await?;
        if meeting.tell_invitees {
            news::queue_cancellations(app, &tx, workspace, &meeting).await?;
        }
    }
    reach("gone.before_commit");
    tx.commit().await?;
    reach("gone.after_commit");
    Ok(())
}
