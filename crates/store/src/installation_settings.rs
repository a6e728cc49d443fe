//! Single values that hold for the whole installation.

use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
    query::insert_sql,
};

domain::text_enum! {
    /// What can be set.
    pub enum Setting {
        /// Which credentials of the Zoom app are in use: a `ZoomEnvironment`.
        ZoomEnvironment = "zoom_environment",
        /// What Zoom looks for to believe that the domain is ours.
        DomainVerification = "domain_verification",
        /// The address that Zoom last sent somebody back to, as it arrived here.
        RedirectSeen = "redirect_seen",
        /// The address that Zoom last sent an event to, as it arrived here.
        WebhookSeen = "webhook_seen",
        /// What Zoom is to tell of running meetings: a `MeetingEvents`.
        MeetingEvents = "meeting_events",
        /// Whether meetings begin as in each person's own Zoom settings: `on`.
        OwnZoomSettings = "own_zoom_settings",
        /// The languages that public pages are offered in: `Languages` as text, `en de`.
        PublicLanguages = "public_languages",
    }
}

text_columns! { Setting }

/// A value and when it was set; `None` if it never was.
pub async fn get(db: &impl Db, setting: Setting) -> Result<Option<(String, Timestamp)>, StoreError> {
    let sql = "SELECT value, changed_at FROM installation_settings WHERE name = $1";
    db.one(sql, values![setting], |row| Ok((row.get("value")?, row.get("changed_at")?))).await
}

/// Sets a value.
pub async fn put(tx: &Tx, setting: Setting, value: &str, now: Timestamp) -> Result<(), StoreError> {
    let (mut sql, values) =
        insert_sql("installation_settings", columns! { name: setting, value: value, changed_at: now });
    sql.push_str(
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// Takes a value back, as if it was never set.
pub async fn remove(tx: &Tx, setting: Setting) -> Result<(), StoreError> {
    tx.exec("DELETE FROM installation_settings WHERE name = $1", values![setting]).await.map(drop)
}
