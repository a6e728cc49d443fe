use domain::{MeetingId, WorkspaceId};
use store::meetings::{self, Desired, Known};

use super::delete::delete_there;
use super::{SyncError, get, news};
use crate::app::App;

/// A meeting that takes place elsewhere is settled when it is stored: what is left is to tell people of it.
pub(super) async fn tell(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    let tx = app.store.begin_write().await?;
    let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await? else { return Ok(()) };
    if meeting.place.is_none() {
        return Ok(());
    }
    match meeting.desired {
        Desired::Scheduled if meeting.ends_at() <= app.now() => {}
        Desired::Scheduled => news::queue(app, &tx, workspace, &meeting, meeting.tell_invitees).await?,
        Desired::Removed if meeting.tell_invitees => {
            news::queue_cancellations(app, &tx, workspace, &meeting).await?;
        }
        Desired::Removed => {}
    }
    Ok(tx.commit().await?)
}

/// Takes a meeting out of Zoom that people meet for elsewhere by now. They were told before: where they meet does not
/// wait for Zoom.
pub(super) async fn leave(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    let Some(meeting) = get(app, workspace, id).await?.filter(|meeting| meeting.known == Known::Leaving)
    else {
        return Ok(());
    };
    let removed = meeting.desired == Desired::Removed;
    let mut gone = Known::Gone;
    match delete_there(app, workspace, &meeting).await {
        Ok(()) => {}
        // Nobody can look without access: it goes with the next connection.
        Err(SyncError::Refused(..)) if removed && meeting.zoom.is_none() => gone = Known::Forgotten,
        Err(error) => return Err(error),
    }
    let tx = app.store.begin_write().await?;
    let current = meetings::get_for_update(&tx, workspace, id).await?;
    // Wanted in Zoom again meanwhile: that wish has its own run, which looks for it there.
    if let Some(meeting) = current.filter(|meeting| meeting.known == Known::Leaving) {
        let known = match meeting.desired {
            Desired::Removed => gone,
            // It was removed when it could not be looked for, and is wanted again: the next run looks.
            Desired::Scheduled if gone == Known::Forgotten => return Ok(()),
            Desired::Scheduled => Known::Elsewhere,
        };
        meetings::set_known(&tx, workspace, id, known, app.now()).await?;
    }
    Ok(tx.commit().await?)
}
