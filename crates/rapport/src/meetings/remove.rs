use std::time::Duration;

use domain::{ActivityId, JobId, MeetingId, UserId, WorkspaceId};
use jobs::Shadow;
use store::activities::{self, ActivityKind, NewActivity};
use store::meetings::{self, Desired};
use store::{StoreError, connections, contacts};

use super::schedule::PATIENCE;
use super::status::{MeetingStatus, status};
use crate::app::App;
use crate::failpoint::reach;
use crate::jobs::SyncMeeting;

/// Why a meeting cannot be removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// No such meeting.
    #[error("This meeting does not exist any more.")]
    NotFound,
    /// Zoom lets only the host delete it.
    #[error("Only the host can remove this meeting.")]
    NotTheHost,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores that the meeting is off, lets the job carry it to Zoom at once and waits a moment for it. Cancellations
/// are mailed when Zoom has confirmed. Removing twice is harmless.
pub async fn remove(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    tell: bool,
    message: &str,
) -> Result<MeetingStatus, RemoveError> {
    if let Some(job) = begin(app, workspace, user, id, tell, message).await? {
        app.runner.run_in_shadow(app, job, PATIENCE).await;
    }
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    Ok(found.map_or(MeetingStatus::Removed, |meeting| status(&meeting, app.now())))
}

/// Stores the wish and its job; `None` if the meeting was removed before.
async fn begin(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    tell: bool,
    message: &str,
) -> Result<Option<JobId>, RemoveError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let meeting = meetings::get_for_update(&tx, workspace, id).await?.ok_or(RemoveError::NotFound)?;
    if meeting.host_id != user {
        return Err(RemoveError::NotTheHost);
    }
    if meeting.desired == Desired::Removed {
        return Ok(None);
    }
    meetings::mark_removed_desired(
        &tx,
        workspace,
        id,
        tell,
        Some(message).filter(|text| !text.is_empty()),
        now,
    )
    .await?;
    let contacts: Vec<_> = meeting.invitees.iter().filter_map(|invitee| invitee.contact_id).collect();
    contacts::lock(&tx, workspace, &contacts).await?;
    for contact in contacts {
        let entry = NewActivity {
            id: ActivityId::new(&*app.clock, &*app.random),
            contact_id: contact,
            meeting_id: Some(id),
            email_id: None,
            note_id: None,
            actor_id: Some(user),
            kind: ActivityKind::MeetingRemoved,
            at: now,
            text: None,
        };
        activities::record(&tx, workspace, &entry).await?;
    }
    let job = SyncMeeting::enqueue(&tx, workspace, id).await?;
    reach("remove.before_commit");
    tx.commit().await?;
    reach("remove.after_commit");
    Ok(Some(job))
}

/// Removes a person's meetings to come in their Zoom account and tells the invitees. All are asked for at once, so
/// that the wait is short even if Zoom is down. Returns how many Zoom still has.
pub async fn remove_upcoming(app: &App, workspace: WorkspaceId, user: UserId) -> Result<usize, StoreError> {
    let db = app.store.begin_read().await;
    let Some((_, grant)) = connections::of_user(&db, workspace, user).await? else { return Ok(0) };
    let upcoming = meetings::upcoming_of_grant(&db, grant.id, app.now()).await?;
    drop(db);
    let mut asked = Vec::new();
    for (workspace, meeting) in upcoming {
        match begin(app, workspace, user, meeting, true, "").await {
            Ok(Some(job)) => asked.push((workspace, meeting, job)),
            // Meetings of others who use the same Zoom account are theirs to remove.
            Ok(None) | Err(RemoveError::NotFound | RemoveError::NotTheHost) => {}
            Err(RemoveError::Store(error)) => return Err(error),
        }
    }
    let mut left = 0;
    let mut patience = PATIENCE;
    for (workspace, meeting, job) in asked {
        // One that Zoom does not answer uses up the patience; the others are looked at without waiting.
        if !matches!(app.runner.run_in_shadow(app, job, patience).await, Shadow::Done) {
            patience = Duration::ZERO;
        }
        let found = meetings::get(&app.store.begin_read().await, workspace, meeting).await?;
        let gone = found.is_none_or(|meeting| status(&meeting, app.now()) == MeetingStatus::Removed);
        left += usize::from(!gone);
    }
    Ok(left)
}
