use domain::{EmailId, MeetingId, WorkspaceId};
use secrecy::ExposeSecret;
use store::StoreError;
use store::emails::{self, EmailState};
use store::meetings::Meeting;

use super::compose::{Verdict, verdict};
use super::facts::{OpenLink, number};
use crate::app::App;
use crate::failpoint::reach;
use crate::keys::KeyError;
use crate::mail::MailError;
use crate::meetings::zoom_place;

/// Why a mail did not leave this time.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// A mail waits until the ones before it have left or failed, so that they cannot overtake each other.
    #[error("an earlier mail has not left yet")]
    NotYet,
    /// The mail server could not take it now.
    #[error("the mail server: {0}")]
    Mail(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored link does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A template failed.
    #[error(transparent)]
    Template(#[from] askama::Error),
}

/// Sends one queued mail. Sending twice what was sent is harmless; with `last`, a temporary failure is final.
pub async fn send(app: &App, workspace: WorkspaceId, id: EmailId, last: bool) -> Result<(), SendError> {
    let db = app.store.begin_read().await;
    let Some(email) = emails::get(&db, workspace, id).await? else { return Ok(()) };
    if email.state != EmailState::Queued {
        return Ok(());
    }
    let verdict = verdict(app, workspace, &email).await?;
    drop(db);
    reach("mail.before_smtp");
    let outcome = match &verdict {
        Verdict::Send { mail, .. } => app.mailer.send(app, mail).await,
        Verdict::Overtaken(reason) => return overtaken(app, workspace, id, reason).await,
        Verdict::Withdraw(reason) => Err(MailError::Withdrawn((*reason).to_owned())),
    };
    reach("mail.after_smtp");
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let result = match outcome {
        Ok(words) => {
            emails::mark_sent(&tx, workspace, id, Some(&words), now).await?;
            if let Verdict::Send { told: Some(told), .. } = verdict {
                emails::note_told(&tx, workspace, id, told).await?;
            }
            Ok(())
        }
        Err(MailError::Temporary(words)) if !last => {
            emails::note_attempt(&tx, workspace, id, Some(&words)).await?;
            Err(SendError::Mail(words))
        }
        Err(error) => {
            let address_refused = matches!(error, MailError::Refused(_));
            emails::mark_failed(&tx, workspace, id, Some(&error.to_string()), address_refused).await?;
            Ok(())
        }
    };
    reach("mail.before_commit");
    tx.commit().await?;
    reach("mail.after_commit");
    result
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
