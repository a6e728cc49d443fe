//! Mails to people who use Rapport. What each says, and whether it is still true when it leaves, is decided where it
//! belongs.

use domain::{EmailAddress, EmailId, InviteeId, MeetingId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use jobs::{Attempt, Options, enqueue};
use store::outbox::{EmailState, Outbox, OutboxId};
use store::user_emails::{self, NewUserEmail, UserEmailKind};
use store::users::User;
use store::{Db, StoreError, Tx, removed_people, user_languages, users, workspaces};

use crate::accounts;
use crate::app::App;
use crate::connections;
use crate::invitations;
use crate::jobs::SendUserEmail;
use crate::mail::outbox::{SendError, deliver, withdraw};
use crate::mail::{OutgoingMail, message_id};
use crate::tasks;
use crate::views::mail::{RenderedMail, ToUser};

/// A mail that is ready to leave.
pub(crate) struct Letter {
    pub(crate) rendered: RenderedMail,
    /// Whom an answer reaches, if anybody.
    pub(crate) answer_to: Option<(String, EmailAddress)>,
    /// It lets whoever reads it in: kept inside, only its reader sees it.
    pub(crate) secret: bool,
}

/// What a queued mail says now.
pub(crate) enum Says {
    /// This.
    Mail(Letter),
    /// Nothing that is still true, and why.
    Withdraw(&'static str),
}

/// Queues a mail in the transaction of its reason. Once for each person, kind and moment, unless it is about an invitee:
/// several may answer at the same moment.
pub(crate) async fn tell(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    kind: UserEmailKind,
    at: Timestamp,
    about: Option<(MeetingId, InviteeId)>,
) -> Result<(), StoreError> {
    let Some(person) = users::get(tx, workspace, user).await? else { return Ok(()) };
    if removed_people::was_removed(tx, workspace, user).await? {
        return Ok(());
    }
    let id = EmailId::new(&*app.clock, &*app.random);
    let mut email = NewUserEmail {
        id,
        workspace_id: workspace,
        user_id: user,
        kind,
        about_at: at,
        about,
        to_address: person.email,
        message_id: message_id(app, id),
        created_at: app.now(),
    };
    let mut queued = user_emails::queue(tx, &email).await?;
    while !queued && about.is_some() {
        email.about_at += SignedDuration::from_micros(1);
        queued = user_emails::queue(tx, &email).await?;
    }
    if queued {
        enqueue(tx, Some(workspace), &SendUserEmail { workspace, email: id }, Options::default()).await?;
    }
    Ok(())
}

/// How a mail speaks to a person; `None` when their workspace is gone.
pub(crate) async fn to_user(
    db: &impl Db,
    workspace: WorkspaceId,
    person: &User,
) -> Result<Option<ToUser>, StoreError> {
    let Some(home) = workspaces::get(db, workspace).await? else { return Ok(None) };
    Ok(Some(ToUser {
        language: user_languages::get(db, workspace, person.id).await?,
        first_name: person.name.first_name().to_owned(),
        workspace: home.name,
    }))
}

/// Sends one queued mail to a user, unless it is no longer true. Sending twice what was sent is harmless; in the
/// last attempt a temporary failure is final.
pub(crate) async fn send_user_email(
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
    let person = users::get(&db, workspace, email.user_id).await?;
    let to = match &person {
        Some(person) => to_user(&db, workspace, person).await?,
        None => None,
    };
    drop(db);
    let (Some(person), Some(to)) = (person, to) else {
        return withdraw(app, entry, "Not sent: the user was deleted.").await;
    };
    let says = match email.kind {
        UserEmailKind::ZoomNeedsReconnect | UserEmailKind::ZoomEnded | UserEmailKind::ZoomShared => {
            connections::says(app, workspace, &email, &person, to).await?
        }
        UserEmailKind::PasswordReset | UserEmailKind::PasswordChanged => {
            accounts::says(app, workspace, &email, &person, to).await?
        }
        UserEmailKind::TasksDue => tasks::says(app, workspace, &email, &person, to).await?,
        UserEmailKind::InvitationDeclined | UserEmailKind::TimeProposed => {
            invitations::answers::says(app, workspace, &email, &person, to).await?
        }
    };
    let Letter { rendered: RenderedMail { subject, text, html }, answer_to, secret } = match says {
        Says::Mail(letter) => letter,
        Says::Withdraw(reason) => return withdraw(app, entry, reason).await,
    };
    let mail = OutgoingMail {
        workspace,
        message_id: email.message_id.clone(),
        date: app.now(),
        host: answer_to,
        to: (person.name.to_string(), email.to_address.clone()),
        subject,
        text,
        html,
        calendar: None,
        only_for: secret.then_some(person.id),
    };
    deliver(app, entry, &mail, None, attempt).await
}
