use domain::EmailAddress;
use jiff::SignedDuration;
use jobs::{Attempt, JobError, Options, enqueue};
use store::audit_log::Action;
use store::session_places::Place;
use store::{StoreError, Tx, sessions, users};

use super::limits::{Origin, Try};
use super::sessions::open;
use super::{hash_token, password};
use crate::app::App;
use crate::audit::{By, person_did};
use crate::jobs::WriteDownFailedLogin;

/// How long a session lasts if the person wants to stay logged in.
pub const SESSION_DAYS: i64 = 30;
/// How long it lasts at most if they do not.
pub(super) const SHORT_SESSION: SignedDuration = SignedDuration::from_hours(12);

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

/// What is typed to log in.
pub struct Login {
    /// The address, as it was typed.
    pub email: String,
    /// The password.
    pub password: String,
    /// Whether the person wants to stay logged in.
    pub keep: bool,
}

/// Checks address and password and opens a session. `from` is where the person is, `place` what their browser says.
pub async fn log_in(app: &App, from: Origin, place: &Place, login: Login) -> Result<LoggedIn, LoginError> {
    let Login { email, password, keep } = login;
    let email = email.as_str();
    let attempt = Try::new(email, from);
    let user = match email.parse::<EmailAddress>() {
        Ok(email) => users::find_by_email(&app.store.begin_read().await, &email).await?,
        Err(_) => None,
    };
    let by = user.as_ref().map(|user| By { workspace: user.workspace_id, user: user.id, from: from.address });
    let tx = app.store.begin_write().await?;
    let counted = attempt.count(&tx, app.now()).await?;
    // Once, and not for each: whoever is refused goes on asking.
    if counted.as_ref().is_err_and(|refused| refused.first) {
        write_down_later(&tx, by, true).await?;
    }
    tx.commit().await?;
    counted.map_err(|refused| LoginError::TooOften(refused.wait))?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = password::verify(password, hash).await;
    let (Some(user), Some(by), true) = (user, by, right) else {
        let tx = app.store.begin_write().await?;
        write_down_later(&tx, by, false).await?;
        tx.commit().await?;
        return Err(LoginError::NoMatch);
    };
    let now = app.now();
    let life = if keep { SignedDuration::from_hours(24 * SESSION_DAYS) } else { SHORT_SESSION };
    let tx = app.store.begin_write().await?;
    attempt.was_right(&tx).await?;
    // The password may have been changed while this one was looked at.
    let held = users::lock(&tx, user.workspace_id, user.id).await?;
    let now_hash = users::get(&tx, user.workspace_id, user.id).await?.map(|now| now.password_hash);
    if !held || now_hash != Some(user.password_hash) {
        return Err(LoginError::NoMatch);
    }
    let token = open(app, &tx, by, place, now + life).await?;
    let words = if keep { "Password, stays logged in" } else { "Password" };
    person_did(&tx, by, Action::LoggedIn, words.to_owned()).await?;
    tx.commit().await?;
    Ok(LoggedIn { token })
}

/// A job, whether the account exists or not: so the answer takes as long for both, and waits for no audit log.
async fn write_down_later(tx: &Tx, by: Option<By>, refused: bool) -> Result<(), StoreError> {
    let job = WriteDownFailedLogin {
        who: by.map(|by| (by.workspace, by.user)),
        from: by.and_then(|by| by.from),
        refused,
    };
    enqueue(tx, None, &job, Options::default()).await.map(drop)
}

/// What the job does: nothing for an account that does not exist, so that a stranger cannot fill a log.
pub async fn write_down_failed(
    app: &App,
    attempt: &Attempt,
    failed: &WriteDownFailedLogin,
) -> Result<(), JobError> {
    let Some((workspace, user)) = failed.who else { return Ok(()) };
    let words =
        if failed.refused { "Too many tries, more are refused for a while" } else { "Wrong password" };
    let by = By { workspace, user, from: failed.from };
    let tx = app.store.begin_write().await.map_err(JobError::retry)?;
    person_did(&tx, by, Action::LogInFailed, words.to_owned()).await.map_err(JobError::retry)?;
    attempt.finish(&tx).await?;
    tx.commit().await.map_err(JobError::retry)
}

/// Ends the session of this cookie.
pub async fn log_out(app: &App, by: By, token: &str) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    sessions::delete(&tx, &hash_token(token)).await?;
    person_did(&tx, by, Action::LoggedOut, String::new()).await?;
    tx.commit().await
}
