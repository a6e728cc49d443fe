use domain::{MeetingId, UserId, WorkspaceId};
use store::meetings::{Known, Meeting};
use store::{Db, StoreError, idempotency_keys, meeting_series, meetings};

use super::schedule::PATIENCE;
use super::status::{MeetingStatus, status};
use crate::accounts::form_key;
use crate::app::App;
use crate::failpoint::reach;
use crate::jobs::SyncMeeting;

/// Why a meeting is not created again.
#[derive(Debug, thiserror::Error)]
pub enum RecreateError {
    /// No such meeting.
    #[error("This meeting does not exist any more.")]
    NotFound,
    /// It is created in the host's account.
    #[error("Only the host can create this meeting again.")]
    NotTheHost,
    /// Zoom has its series, and makes no single date of one.
    #[error(
        "Zoom has the other dates of this series, and does not make a single one again. Remove this date, and schedule \
         a meeting of its own."
    )]
    OnlyThisDate,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// **Create it again in Zoom**: a meeting that Zoom has lost gets a new id and link, and everyone who was invited the
/// new link, for the same entry in their calendar (RT-34, RT-35). Harmless when Zoom has it. A date comes back with its
/// series, and not by itself.
pub async fn recreate(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    idempotency_key: &str,
) -> Result<MeetingStatus, RecreateError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    meeting_series::lock_series_of(&tx, workspace, id).await?;
    let meeting = meetings::get_for_update(&tx, workspace, id).await?.ok_or(RecreateError::NotFound)?;
    // A date comes back with its series.
    let whole = meeting.series_id().unwrap_or(id);
    if meeting.host_id != user {
        return Err(RecreateError::NotTheHost);
    }
    if is_lost_alone(&tx, workspace, &meeting).await? {
        return Err(RecreateError::OnlyThisDate);
    }
    let key = form_key(idempotency_key, &format!("recreate {whole}"));
    let begun = idempotency_keys::insert(&tx, workspace, user, &key, &id.to_string(), now).await?
        && meetings::recreate(&tx, workspace, whole, now).await?;
    if begun {
        for date in meeting_series::dates_to_come(&tx, workspace, whole, now).await? {
            meetings::recreate(&tx, workspace, date.meeting, now).await?;
        }
        let job = SyncMeeting::enqueue(&tx, workspace, whole).await?;
        reach("recreate.before_commit");
        tx.commit().await?;
        reach("recreate.after_commit");
        app.runner.run_in_shadow(app, job, PATIENCE).await;
    } else {
        drop(tx);
    }
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    Ok(found.map_or(MeetingStatus::Removed, |meeting| status(&meeting, app.now())))
}

/// Whether Zoom has lost this date, and not its series; of no other meeting.
pub async fn is_lost_alone(db: &impl Db, workspace: WorkspaceId, date: &Meeting) -> Result<bool, StoreError> {
    let Some(series) = date.series_id().filter(|_| date.known == Known::Gone) else { return Ok(false) };
    let whole = meetings::get(db, workspace, series).await?;
    Ok(whole.is_none_or(|whole| whole.known != Known::Gone))
}
