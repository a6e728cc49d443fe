//! Meetings: what people want (`desired`) is stored first, a job carries it to Zoom, and what Zoom said (`known`)
//! is stored beside it. See ARCHITECTURE.md, "Flows that must never break".

mod changed_in_zoom;
mod compare;
mod daily_limit;
mod dial_in;
mod live;
mod marker;
mod meet_now;
mod outcome;
mod overlap;
mod proposals;
mod recreate;
mod remove;
mod reschedule;
mod schedule;
mod send_again;
mod series;
mod start;
mod status;
mod sync;
mod timeline;

use domain::{MeetingId, UserId, WorkspaceId, Zone};
use jiff::{Timestamp, ToSpan};
use store::{StoreError, Tx, meetings};

use crate::app::App;
use crate::jobs::SyncMeeting;

pub use changed_in_zoom::{changed_in_zoom, deleted_in_zoom};
pub use compare::{compare, compare_now};
pub use daily_limit::{CHANGES_A_DAY, changes_left};
pub use dial_in::{DialIn, DialInNumber};
pub use live::{Life, attendance, confirm_attendee, has_ended, life, nobody_came, ran_in_zoom, seen_in_zoom};
pub use meet_now::{MeetNowRequest, meet_now};
pub use outcome::{OutcomeError, OutcomeRequest, note_outcome};
pub use overlap::Overlaps;
pub use proposals::{Taken, take_proposal};
pub use recreate::{RecreateError, is_lost_alone, recreate};
pub use remove::{RemoveError, RemoveRequest, remove, remove_upcoming};
pub use reschedule::{RescheduleError, RescheduleRequest, anew as dates_anew, reschedule};
pub(crate) use schedule::schedule_once;
pub use schedule::{InviteeChoice, ScheduleError, ScheduleRequest, Scheduled, schedule};
pub use send_again::{SendAgainError, can_send_again, new_address, send_again};
pub use series::{overlaps, starts};
pub use start::{StartError, start_url};
pub use status::{MeetingStatus, Obstacle, row_status, status};
pub use sync::{SyncError, sync};
pub(crate) use timeline::{Happened, record_with_words};

/// **Try again now**: lets the job run at once and waits a moment for it.
pub async fn retry(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<MeetingStatus, StoreError> {
    let tx = app.store.begin_write().await?;
    let meeting = meetings::get(&tx, workspace, id).await?;
    // A date that Zoom does not have comes there with its series.
    let series = meeting.filter(|meeting| meeting.zoom.is_none()).and_then(|meeting| meeting.series_id());
    let job = SyncMeeting::enqueue(&tx, workspace, series.unwrap_or(id)).await?;
    tx.commit().await?;
    app.runner.run_in_shadow(app, job, schedule::PATIENCE).await;
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    Ok(found.map_or(MeetingStatus::Removed, |meeting| status(&meeting, app.now())))
}

/// Start and end of the day of `at` in a zone.
pub fn day_bounds(at: Timestamp, zone: &Zone) -> (Timestamp, Timestamp) {
    let date = zone.local(at).date();
    let start = |date: jiff::civil::Date| zone.instant(date.at(0, 0, 0, 0)).unwrap_or(at);
    (start(date), start(date.saturating_add(1.day())))
}

/// How many of a person's meetings are left today, the running ones included.
pub async fn left_today(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    zone: &Zone,
) -> Result<u64, StoreError> {
    let now = app.now();
    let (_, end) = day_bounds(now, zone);
    meetings::count_left(&app.store.begin_read().await, workspace, user, now, end).await
}

/// After (re)connecting: every meeting to come that has no Zoom link yet is brought to Zoom (RT-12), and every
/// removal that waited for access is carried out (RT-31).
pub async fn bring_to_zoom(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<(), StoreError> {
    for meeting in meetings::unsettled(tx, workspace, user, app.now()).await? {
        SyncMeeting::enqueue(tx, workspace, meeting).await?;
    }
    Ok(())
}
