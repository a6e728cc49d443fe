//! Asking people to join the workspace: a link by mail, once, within seven days.

use domain::{Clock, EmailAddress, EmailId, InvitedId, PersonName, Random, Role};
use jiff::SignedDuration;
use jobs::{Options, enqueue};
use store::audit_log::Action;
use store::invited_people::{self, Invited};
use store::join_emails::{self, JoinEmail};
use store::{Store, StoreError, Tx, users, workspaces};

use super::limits::{Asked, Origin};
use super::{hash_token, new_token};
use crate::app::App;
use crate::audit::{By, operator_did, person_did};
use crate::jobs::SendJoinEmail;
use crate::mail::message_id;

/// How long a link works.
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 7);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Mails to one address in a day, and from one address of the network.
const OF_ADDRESS: Asked = Asked { what: "invite", of_account: 5, of_address: 200, within: DAY };
/// Mails of one workspace in a day.
const OF_WORKSPACE: Asked =
    Asked { what: "invite of workspace", of_account: 50, of_address: 200, within: DAY };

/// Why nobody was asked.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// They are here already.
    #[error("{0} has joined already.")]
    Member(EmailAddress),
    /// Their address belongs to another workspace.
    #[error(
        "{0} has an account in another workspace here. An address belongs to one workspace; ask for another."
    )]
    Elsewhere(EmailAddress),
    /// They were asked already.
    #[error("{0} was invited already. Send the invitation again below.")]
    Already(EmailAddress),
    /// The role is not theirs to give.
    #[error("Only an owner makes owners. Choose another role.")]
    NotAllowed,
    /// Too many mails; how long to wait.
    #[error("Too many invitations were sent. Try again in {} hours.", (.0.as_secs() + 3599) / 3600)]
    TooOften(SignedDuration),
    /// There is no such invitation (any more).
    #[error("This invitation was used or withdrawn already.")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks somebody by mail.
pub async fn invite(
    app: &App,
    by: By,
    from: Origin,
    email: EmailAddress,
    role: Role,
) -> Result<(), InviteError> {
    let invited = Invited {
        id: InvitedId::new(&*app.clock, &*app.random),
        workspace_id: by.workspace,
        email,
        name: None,
        role,
        invited_by: Some(by.user),
        invited_at: app.now(),
        expires_at: app.now() + LIFE,
    };
    count(app, by, from, &invited.email).await?;
    let tx = app.store.begin_write().await?;
    may_give(&tx, by, role).await?;
    is_free(&tx, &invited).await?;
    if !invited_people::create(&tx, &invited).await? {
        return Err(InviteError::Already(invited.email));
    }
    send(app, &tx, &invited).await?;
    let words = format!("{}, {}", invited.email, role.label());
    person_did(&tx, by, Action::Invited, words).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks once more. Links from before lead nowhere.
pub async fn invite_again(
    app: &App,
    by: By,
    from: Origin,
    id: InvitedId,
) -> Result<EmailAddress, InviteError> {
    let found = invited_people::get(&app.store.begin_read().await, by.workspace, id).await?;
    let email = found.ok_or(InviteError::Gone)?.email;
    count(app, by, from, &email).await?;
    let tx = app.store.begin_write().await?;
    invited_people::lock(&tx, by.workspace, id).await?;
    let found = invited_people::get(&tx, by.workspace, id).await?.ok_or(InviteError::Gone)?;
    may_give(&tx, by, found.role).await?;
    is_free(&tx, &found).await?;
    let invited =
        Invited { invited_by: Some(by.user), invited_at: app.now(), expires_at: app.now() + LIFE, ..found };
    invited_people::ask_again(&tx, &invited).await?;
    send(app, &tx, &invited).await?;
    person_did(&tx, by, Action::Invited, format!("{}, once more", invited.email)).await?;
    tx.commit().await?;
    Ok(email)
}

/// Takes an invitation back.
pub async fn withdraw_invitation(app: &App, by: By, id: InvitedId) -> Result<EmailAddress, InviteError> {
    let tx = app.store.begin_write().await?;
    invited_people::lock(&tx, by.workspace, id).await?;
    let found = invited_people::get(&tx, by.workspace, id).await?.ok_or(InviteError::Gone)?;
    may_give(&tx, by, found.role).await?;
    invited_people::delete(&tx, by.workspace, id).await?;
    person_did(&tx, by, Action::InvitationWithdrawn, found.email.to_string()).await?;
    tx.commit().await?;
    Ok(found.email)
}

/// Asks somebody on the command line; what stands in their link. For the workspace of this name, or the first one.
pub async fn invite_by_operator(
    store: &Store,
    clock: &dyn Clock,
    random: &dyn Random,
    (email, name, role): (EmailAddress, PersonName, Role),
    workspace: Option<&str>,
) -> anyhow::Result<String> {
    let tx = store.begin_write().await?;
    let all = workspaces::all(&tx).await?;
    let mut named = all.iter().filter(|one| workspace.is_none_or(|name| one.name == name));
    let Some(home) = named.next() else {
        match workspace {
            Some(name) => anyhow::bail!("no workspace is called {name}"),
            None => {
                anyhow::bail!("there is no workspace yet; open the installation in a browser to set it up")
            }
        }
    };
    anyhow::ensure!(
        workspace.is_none() || named.next().is_none(),
        "several workspaces have this name; rename one"
    );
    let now = clock.now();
    let known = invited_people::find(&tx, home.id, &email).await?;
    let invited = Invited {
        id: known.as_ref().map_or_else(|| InvitedId::new(clock, random), |known| known.id),
        workspace_id: home.id,
        email,
        name: Some(name),
        role,
        invited_by: None,
        invited_at: now,
        expires_at: now + LIFE,
    };
    is_free(&tx, &invited).await?;
    if known.is_some() {
        invited_people::ask_again(&tx, &invited).await?;
    } else {
        invited_people::create(&tx, &invited).await?;
    }
    let token = new_token(random);
    invited_people::add_link(&tx, &hash_token(&token), home.id, invited.id).await?;
    operator_did(&tx, Action::Invited, format!("{}, {}, to {}", invited.email, role.label(), home.name))
        .await?;
    tx.commit().await?;
    Ok(token)
}

/// Counts before anything is looked at: what is refused tells nothing.
async fn count(app: &App, by: By, from: Origin, email: &EmailAddress) -> Result<(), InviteError> {
    let tx = app.store.begin_write().await?;
    let mut counted = OF_ADDRESS.count(&tx, email.as_str(), from, app.now()).await?;
    if counted.is_ok() {
        let workspace = by.workspace.to_string();
        counted = OF_WORKSPACE.count(&tx, &workspace, Origin::default(), app.now()).await?;
    }
    tx.commit().await?;
    counted.map_err(InviteError::TooOften)
}

async fn may_give(tx: &Tx, by: By, role: Role) -> Result<(), InviteError> {
    users::lock(tx, by.workspace, by.user).await?;
    let asking = users::get(tx, by.workspace, by.user).await?;
    let may = asking.is_some_and(|asking| asking.role.may_change(Role::ReadOnly, role));
    if may { Ok(()) } else { Err(InviteError::NotAllowed) }
}

async fn is_free(tx: &Tx, invited: &Invited) -> Result<(), InviteError> {
    match users::find_by_email(tx, &invited.email).await? {
        Some(user) if user.workspace_id == invited.workspace_id => {
            Err(InviteError::Member(invited.email.clone()))
        }
        Some(_) => Err(InviteError::Elsewhere(invited.email.clone())),
        None => Ok(()),
    }
}

async fn send(app: &App, tx: &Tx, invited: &Invited) -> Result<(), StoreError> {
    let id = EmailId::new(&*app.clock, &*app.random);
    let email = JoinEmail {
        id,
        workspace_id: invited.workspace_id,
        invited_id: invited.id,
        to_address: invited.email.clone(),
        message_id: message_id(app, id),
        created_at: app.now(),
    };
    join_emails::queue(tx, &email).await?;
    let job = SendJoinEmail { workspace: invited.workspace_id, email: id };
    enqueue(tx, Some(invited.workspace_id), &job, Options::default()).await.map(drop)
}
