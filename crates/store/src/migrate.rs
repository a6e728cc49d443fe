//! Brings the schema up to date: numbered files of portable SQL, each run once.

use crate::{
    StoreError, Tx,
    columns::{columns, values},
    query::Query as _,
};

/// All versions, oldest first. A file that was released is never changed; add the next one.
const MIGRATIONS: [(i64, &str); 2] =
    [(1, include_str!("../migrations/0001_first.sql")), (2, include_str!("../migrations/0002_queue.sql"))];

/// Runs what is missing. The caller's transaction is the lock that keeps other processes out.
pub(crate) async fn run(tx: &Tx) -> Result<(), StoreError> {
    tx.script(
        "CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)",
    )
    .await?;
    let found = tx
        .one("SELECT MAX(version) AS version FROM schema_versions", values![], |row| {
            row.opt::<i64>("version")
        })
        .await?
        .flatten()
        .unwrap_or(0);
    let known = MIGRATIONS[MIGRATIONS.len() - 1].0;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for (version, sql) in MIGRATIONS.into_iter().filter(|(version, _)| *version > found) {
        tx.script(sql).await?;
        tx.insert("schema_versions", columns! { version: version, applied_at: tx.now() }).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{SeededRandom, SystemClock};

    use super::*;
    use crate::{Database, Store};

    async fn open(folder: &tempfile::TempDir) -> Store {
        let database = Database::Sqlite { path: folder.path().join("rapport.db") };
        Store::open(&database, Arc::new(SystemClock), Arc::new(SeededRandom::new(1))).await.unwrap()
    }

    #[tokio::test]
    async fn each_version_is_applied_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder).await;
        store.migrate().await.unwrap();
        store.migrate().await.unwrap();
        let db = store.begin_read().await;
        let versions = db.count("SELECT COUNT(*) AS n FROM schema_versions", values![]).await.unwrap();
        assert_eq!(versions, MIGRATIONS.len() as u64);
    }

    #[tokio::test]
    async fn a_database_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder).await;
        store.migrate().await.unwrap();
        let tx = store.begin_write().await.unwrap();
        tx.insert("schema_versions", columns! { version: 999_i64, applied_at: tx.now() }).await.unwrap();
        tx.commit().await.unwrap();
        let error = store.migrate().await.unwrap_err();
        assert!(matches!(error, StoreError::TooNew { found: 999, .. }), "{error}");
    }

    #[tokio::test]
    async fn a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder).await;
        store.migrate().await.unwrap();
        let db = store.begin_read().await;
        assert!(db.rows("DELETE FROM schema_versions RETURNING version", values![]).await.is_err());
    }
}
