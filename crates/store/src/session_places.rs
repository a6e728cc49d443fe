//! Where somebody is logged in: what their browser calls itself, its address, and when it was last used.

use domain::{UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    people,
    query::insert_sql,
};

/// What a browser tells about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Its `User-Agent`, cut to a length worth keeping.
    pub agent: String,
    /// Its address in the network, if it came over one.
    pub address: Option<String>,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the cookie's token: it names the session and opens nothing.
    pub token_hash: [u8; 32],
    /// When they logged in.
    pub created_at: Timestamp,
    /// Where it is; empty for one that was not used since this is written down.
    pub place: Place,
    /// When it was last used, to a few minutes.
    pub last_used_at: Timestamp,
}

/// Writes down where a session is used, and when; nothing for one that has ended meanwhile.
pub async fn note(
    tx: &Tx,
    token_hash: &[u8; 32],
    (workspace, user): (WorkspaceId, UserId),
    place: &Place,
    now: Timestamp,
) -> Result<(), StoreError> {
    // The session before its place, everywhere, so that no two wait for each other.
    if !tx.lock("sessions", "token_hash = $1", values![token_hash]).await? {
        return Ok(());
    }
    let columns = columns! {
        token_hash: *token_hash,
        workspace_id: workspace,
        user_id: user,
        agent: place.agent,
        address: place.address,
        last_used_at: now,
    };
    let (mut sql, values) = insert_sql("session_places", columns);
    sql.push_str(
        " ON CONFLICT (token_hash) DO UPDATE SET agent = excluded.agent, address = excluded.address, \
         last_used_at = excluded.last_used_at",
    );
    tx.exec(&sql, values).await?;
    people::note_seen(tx, workspace, user, now).await
}

/// The sessions of a person that are not over, the one used last first.
pub async fn of_user(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    let sql = "SELECT s.token_hash, s.created_at, p.agent, p.address, COALESCE(p.last_used_at, s.created_at) AS used \
        FROM sessions s LEFT JOIN session_places p ON p.token_hash = s.token_hash \
        WHERE s.workspace_id = $1 AND s.user_id = $2 AND s.expires_at > $3 ORDER BY used DESC, s.token_hash";
    db.all(sql, values![workspace, user, now], |row| {
        Ok(SessionRow {
            token_hash: row.get("token_hash")?,
            created_at: row.get("created_at")?,
            place: Place { agent: row.opt("agent")?.unwrap_or_default(), address: row.opt("address")? },
            last_used_at: row.get("used")?,
        })
    })
    .await
}
