//! `rapport jobs`, while another process has the database open.

use std::sync::Arc;

use domain::{JobId, SystemClock, SystemRandom};
use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::jobs::{self, NewJob};
use test_database::TestDatabase;

use crate::support::{rapport, says};

async fn open(database: &TestDatabase) -> Store {
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom));
    let store = Store::open(database.database(), clock, random).await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// A job that was given up, with something in it that nobody may see.
async fn given_up(store: &Store) -> JobId {
    let tx = store.begin_write().await.unwrap();
    let now = tx.now();
    let job = NewJob {
        workspace_id: None,
        kind: "send_email",
        payload: r#"{"token":"hunter2"}"#,
        dedupe_key: None,
        run_at: now,
        max_attempts: 1,
    };
    let id = jobs::insert(&tx, &job).await.unwrap();
    let until = now + SignedDuration::from_mins(1);
    jobs::claim_one(&tx, id, &["send_email"], "me", now, until).await.unwrap().unwrap();
    jobs::bury(&tx, id, "me", "550 no such user", now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn what_was_given_up_is_listed_and_runs_again() {
    let database = TestDatabase::new().await;
    let store = open(&database).await;
    assert!(says(&rapport(&database, &["jobs", "list"])).contains("No job waits, runs or was given up."));
    let id = given_up(&store).await;
    given_up(&store).await;
    let counts = says(&rapport(&database, &["jobs", "list"]));
    let line = counts.lines().find(|line| line.starts_with("send_email")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["send_email", "0", "0", "2"]);
    let text = says(&rapport(&database, &["jobs", "list", "--dead"]));
    assert!(text.contains(&id.to_string()) && text.contains("550 no such user"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    let json = rapport(&database, &["jobs", "list", "--dead", "--json"]);
    let listed: Vec<serde_json::Value> = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((listed.len(), listed[0]["attempts"].as_u64()), (2, Some(1)));
    assert!(listed[0]["given_up_at"].as_str().unwrap().parse::<Timestamp>().is_ok());

    assert!(rapport(&database, &["jobs", "retry", &id.to_string()]).status.success());
    let again = rapport(&database, &["jobs", "retry", &id.to_string()]);
    assert!(!again.status.success());
    assert!(says(&again).contains("was given up; see `rapport jobs list --dead`"), "{}", says(&again));
    assert!(says(&rapport(&database, &["jobs", "retry", "--all"])).contains("1 jobs run again."));
    let db = store.begin_read().await;
    assert_eq!((jobs::dead_count(&db).await.unwrap(), jobs::pending_count(&db).await.unwrap()), (0, 2));
}

#[tokio::test]
async fn a_wrong_call_says_what_is_wrong() {
    let empty = TestDatabase::empty().await;
    let list = rapport(&empty, &["jobs", "list"]);
    assert!(!list.status.success());
    let words = says(&list);
    assert!(
        words.contains("choose its folder with --data") || words.contains("`rapport migrate`"),
        "{words}"
    );
    assert!(!rapport(&empty, &["jobs", "retry"]).status.success(), "which job?");
    assert!(!rapport(&empty, &["jobs", "retry", "not-an-id"]).status.success());
}
