use domain::{MeetingId, WorkspaceId};
use store::meetings::{self, Desired, Known, Meeting};
use zoom::meetings::DeleteOptions;

use super::create::find;
use super::error::{PERHAPS_RUNNING, refine};
use super::{SyncError, dates, grant_of, news};
use crate::app::App;
use crate::connections::ZoomApp;
use crate::failpoint::reach;

pub(super) async fn delete(app: &App, workspace: WorkspaceId, meeting: &Meeting) -> Result<(), SyncError> {
    if !meeting.asked_zoom && meeting.zoom.is_none() {
        // It surely never was there, neither by itself nor with a series.
        return gone(app, workspace, meeting.id).await;
    }
    if meeting.zoom.is_none()
        && let Err(SyncError::Refused(..)) = grant_of(app, workspace, meeting).await
    {
        // It was left in Zoom, or may have come there by a call whose answer is lost. Nobody can look without access,
        // so it goes with the next connection.
        return removed(app, workspace, meeting.id, Known::Forgotten).await;
    }
    delete_there(app, workspace, meeting).await?;
    gone(app, workspace, meeting.id).await
}

/// Deletes it in Zoom, by its id or by our marker.
pub(super) async fn delete_there(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
) -> Result<(), SyncError> {
    let grant = match &meeting.zoom {
        Some(zoom) => zoom.grant_id,
        None => grant_of(app, workspace, meeting).await?,
    };
    ZoomApp::as_user(app, grant, workspace, meeting.host_id, |zoom| async move {
        let id = match &meeting.zoom {
            Some(known) => known.zoom_id.parse().ok(),
            None => find(&zoom, meeting).await?.map(|found| found.id),
        };
        let Some(id) = id else { return Ok(()) };
        // A meeting that is already gone is a success (RT-33).
        reach("delete.before_zoom");
        let date = meeting.zoom.as_ref().and_then(|zoom| zoom.occurrence_id.as_deref());
        let options = DeleteOptions { occurrence_id: date.map(str::to_owned), ..DeleteOptions::default() };
        let answer = match (zoom.meetings().delete(&id, &options).await, date) {
            (Err(error), Some(date)) if error.code() == Some(PERHAPS_RUNNING) => {
                if dates::is_gone(&zoom, &id, date).await? { Ok(()) } else { Err(error) }
            }
            (answer, _) => answer.map(drop),
        };
        reach("delete.after_zoom");
        answer
    })
    .await
    .map_err(refine)
}

/// Zoom no longer has it.
pub(super) async fn gone(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    removed(app, workspace, id, Known::Gone).await
}

/// Notes what is known of a removed meeting now; everyone who was invited is told if the host wants it.
pub(super) async fn removed(
    app: &App,
    workspace: WorkspaceId,
    id: MeetingId,
    known: Known,
) -> Result<(), SyncError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    if let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await?
        && meeting.desired == Desired::Removed
    {
        meetings::set_known(&tx, workspace, id, known, now).await?;
        if meeting.repeat().is_some() {
            dates::set_known(app, &tx, workspace, id, known).await?;
        }
        if meeting.tell_invitees {
            news::queue_cancellations(app, &tx, workspace, &meeting).await?;
        }
    }
    reach("gone.before_commit");
    tx.commit().await?;
    reach("gone.after_commit");
    Ok(())
}
