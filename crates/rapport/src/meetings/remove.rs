use std::time::Duration;

use domain::{JobId, MeetingId, UserId, WorkspaceId};
use jobs::Shadow;
use store::activities::ActivityKind;
use store::{Db, StoreError, connections, idempotency_keys, meeting_series, meetings};

use super::schedule::PATIENCE;
use super::status::{MeetingStatus, status};
use super::timeline::{Happened, contacts_of, record};
use crate::accounts::form_key;
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

/// How a meeting is removed.
#[derive(Debug, Clone, Copy)]
pub struct RemoveRequest<'a> {
    /// Mail the invitees.
    pub tell: bool,
    /// What they are told beside it; may be empty.
    pub message: &'a str,
    /// Of the form, if it was one.
    pub idempotency_key: Option<&'a str>,
}

/// Stores that the meeting is off, lets the job carry it to Zoom at once and waits a moment for it. Cancellations
/// are mailed when Zoom has confirmed. Removing twice is harmless.
pub async fn remove(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    wish: RemoveRequest<'_>,
) -> Result<MeetingStatus, RemoveError> {
    if let Some(job) = begin(app, workspace, (user, user), id, wish).await? {
        app.runner.run_in_shadow(app, job, PATIENCE).await;
    }
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    Ok(found.map_or(MeetingStatus::Removed, |meeting| status(&meeting, app.now())))
}

/// Stores the wish of `user` and its job; `None` if the meeting was removed before.
async fn begin(
    app: &App,
    workspace: WorkspaceId,
    (host, user): (UserId, UserId),
    id: MeetingId,
    wish: RemoveRequest<'_>,
) -> Result<Option<JobId>, RemoveError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    if let Some(key) = wish.idempotency_key {
        let key = form_key(key, &format!("remove {id} {} {:?}", wish.tell, wish.message));
        if !idempotency_keys::insert(&tx, workspace, user, &key, &id.to_string(), now).await? {
            return Ok(None);
        }
    }
    meeting_series::lock_series_of(&tx, workspace, id).await?;
    let meeting = meetings::get_for_update(&tx, workspace, id).await?.ok_or(RemoveError::NotFound)?;
    if meeting.host_id != host {
        return Err(RemoveError::NotTheHost);
    }
    // Whoever removes the last date that is left removes the series: Zoom has no series without dates.
    let meeting = match meeting.series_id() {
        Some(series) if is_last(app, &tx, workspace, series, id).await? => {
            meetings::get_for_update(&tx, workspace, series).await?.ok_or(RemoveError::NotFound)?
        }
        _ => meeting,
    };
    let id = meeting.id;
    if meeting.repeat().is_some() {
        meeting_series::remove_dates(&tx, workspace, id, now).await?;
    }
    let message = Some(wish.message).filter(|text| !text.is_empty());
    if !meetings::mark_removed_desired(&tx, workspace, id, wish.tell, message, now).await? {
        return Ok(None);
    }
    if let Some(series) = meeting.series_id() {
        meeting_series::set_end(&tx, workspace, series).await?;
    }
    let happened = Happened {
        meeting: id,
        kind: ActivityKind::MeetingRemoved,
        actor: Some(user),
        starts_at: meeting.starts_at,
        moved_from: None,
    };
    record(app, &tx, workspace, &contacts_of(&meeting), happened).await?;
    let job = SyncMeeting::enqueue(&tx, workspace, id).await?;
    reach("remove.before_commit");
    tx.commit().await?;
    reach("remove.after_commit");
    Ok(Some(job))
}

/// Whether no other date of the series takes place any more.
async fn is_last(
    app: &App,
    db: &impl Db,
    workspace: WorkspaceId,
    series: MeetingId,
    date: MeetingId,
) -> Result<bool, StoreError> {
    let left = meeting_series::dates_to_come(db, workspace, series, app.now()).await?;
    Ok(!left.iter().any(|one| one.stands() && one.meeting != date))
}

/// Removes a host's meetings to come in their Zoom account and tells the invitees, as `user` wants it. All are asked for at
/// once, so that the wait is short even if Zoom is down. Returns how many Zoom still has.
pub async fn remove_upcoming(
    app: &App,
    workspace: WorkspaceId,
    host: UserId,
    user: UserId,
) -> Result<usize, StoreError> {
    let db = app.store.begin_read().await;
    let Some((_, grant)) = connections::of_user(&db, workspace, host).await? else { return Ok(0) };
    let upcoming = meetings::upcoming_of_grant(&db, grant.id, app.now()).await?;
    drop(db);
    let mut asked = Vec::new();
    for (workspace, meeting) in upcoming {
        let wish = RemoveRequest { tell: true, message: "", idempotency_key: None };
        match begin(app, workspace, (host, user), meeting, wish).await {
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
