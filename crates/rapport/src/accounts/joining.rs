//! Joining a workspace by a link, and the mail that brings it.

use domain::{EmailId, PersonName, Theme, UserId, WorkspaceId, Zone};
use jiff::SignedDuration;
use jobs::Attempt;
use store::audit_log::Action;
use store::invited_people::{self, Invited};
use store::outbox::{Outbox, OutboxId};
use store::session_places::Place;
use store::users::User;
use store::{Db, StoreError, join_emails, user_languages, users, workspaces};

use super::password::hash_aside;
use super::sessions::open;
use super::{LoggedIn, SESSION_DAYS, hash_token, new_token};
use crate::app::App;
use crate::audit::{By, person_did};
use crate::mail::OutgoingMail;
use crate::mail::outbox::{SendError, deliver, withdraw};
use crate::views::mail::{JoinMail, RenderedMail, ToNewcomer};

/// Whoever has a link that works.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// The invitation.
    pub invited: Invited,
    /// The name of the workspace.
    pub workspace: String,
    /// Where the clock of whoever asked them stands, which may well be theirs.
    pub zone: Option<Zone>,
}

/// What somebody says who joins.
pub struct Joining {
    /// Their name.
    pub name: PersonName,
    /// Their password.
    pub password: String,
    /// Their zone.
    pub zone: Zone,
}

/// Why somebody did not join.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The link does not work (any more).
    #[error("This link does not work")]
    Gone,
    /// Somebody has an account with that address by now.
    #[error("There is an account with this address already")]
    HasAccount,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Who a link is for, if it works.
pub async fn newcomer(app: &App, token: &str) -> Result<Option<Newcomer>, StoreError> {
    let db = app.store.begin_read().await;
    let found = invited_people::find_by_link(&db, &hash_token(token), app.now()).await?;
    let Some(invited) = found else { return Ok(None) };
    let home = workspaces::get(&db, invited.workspace_id).await?;
    let host = host(&db, &invited).await?;
    let zone = host.map(|host| host.zone);
    Ok(home.map(|home| Newcomer { invited, workspace: home.name, zone }))
}

/// Who asked them; `None` if it was the command line.
async fn host(db: &impl Db, invited: &Invited) -> Result<Option<User>, StoreError> {
    match invited.invited_by {
        Some(host) => users::get(db, invited.workspace_id, host).await,
        None => Ok(None),
    }
}

/// Makes the account and logs it in. Of two with the same link, one gets in.
pub async fn join(
    app: &App,
    by: &Place,
    from: Option<std::net::IpAddr>,
    token: &str,
    joining: Joining,
) -> Result<LoggedIn, JoinError> {
    let hash = hash_token(token);
    if invited_people::find_by_link(&app.store.begin_read().await, &hash, app.now()).await?.is_none() {
        return Err(JoinError::Gone);
    }
    let password_hash = hash_aside(app, joining.password).await?;
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let found = invited_people::find_by_link(&tx, &hash, now).await?.ok_or(JoinError::Gone)?;
    invited_people::lock(&tx, found.workspace_id, found.id).await?;
    // It may have been used, withdrawn or changed meanwhile.
    let invited = invited_people::find_by_link(&tx, &hash, now).await?.ok_or(JoinError::Gone)?;
    if users::find_by_email(&tx, &invited.email).await?.is_some() {
        return Err(JoinError::HasAccount);
    }
    let user = User {
        id: UserId::new(&*app.clock, &*app.random),
        workspace_id: invited.workspace_id,
        email: invited.email.clone(),
        name: joining.name,
        role: invited.role,
        password_hash,
        zone: joining.zone,
        theme: Theme::System,
        created_at: now,
    };
    match users::create(&tx, &user).await {
        Err(StoreError::Conflict) => return Err(JoinError::HasAccount),
        made => made?,
    }
    invited_people::delete(&tx, invited.workspace_id, invited.id).await?;
    let who = By { workspace: user.workspace_id, user: user.id, from };
    let token = open(app, &tx, who, by, now + SignedDuration::from_hours(24 * SESSION_DAYS)).await?;
    person_did(&tx, who, Action::Joined, invited.role.label().to_owned()).await?;
    tx.commit().await?;
    Ok(LoggedIn { token })
}

/// Sends one mail that asks somebody to join, unless the invitation ended. The link is made now, so that nothing but its
/// hash is ever kept; a mail that is sent again has another one, and both work.
pub async fn send_join_email(
    app: &App,
    workspace: WorkspaceId,
    id: EmailId,
    attempt: &Attempt,
) -> Result<(), SendError> {
    let entry = OutboxId { outbox: Outbox::Joining, workspace, email: id };
    let db = app.store.begin_read().await;
    let Some(email) = join_emails::waiting(&db, workspace, id).await? else { return Ok(()) };
    let invited = invited_people::get(&db, workspace, email.invited_id).await?;
    let home = workspaces::get(&db, workspace).await?;
    let (Some(invited), Some(home)) = (invited, home) else { return Ok(()) };
    let host = host(&db, &invited).await?;
    let language = match &host {
        Some(host) => user_languages::get(&db, workspace, host.id).await?,
        None => domain::Language::English,
    };
    drop(db);
    if invited.expires_at <= app.now() {
        return withdraw(app, entry, "Not sent: the invitation has run out.").await;
    }
    let token = new_token(&*app.random);
    let tx = app.store.begin_write().await?;
    if !invited_people::lock(&tx, workspace, invited.id).await? {
        return Ok(());
    }
    invited_people::add_link(&tx, &hash_token(&token), workspace, invited.id).await?;
    tx.commit().await?;
    let name = invited.name.as_ref().map(ToString::to_string).unwrap_or_default();
    let from = host.as_ref().map_or_else(|| home.name.clone(), |host| host.name.to_string());
    let first_name = invited.name.as_ref().map(|name| name.first_name().to_owned()).unwrap_or_default();
    let mail = JoinMail {
        to: ToNewcomer { language, workspace: home.name, first_name, host: from },
        link: app.link(&format!("/join/{token}")),
    };
    let RenderedMail { subject, text, html } = mail.render()?;
    let mail = OutgoingMail {
        workspace,
        message_id: email.message_id.clone(),
        date: app.now(),
        host: host.as_ref().map(|host| (host.name.to_string(), host.email.clone())),
        to: (name, email.to_address.clone()),
        subject,
        text,
        html,
        only_for: invited.invited_by,
        calendar: None,
    };
    deliver(app, entry, &mail, None, attempt).await
}
