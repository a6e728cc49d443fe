//! Mail that a meeting owes its invitees: one per person, kind and revision.

use domain::{EmailId, WorkspaceId};
use jobs::{Options, enqueue};
use store::activities::ActivityKind;
use store::emails::{self, Email, EmailKind, NewEmail};
use store::meetings::{Invitee, Meeting};
use store::{StoreError, Tx, contacts};

use crate::app::App;
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
    contacts::lock(tx, workspace, &contacts_of(meeting)).await?;
    let sent = emails::of_meeting(tx, workspace, meeting.id).await?;
    for invitee in &meeting.invitees {
        match invitation_to(&sent, invitee) {
            None if meeting.send_invitation => {
                queue_one(app, tx, workspace, meeting, invitee, EmailKind::Invitation).await?;
            }
            Some(invitation) if tell && !invitation.never_arrived() => {
                queue_one(app, tx, workspace, meeting, invitee, EmailKind::Update).await?;
            }
            // Nobody is told about a meeting whose invitation never arrived.
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
    let sent = emails::of_meeting(tx, workspace, meeting.id).await?;
    for invitee in &meeting.invitees {
        if invitation_to(&sent, invitee).is_some_and(|invitation| !invitation.never_arrived()) {
            queue_one(app, tx, workspace, meeting, invitee, EmailKind::Cancellation).await?;
        }
    }
    Ok(())
}

fn invitation_to<'a>(sent: &'a [Email], invitee: &Invitee) -> Option<&'a Email> {
    sent.iter().find(|email| email.invitee_id == invitee.id && email.kind == EmailKind::Invitation)
}

async fn queue_one(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &Meeting,
    invitee: &Invitee,
    kind: EmailKind,
) -> Result<(), StoreError> {
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
        created_at: app.now(),
    };
    if !emails::queue(tx, &email).await? {
        return Ok(());
    }
    if let Some(contact) = invitee.contact_id {
        let happened = Happened {
            meeting: meeting.id,
            kind: match kind {
                EmailKind::Invitation => ActivityKind::InvitationSent,
                EmailKind::Update => ActivityKind::UpdateSent,
                EmailKind::Cancellation => ActivityKind::CancellationSent,
            },
            actor: None,
            starts_at: meeting.starts_at,
            moved_from: None,
        };
        record_mail(app, tx, workspace, contact, id, happened).await?;
    }
    enqueue(tx, Some(workspace), &SendEmail { workspace, email: id }, Options::default()).await?;
    Ok(())
}
