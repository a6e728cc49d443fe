//! A full disk, played by SQLite's own limit on the number of pages.

use std::sync::Arc;

use domain::{SeededRandom, SystemClock};

use crate::{Database, Store, columns::values, query::Query as _};

async fn open(folder: &tempfile::TempDir) -> Store {
    let database = Database::Sqlite { path: folder.path().join("rapport.db") };
    Store::open(&database, Arc::new(SystemClock), Arc::new(SeededRandom::new(1))).await.unwrap()
}

/// SQLite ends the transaction itself when the disk is full, and the database library does not notice. It went on
/// with transactions inside of one that nobody committed: accepted, visible to itself, and gone with the process.
#[tokio::test]
async fn after_a_full_disk_what_is_committed_is_there_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let (store, other) = (open(&folder).await, open(&folder).await);
    let tx = store.begin_write().await.unwrap();
    tx.script("CREATE TABLE texts (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)").await.unwrap();
    tx.commit().await.unwrap();

    let tx = store.begin_write().await.unwrap();
    tx.script("PRAGMA max_page_count = 1").await.unwrap();
    let body = "x".repeat(10_000);
    let mut id = 0_i64;
    while tx.exec("INSERT INTO texts (id, body) VALUES ($1, $2)", values![id, body]).await.is_ok() {
        id += 1;
    }
    drop(tx);

    let tx = store.begin_write().await.unwrap();
    tx.script("PRAGMA max_page_count = 100000").await.unwrap();
    drop(tx);
    let tx = store.begin_write().await.unwrap();
    tx.exec("INSERT INTO texts (id, body) VALUES ($1, $2)", values![1_000_i64, body]).await.unwrap();
    tx.commit().await.unwrap();

    let seen =
        other.begin_read().await.count("SELECT COUNT(*) AS n FROM texts WHERE id = 1000", values![]).await;
    assert_eq!(seen.unwrap(), 1, "what was committed is not there");
    other.begin_write().await.unwrap().commit().await.unwrap();
}
