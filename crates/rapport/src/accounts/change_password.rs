use jiff::SignedDuration;
use store::audit_log::Action;
use store::session_places::Place;
use store::sessions::Standing;
use store::user_emails::UserEmailKind;
use store::users::PasswordHash;
use store::{StoreError, Tx, password_resets, sessions, users};

use super::limits::{Origin, Try};
use super::password::{hash_aside, verify};
use super::sessions::{days_left, open};
use super::{LoginError, Renewed};
use crate::app::App;
use crate::audit::{By, person_did};
use crate::user_mails::tell;

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The present one is wrong.
    #[error("That is not your present password.")]
    Wrong,
    /// Too many tries; how long to wait.
    #[error("{}", LoginError::TooOften(*.0))]
    TooOften(SignedDuration),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Another password for somebody who knows the present one. Their other sessions end; this one goes on as a new one.
pub async fn change_password(
    app: &App,
    by: By,
    (from, place, session): (Origin, &Place, &Standing),
    present: String,
    new: String,
) -> Result<Renewed, ChangeError> {
    let found = users::get(&app.store.begin_read().await, by.workspace, by.user).await?;
    let Some(user) = found else { return Err(ChangeError::Wrong) };
    // Whoever sits down at an open browser guesses no more than at the login.
    let attempt = Try::new(user.email.as_str(), from);
    let tx = app.store.begin_write().await?;
    let counted = attempt.count(&tx, app.now()).await?;
    tx.commit().await?;
    counted.map_err(|refused| ChangeError::TooOften(refused.wait))?;
    if !verify(present, Some(user.password_hash.clone())).await {
        return Err(ChangeError::Wrong);
    }
    let hash = hash_aside(app, new).await?;
    let now = app.now();
    let tx = app.store.begin_write().await?;
    attempt.was_right(&tx).await?;
    users::lock(&tx, by.workspace, by.user).await?;
    let still = users::get(&tx, by.workspace, by.user).await?.map(|now| now.password_hash);
    if still != Some(user.password_hash) {
        return Err(ChangeError::Wrong);
    }
    replace(app, &tx, by, &hash).await?;
    let token = open(app, &tx, by, place, session.expires_at).await?;
    person_did(&tx, by, Action::PasswordChanged, "Knew the one before".to_owned()).await?;
    tx.commit().await?;
    Ok(Renewed { token, days: days_left(session, now) })
}

/// Stores the new password, ends every session and link of the one before, and tells the person. Their row is held. Tokens
/// of programs stay: they were never opened by a password, and are revoked on their own page.
pub(super) async fn replace(app: &App, tx: &Tx, by: By, hash: &PasswordHash) -> Result<u64, StoreError> {
    let By { workspace, user, .. } = by;
    users::set_password(tx, workspace, user, hash).await?;
    password_resets::delete_of_user(tx, workspace, user).await?;
    let ended = sessions::delete_of_user(tx, workspace, user).await?;
    tell(app, tx, workspace, user, UserEmailKind::PasswordChanged, app.now(), None).await?;
    Ok(ended)
}
