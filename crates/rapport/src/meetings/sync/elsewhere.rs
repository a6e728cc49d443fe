use domain::{MeetingId, WorkspaceId};
use store::meetings::{self, Desired, Known};

use super::{SyncError, news};
use crate::app::App;

/// A meeting that takes place elsewhere is settled when it is stored: what is left is to tell people of it.
pub(super) async fn tell(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    let tx = app.store.begin_write().await?;
    let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await? else { return Ok(()) };
    if meeting.known != Known::Elsewhere {
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
