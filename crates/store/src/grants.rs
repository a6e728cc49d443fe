//! Grants: access to Zoom accounts. One row per app and Zoom user, because Zoom keeps one living family of tokens for
//! that pair; users point to it through [`crate::connections`]. Tokens arrive sealed.

use domain::{EmailAddress, GrantId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    query::{Query as _, insert_sql},
};

pub use crate::grant_health::{due_checks, in_use, note_error, note_ok};
pub use crate::grant_leases::{
    Lease, RefreshedTokens, Refusal, note_refusal, release_lease, store_refreshed, take_lease,
};

domain::text_enum! {
    /// Whether a grant works.
    pub enum GrantState {
        /// As far as we know.
        Healthy = "healthy",
        /// Zoom refused the refresh token: only a person can mend it.
        NeedsReconnect = "needs_reconnect",
        /// Made with another Zoom app than the one in use: kept and not used, until the person connects again or that
        /// app is in use again.
        OtherApp = "other_app",
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
    /// What went wrong, until a call works again.
    pub last_error: Option<String>,
    /// When that was.
    pub last_error_at: Option<Timestamp>,
    /// When Zoom last gave a pair of tokens.
    pub refreshed_at: Timestamp,
    /// When we look at it by ourselves.
    pub next_check_at: Timestamp,
    /// Until when somebody has the right to refresh.
    pub lease_until: Option<Timestamp>,
}

/// The columns [`read`] needs, of the table named `g`.
pub(crate) const COLUMNS: &str = "g.id, g.client_id, g.zoom_user_id, g.zoom_account_id, g.email, g.display_name, \
    g.plan_type, g.timezone, g.scopes, g.api_url, g.access_token, g.refresh_token, g.access_expires_at, g.state, \
    g.generation, g.connected_at, g.last_ok_at, g.last_error, g.last_error_at, g.refreshed_at, g.next_check_at, \
    g.lease_until";

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
        refreshed_at: row.get("refreshed_at")?,
        next_check_at: row.get("next_check_at")?,
        lease_until: row.opt("lease_until")?,
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
        refreshed_at: grant.connected_at,
        next_check_at: grant.connected_at,
    };
    let (mut sql, values) = insert_sql("grants", columns);
    sql.push_str(
        " ON CONFLICT (client_id, zoom_user_id) DO UPDATE SET zoom_account_id = excluded.zoom_account_id, \
         email = excluded.email, display_name = excluded.display_name, plan_type = excluded.plan_type, \
         timezone = excluded.timezone, scopes = excluded.scopes, api_url = excluded.api_url, \
         access_token = excluded.access_token, refresh_token = excluded.refresh_token, \
         access_expires_at = excluded.access_expires_at, state = excluded.state, \
         generation = grants.generation + 1, connected_at = excluded.connected_at, \
         refreshed_at = excluded.refreshed_at, next_check_at = excluded.next_check_at, last_error = NULL, \
         last_error_at = NULL, refused_at = NULL, lease_owner = NULL, lease_until = NULL RETURNING id",
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

/// The grant of this app by which this meeting was made in Zoom.
pub async fn of_zoom_meeting(
    db: &impl Db,
    client_id: &str,
    zoom_id: &str,
) -> Result<Option<Grant>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM grants g WHERE g.client_id = $1 \
         AND EXISTS (SELECT 1 FROM zoom_meetings z WHERE z.grant_id = g.id AND z.zoom_id = $2)"
    );
    db.one(&sql, values![client_id, zoom_id], read).await
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

/// Sets grants of other apps than this aside, and takes those of this app back into use. Doing it again changes nothing.
pub async fn put_in_use(tx: &Tx, client_id: &str, now: Timestamp) -> Result<(), StoreError> {
    let aside = "UPDATE grants SET state = $2 WHERE client_id <> $1 AND state = $3";
    tx.exec(aside, values![client_id, GrantState::OtherApp, GrantState::Healthy]).await?;
    // Nobody has asked Zoom with these for a while.
    let back = "UPDATE grants SET state = $2, next_check_at = $4 WHERE client_id = $1 AND state = $3";
    tx.exec(back, values![client_id, GrantState::Healthy, GrantState::OtherApp, now]).await.map(drop)
}

/// How many people are connected by another app than this.
pub async fn people_of_other_apps(db: &impl Db, client_id: &str) -> Result<u64, StoreError> {
    let sql =
        "SELECT COUNT(*) AS n FROM connections k JOIN grants g ON g.id = k.grant_id WHERE g.client_id <> $1";
    db.count(sql, values![client_id]).await
}

/// Deletes a grant that nothing points to. To disconnect, see [`crate::forget::delete_everything`].
pub async fn delete(tx: &Tx, id: GrantId) -> Result<(), StoreError> {
    tx.exec("DELETE FROM grants WHERE id = $1", values![id]).await.map(drop)
}
