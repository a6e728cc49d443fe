use domain::{MeetingId, UserId, WorkspaceId};
use store::{StoreError, meetings};

use super::changed_in_zoom::look;
use crate::app::App;
use crate::connections::{PATIENCE, TokenError, ZoomApp, within};
use crate::features::{self, Feature};

/// Why a meeting cannot be started, for its host.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No such meeting, or it is not in Zoom.
    #[error("This meeting is not in Zoom, so it cannot be started.")]
    NotInZoom,
    /// Only the host may fetch the start link: it logs its holder in as the host.
    #[error("Only the host can start this meeting. Join it with the join link instead.")]
    NotTheHost,
    /// Zoom no longer has it.
    #[error("Zoom does not have this meeting any more. It may have been deleted in Zoom.")]
    Gone,
    /// Zoom asks for a permission that was not granted.
    #[error("Zoom asks for the permission {0}. Reconnect Zoom in Settings, Integrations and allow it.")]
    PermissionMissing(String),
    /// The connection is dead.
    #[error("Zoom refuses our access. Reconnect Zoom in Settings, Integrations, then start the meeting.")]
    Reconnect,
    /// The Zoom integration was turned off for the host.
    #[error(
        "Zoom is turned off for you. An owner or admin of the workspace can turn it on again; until then, start the meeting in the Zoom app."
    )]
    TurnedOff,
    /// Zoom does not answer.
    #[error("Zoom is not answering. Try again in a moment, or start the meeting in the Zoom app.")]
    Unavailable,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks Zoom for a fresh start link. It is never stored, logged or shown: the caller redirects to it at once.
pub async fn start_url(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
) -> Result<String, StartError> {
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    let meeting = found.ok_or(StartError::NotInZoom)?;
    if meeting.host_id != user {
        return Err(StartError::NotTheHost);
    }
    if !features::standing(app, Feature::Zoom, workspace, user).await?.is_on() {
        return Err(StartError::TurnedOff);
    }
    let zoom_meeting = meeting.zoom.filter(|_| meeting.place.is_none()).ok_or(StartError::NotInZoom)?;
    let zoom_id: zoom::MeetingId = zoom_meeting.zoom_id.parse().map_err(|_| StartError::NotInZoom)?;
    let (zoom, grant) = (app.clone(), zoom_meeting.grant_id);
    let answer =
        within(PATIENCE, async move {
            ZoomApp::as_user(&zoom, grant, workspace, user, |zoom| async move {
                zoom.meetings().get(&zoom_id).await
            })
            .await
        });
    let Some(answer) = answer.await else { return Err(StartError::Unavailable) };
    match answer {
        Ok(meeting) => meeting
            .start_url
            .map(|url| secrecy::ExposeSecret::expose_secret(&url).to_owned())
            .ok_or(StartError::Unavailable),
        // Asked again before it is believed (RT-36); then the meeting's page offers to create it again.
        Err(error) if error.is_meeting_gone() => {
            let app = app.clone();
            within(PATIENCE, async move { look(&app, workspace, id).await }).await.transpose()?;
            Err(StartError::Gone)
        }
        Err(zoom::Error::MissingScope { any_of, .. }) => {
            Err(StartError::PermissionMissing(any_of.into_iter().next().unwrap_or_default()))
        }
        Err(zoom::Error::Unauthorized(_)) => Err(StartError::Reconnect),
        Err(error) if matches!(error.token_error(), Some(TokenError::NeedsReconnect | TokenError::Gone)) => {
            Err(StartError::Reconnect)
        }
        Err(error) => {
            tracing::warn!(%error, "fetching a start link failed");
            Err(StartError::Unavailable)
        }
    }
}
