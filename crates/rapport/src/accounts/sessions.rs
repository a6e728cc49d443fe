//! Sessions: opened by the login, listed and ended by their owner.

use domain::{UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use store::audit_log::Action;
use store::session_places::{self, Place, SessionRow};
use store::sessions::{self, NewSession, Standing};
use store::{StoreError, Tx};

use super::login::SHORT_SESSION;
use super::{hash_token, new_token};
use crate::app::App;
use crate::audit::{By, person_did};

/// How exactly the last use of a session is known: writing it down costs a write.
const EXACT: SignedDuration = SignedDuration::from_mins(5);

/// Opens a session; the cookie's value, of which only the hash is stored.
pub(super) async fn open(
    app: &App,
    tx: &Tx,
    by: By,
    place: &Place,
    expires_at: Timestamp,
) -> Result<String, StoreError> {
    let token = new_token(&*app.random);
    let now = app.now();
    let session = NewSession {
        token_hash: hash_token(&token),
        workspace_id: by.workspace,
        user_id: by.user,
        csrf_token: new_token(&*app.random),
        created_at: now,
        expires_at,
    };
    sessions::delete_expired(tx, now).await?;
    sessions::create(tx, &session).await?;
    session_places::note(tx, &session.token_hash, (by.workspace, by.user), place, now).await?;
    Ok(token)
}

/// Writes down that a session is used, and where, if that was not done lately.
pub async fn note_use(
    app: &App,
    who: (WorkspaceId, UserId),
    session: &Standing,
    place: &Place,
) -> Result<(), StoreError> {
    let now = app.now();
    if session.noted_at.is_some_and(|at| now.duration_since(at) < EXACT) {
        return Ok(());
    }
    let tx = app.store.begin_write().await?;
    session_places::note(&tx, &session.token_hash, who, place, now).await?;
    tx.commit().await
}

/// A session in the place of another.
pub struct Renewed {
    /// The cookie's value.
    pub token: String,
    /// For how many days the browser keeps it; `None` for as long as it is open.
    pub days: Option<i64>,
}

/// For how many days a browser keeps the cookie of this session, if it is to stay.
pub(super) fn days_left(session: &Standing, now: Timestamp) -> Option<i64> {
    let stays = session.expires_at.duration_since(session.created_at) > SHORT_SESSION;
    stays.then(|| session.expires_at.duration_since(now).as_hours() / 24 + 1)
}

/// Where somebody is logged in.
pub async fn own_sessions(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Vec<SessionRow>, StoreError> {
    let db = app.store.begin_read().await;
    session_places::of_user(&db, workspace, user, app.now()).await
}

/// Ends one of the person's own sessions; whether there was one.
pub async fn end_session(app: &App, by: By, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
    let tx = app.store.begin_write().await?;
    let ended = sessions::delete_one(&tx, by.workspace, by.user, token_hash).await?;
    if ended {
        person_did(&tx, by, Action::SessionsEnded, "1 session".to_owned()).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Ends all of the person's sessions but this one; how many there were.
pub async fn end_other_sessions(app: &App, by: By, kept: &[u8; 32]) -> Result<u64, StoreError> {
    let tx = app.store.begin_write().await?;
    let ended = sessions::delete_others(&tx, by.workspace, by.user, kept).await?;
    if ended > 0 {
        let words = if ended == 1 { "1 session".to_owned() } else { format!("{ended} sessions") };
        person_did(&tx, by, Action::SessionsEnded, words).await?;
    }
    tx.commit().await?;
    Ok(ended)
}
