//! Credentials of the Zoom app, for development and for production. Secrets arrive sealed.

use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
    query::insert_sql,
};

domain::text_enum! {
    /// Zoom gives an app two sets of credentials (Zoom reference F.1).
    pub enum ZoomEnvironment {
        /// For accounts of the app's owner only.
        Development = "development",
        /// For everybody, once Zoom has published the app.
        Production = "production",
    }
}

text_columns! { ZoomEnvironment }

/// What was entered for one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoomCredentials {
    /// Which.
    pub environment: ZoomEnvironment,
    /// Client id.
    pub client_id: String,
    /// Client secret, sealed.
    pub client_secret: Vec<u8>,
    /// What Zoom signs events with, sealed.
    pub webhook_secret: Option<Vec<u8>>,
    /// The one before it, sealed, and until when it counts.
    pub old_webhook_secret: Option<Vec<u8>>,
    /// See above.
    pub old_webhook_until: Option<Timestamp>,
    /// Until when Zoom may sign with one that is not entered yet.
    pub new_secret_until: Option<Timestamp>,
    /// When it was entered.
    pub changed_at: Timestamp,
}

/// Everything that was entered, development first.
pub async fn all(db: &impl Db) -> Result<Vec<ZoomCredentials>, StoreError> {
    let sql = "SELECT environment, client_id, client_secret, webhook_secret, old_webhook_secret, old_webhook_until, \
        new_secret_until, changed_at FROM zoom_credentials \
        ORDER BY environment";
    db.all(sql, values![], |row| {
        Ok(ZoomCredentials {
            environment: row.get("environment")?,
            client_id: row.get("client_id")?,
            client_secret: row.get("client_secret")?,
            webhook_secret: row.opt("webhook_secret")?,
            old_webhook_secret: row.opt("old_webhook_secret")?,
            old_webhook_until: row.opt("old_webhook_until")?,
            new_secret_until: row.opt("new_secret_until")?,
            changed_at: row.get("changed_at")?,
        })
    })
    .await
}

/// Stores what was entered in place of what was there.
pub async fn put(tx: &Tx, entered: &ZoomCredentials) -> Result<(), StoreError> {
    let columns = columns! {
        environment: entered.environment,
        client_id: entered.client_id,
        client_secret: entered.client_secret,
        webhook_secret: entered.webhook_secret,
        old_webhook_secret: entered.old_webhook_secret,
        old_webhook_until: entered.old_webhook_until,
        new_secret_until: entered.new_secret_until,
        changed_at: entered.changed_at,
    };
    let (mut sql, values) = insert_sql("zoom_credentials", columns);
    sql.push_str(
        " ON CONFLICT (environment) DO UPDATE SET client_id = excluded.client_id, \
         client_secret = excluded.client_secret, webhook_secret = excluded.webhook_secret, \
         old_webhook_secret = excluded.old_webhook_secret, old_webhook_until = excluded.old_webhook_until, \
         new_secret_until = excluded.new_secret_until, changed_at = excluded.changed_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// Notes that another webhook secret may be in use before it is entered; `false` if nothing is entered.
pub async fn expect_new_secret(
    tx: &Tx,
    environment: ZoomEnvironment,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE zoom_credentials SET new_secret_until = $2 WHERE environment = $1";
    Ok(tx.exec(sql, values![environment, until]).await? == 1)
}
