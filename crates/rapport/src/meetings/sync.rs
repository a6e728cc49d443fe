//! Carries what people want to Zoom: creates, or deletes, exactly once. Runs as a job, one at a time per meeting.

use domain::{ActivityId, EmailId, MeetingId, WorkspaceId};
use jiff::Timestamp;
use jobs::{Options, enqueue};
use secrecy::ExposeSecret;
use store::activities::{ActivityKind, NewActivity};
use store::emails::{self, EmailKind, EmailState, NewEmail};
use store::meetings::{self, Desired, Known, Meeting, NewZoomMeeting, Problem};
use store::{StoreError, Tx, activities, connections, contacts};
use zoom::meetings::{AutoRecording, DeleteOptions, ListMeetings, MeetingSettings, StartTime};

use super::marker::{marker, with_marker};
use crate::app::App;
use crate::connections::{GrantTokens, TokenError, ZoomApp};
use crate::failpoint::reach;
use crate::jobs::SendEmail;

type Client = zoom::Client<GrantTokens>;

/// The one zone that Zoom is sure to know.
const UTC: &str = "UTC";

/// Why Zoom does not have the meeting as people want it.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// Zoom did not answer, or is overloaded. Try again, at the given time if Zoom named one.
    #[error("Zoom is not answering: {words}")]
    Unreachable {
        /// For the log.
        words: String,
        /// Zoom's own wish.
        retry_at: Option<Timestamp>,
    },
    /// Only a person can help: connect, grant a permission, change the meeting.
    #[error("{0:?}: {1}")]
    Refused(Problem, String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Brings one meeting to where people want it. `first` is false if an earlier try may have reached Zoom.
pub async fn sync(app: &App, workspace: WorkspaceId, id: MeetingId, first: bool) -> Result<(), SyncError> {
    let found = meetings::get(&app.store.begin_read().await, workspace, id).await?;
    let Some(meeting) = found else { return Ok(()) };
    match (meeting.desired, meeting.known) {
        (Desired::Scheduled, Known::Nothing | Known::Forgotten) => {
            create(app, workspace, &meeting, first).await
        }
        (Desired::Removed, Known::InZoom | Known::Nothing | Known::Forgotten) => {
            delete(app, workspace, &meeting).await
        }
        (Desired::Scheduled, Known::InZoom | Known::Gone) | (Desired::Removed, Known::Gone) => Ok(()),
    }
}

/// The host's grant, or the problem that there is none.
async fn grant_of(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
) -> Result<domain::GrantId, SyncError> {
    let found = connections::of_user(&app.store.begin_read().await, workspace, meeting.host_id).await?;
    match found {
        Some((_, grant)) => Ok(grant.id),
        None => Err(SyncError::Refused(Problem::NotConnected, "The host has not connected Zoom.".into())),
    }
}

async fn create(app: &App, workspace: WorkspaceId, meeting: &Meeting, first: bool) -> Result<(), SyncError> {
    if meeting.duration.after(meeting.starts_at) <= app.now() {
        let words = "Its time passed before Zoom could take it.";
        return Err(SyncError::Refused(Problem::ZoomRefused, words.into()));
    }
    let grant = grant_of(app, workspace, meeting).await?;
    let unknown_outcome = !first || meeting.problem.is_some() || meeting.known == Known::Forgotten;
    let forgotten = meeting.known == Known::Forgotten;
    let made = ZoomApp::as_user(app, grant, workspace, meeting.host_id, |zoom| async move {
        let found = if unknown_outcome { find(&zoom, meeting).await? } else { None };
        match found {
            Some(found) => Ok(Some(found)),
            // People hold the old link; another one would need new invitations, which nobody asked for.
            None if forgotten => Ok(None),
            None => ask(&zoom, meeting).await.map(Some),
        }
    })
    .await
    .map_err(refine)?;
    let Some(made) = made else { return Ok(()) };
    // An invitation without a link is worse than a late one (RT-37); the next try reads the meeting again.
    let Some(join_url) = made.join_url.as_deref().filter(|link| !link.is_empty()) else {
        let words = "Zoom's answer has no join link".to_owned();
        return Err(SyncError::Unreachable { words, retry_at: None });
    };
    if made.start_time.is_some_and(|start| start != meeting.starts_at) {
        tracing::error!(meeting = %meeting.id, "Zoom has this meeting at another time than we asked for (RT-49)");
    }
    let now = app.now();
    let place = |column: &str| zoom_place(meeting.id, column);
    let seal = |column: &str, text: &str| app.keys.seal(&*app.random, &place(column), text);
    let row = NewZoomMeeting {
        grant_id: grant,
        zoom_id: made.id.to_string(),
        uuid: made.uuid.clone(),
        join_url: seal("join_url", join_url),
        passcode: made
            .password
            .as_ref()
            .map(ExposeSecret::expose_secret)
            .filter(|text| !text.is_empty())
            .map(|text| seal("passcode", text)),
    };
    let tx = app.store.begin_write().await?;
    meetings::set_in_zoom(&tx, workspace, meeting.id, &row, now).await?;
    if meeting.send_invitation && !forgotten {
        queue_mails(app, &tx, workspace, meeting, EmailKind::Invitation, now).await?;
    }
    reach("create.before_commit");
    tx.commit().await?;
    reach("create.after_commit");
    Ok(())
}

/// Where a sealed value of a Zoom meeting stands.
pub(crate) fn zoom_place(meeting: MeetingId, column: &str) -> String {
    format!("zoom_meetings:{meeting}:{column}")
}

async fn delete(app: &App, workspace: WorkspaceId, meeting: &Meeting) -> Result<(), SyncError> {
    let grant = match (&meeting.zoom, grant_of(app, workspace, meeting).await) {
        (Some(zoom), _) => zoom.grant_id,
        (None, Ok(grant)) => grant,
        // Never in Zoom, as far as anyone can know.
        (None, Err(SyncError::Refused(..))) => return gone(app, workspace, meeting.id).await,
        (None, Err(error)) => return Err(error),
    };
    ZoomApp::as_user(app, grant, workspace, meeting.host_id, |zoom| async move {
        let id = match &meeting.zoom {
            Some(known) => known.zoom_id.parse().ok(),
            None => find(&zoom, meeting).await?.map(|found| found.id),
        };
        let Some(id) = id else { return Ok(()) };
        // A meeting that is already gone is a success (RT-33).
        reach("delete.before_zoom");
        let answer = zoom.meetings().delete(&id, &DeleteOptions::default()).await.map(|_| ());
        reach("delete.after_zoom");
        answer
    })
    .await
    .map_err(refine)?;
    gone(app, workspace, meeting.id).await
}

/// Zoom no longer has it: what came from Zoom goes, and everyone who was invited is told if the host wants it.
async fn gone(app: &App, workspace: WorkspaceId, id: MeetingId) -> Result<(), SyncError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    if let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await? {
        meetings::set_known(&tx, workspace, id, Known::Gone, now).await?;
        if meeting.tell_invitees {
            queue_mails(app, &tx, workspace, &meeting, EmailKind::Cancellation, now).await?;
        }
    }
    reach("gone.before_commit");
    tx.commit().await?;
    reach("gone.after_commit");
    Ok(())
}

/// One mail per invitee, kind and revision; a cancellation only for those whose invitation was not refused.
async fn queue_mails(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
    kind: EmailKind,
    now: Timestamp,
) -> Result<(), SyncError> {
    let contacts: Vec<_> = meeting.invitees.iter().filter_map(|invitee| invitee.contact_id).collect();
    contacts::lock(tx, workspace, &contacts).await?;
    let sent = emails::of_meeting(tx, workspace, meeting.id).await?;
    for invitee in &meeting.invitees {
        let invited = sent.iter().any(|email| {
            email.invitee_id == invitee.id
                && email.kind == EmailKind::Invitation
                && email.state != EmailState::Failed
        });
        if kind == EmailKind::Cancellation && !invited {
            continue;
        }
        let id = EmailId::new(&*app.clock, &*app.random);
        let host = app.public_url.host_str().unwrap_or("localhost").to_owned();
        let email = NewEmail {
            id,
            workspace_id: workspace,
            meeting_id: meeting.id,
            invitee_id: invitee.id,
            kind,
            revision: meeting.revision,
            to_address: invitee.email.clone(),
            to_name: invitee.name.clone(),
            message_id: format!("{id}@{host}"),
            created_at: now,
        };
        if emails::queue(tx, &email).await? {
            if let Some(contact) = invitee.contact_id {
                let entry = NewActivity {
                    id: ActivityId::new(&*app.clock, &*app.random),
                    contact_id: contact,
                    meeting_id: Some(meeting.id),
                    email_id: Some(id),
                    note_id: None,
                    actor_id: None,
                    kind: match kind {
                        EmailKind::Invitation => ActivityKind::InvitationSent,
                        EmailKind::Cancellation => ActivityKind::CancellationSent,
                    },
                    at: now,
                    text: None,
                };
                activities::record(tx, workspace, &entry).await?;
            }
            enqueue(tx, Some(workspace), &SendEmail { workspace, email: id }, Options::default()).await?;
        }
    }
    Ok(())
}

/// Looks for our marker among the person's meetings.
async fn find(zoom: &Client, meeting: &Meeting) -> Result<Option<zoom::Meeting>, zoom::Error> {
    let line = marker(meeting.id);
    let mut pages = zoom.meetings().pages(ListMeetings::default());
    while let Some(page) = pages.next().await {
        for item in &page?.items {
            let ours = item.agenda.as_deref().is_some_and(|agenda| agenda.contains(&line));
            // Lists cut the agenda after 250 characters; then the whole meeting tells.
            let perhaps = item.topic.as_deref() == Some(meeting.topic.as_str())
                && item.start_time == Some(meeting.starts_at);
            if ours || perhaps {
                match zoom.meetings().get(&item.id).await {
                    Ok(whole) if whole.agenda.as_deref().is_some_and(|agenda| agenda.contains(&line)) => {
                        return Ok(Some(whole));
                    }
                    Ok(_) | Err(zoom::Error::NotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(None)
}

/// Asks Zoom for a new meeting.
async fn ask(zoom: &Client, meeting: &Meeting) -> Result<zoom::Meeting, zoom::Error> {
    let wanted = request(meeting);
    reach("create.before_zoom");
    let answer = zoom.meetings().create(&wanted).await;
    reach("create.after_zoom");
    match answer {
        // Zoom's list of zones is shorter than the world's (reference G). The start is an instant, so the zone only
        // decides what Zoom's own pages show.
        Err(zoom::Error::Validation { fields, .. })
            if fields.iter().any(|field| field.field == "timezone")
                && wanted.timezone.as_deref() != Some(UTC) =>
        {
            zoom.meetings().create(&zoom::NewMeeting { timezone: Some(UTC.to_owned()), ..wanted }).await
        }
        answer => answer,
    }
}

fn request(meeting: &Meeting) -> zoom::NewMeeting {
    zoom::NewMeeting {
        topic: Some(meeting.topic.as_str().to_owned()),
        agenda: Some(with_marker(&meeting.agenda, meeting.id)),
        // An instant with Z, and the zone only for display: nothing is left to interpretation (RT-49).
        start_time: Some(StartTime::At(meeting.starts_at)),
        timezone: Some(meeting.zone.id().to_owned()),
        duration_minutes: Some(u32::from(meeting.duration.get())),
        default_password: Some(meeting.passcode_wanted),
        settings: Some(MeetingSettings {
            waiting_room: Some(meeting.waiting_room),
            auto_recording: Some(if meeting.cloud_recording {
                AutoRecording::Cloud
            } else {
                AutoRecording::None
            }),
            ..MeetingSettings::default()
        }),
        ..zoom::NewMeeting::default()
    }
}

/// Zoom's error as what it means for the meeting. Only a dead grant counts as "reconnect" (RT-09).
fn refine(error: zoom::Error) -> SyncError {
    use zoom::{Error, Outcome, error::Refusal};
    match error {
        Error::Token(_)
            if matches!(error.token_error(), Some(TokenError::NeedsReconnect | TokenError::Gone)) =>
        {
            SyncError::Refused(Problem::NotConnected, "Zoom refuses our access.".into())
        }
        Error::MissingScope { any_of, .. } => {
            SyncError::Refused(Problem::PermissionMissing, any_of.first().cloned().unwrap_or_default())
        }
        Error::RateLimited { retry_at, .. } => SyncError::Unreachable { words: error.to_string(), retry_at },
        Error::Token(_) | Error::Transport(_) | Error::Decode { .. } | Error::Unauthorized(_) => {
            SyncError::Unreachable { words: error.to_string(), retry_at: None }
        }
        // Whatever leaves open what became of it is asked again: a server's error, or an error inside a success.
        _ if error.outcome() == Outcome::Perhaps || error.status().is_some_and(|status| status < 300) => {
            SyncError::Unreachable { words: error.to_string(), retry_at: None }
        }
        Error::Api { message, .. }
        | Error::NotFound(Refusal { message, .. })
        | Error::Validation { refusal: Refusal { message, .. }, .. } => {
            SyncError::Refused(Problem::ZoomRefused, message)
        }
        error => SyncError::Refused(Problem::ZoomRefused, error.to_string()),
    }
}
