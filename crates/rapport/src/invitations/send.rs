use domain::{EmailId, MeetingId, WorkspaceId};
use secrecy::ExposeSecret;
use store::emails::{self, Email, EmailKind, EmailState};
use store::meetings::{self, Desired, Invitee, Meeting};
use store::users::User;
use store::{StoreError, users, workspaces};

use super::facts::{OpenLink, calendar_file, facts, lines, name_of, number};
use crate::app::App;
use crate::calendar::Method;
use crate::failpoint::reach;
use crate::keys::KeyError;
use crate::mail::{CalendarPart, MailError, OutgoingMail};
use crate::meetings::zoom_place;
use crate::views::mail::{CancellationMail, InvitationMail, RenderedMail};

/// Why a mail did not leave this time.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// A cancellation waits until its invitation has left or failed, so that they cannot overtake each other.
    #[error("the invitation has not left yet")]
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

/// What to do with a queued mail.
enum Verdict {
    Send(Box<OutgoingMail>),
    /// It must not leave any more, and why.
    Withdraw(&'static str),
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
        Verdict::Send(mail) => app.mailer.send(app, mail).await,
        Verdict::Withdraw(reason) => Err(MailError::Withdrawn((*reason).to_owned())),
    };
    reach("mail.after_smtp");
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let result = match outcome {
        Ok(words) => {
            emails::mark_sent(&tx, workspace, id, Some(&words), now).await?;
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

async fn verdict(app: &App, workspace: WorkspaceId, email: &Email) -> Result<Verdict, SendError> {
    let db = app.store.begin_read().await;
    let Some(meeting) = meetings::get(&db, workspace, email.meeting_id).await? else {
        return Ok(Verdict::Withdraw("Not sent: the meeting was deleted."));
    };
    let reader = meeting.invitees.iter().find(|invitee| invitee.id == email.invitee_id);
    let host = users::get(&db, workspace, meeting.host_id).await?;
    let workspace_row = workspaces::get(&db, workspace).await?;
    let (Some(reader), Some(host), Some(workspace_row)) = (reader, host, workspace_row) else {
        return Ok(Verdict::Withdraw("Not sent: the invitee or the host was deleted."));
    };
    match email.kind {
        EmailKind::Invitation => {
            if meeting.duration.after(meeting.starts_at) <= app.now() {
                return Ok(Verdict::Withdraw("Not sent: the meeting was over before it could leave."));
            }
            if meeting.desired == Desired::Removed {
                return Ok(Verdict::Withdraw("Not sent: the meeting was removed first."));
            }
            let Some(link) = open_link(app, &meeting)? else {
                return Ok(Verdict::Withdraw("Not sent: the meeting has no Zoom link any more."));
            };
            let rendered = invitation(&meeting, &host, &workspace_row.name, reader, &link)?;
            Ok(Verdict::Send(Box::new(outgoing(
                app,
                email,
                &meeting,
                &host,
                reader,
                rendered,
                Method::Request,
                Some(&link.join_url),
            ))))
        }
        EmailKind::Cancellation => {
            let sent = emails::of_meeting(&db, workspace, meeting.id).await?;
            let invitation = sent
                .iter()
                .find(|other| other.invitee_id == reader.id && other.kind == EmailKind::Invitation);
            match invitation.map(|invitation| invitation.state) {
                Some(EmailState::Queued) => return Err(SendError::NotYet),
                Some(EmailState::Sent) => {}
                Some(EmailState::Failed) | None => {
                    return Ok(Verdict::Withdraw("Not sent: the invitation never arrived either."));
                }
            }
            let mail = CancellationMail {
                meeting: facts(&meeting, &host, &workspace_row.name, reader),
                message: lines(meeting.removal_message.as_deref().unwrap_or_default()),
            };
            let rendered = mail.render()?;
            Ok(Verdict::Send(Box::new(outgoing(
                app,
                email,
                &meeting,
                &host,
                reader,
                rendered,
                Method::Cancel,
                None,
            ))))
        }
    }
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

fn invitation(
    meeting: &Meeting,
    host: &User,
    workspace: &str,
    reader: &Invitee,
    link: &OpenLink,
) -> askama::Result<RenderedMail> {
    InvitationMail {
        meeting: facts(meeting, host, workspace, reader),
        join_url: link.join_url.clone(),
        meeting_number: link.number.clone(),
        passcode: link.passcode.clone(),
        agenda: lines(meeting.agenda.as_str()),
    }
    .render()
}

#[expect(clippy::too_many_arguments, reason = "one mail has that many parts")]
fn outgoing(
    app: &App,
    email: &Email,
    meeting: &Meeting,
    host: &User,
    reader: &Invitee,
    rendered: RenderedMail,
    method: Method,
    join_url: Option<&str>,
) -> OutgoingMail {
    OutgoingMail {
        workspace: email.workspace_id,
        message_id: email.message_id.clone(),
        date: app.now(),
        from_name: host.name.to_string(),
        reply_to: (host.name.to_string(), host.email.clone()),
        to: (name_of(reader).to_owned(), email.to_address.clone()),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        calendar: Some(CalendarPart {
            method: method.as_str(),
            body: calendar_file(method, meeting, (&host.name, &host.email), join_url, app.now()),
        }),
    }
}
