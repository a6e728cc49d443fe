use domain::{EmailId, MeetingId, WorkspaceId};
use jobs::Attempt;
use secrecy::ExposeSecret;
use store::emails::{self, EmailState};
use store::meetings::Meeting;
use store::outbox::{Outbox, OutboxId};

use super::compose::{Verdict, verdict};
use super::facts::{OpenLink, number};
use crate::app::App;
use crate::keys::KeyError;
use crate::mail::outbox::{SendError, deliver, withdraw};
use crate::meetings::zoom_place;

/// Sends one queued mail. Sending twice what was sent is harmless; in the last attempt a temporary failure is final.
pub async fn send(
    app: &App,
    workspace: WorkspaceId,
    id: EmailId,
    attempt: &Attempt,
) -> Result<(), SendError> {
    let entry = OutboxId { outbox: Outbox::Meetings, workspace, email: id };
    let db = app.store.begin_read().await;
    let Some(email) = emails::get(&db, workspace, id).await? else { return Ok(()) };
    if email.state != EmailState::Queued {
        return Ok(());
    }
    let verdict = verdict(app, workspace, &email).await?;
    drop(db);
    match verdict {
        Verdict::Send { mail, told } => deliver(app, entry, &mail, told, attempt).await,
        Verdict::Overtaken(reason) => overtaken(app, workspace, id, reason).await,
        Verdict::Withdraw(reason) => withdraw(app, entry, reason).await,
    }
}

async fn overtaken(app: &App, workspace: WorkspaceId, id: EmailId, reason: &str) -> Result<(), SendError> {
    let tx = app.store.begin_write().await?;
    emails::mark_overtaken(&tx, workspace, id, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens the join link of a row in a list.
pub(crate) fn open_join_url(
    app: &App,
    id: MeetingId,
    sealed: Option<&[u8]>,
) -> Result<Option<String>, KeyError> {
    let open = |sealed| app.keys.open(&zoom_place(id, "join_url"), sealed);
    Ok(sealed.map(open).transpose()?.map(|text| text.expose_secret().to_owned()))
}

/// Opens what Zoom gave for a meeting.
pub(crate) fn open_link(app: &App, meeting: &Meeting) -> Result<Option<OpenLink>, KeyError> {
    let Some(zoom) = &meeting.zoom else { return Ok(None) };
    let open = |column: &str, sealed: &[u8]| {
        app.keys.open(&zoom_place(meeting.id, column), sealed).map(|text| text.expose_secret().to_owned())
    };
    Ok(Some(OpenLink {
        join_url: open("join_url", &zoom.join_url)?,
        passcode: zoom.passcode.as_deref().map(|sealed| open("passcode", sealed)).transpose()?,
        number: number(&zoom.zoom_id),
    }))
}

/// The way into a meeting: what Zoom gave, or the link of a place elsewhere, which may have none.
pub(crate) fn way_in(app: &App, meeting: &Meeting) -> Result<Option<OpenLink>, KeyError> {
    let Some(place) = &meeting.place else { return open_link(app, meeting) };
    let join_url = place.link().unwrap_or_default().to_owned();
    Ok(Some(OpenLink { join_url, passcode: None, number: String::new() }))
}
