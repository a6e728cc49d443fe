//! Which key the secrets of this database are sealed with: one for all processes.

use jiff::Timestamp;

use crate::{
    Db, Store, StoreError, Tx,
    columns::{columns, values},
    query::Query as _,
};

/// The id of the installation's key; `own` if nobody has noted one yet, which is noted then.
pub async fn of_installation(store: &Store, own: &str) -> Result<String, StoreError> {
    if let Some(known) = noted(&store.begin_read().await).await? {
        return Ok(known);
    }
    let tx = store.begin_write().await?;
    // Of two that start at once with keys of their own, one comes first.
    tx.insert_new("sealing_key", columns! { only_one: 1_i64, key_id: own, noted_at: tx.now() }).await?;
    let known = noted(&tx).await?;
    tx.commit().await?;
    Ok(known.unwrap_or_else(|| own.to_owned()))
}

/// The id that was noted, if one was.
pub async fn noted(db: &impl Db) -> Result<Option<String>, StoreError> {
    db.one("SELECT key_id FROM sealing_key WHERE only_one = 1", values![], |row| row.get("key_id")).await
}

/// Holds the choice of the key until the transaction ends; which one it is, and since when.
pub async fn hold(tx: &Tx) -> Result<Option<(String, Timestamp)>, StoreError> {
    tx.lock("sealing_key", "only_one = 1", values![]).await?;
    let sql = "SELECT key_id, noted_at FROM sealing_key WHERE only_one = 1";
    tx.one(sql, values![], |row| Ok((row.get("key_id")?, row.get("noted_at")?))).await
}

/// Names another key, with which every process seals from now on. After [`hold`].
pub async fn change(tx: &Tx, key_id: &str) -> Result<(), StoreError> {
    let sql = "UPDATE sealing_key SET key_id = $1, noted_at = $2 WHERE only_one = 1";
    tx.exec(sql, values![key_id, tx.now()]).await.map(drop)
}
