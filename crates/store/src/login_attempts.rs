//! How often somebody tried to log in lately: one count for all processes.

use jiff::Timestamp;

use crate::{StoreError, Tx, columns::values, query::Query as _};

/// A count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// How many, this one included.
    pub tries: u64,
    /// Since when.
    pub since: Timestamp,
}

/// Counts one more. A count that began at `over` or before begins anew. Of two at once, the second counts after the
/// first.
pub async fn count(tx: &Tx, who: &[u8; 32], now: Timestamp, over: Timestamp) -> Result<Attempts, StoreError> {
    let sql = "INSERT INTO login_attempts (who, since, tries) VALUES ($1, $2, 1) ON CONFLICT (who) DO UPDATE SET \
        tries = CASE WHEN login_attempts.since <= $3 THEN 1 ELSE login_attempts.tries + 1 END, \
        since = CASE WHEN login_attempts.since <= $3 THEN excluded.since ELSE login_attempts.since END \
        RETURNING tries, since";
    let counted = tx.one(sql, values![who, now, over], |row| {
        Ok(Attempts { tries: row.get("tries")?, since: row.get("since")? })
    });
    Ok(counted.await?.unwrap_or(Attempts { tries: 1, since: now }))
}

/// Takes one back: it was none of those that are limited.
pub async fn take_back(tx: &Tx, who: &[u8; 32]) -> Result<(), StoreError> {
    let sql = "UPDATE login_attempts SET tries = tries - 1 WHERE who = $1 AND tries > 0";
    tx.exec(sql, values![who]).await.map(drop)
}

/// Begins anew.
pub async fn clear(tx: &Tx, who: &[u8; 32]) -> Result<(), StoreError> {
    tx.exec("DELETE FROM login_attempts WHERE who = $1", values![who]).await.map(drop)
}

/// Forgets counts that began at `over` or before. One that somebody holds stays for the next time: a try holds several,
/// in an order of its own.
pub async fn forget(tx: &Tx, over: Timestamp) -> Result<(), StoreError> {
    let lock = tx.dialect.skip_locked();
    let sql = format!(
        "DELETE FROM login_attempts WHERE who IN (SELECT who FROM login_attempts WHERE since <= $1{lock})"
    );
    tx.exec(&sql, values![over]).await.map(drop)
}
