//! When recurring work is due next: one row per schedule, moved on by whoever sees it due first.

use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
};

/// A schedule as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRow {
    /// Its name; never changes.
    pub name: String,
    /// How it recurs, as the program that wrote the row put it. A program with another opinion sets it anew.
    pub recurrence: String,
    /// When it is due next.
    pub next_at: Timestamp,
}

/// All schedules that any program ever had.
pub async fn all(db: &impl Db) -> Result<Vec<ScheduleRow>, StoreError> {
    db.all("SELECT name, recurrence, next_at FROM schedules ORDER BY name", values![], |row| {
        Ok(ScheduleRow {
            name: row.get("name")?,
            recurrence: row.get("recurrence")?,
            next_at: row.get("next_at")?,
        })
    })
    .await
}

/// Adds a schedule; `false` when somebody else just did.
pub async fn insert(tx: &Tx, row: &ScheduleRow) -> Result<bool, StoreError> {
    let columns = columns! { name: &*row.name, recurrence: &*row.recurrence, next_at: row.next_at };
    tx.insert_new("schedules", columns).await
}

/// Moves a schedule on, if it still is as `seen`; `false` when somebody else was faster. Of any number of processes
/// that see it due, one moves it, and that one enqueues the work in the same transaction.
pub async fn advance(
    tx: &Tx,
    seen: &ScheduleRow,
    recurrence: &str,
    next_at: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE schedules SET recurrence = $4, next_at = $5 \
        WHERE name = $1 AND recurrence = $2 AND next_at = $3";
    Ok(tx.exec(sql, values![*seen.name, *seen.recurrence, seen.next_at, *recurrence, next_at]).await? == 1)
}
