//! Mail that a meeting owes its invitees: one per person, kind and revision.

use domain::{EmailId, WorkspaceId};
use jobs::{Options, enqueue};
use store::activities::ActivityKind;
use store::emails::{self, EmailKind, NewEmail};
use store::meetings::{Invitee, Meeting};
use store::{StoreError, Tx, contacts, reminders};

use super::dates;
use crate::app::App;
use crate::invitations::{InvitationMails, Invited};
use crate::jobs::SendEmail;
use crate::meetings::timeline::{Happened, contacts_of, record_mail};

/// Whoever was not invited yet is, if the host wants it; with `tell`, the others hear what is new.
pub(super) async fn queue(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
    tell: bool,
) -> Result<(), StoreError> {
    if meeting.repeat().is_some() {
        dates::plan_reminders(app, tx, workspace, meeting.id).await?;
    } else {
        reminders::plan(tx, workspace, meeting.id, meeting.starts_at, app.now()).await?;
    }
    contacts::lock(tx, workspace, &contacts_of(meeting)).await?;
    let sent = InvitationMails::to_meeting(tx, workspace, meeting).await?;
    for invitee in &meeting.invitees {
        match sent.to(invitee) {
            // Whoever was not invited to a series is not to one of its dates.
            Invited::Never if meeting.send_invitation && meeting.series_id().is_none() => {
                queue_one(app, tx, workspace, meeting, invitee, EmailKind::Invitation).await?;
            }
            Invited::Perhaps if tell => {
                queue_one(app, tx, workspace, meeting, invitee, EmailKind::Update).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A cancellation for everyone whose invitation was not refused.
pub(super) async fn queue_cancellations(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
) -> Result<(), StoreError> {
    contacts::lock(tx, workspace, &contacts_of(meeting)).await?;
    let sent = InvitationMails::to_meeting(tx, workspace, meeting).await?;
    for invitee in &meeting.invitees {
        if sent.to(invitee) == Invited::Perhaps {
            queue_one(app, tx, workspace, meeting, invitee, EmailKind::Cancellation).await?;
        }
    }
    Ok(())
}

/// One more invitation, because somebody asked for it. The caller holds the meeting.
pub(in crate::meetings) async fn queue_copy(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
    invitee: &Invitee,
) -> Result<(), StoreError> {
    let email = email(app, workspace, meeting, invitee, EmailKind::Invitation);
    emails::queue_copy(tx, &email).await?;
    send(app, tx, meeting, invitee, &email).await
}

async fn queue_one(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
    invitee: &Invitee,
    kind: EmailKind,
) -> Result<(), StoreError> {
    let email = email(app, workspace, meeting, invitee, kind);
    if emails::queue(tx, &email).await? { send(app, tx, meeting, invitee, &email).await } else { Ok(()) }
}

fn email(
    app: &App,
    workspace: WorkspaceId,
    meeting: &Meeting,
    invitee: &Invitee,
    kind: EmailKind,
) -> NewEmail {
    let id = EmailId::new(&*app.clock, &*app.random);
    let host = app.public_url.host_str().unwrap_or("localhost");
    NewEmail {
        id,
        workspace_id: workspace,
        meeting_id: meeting.id,
        invitee_id: invitee.id,
        kind,
        revision: meeting.revision,
        to_address: invitee.email.clone(),
        to_name: invitee.name.clone(),
        message_id: format!("{id}@{host}"),
        created_at: app.now(),
    }
}

/// The entry on the timeline, and the job that lets it leave.
async fn send(
    app: &App,
    tx: &Tx,
    meeting: &Meeting,
    invitee: &Invitee,
    email: &NewEmail,
) -> Result<(), StoreError> {
    let workspace = email.workspace_id;
    if let Some(contact) = invitee.contact_id {
        let happened = Happened {
            meeting: meeting.id,
            kind: match email.kind {
                EmailKind::Invitation => ActivityKind::InvitationSent,
                EmailKind::Update => ActivityKind::UpdateSent,
                EmailKind::Cancellation => ActivityKind::CancellationSent,
            },
            actor: None,
            starts_at: meeting.starts_at,
            moved_from: None,
        };
        record_mail(app, tx, workspace, contact, email.id, happened).await?;
    }
    enqueue(tx, Some(workspace), &SendEmail { workspace, email: email.id }, Options::default()).await?;
    Ok(())
}
