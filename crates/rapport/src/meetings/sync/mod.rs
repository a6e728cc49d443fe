//! Carries what people want to Zoom: creates, changes or deletes, exactly once. Runs as a job, one at a time per
//! meeting.

mod answer;
mod create;
mod dates;
mod delete;
mod elsewhere;
mod error;
pub(super) mod news;
mod update;

use domain::{GrantId, MeetingId, WorkspaceId};
use jobs::Attempt;
use store::meetings::{self, Desired, Known, Meeting, Problem};
use store::{StoreError, connections};
use zoom::meetings::ListMeetings;

use crate::app::App;
use crate::connections::GrantTokens;
use crate::features::{self, Feature};

pub use error::SyncError;
pub(super) use error::refine;

pub(super) type Client = zoom::Client<GrantTokens>;

/// The one zone that Zoom is sure to know.
const UTC: &str = "UTC";

/// A person's meetings in pages as large as Zoom gives them (Zoom reference B): mostly one.
pub(super) fn whole_list() -> ListMeetings {
    ListMeetings { page_size: Some(300), ..ListMeetings::default() }
}

/// Brings one meeting to where people want it.
pub async fn sync(
    app: &App,
    workspace: WorkspaceId,
    id: MeetingId,
    attempt: &Attempt,
) -> Result<(), SyncError> {
    // An earlier try may have reached Zoom.
    let first = attempt.number == 1;
    let Some(meeting) = get(app, workspace, id).await? else { return Ok(()) };
    if matches!(meeting.known, Known::Elsewhere | Known::Leaving) && meeting.place.is_some() {
        elsewhere::tell(app, workspace, id).await?;
        return elsewhere::leave(app, workspace, id).await;
    }
    if meeting.series_id().is_some()
        && meeting.desired == Desired::Removed
        && meeting.known == Known::Forgotten
    {
        // Nobody can look without access. People are told all the same, and Zoom hears of it with the next connection.
        return delete::removed(app, workspace, id, Known::Forgotten).await;
    }
    if meeting.known != Known::Gone && dates::waits(app, workspace, &meeting).await? {
        return Ok(());
    }
    if meeting.desired == Desired::Scheduled && meeting.known != Known::Gone {
        turned_on(app, workspace, &meeting).await?;
    }
    match (meeting.desired, meeting.known) {
        // A date goes to Zoom with its series, or somebody took it out there before we looked.
        (_, Known::Nothing | Known::Forgotten) if meeting.series_id().is_some() => Ok(()),
        (Desired::Scheduled, Known::Nothing | Known::Forgotten) => {
            create::create(app, workspace, &meeting, attempt).await?;
            // An earlier try may have made it as it was wanted then.
            match get(app, workspace, id).await? {
                Some(made) if made.is_changing() => update::update(app, workspace, &made, false).await,
                _ => Ok(()),
            }
        }
        (Desired::Scheduled, Known::InZoom) => update::update(app, workspace, &meeting, first).await,
        (Desired::Removed, Known::InZoom | Known::Nothing | Known::Forgotten | Known::Leaving) => {
            delete::delete(app, workspace, &meeting).await
        }
        // It went before anybody here wanted it gone: people may still have to be told.
        (Desired::Removed, Known::Gone) => delete::gone(app, workspace, id).await,
        (Desired::Scheduled, Known::Gone | Known::Leaving) | (_, Known::Elsewhere) => Ok(()),
    }
}

async fn get(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
    meetings::get(&app.store.begin_read().await, workspace, id).await
}

/// The host's grant, or the problem that there is none.
async fn grant_of(app: &App, workspace: WorkspaceId, meeting: &Meeting) -> Result<GrantId, SyncError> {
    let found = connections::of_user(&app.store.begin_read().await, workspace, meeting.host_id).await?;
    match found {
        Some((_, grant)) => Ok(grant.id),
        None => Err(SyncError::Refused(Problem::NotConnected, "The host has not connected Zoom.".into())),
    }
}

/// While Zoom is turned off for the host, nothing is made or changed there; what ends a meeting goes on. Turning it on
/// again brings what waited ([`crate::features::resume_zoom`]).
async fn turned_on(app: &App, workspace: WorkspaceId, meeting: &Meeting) -> Result<(), SyncError> {
    if features::standing(app, Feature::Zoom, workspace, meeting.host_id).await?.is_on() {
        return Ok(());
    }
    // Without a connection, that is what keeps the meeting from Zoom also when it is turned on.
    grant_of(app, workspace, meeting).await?;
    Err(SyncError::Refused(Problem::TurnedOff, "Zoom is turned off for the host.".into()))
}

/// What is over cannot be created or moved any more.
fn still_ahead(app: &App, meeting: &Meeting) -> Result<(), SyncError> {
    if meeting.ends_at() > app.now() {
        return Ok(());
    }
    Err(SyncError::Refused(Problem::ZoomRefused, "Its time passed before Zoom could take it.".into()))
}
