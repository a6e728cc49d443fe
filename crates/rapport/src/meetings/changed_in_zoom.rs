//! What somebody does to our meetings in Zoom itself (RT-32). An event is a hint: the job asks Zoom what it holds now
//! and takes that over, so that late, repeated and shuffled events do no harm (RT-63).

use domain::{MeetingId, WorkspaceId};
use store::meetings::{self, Heard, Meeting};
use store::{StoreError, Tx};
use zoom::webhook::{ChangedMeeting, MeetingObject};

use super::schedule::PATIENCE;
use crate::app::App;
use crate::jobs::SyncMeeting;

/// `meeting.updated`: the new values are looked at if they are not what we know or wait for ourselves.
pub async fn changed_in_zoom(
    app: &App,
    zoom_account: &str,
    change: &ChangedMeeting,
) -> Result<(), StoreError> {
    hear(app, zoom_account, change.object.id.as_str(), Heard::Changed, |meeting| {
        is_echo(meeting, &change.object)
    })
    .await
}

/// `meeting.deleted`: if Zoom confirms it, the meeting is removed here and the invitees are told.
pub async fn deleted_in_zoom(
    app: &App,
    zoom_account: &str,
    object: &MeetingObject,
) -> Result<(), StoreError> {
    hear(app, zoom_account, object.id.as_str(), Heard::Deleted, |_| false).await
}

async fn hear(
    app: &App,
    zoom_account: &str,
    zoom_id: &str,
    heard: Heard,
    ignore: impl Fn(&Meeting) -> bool,
) -> Result<(), StoreError> {
    let db = app.store.begin_read().await;
    let found = meetings::of_zoom(&db, zoom_account, zoom_id).await?;
    drop(db);
    for (workspace, id) in found {
        let tx = app.store.begin_write().await?;
        let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await? else { continue };
        if ignore(&meeting) {
            continue;
        }
        listen(app, &tx, workspace, id, heard).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Notes what was heard and lets the job ask Zoom.
async fn listen(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    id: MeetingId,
    heard: Heard,
) -> Result<domain::JobId, StoreError> {
    meetings::hear(tx, workspace, id, heard, app.now()).await?;
    SyncMeeting::enqueue(tx, workspace, id).await
}

/// Asks Zoom at once what it holds, and waits a moment for it.
pub(super) async fn look(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    let job = listen(app, &tx, workspace, id, Heard::Changed).await?;
    tx.commit().await?;
    app.runner.run_in_shadow(app, job, PATIENCE).await;
    Ok(())
}

/// Zoom also tells what we did ourselves: then every value it names is one that we sent or know. Whatever it does not
/// name has not changed.
fn is_echo(meeting: &Meeting, said: &MeetingObject) -> bool {
    let Some(zoom) = &meeting.zoom else { return true };
    let ours = meeting.details();
    let known = |differs: &dyn Fn(&meetings::Details) -> bool| !differs(&zoom.held) || !differs(&ours);
    // Parts that the event may name and we do not compare: the passcode changes the link.
    let names_more = said.password.is_some()
        || said.join_url.is_some()
        || said.extra.keys().any(|key| !matches!(key.as_str(), "agenda" | "settings" | "recurrence"));
    let agenda = said.extra.get("agenda").and_then(|agenda| agenda.as_str());
    !names_more
        && known(&|details| said.topic.as_deref().is_some_and(|topic| topic != details.topic.as_str()))
        && known(&|details| said.start_time.is_some_and(|start| start != details.starts_at))
        && known(&|details| {
            said.duration_minutes.is_some_and(|minutes| minutes != u64::from(details.duration.get()))
        })
        && known(&|details| {
            agenda.is_some_and(|agenda| super::marker::without_marker(agenda) != details.agenda.as_str())
        })
}
