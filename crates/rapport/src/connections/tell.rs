//! Telling people that their connection broke: once for each break, in the transaction that notes it. An outage of
//! Zoom is no break, and nobody is told.

use domain::{EmailId, GrantId, UserId, WorkspaceId, display};
use jiff::Timestamp;
use jobs::{Attempt, Options, enqueue};
use store::grants::GrantState;
use store::outbox::{EmailState, Outbox, OutboxId};
use store::user_emails::{self, NewUserEmail, UserEmail, UserEmailKind};
use store::{StoreError, Tx, connections, users, workspaces};

use crate::app::App;
use crate::jobs::SendUserEmail;
use crate::mail::outbox::{SendError, deliver, withdraw};
use crate::mail::{OutgoingMail, message_id};
use crate::views::mail::{ConnectionMail, ConnectionNews, RenderedMail};

/// Where a connection is mended.
const SETTINGS: &str = "/settings/integrations";

/// Tells everybody who uses the grant that they have to reconnect.
pub(super) async fn tell_needs_reconnect(
    app: &App,
    tx: &Tx,
    grant: GrantId,
    at: Timestamp,
) -> Result<(), StoreError> {
    for (workspace, user) in connections::users_of_grant(tx, grant).await? {
        tell(app, tx, workspace, user, UserEmailKind::ZoomNeedsReconnect, at).await?;
    }
    Ok(())
}

/// Tells a person that their connection was ended from outside, by mail and on their pages.
pub(super) async fn tell_ended(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    connections::set_ended(tx, workspace, user, at).await?;
    tell(app, tx, workspace, user, UserEmailKind::ZoomEnded, at).await
}

async fn tell(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    kind: UserEmailKind,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(person) = users::get(tx, workspace, user).await? else { return Ok(()) };
    let id = EmailId::new(&*app.clock, &*app.random);
    let email = NewUserEmail {
        id,
        workspace_id: workspace,
        user_id: user,
        kind,
        about_at: at,
        to_address: person.email,
        message_id: message_id(app, id),
        created_at: app.now(),
    };
    if user_emails::queue(tx, &email).await? {
        enqueue(tx, Some(workspace), &SendUserEmail { workspace, email: id }, Options::default()).await?;
    }
    Ok(())
}

/// Sends one queued mail to a user, unless it is no longer true. Sending twice what was sent is harmless; in the
/// last attempt a temporary failure is final.
pub async fn send_user_email(
    app: &App,
    workspace: WorkspaceId,
    id: EmailId,
    attempt: &Attempt,
) -> Result<(), SendError> {
    let entry = OutboxId { outbox: Outbox::Users, workspace, email: id };
    let db = app.store.begin_read().await;
    let Some(email) = user_emails::get(&db, workspace, id).await? else { return Ok(()) };
    if email.state != EmailState::Queued {
        return Ok(());
    }
    let connection = connections::of_user(&db, workspace, email.user_id).await?;
    drop(db);
    let still_true = match email.kind {
        UserEmailKind::ZoomNeedsReconnect => {
            connection.is_some_and(|(_, grant)| grant.state == GrantState::NeedsReconnect)
        }
        UserEmailKind::ZoomEnded => connection.is_none(),
    };
    if !still_true {
        return withdraw(app, entry, "Not sent: Zoom was connected again before it could leave.").await;
    }
    match compose(app, workspace, &email).await? {
        Some(mail) => deliver(app, entry, &mail, None, attempt).await,
        None => withdraw(app, entry, "Not sent: the user was deleted.").await,
    }
}

async fn compose(
    app: &App,
    workspace: WorkspaceId,
    email: &UserEmail,
) -> Result<Option<OutgoingMail>, SendError> {
    let db = app.store.begin_read().await;
    let person = users::get(&db, workspace, email.user_id).await?;
    let (Some(person), Some(row)) = (person, workspaces::get(&db, workspace).await?) else { return Ok(None) };
    let local = person.zone.local(email.about_at);
    let kind = match email.kind {
        UserEmailKind::ZoomNeedsReconnect => ConnectionNews::NeedsReconnect,
        UserEmailKind::ZoomEnded => ConnectionNews::Ended,
    };
    let facts = ConnectionMail {
        first_name: person.name.first_name().to_owned(),
        workspace: row.name,
        when: format!(
            "on {} at {}",
            display::full_weekday_date(local.date()),
            display::time(email.about_at, &person.zone)
        ),
        link: app.link(SETTINGS),
    };
    let RenderedMail { subject, text, html } = facts.render(kind)?;
    Ok(Some(OutgoingMail {
        workspace,
        message_id: email.message_id.clone(),
        date: app.now(),
        host: None,
        to: (person.name.to_string(), email.to_address.clone()),
        subject,
        text,
        html,
        calendar: None,
    }))
}
