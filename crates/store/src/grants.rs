//! Grants: access to Zoom accounts. One row per app and Zoom user, because Zoom keeps one living family of tokens for
//! that pair; users point to it through [`crate::connections`]. Tokens arrive sealed.

use domain::{EmailAddress, GrantId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    query::{Query as _, insert_sql},
};

domain::text_enum! {
    /// Whether a grant works.
    pub enum GrantState {
        /// As far as we know.
        Healthy = "healthy",
        /// Zoom refused the refresh token: only a person can mend it.
        NeedsReconnect = "needs_reconnect",
    }
}

text_columns! { GrantState }

/// What a finished authorization gives.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// The id to use if there is no grant for this app and Zoom user yet; see [`upsert`].
    pub id: GrantId,
    /// The client id of our app.
    pub client_id: String,
    /// Zoom's id of the user.
    pub zoom_user_id: String,
    /// Zoom's id of their account.
    pub zoom_account_id: String,
    /// Their address in Zoom.
    pub email: EmailAddress,
    /// Their name in Zoom.
    pub display_name: String,
    /// `type` of Zoom's user object; see `domain::Plan`.
    pub plan_type: i64,
    /// Their zone as Zoom names it.
    pub timezone: Option<String>,
    /// What was granted, as Zoom sent it.
    pub scopes: String,
    /// The regional address of the API, if Zoom named one.
    pub api_url: Option<String>,
    /// The access token, sealed.
    pub access_token: Vec<u8>,
    /// The refresh token, sealed.
    pub refresh_token: Vec<u8>,
    /// When the access token runs out.
    pub access_expires_at: Timestamp,
    /// When the authorization was finished.
    pub connected_at: Timestamp,
}

/// Access to one Zoom account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The client id of our app.
    pub client_id: String,
    /// Zoom's id of the user.
    pub zoom_user_id: String,
    /// Zoom's id of their account.
    pub zoom_account_id: String,
    /// Their address in Zoom.
    pub email: EmailAddress,
    /// Their name in Zoom.
    pub display_name: String,
    /// `type` of Zoom's user object; see `domain::Plan`.
    pub plan_type: i64,
    /// Their zone as Zoom names it.
    pub timezone: Option<String>,
    /// What was granted, as Zoom sent it.
    pub scopes: String,
    /// The regional address of the API, if Zoom named one.
    pub api_url: Option<String>,
    /// The access token, sealed.
    pub access_token: Vec<u8>,
    /// The refresh token, sealed.
    pub refresh_token: Vec<u8>,
    /// When the access token runs out.
    pub access_expires_at: Timestamp,
    /// Whether it works.
    pub state: GrantState,
    /// How many pairs of tokens there have been: a change means that somebody else refreshed.
    pub generation: i64,
    /// When it was first, or again, authorized.
    pub connected_at: Timestamp,
    /// When a call last worked, to the minute.
    pub last_ok_at: Option<Timestamp>,
    /// What last went wrong.
    pub last_error: Option<String>,
    /// When that was.
    pub last_error_at: Option<Timestamp>,
}

/// A new pair of tokens.
#[derive(Debug, Clone)]
pub struct RefreshedTokens {
    /// [`Grant::generation`] of the refresh token that was spent.
    pub generation: i64,
    /// The access token, sealed.
    pub access_token: Vec<u8>,
    /// The refresh token, sealed.
    pub refresh_token: Vec<u8>,
    /// When the access token runs out.
    pub access_expires_at: Timestamp,
    /// What it allows; `None` keeps what is stored.
    pub scopes: Option<String>,
}

/// The columns [`read`] needs, of the table named `g`.
pub(crate) const COLUMNS: &str = "g.id, g.client_id, g.zoom_user_id, g.zoom_account_id, g.email, g.display_name, \
    g.plan_type, g.timezone, g.scopes, g.api_url, g.access_token, g.refresh_token, g.access_expires_at, g.state, \
    g.generation, g.connected_at, g.last_ok_at, g.last_error, g.last_error_at";

pub(crate) fn read(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: row.get("id")?,
        client_id: row.get("client_id")?,
        zoom_user_id: row.get("zoom_user_id")?,
        zoom_account_id: row.get("zoom_account_id")?,
        email: row.get("email")?,
        display_name: row.get("display_name")?,
        plan_type: row.get("plan_type")?,
        timezone: row.opt("timezone")?,
        scopes: row.get("scopes")?,
        api_url: row.opt("api_url")?,
        access_token: row.get("access_token")?,
        refresh_token: row.get("refresh_token")?,
        access_expires_at: row.get("access_expires_at")?,
        state: row.get("state")?,
        generation: row.get("generation")?,
        connected_at: row.get("connected_at")?,
        last_ok_at: row.opt("last_ok_at")?,
        last_error: row.opt("last_error")?,
        last_error_at: row.opt("last_error_at")?,
    })
}

/// Stores a finished authorization and makes the grant healthy. A grant of the same app and Zoom user keeps its id and
/// gets everything else. Its id.
pub async fn upsert(tx: &Tx, grant: &NewGrant) -> Result<GrantId, StoreError> {
    let columns = columns! {
        id: grant.id,
        client_id: grant.client_id,
        zoom_user_id: grant.zoom_user_id,
        zoom_account_id: grant.zoom_account_id,
        email: grant.email,
        display_name: grant.display_name,
        plan_type: grant.plan_type,
        timezone: grant.timezone,
        scopes: grant.scopes,
        api_url: grant.api_url,
        access_token: grant.access_token,
        refresh_token: grant.refresh_token,
        access_expires_at: grant.access_expires_at,
        state: GrantState::Healthy,
        generation: 1_i64,
        connected_at: grant.connected_at,
    };
    let (mut sql, values) = insert_sql("grants", columns);
    sql.push_str(
        " ON CONFLICT (client_id, zoom_user_id) DO UPDATE SET zoom_account_id = excluded.zoom_account_id, \
         email = excluded.email, display_name = excluded.display_name, plan_type = excluded.plan_type, \
         timezone = excluded.timezone, scopes = excluded.scopes, api_url = excluded.api_url, \
         access_token = excluded.access_token, refresh_token = excluded.refresh_token, \
         access_expires_at = excluded.access_expires_at, state = excluded.state, \
         generation = grants.generation + 1, connected_at = excluded.connected_at, last_error = NULL, \
         last_error_at = NULL, lease_owner = NULL, lease_until = NULL RETURNING id",
    );
    Ok(tx.one(&sql, values, |row| row.get("id")).await?.unwrap_or(grant.id))
}

/// The grant with this id.
pub async fn get(db: &impl Db, id: GrantId) -> Result<Option<Grant>, StoreError> {
    db.one(&format!("SELECT {COLUMNS} FROM grants g WHERE g.id = $1"), values![id], read).await
}

/// The same, held until the transaction ends: nobody else refreshes, replaces, uses or deletes it meanwhile.
pub async fn get_for_update(tx: &Tx, id: GrantId) -> Result<Option<Grant>, StoreError> {
    tx.lock("grants", "id = $1", values![id]).await?;
    get(tx, id).await
}

/// The grant of this app and Zoom user.
pub async fn find(db: &impl Db, client_id: &str, zoom_user_id: &str) -> Result<Option<Grant>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM grants g WHERE g.client_id = $1 AND g.zoom_user_id = $2");
    db.one(&sql, values![client_id, zoom_user_id], read).await
}

/// Takes the right to refresh until `until`; `false` while somebody else has it. `owner` names this attempt.
pub async fn try_lease(
    tx: &Tx,
    id: GrantId,
    owner: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE grants SET lease_owner = $2, lease_until = $4 \
        WHERE id = $1 AND (lease_until IS NULL OR lease_until <= $3 OR lease_owner = $2)";
    Ok(tx.exec(sql, values![id, owner, now, until]).await? == 1)
}

/// Gives the right to refresh back, if `owner` still has it.
pub async fn release_lease(tx: &Tx, id: GrantId, owner: &str) -> Result<(), StoreError> {
    let sql = "UPDATE grants SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2";
    tx.exec(sql, values![id, owner]).await.map(drop)
}

/// Stores a new pair of tokens and gives the lease back. `false`, and nothing stored, when the grant has a newer
/// generation than the one that was spent: the user reconnected meanwhile, or the grant is gone.
pub async fn store_refreshed(
    tx: &Tx,
    id: GrantId,
    owner: &str,
    tokens: &RefreshedTokens,
    now: Timestamp,
) -> Result<bool, StoreError> {
    // Not tied to the lease: whoever holds a pair Zoom just gave holds the only living one.
    let sql = "UPDATE grants SET access_token = $3, refresh_token = $4, access_expires_at = $5, \
        scopes = COALESCE($6, scopes), state = $7, generation = generation + 1, last_ok_at = $8 \
        WHERE id = $1 AND generation = $2";
    let values = values![
        id,
        tokens.generation,
        tokens.access_token,
        tokens.refresh_token,
        tokens.access_expires_at,
        tokens.scopes,
        GrantState::Healthy,
        now
    ];
    let stored = tx.exec(sql, values).await? == 1;
    release_lease(tx, id, owner).await?;
    Ok(stored)
}

/// Notes that only a person can mend it; `true` the first time, so that they are told once.
pub async fn mark_needs_reconnect(
    tx: &Tx,
    id: GrantId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql =
        "UPDATE grants SET state = $2, last_error = $3, last_error_at = $4 WHERE id = $1 AND state <> $2";
    Ok(tx.exec(sql, values![id, GrantState::NeedsReconnect, reason, now]).await? == 1)
}

/// Notes that a call worked. Writes at most once a minute, because it happens with every call, but at once after a
/// failure, so that nobody reads that Zoom is not answering when it is.
pub async fn note_ok(tx: &Tx, id: GrantId, now: Timestamp) -> Result<(), StoreError> {
    let minute_ago = now.saturating_sub(SignedDuration::from_mins(1)).unwrap_or(now);
    let sql = "UPDATE grants SET last_ok_at = $2 WHERE id = $1 \
        AND (last_ok_at IS NULL OR last_ok_at < $3 OR last_error_at >= last_ok_at)";
    tx.exec(sql, values![id, now, minute_ago]).await.map(drop)
}

/// Notes what went wrong.
pub async fn note_error(tx: &Tx, id: GrantId, error: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE grants SET last_error = $2, last_error_at = $3 WHERE id = $1";
    tx.exec(sql, values![id, error, now]).await.map(drop)
}

/// Who the Zoom user is, as a check of the connection finds it.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Their address.
    pub email: EmailAddress,
    /// Their name.
    pub display_name: String,
    /// `type` of Zoom's user object.
    pub plan_type: i64,
    /// Zoom's id of their account.
    pub zoom_account_id: String,
    /// Their zone as Zoom names it.
    pub timezone: Option<String>,
}

/// Stores a changed address, plan or zone.
pub async fn set_identity(tx: &Tx, id: GrantId, identity: &Identity) -> Result<(), StoreError> {
    let sql = "UPDATE grants SET email = $2, display_name = $3, plan_type = $4, zoom_account_id = $5, timezone = $6 \
        WHERE id = $1";
    let values = values![
        id,
        identity.email,
        identity.display_name,
        identity.plan_type,
        identity.zoom_account_id,
        identity.timezone
    ];
    tx.exec(sql, values).await.map(drop)
}

/// Deletes a grant that nothing points to. To disconnect, see [`crate::forget::delete_everything`].
pub async fn delete(tx: &Tx, id: GrantId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM grants WHERE id = $1", values![id]).await.map(drop)
}
