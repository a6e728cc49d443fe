//! Authorizations under way: what a callback's `state` stands for. Each is taken once.

use domain::{UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    query::Query as _,
};

/// An authorization that begins.
#[derive(Debug, Clone)]
pub struct NewOauthState {
    /// SHA-256 of the state that travels.
    pub state_hash: [u8; 32],
    /// The workspace of the user.
    pub workspace_id: WorkspaceId,
    /// Who is sent to Zoom.
    pub user_id: UserId,
    /// The PKCE verifier, sealed.
    pub verifier: Vec<u8>,
    /// The client id of the app it began with.
    pub client_id: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it is too late to come back.
    pub expires_at: Timestamp,
}

/// What a callback's state turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenState {
    /// In time, and now used up.
    Valid {
        /// The workspace of the user.
        workspace_id: WorkspaceId,
        /// Who was sent to Zoom.
        user_id: UserId,
        /// The PKCE verifier, sealed.
        verifier: Vec<u8>,
        /// The client id of the app it began with; empty if that was not noted yet.
        client_id: String,
    },
    /// Ours, but too late.
    Expired,
    /// Never ours, or used before.
    Unknown,
}

/// Remembers an authorization that begins.
pub async fn create(tx: &Tx, state: &NewOauthState) -> Result<(), StoreError> {
    let columns = columns! {
        state_hash: state.state_hash,
        workspace_id: state.workspace_id,
        user_id: state.user_id,
        verifier: state.verifier,
        client_id: state.client_id,
        created_at: state.created_at,
        expires_at: state.expires_at,
    };
    tx.insert("oauth_states", columns).await
}

/// Uses a state up and begins the exchange: of two who come with it at once, one has it. Commit, whatever it turns out to be: otherwise it can
/// be used again.
pub async fn take(tx: &Tx, state_hash: &[u8; 32], now: Timestamp) -> Result<TakenState, StoreError> {
    let sql = "DELETE FROM oauth_states WHERE state_hash = $1 RETURNING workspace_id, user_id, verifier, client_id, expires_at";
    let found = tx.one(sql, values![state_hash], |row| {
        if row.get::<Timestamp>("expires_at")? <= now {
            return Ok(TakenState::Expired);
        }
        Ok(TakenState::Valid {
            workspace_id: row.get("workspace_id")?,
            user_id: row.get("user_id")?,
            verifier: row.get("verifier")?,
            client_id: row.get("client_id")?,
        })
    });
    let found = found.await?.unwrap_or(TakenState::Unknown);
    if let TakenState::Valid { workspace_id, user_id, .. } = &found {
        let columns = columns! {
            state_hash: *state_hash, workspace_id: *workspace_id, user_id: *user_id, began_at: now,
        };
        tx.insert("oauth_exchanges", columns).await?;
    }
    Ok(found)
}

/// Whether the exchange that began when this state was taken is still wanted. The person's row is held.
pub async fn exchange_is_wanted(tx: &Tx, state_hash: &[u8; 32]) -> Result<bool, StoreError> {
    tx.lock("oauth_exchanges", "state_hash = $1", values![state_hash]).await
}

/// Until when an authorization of the user with this app may still come back, the latest of them; `None` when none is
/// under way.
pub async fn pending(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
    client_id: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT MAX(expires_at) AS expires_at FROM oauth_states \
        WHERE workspace_id = $1 AND user_id = $2 AND client_id = $3 AND expires_at > $4";
    let found = db.one(sql, values![workspace, user, client_id, now], |row| row.opt("expires_at"));
    Ok(found.await?.flatten())
}

/// Ends every authorization of the user that is under way: what comes back is not taken any more, and what came back is
/// not kept.
pub async fn delete_of_user(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<(), StoreError> {
    let sql = "DELETE FROM oauth_exchanges WHERE workspace_id = $1 AND user_id = $2";
    tx.exec(sql, values![workspace, user]).await?;
    let sql = "DELETE FROM oauth_states WHERE workspace_id = $1 AND user_id = $2";
    tx.exec(sql, values![workspace, user]).await.map(drop)
}

/// Removes authorizations nobody came back from before `before`; how many there were. Give people whose state ran
/// out some hours, so that they read that they were late and not that they were never here.
pub async fn delete_expired(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    // Whoever began to exchange so long ago does not come to an end any more.
    tx.exec("DELETE FROM oauth_exchanges WHERE began_at <= $1", values![before]).await?;
    tx.exec("DELETE FROM oauth_states WHERE expires_at <= $1", values![before]).await
}
