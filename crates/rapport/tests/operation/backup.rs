//! Everything as one file, and back.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::process::Output;
use std::sync::Arc;

use domain::{SystemClock, SystemRandom};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use rapport::backup::{self, BackupError};
use rapport::keys::Keys;
use store::dump::{self, TextRow};
use store::{Database, Store, jobs, sealing_key};
use test_database::TestDatabase;
use testing::{TestApp, TestUser};

use crate::support::{rapport_with, says};

const KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// A program in which something of everything has happened.
async fn in_use() -> (TestApp, TestUser) {
    let app = TestApp::start().await;
    sealing_key::of_installation(&app.app().store, &app.app().keys.id()).await.unwrap();
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    app.contact("Ana’s “odd” name, \\ \u{1f600}\u{0301}").create().await;
    (app, mara)
}

async fn open(database: &Database) -> Store {
    Store::open(database, Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap()
}

async fn copy(store: &Store) -> Vec<u8> {
    let mut file = Vec::new();
    backup::write(store, "2027-03-09T08:00:00Z".parse().unwrap(), &mut file).await.unwrap();
    file
}

fn keys() -> Keys {
    Keys::from_hex(KEY).unwrap()
}

async fn restore(store: &Store, file: &[u8]) -> Result<backup::Restored, BackupError> {
    backup::restore(store, &keys(), file).await
}

#[tokio::test]
async fn a_backup_with_secrets_of_two_keys_needs_both() {
    let (app, _mara) = in_use().await;
    let other = Keys::from_hex(&"c4".repeat(32)).unwrap();
    let place = "oauth_states:none:verifier";
    let sealed = other.seal(&SystemRandom, place, "secret");
    let hex = hex::encode(&sealed);
    let literal = match app.database().database() {
        Database::Sqlite { .. } => format!("X'{hex}'"),
        Database::Postgres { .. } => format!("'\\x{hex}'::bytea"),
    };
    app.database().run(&format!("UPDATE zoom_meetings SET join_url = {literal}")).await;
    let file = copy(&app.app().store).await;
    let database = TestDatabase::empty().await;
    let store = open(database.database()).await;
    let error = restore(&store, &file).await.unwrap_err();
    assert!(matches!(&error, BackupError::OtherKey(key) if *key == other.id()), "{error}");
    let both = Keys::from_hex(&format!("{KEY} {}", "c4".repeat(32))).unwrap();
    backup::restore(&store, &both, file.as_slice()).await.unwrap();
    store.close().await.unwrap();
}

/// Every row but those that a restored database has of its own.
async fn rows(store: &Store) -> BTreeMap<&'static str, Vec<TextRow>> {
    let db = store.begin_read().await;
    let mut all = BTreeMap::new();
    for table in backup_tables() {
        let mut rows = dump::rows(&db, table).await.unwrap();
        // From when reminders are due again is set by the restore.
        for row in rows.iter_mut().filter(|_| table == "reminder_plans") {
            row.remove("planned_at");
        }
        rows.sort();
        all.insert(table, rows);
    }
    all
}

fn backup_tables() -> Vec<&'static str> {
    let own = ["jobs", "audit_log", "audit_chains"];
    store::backup::tables().into_iter().filter(|table| !own.contains(table)).collect()
}

/// SQLite says 0 and 1 where PostgreSQL says false and true.
fn alike(mut all: BTreeMap<&'static str, Vec<TextRow>>) -> BTreeMap<&'static str, Vec<TextRow>> {
    for text in all.values_mut().flatten().flat_map(BTreeMap::values_mut).flatten() {
        match text.as_str() {
            "false" => "0".clone_into(text),
            "true" => "1".clone_into(text),
            _ => {}
        }
    }
    for rows in all.values_mut() {
        rows.sort();
    }
    all
}

#[tokio::test]
async fn what_was_backed_up_is_put_back_whole_into_either_kind_of_database() {
    let (app, _mara) = in_use().await;
    let before = rows(&app.app().store).await;
    assert!(before.values().filter(|rows| !rows.is_empty()).count() > 20, "something of everything");
    let file = copy(&app.app().store).await;

    let folder = tempfile::tempdir().unwrap();
    let sqlite = open(&Database::Sqlite { path: folder.path().join("rapport.db") }).await;
    let restored = restore(&sqlite, &file).await.unwrap();
    assert_eq!(alike(rows(&sqlite).await), alike(before.clone()));
    let total: usize = before.values().map(Vec::len).sum();
    assert!(restored.about.rows >= total as u64);

    let again = TestDatabase::empty().await;
    let store = open(again.database()).await;
    restore(&store, &copy(&sqlite).await).await.unwrap();
    assert_eq!(rows(&store).await, before);
    let workspace = store::workspaces::first(&store.begin_read().await).await.unwrap().unwrap().id;
    let log = store::audit_log::verify(&store.begin_read().await, workspace, None).await.unwrap();
    assert!(matches!(log, store::audit_log::Standing::Whole { .. }), "{log:?}");
    // What must not come back to life.
    for table in ["sessions", "session_places", "password_resets", "oauth_states", "login_attempts"] {
        assert!(dump::rows(&store.begin_read().await, table).await.unwrap().is_empty(), "{table}");
    }
    store.close().await.unwrap();
    sqlite.close().await.unwrap();
}

#[tokio::test]
async fn work_that_says_something_outside_waits_for_somebody_after_a_restore() {
    let (app, mara) = in_use().await;
    app.leave_jobs();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let fields = [("topic", "Second"), ("date", "2027-03-12"), ("start", "15:00")];
    mara.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
    let file = copy(&app.app().store).await;

    let database = TestDatabase::empty().await;
    let store = open(database.database()).await;
    let restored = restore(&store, &file).await.unwrap();
    assert!(restored.put_aside > 0, "the invitation waited");
    let dead = jobs::dead(&store.begin_read().await, 100).await.unwrap();
    assert_eq!(dead.len() as u64, restored.put_aside);
    assert!(dead.iter().all(|job| job.last_error.as_deref().unwrap().contains("put back from the backup")));
    for meeting in dump::rows(&store.begin_read().await, "meetings").await.unwrap() {
        assert!(
            ["1", "true"].contains(&meeting["asked_zoom"].as_deref().unwrap()),
            "Zoom is asked for it first"
        );
    }
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_backup_is_of_one_moment() {
    let (app, _mara) = in_use().await;
    let snapshot = app.app().store.snapshot().await.unwrap();
    let columns = snapshot.columns("contacts").await.unwrap();
    let before = snapshot.rows_after("contacts", &columns, None).await.unwrap();
    app.contact("Latecomer").create().await;
    let columns_later = snapshot.columns("contact_emails").await.unwrap();
    snapshot.rows_after("contact_emails", &columns_later, None).await.unwrap();
    assert_eq!(snapshot.rows_after("contacts", &columns, None).await.unwrap(), before);
    let last = before.last().cloned().unwrap();
    assert!(snapshot.rows_after("contacts", &columns, Some(&last)).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_no_whole_backup_is_refused_and_leaves_the_database_empty() {
    let (app, _mara) = in_use().await;
    let file = copy(&app.app().store).await;
    let mut text = String::new();
    GzDecoder::new(file.as_slice()).read_to_string(&mut text).unwrap();
    let packed = |text: &str| {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    };
    let without_the_end = packed(&text[..=text.trim_end().rfind('\n').unwrap()]);
    let in_a_line = packed(&text[..text.len() / 2]);
    let one_row_less: Vec<_> = text.lines().collect();
    let place = one_row_less.iter().position(|line| line.starts_with('[')).unwrap();
    let one_row_less = one_row_less.iter().enumerate().filter(|(number, _)| *number != place);
    let one_row_less = packed(&one_row_less.fold(String::new(), |text, (_, line)| text + line + "\n"));
    let schema = store::newest_schema();
    let newer =
        packed(&text.replacen(&format!("\"schema\":{schema}"), &format!("\"schema\":{}", schema + 1), 1));
    let mut wrong_sum = file.clone();
    let place = wrong_sum.len() - 7;
    wrong_sum[place] ^= 1;
    let odd_cell = packed(&text.replacen("[\"", "[7,\"", 1));

    let database = TestDatabase::empty().await;
    let store = open(database.database()).await;
    let refused = async |file: &[u8]| restore(&store, file).await.unwrap_err().to_string();
    assert!(refused(&file[..file.len() / 2]).await.contains("not whole"));
    assert!(refused(&without_the_end).await.contains("not whole"));
    assert!(refused(&in_a_line).await.contains("not whole"));
    assert!(refused(&one_row_less).await.contains("no backup of Rapport, or it is damaged"));
    assert!(refused(&wrong_sum).await.contains("no backup of Rapport, or it is damaged"));
    assert!(refused(&file[..file.len() - 8]).await.contains("not whole"));
    assert!(refused(&odd_cell).await.contains("no backup of Rapport, or it is damaged"));
    assert!(refused(&newer).await.contains("newer Rapport"));
    assert!(refused(b"contacts,and,more").await.contains("no backup of Rapport"));
    assert!(refused(&packed("{\"a\":1}\n")).await.contains("no backup of Rapport"));
    let other = Keys::from_hex(&"c4".repeat(32)).unwrap();
    let error = backup::restore(&store, &other, file.as_slice()).await.unwrap_err();
    assert!(matches!(&error, BackupError::OtherKey(key) if *key == keys().id()), "{error}");

    // Nothing of all that is left, and the right file still fits.
    restore(&store, &file).await.unwrap();
    let in_use = restore(&store, &file).await.unwrap_err();
    assert!(matches!(in_use, BackupError::InUse), "{in_use}");
    store.close().await.unwrap();
}

fn rapport(database: &TestDatabase, arguments: &[&str]) -> Output {
    rapport_with(database, arguments, &[("RAPPORT_SECRET_KEY", KEY)])
}

#[tokio::test]
async fn the_commands_back_up_a_running_program_and_put_it_back() {
    let (app, mara) = in_use().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("monday.rapport");
    let path = file.to_str().unwrap();
    let made = rapport(app.database(), &["backup", path]);
    assert!(made.status.success() && says(&made).contains("keep the key file elsewhere"), "{}", says(&made));
    mara.get("/contacts").await.assert_text("Ana Ferreira");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let twice = rapport(app.database(), &["backup", path]);
    assert!(!twice.status.success() && says(&twice).contains("exists already"), "{}", says(&twice));

    let other = TestDatabase::empty().await;
    let back = rapport(&other, &["restore", path]);
    assert!(back.status.success() && says(&back).contains("Everybody logs in again"), "{}", says(&back));
    let store = open(other.database()).await;
    assert_eq!(rows(&store).await, rows(&app.app().store).await);
    store.close().await.unwrap();
    let over = rapport(app.database(), &["restore", path]);
    assert!(!over.status.success() && says(&over).contains("in use"), "{}", says(&over));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no half files are left");
}
