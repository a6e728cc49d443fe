//! Tokens with which programs of a person come in, known by their hash.

use std::fmt;

use domain::{ApiTokenId, PersonName, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    connections::ZOOM,
    sessions::{self, SessionUser},
};

domain::text_enum! {
    /// What a token is for. What the person may not, no token of theirs may.
    pub enum May {
        /// Look.
        Read = "read",
        /// Look and change.
        Write = "write",
    }
}

text_columns! { May }

/// A token to keep. Does not print its hash.
pub struct NewApiToken {
    /// The new id.
    pub id: ApiTokenId,
    /// The workspace of its owner.
    pub workspace_id: WorkspaceId,
    /// Whose it is.
    pub user_id: UserId,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub may: May,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// Whose it is.
    pub owner: (UserId, PersonName),
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub may: May,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When a program last came with it, to the hour.
    pub last_used_at: Option<Timestamp>,
}

/// Who comes with a token.
#[derive(Clone)]
pub struct Bearer {
    /// Its id.
    pub token: ApiTokenId,
    /// What it is for.
    pub may: May,
    /// When it was used before.
    pub last_used_at: Option<Timestamp>,
    /// Whose it is.
    pub person: SessionUser,
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bearer").field("token", &self.token).field("may", &self.may).finish_non_exhaustive()
    }
}

/// Keeps a token.
pub async fn create(tx: &Tx, token: &NewApiToken) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: token.workspace_id,
        id: token.id,
        user_id: token.user_id,
        token_hash: token.token_hash.to_vec(),
        name: token.name,
        may: token.may,
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: None::<Timestamp>,
    };
    tx.insert("api_tokens", columns).await
}

/// Who comes with the token of this hash, unless it has ended.
pub async fn find(db: &impl Db, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Bearer>, StoreError> {
    let sql =
        sessions::person_sql("api_tokens", "s.id AS token_id, s.may, s.last_used_at, '' AS csrf_token", "");
    let read = |row: &Row| {
        Ok(Bearer {
            token: row.get("token_id")?,
            may: row.get("may")?,
            last_used_at: row.opt("last_used_at")?,
            person: sessions::read(row)?,
        })
    };
    db.one(&sql, values![token_hash.to_vec(), now, ZOOM], read).await
}

/// Notes that a program came with it.
pub async fn note_use(
    tx: &Tx,
    workspace: WorkspaceId,
    id: ApiTokenId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE api_tokens SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, id, now]).await.map(drop)
}

const SELECT: &str = "SELECT t.id, t.user_id, u.name AS owner_name, t.name, t.may, t.created_at, t.expires_at, \
    t.last_used_at FROM api_tokens t JOIN users u ON u.workspace_id = t.workspace_id AND u.id = t.user_id \
    WHERE t.workspace_id = $1";

/// All tokens of a workspace, the newest first.
pub async fn list(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<ApiToken>, StoreError> {
    let sql = format!("{SELECT} ORDER BY t.created_at DESC, t.id DESC");
    db.all(&sql, values![workspace], read).await
}

/// The token with this id.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    id: ApiTokenId,
) -> Result<Option<ApiToken>, StoreError> {
    db.one(&format!("{SELECT} AND t.id = $2"), values![workspace, id], read).await
}

fn read(row: &Row) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        id: row.get("id")?,
        owner: (row.get("user_id")?, row.get("owner_name")?),
        name: row.get("name")?,
        may: row.get("may")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        last_used_at: row.opt("last_used_at")?,
    })
}

/// How many tokens a person has.
pub async fn count(db: &impl Db, workspace: WorkspaceId, user: UserId) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM api_tokens WHERE workspace_id = $1 AND user_id = $2";
    db.count(sql, values![workspace, user]).await
}

/// Forgets a token, which opens nothing from then on; whether it was there.
pub async fn delete(tx: &Tx, workspace: WorkspaceId, id: ApiTokenId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM api_tokens WHERE workspace_id = $1 AND id = $2";
    Ok(tx.exec(sql, values![workspace, id]).await? == 1)
}

/// Forgets all tokens of a person; how many there were.
pub async fn delete_of_user(tx: &Tx, workspace: WorkspaceId, user: UserId) -> Result<u64, StoreError> {
    let sql = "DELETE FROM api_tokens WHERE workspace_id = $1 AND user_id = $2";
    tx.exec(sql, values![workspace, user]).await
}

/// Forgets those of a person that ended before `before`; how many there were.
pub async fn delete_ended(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    before: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "DELETE FROM api_tokens WHERE workspace_id = $1 AND user_id = $2 AND expires_at < $3";
    tx.exec(sql, values![workspace, user, before]).await
}
