//! Sessions: who is logged in, known by the hash of their cookie.

use std::fmt;

use domain::{EmailAddress, UserId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    connections::ZOOM,
    feature_flags::{Feature, FeatureStanding, standing_sql},
    grants::GrantState,
    query::placeholders,
    users::{self, User},
};

/// A log-in. Prints neither the hash nor the CSRF token.
pub struct NewSession {
    /// SHA-256 of the cookie's token.
    pub token_hash: [u8; 32],
    /// The workspace of the user.
    pub workspace_id: WorkspaceId,
    /// Who logged in.
    pub user_id: UserId,
    /// The secret every form of the session carries.
    pub csrf_token: String,
    /// When they logged in.
    pub created_at: Timestamp,
    /// When they have to log in again.
    pub expires_at: Timestamp,
}

/// What every page needs to know about whoever asks for it.
#[derive(Clone)]
pub struct SessionUser {
    /// The user.
    pub user: User,
    /// The name of their workspace.
    pub workspace_name: String,
    /// The secret every form of the session carries.
    pub csrf_token: String,
    /// Their Zoom connection, if there is one.
    pub zoom: Option<ZoomStanding>,
    /// When their Zoom connection was ended from outside, unless they have connected again.
    pub zoom_ended_at: Option<Timestamp>,
    /// Whether they have the Zoom integration.
    pub zoom_feature: FeatureStanding,
    /// The session itself.
    pub session: Standing,
}

/// How a session stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// SHA-256 of the cookie's token.
    pub token_hash: [u8; 32],
    /// When they logged in.
    pub created_at: Timestamp,
    /// When they have to log in again.
    pub expires_at: Timestamp,
    /// When its use was last written down.
    pub noted_at: Option<Timestamp>,
}

impl fmt::Debug for SessionUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionUser")
            .field("user", &self.user.id)
            .field("zoom", &self.zoom)
            .finish_non_exhaustive()
    }
}

/// How a user's Zoom connection is doing, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoomStanding {
    /// Whether it works.
    pub state: GrantState,
    /// Whether the last call failed although the grant is good: Zoom's trouble, not the person's.
    pub failing: bool,
    /// The kind of the failure, as `grants.last_error` keeps it.
    pub error: Option<String>,
    /// The address of the Zoom account.
    pub email: EmailAddress,
}

/// Starts a session.
pub async fn create(tx: &Tx, session: &NewSession) -> Result<(), StoreError> {
    let columns = columns! {
        token_hash: session.token_hash,
        workspace_id: session.workspace_id,
        user_id: session.user_id,
        csrf_token: session.csrf_token,
        created_at: session.created_at,
        expires_at: session.expires_at,
    };
    tx.insert("sessions", columns).await
}

/// Those of the sessions that are not over.
pub async fn alive(
    db: &impl Db,
    token_hashes: &[[u8; 32]],
    now: Timestamp,
) -> Result<Vec<[u8; 32]>, StoreError> {
    if token_hashes.is_empty() {
        return Ok(Vec::new());
    }
    let marks = placeholders(2, token_hashes.len());
    let sql = format!("SELECT token_hash FROM sessions WHERE expires_at > $1 AND token_hash IN ({marks})");
    let mut values = values![now];
    values.extend(token_hashes.iter().flat_map(|hash| values![hash]));
    db.all(&sql, values, |row| row.get("token_hash")).await
}

/// The session of this cookie, unless it has run out. One query for all that a page's frame shows.
pub async fn find(
    db: &impl Db,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<SessionUser>, StoreError> {
    let sql = person_sql(
        "sessions",
        "s.csrf_token, p.last_used_at",
        "LEFT JOIN session_places p ON p.token_hash = s.token_hash",
    );
    db.one(&sql, values![token_hash, now, ZOOM], read).await
}

/// Who comes with something that has a hash and ends: `$1` is the hash, `$2` now and `$3` [`ZOOM`]. `more` are columns
/// of that table, which is called `s`, and of what is joined to it; `csrf_token` and `last_used_at` among them.
pub(crate) fn person_sql(table: &str, more: &str, join: &str) -> String {
    let columns = users::COLUMNS;
    let zoom_feature = standing_sql(Feature::Zoom, "s.workspace_id", "s.user_id");
    format!(
        "SELECT {columns}, {zoom_feature} AS zoom_feature, u.zoom_ended_at, s.token_hash, s.created_at AS session_created_at, s.expires_at, \
         {more}, w.name AS workspace_name, g.state AS zoom_state, g.email AS zoom_email, \
         (g.last_error_at IS NOT NULL) AS zoom_failing, g.last_error AS zoom_error \
         FROM {table} s {join} \
         JOIN users u ON u.workspace_id = s.workspace_id AND u.id = s.user_id \
         JOIN workspaces w ON w.id = s.workspace_id \
         LEFT JOIN connections k ON k.workspace_id = s.workspace_id AND k.user_id = s.user_id AND k.provider = $3 \
         LEFT JOIN grants g ON g.id = k.grant_id \
         WHERE s.token_hash = $1 AND s.expires_at > $2"
    )
}

/// Reads a row of [`person_sql`].
pub(crate) fn read(row: &Row) -> Result<SessionUser, StoreError> {
    let zoom = match row.opt("zoom_state")? {
        Some(state) => {
            let (failing, error) = (row.get("zoom_failing")?, row.opt("zoom_error")?);
            Some(ZoomStanding { state, failing, error, email: row.get("zoom_email")? })
        }
        None => None,
    };
    Ok(SessionUser {
        user: users::read(row)?,
        workspace_name: row.get("workspace_name")?,
        csrf_token: row.get("csrf_token")?,
        zoom,
        zoom_ended_at: row.opt("zoom_ended_at")?,
        zoom_feature: row.get("zoom_feature")?,
        session: Standing {
            token_hash: row.get("token_hash")?,
            created_at: row.get("session_created_at")?,
            expires_at: row.get("expires_at")?,
            noted_at: row.opt("last_used_at")?,
        },
    })
}

/// Ends the session of this cookie.
pub async fn delete(tx: &Tx, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.exec("DELETE FROM sessions WHERE token_hash = $1", values![token_hash]).await?;
    tx.exec("DELETE FROM session_places WHERE token_hash = $1", values![token_hash]).await.map(drop)
}

/// Ends a session of this person; whether there was one.
pub async fn delete_one(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    token_hash: &[u8; 32],
) -> Result<bool, StoreError> {
    end(tx, "workspace_id = $1 AND user_id = $2 AND token_hash = $3", &values![workspace, user, token_hash])
        .await
        .map(|ended| ended == 1)
}

/// Ends all sessions of a user; how many there were.
pub async fn delete_of_user(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<u64, StoreError> {
    end(tx, "workspace_id = $1 AND user_id = $2", &values![workspace, user]).await
}

/// Ends all sessions of a user but the one that is kept; how many there were.
pub async fn delete_others(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    kept: &[u8; 32],
) -> Result<u64, StoreError> {
    end(tx, "workspace_id = $1 AND user_id = $2 AND token_hash <> $3", &values![workspace, user, kept]).await
}

/// Ends sessions, and forgets where they were.
async fn end(tx: &Tx, which: &str, values: &[Value]) -> Result<u64, StoreError> {
    let ended = tx.exec(&format!("DELETE FROM sessions WHERE {which}"), values.to_vec()).await?;
    tx.exec(&format!("DELETE FROM session_places WHERE {which}"), values.to_vec()).await?;
    Ok(ended)
}

/// Removes sessions that have run out; how many there were.
pub async fn delete_expired(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let ended = tx.exec("DELETE FROM sessions WHERE expires_at <= $1", values![now]).await?;
    let sql = "DELETE FROM session_places WHERE NOT EXISTS \
        (SELECT 1 FROM sessions s WHERE s.token_hash = session_places.token_hash)";
    tx.exec(sql, values![]).await?;
    Ok(ended)
}
