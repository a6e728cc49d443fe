//! A new password for somebody who does not know theirs: a link by mail, once, within an hour.

use anyhow::Context as _;
use domain::{Clock, EmailAddress, Random};
use jiff::SignedDuration;
use jobs::{Attempt, JobError, Options, enqueue};
use store::audit_log::{Action, Actor};
use store::user_emails::UserEmailKind;
use store::{Store, StoreError, password_resets, users};

use super::change_password::replace;
use super::limits::{Asked, Origin, Try};
use super::password::hash_aside;
use super::{hash_token, new_token};
use crate::app::App;
use crate::audit::{By, happened, person_did};
use crate::jobs::SendPasswordReset;
use crate::user_mails::tell;

/// How long a link works, and how long one that was asked for is worth sending.
pub(super) const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// Nobody's mailbox is filled, and one address does not ask for everybody.
const LIMIT: Asked =
    Asked { what: "reset", of_account: 3, of_address: 20, within: SignedDuration::from_hours(1) };

/// Why no new password was set.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link does not work (any more).
    #[error("This link does not work")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Somebody asks for a link to a new password. The answer, and the time until it comes, are the same whether the account
/// exists or not: a job does the rest. An error says how long to wait.
pub async fn ask_for_reset(
    app: &App,
    from: Origin,
    email: &str,
) -> Result<Result<(), SignedDuration>, StoreError> {
    let user = match email.parse::<EmailAddress>() {
        Ok(email) => users::find_by_email(&app.store.begin_read().await, &email).await?,
        Err(_) => None,
    };
    let tx = app.store.begin_write().await?;
    let counted = LIMIT.count(&tx, email, from, app.now()).await?;
    if counted.is_ok() {
        let job = SendPasswordReset {
            who: user.map(|user| (user.workspace_id, user.id)),
            from: from.address,
            asked_at: app.now(),
        };
        enqueue(&tx, None, &job, Options::default()).await?;
    }
    tx.commit().await?;
    Ok(counted)
}

/// What the job does: queues the mail, unless there is no such account, or one whose access was ended.
pub async fn send_reset(app: &App, attempt: &Attempt, asked: &SendPasswordReset) -> Result<(), JobError> {
    let Some((workspace, user)) = asked.who else { return Ok(()) };
    let tx = app.store.begin_write().await.map_err(JobError::retry)?;
    let person = users::get(&tx, workspace, user).await.map_err(JobError::retry)?;
    if person.is_some_and(|person| !person.password_hash.is_none()) {
        let kind = UserEmailKind::PasswordReset;
        tell(app, &tx, workspace, user, kind, asked.asked_at, None).await.map_err(JobError::retry)?;
        let by = By { workspace, user, from: asked.from };
        person_did(&tx, by, Action::PasswordAsked, String::new()).await.map_err(JobError::retry)?;
    }
    attempt.finish(&tx).await?;
    tx.commit().await.map_err(JobError::retry)
}

/// A link that whoever runs the server hands over; what stands in it.
pub async fn reset_link(
    store: &Store,
    clock: &dyn Clock,
    random: &dyn Random,
    email: &EmailAddress,
) -> anyhow::Result<String> {
    let token = new_token(random);
    let tx = store.begin_write().await?;
    let found = users::find_by_email(&tx, email).await?.context("nobody has this address")?;
    anyhow::ensure!(!found.password_hash.is_none(), "the access of {email} was ended");
    let who = (found.workspace_id, found.id);
    password_resets::create(&tx, &hash_token(&token), who, clock.now() + LIFE).await?;
    happened(&tx, Actor::Operator, who, Action::PasswordAsked, String::new()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whether a link works.
pub async fn reset_works(app: &App, token: &str) -> Result<bool, StoreError> {
    let db = app.store.begin_read().await;
    let found = password_resets::find(&db, &hash_token(token), app.now()).await?;
    Ok(found.is_some())
}

/// Sets the new password by a link, which is used up with it. All sessions of the person end.
pub async fn reset_password(
    app: &App,
    from: Origin,
    token: &str,
    password: String,
) -> Result<(), ResetError> {
    let token = hash_token(token);
    // A link that leads nowhere costs no hashing.
    if password_resets::find(&app.store.begin_read().await, &token, app.now()).await?.is_none() {
        return Err(ResetError::Gone);
    }
    let hash = hash_aside(app, password).await?;
    let tx = app.store.begin_write().await?;
    let found = password_resets::find(&tx, &token, app.now()).await?;
    let Some((workspace, user)) = found else { return Err(ResetError::Gone) };
    users::lock(&tx, workspace, user).await?;
    let person = users::get(&tx, workspace, user).await?;
    let person = person.filter(|person| !person.password_hash.is_none()).ok_or(ResetError::Gone)?;
    if password_resets::take(&tx, &token, app.now()).await?.is_none() {
        return Err(ResetError::Gone);
    }
    let by = By { workspace, user, from: from.address };
    let ended = replace(app, &tx, by, &hash).await?;
    let words = format!("By a link, {ended} sessions ended");
    person_did(&tx, by, Action::PasswordChanged, words).await?;
    tx.commit().await?;
    // Who was locked out for guessing comes in with the new one. By itself: counts are locked before people.
    let tx = app.store.begin_write().await?;
    Try::new(person.email.as_str(), from).was_right(&tx).await?;
    tx.commit().await?;
    Ok(())
}
