use std::net::IpAddr;

use domain::EmailAddress;
use jiff::SignedDuration;
use store::audit_log::Action;
use store::sessions::NewSession;
use store::{StoreError, sessions, users};

use super::limits::Try;
use super::{hash_token, new_token, password};
use crate::app::App;
use crate::audit::{By, person_did};

/// How long a session lasts if the person wants to stay logged in.
pub const SESSION_DAYS: i64 = 30;
/// How long it lasts at most if they do not.
const SHORT_SESSION: SignedDuration = SignedDuration::from_hours(12);

/// A fresh session.
pub struct LoggedIn {
    /// The cookie's value; only its hash is stored.
    pub token: String,
}

/// Why logging in failed.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// Unknown address or wrong password: the same answer for both.
    #[error("That email address and password do not match. Check both and try again.")]
    NoMatch,
    /// Too many tries; how long to wait.
    #[error("Too many attempts to log in. Try again in {}.", minutes(.0))]
    TooOften(SignedDuration),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// "12 minutes", never none.
fn minutes(wait: &SignedDuration) -> String {
    match (wait.as_secs() + 59) / 60 {
        ..=1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

/// Checks address and password and opens a session. `from` is where the person is.
pub async fn log_in(
    app: &App,
    from: Option<IpAddr>,
    email: &str,
    password: String,
    keep: bool,
) -> Result<LoggedIn, LoginError> {
    let attempt = Try::new(email, from);
    let tx = app.store.begin_write().await?;
    let counted = attempt.count(&tx, app.now()).await?;
    tx.commit().await?;
    counted.map_err(LoginError::TooOften)?;
    let user = match email.parse::<EmailAddress>() {
        Ok(email) => users::find_by_email(&app.store.begin_read().await, &email).await?,
        Err(_) => None,
    };
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = password::verify(password, hash).await;
    let Some(user) = user else { return Err(LoginError::NoMatch) };
    let by = By { workspace: user.workspace_id, user: user.id, from };
    if !right {
        let tx = app.store.begin_write().await?;
        person_did(&tx, by, Action::LogInFailed, "Wrong password".to_owned()).await?;
        tx.commit().await?;
        return Err(LoginError::NoMatch);
    }
    let token = new_token(&*app.random);
    let now = app.now();
    let life = if keep { SignedDuration::from_hours(24 * SESSION_DAYS) } else { SHORT_SESSION };
    let expires_at = now + life;
    let tx = app.store.begin_write().await?;
    attempt.was_right(&tx).await?;
    sessions::delete_expired(&tx, now).await?;
    sessions::create(
        &tx,
        &NewSession {
            token_hash: hash_token(&token),
            workspace_id: user.workspace_id,
            user_id: user.id,
            csrf_token: new_token(&*app.random),
            created_at: now,
            expires_at,
        },
    )
    .await?;
    let words = if keep { "Password, stays logged in" } else { "Password" };
    person_did(&tx, by, Action::LoggedIn, words.to_owned()).await?;
    tx.commit().await?;
    Ok(LoggedIn { token })
}

/// Ends the session of this cookie.
pub async fn log_out(app: &App, by: By, token: &str) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    sessions::delete(&tx, &hash_token(token)).await?;
    person_did(&tx, by, Action::LoggedOut, String::new()).await?;
    tx.commit().await
}
