//! Bringing the schema up to date.

use std::sync::Arc;

use domain::{SeededRandom, SystemClock};
use store::{Store, StoreError, users, workspaces};
use test_database::TestDatabase;

use crate::support::World;

async fn open(database: &TestDatabase, seed: u64) -> Result<Store, StoreError> {
    Store::open(database.database(), Arc::new(SystemClock), Arc::new(SeededRandom::new(seed))).await
}

#[tokio::test]
async fn the_schema_is_the_same_on_both_databases() {
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    store.migrate().await.unwrap();
    insta::assert_snapshot!("schema", database.schema().await);
}

#[tokio::test]
async fn each_released_schema_comes_up_to_the_newest() {
    let newest = TestDatabase::empty().await;
    let store = open(&newest, 1).await.unwrap();
    store.migrate().await.unwrap();
    let last = store.schema_version().await.unwrap();
    for version in 1..last {
        let database = TestDatabase::empty().await;
        let old = open(&database, 2).await.unwrap();
        old.migrate_to(version).await.unwrap();
        // Numbers may have gaps.
        assert!(old.schema_version().await.unwrap() <= version);
        old.migrate().await.unwrap();
        assert_eq!(old.schema_version().await.unwrap(), last);
        assert_eq!(database.schema().await, newest.schema().await, "from version {version}");
    }
}

#[tokio::test]
async fn where_people_worked_with_zoom_before_there_were_flags_it_stays_on() {
    use domain::{UserId, WorkspaceId};
    use store::feature_flags::{Feature, FeatureStanding, standing};
    for (people, expected) in [(true, FeatureStanding::On), (false, FeatureStanding::Off)] {
        let database = TestDatabase::empty().await;
        let store = open(&database, 1).await.unwrap();
        store.migrate_to(4).await.unwrap();
        let random = SeededRandom::new(2);
        let (workspace, user) = (WorkspaceId::new(&SystemClock, &random), UserId::new(&SystemClock, &random));
        if people {
            let world = World { store: store.clone(), ..World::new().await };
            let tx = store.begin_write().await.unwrap();
            let row = workspaces::Workspace { id: world.ws, name: "Halden".into(), created_at: world.now() };
            workspaces::create(&tx, &row).await.unwrap();
            users::create(&tx, &world.user(user, "ada@halden.example", "Ada")).await.unwrap();
            tx.commit().await.unwrap();
        }
        store.migrate().await.unwrap();
        let db = store.begin_read().await;
        assert_eq!(standing(&db, Feature::Zoom, workspace, user).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn changes_of_settings_from_before_there_was_an_audit_log_come_first_in_it() {
    use store::audit_log::{self, Action, ActionKind, Standing};
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    store.migrate_to(22).await.unwrap();
    let mut world = World::new().await;
    world.store = store.clone();
    let tx = store.begin_write().await.unwrap();
    let row = workspaces::Workspace { id: world.ws, name: "Halden".into(), created_at: world.now() };
    workspaces::create(&tx, &row).await.unwrap();
    users::create(&tx, &world.user(world.mara, "ada@halden.example", "Ada")).await.unwrap();
    tx.commit().await.unwrap();
    for (id, at, subject) in [("id", 17, "feature"), ("workspace_id", 18, "zoom_app")] {
        let row = format!(
            "INSERT INTO setting_changes SELECT {id}, {at}, workspace_id, id, '{subject}', 'Changed' FROM users"
        );
        database.run(&row).await;
    }
    store.migrate().await.unwrap();
    let tx = store.begin_write().await.unwrap();
    let entry = audit_log::NewEntry {
        workspace: world.ws,
        actor: audit_log::Actor::Person,
        user: Some(world.mara),
        action: Action::PublicPage,
        about: None,
        words: "Now".into(),
        address: None,
    };
    audit_log::append(&tx, &entry).await.unwrap();
    tx.commit().await.unwrap();
    let db = store.begin_read().await;
    let found = audit_log::newest_of(&db, world.ws, ActionKind::Settings, 9).await.unwrap();
    let found: Vec<_> =
        found.iter().map(|entry| (entry.number, entry.action, entry.words.as_str())).collect();
    let expected =
        [(3, Action::PublicPage, "Now"), (2, Action::ZoomApp, "Changed"), (1, Action::Feature, "Changed")];
    assert_eq!(found, expected);
    let standing = audit_log::verify(&db, world.ws, None).await.unwrap();
    assert!(
        matches!(standing, Standing::Whole { entries: 1, before: 2, newest: Some((3, _)) }),
        "{standing:?}"
    );
}

#[tokio::test]
async fn texts_from_before_there_were_languages_are_english() {
    use domain::Language;
    use store::public_pages::{self, PublicPage};
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    store.migrate_to(7).await.unwrap();
    for (name, text, published) in
        [("privacy", "'## Ours'", "TRUE"), ("terms", "NULL", "TRUE"), ("support", "'Ask us'", "FALSE")]
    {
        let row = format!("INSERT INTO public_pages VALUES ('{name}', {text}, {published}, 17)");
        database.run(&row).await;
    }
    store.migrate().await.unwrap();
    let db = store.begin_read().await;
    for (page, text, published) in [
        (PublicPage::Privacy, Some("## Ours"), true),
        (PublicPage::Terms, None, true),
        (PublicPage::Support, Some("Ask us"), false),
        (PublicPage::Documentation, None, false),
    ] {
        let stored = public_pages::get(&db, page).await.unwrap();
        let texts = text.map(|text| (Language::English, text.to_owned())).into_iter().collect();
        assert_eq!((stored.published, stored.texts), (published, texts), "{page}");
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    assert!(store.schema_is_current().await.is_err(), "there is nothing yet");
    store.migrate().await.unwrap();
    assert!(store.schema_is_current().await.unwrap());
    let before = database.schema().await;
    store.migrate().await.unwrap();
    assert_eq!(database.schema().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_processes_that_start_at_once_migrate_once() {
    let database = Arc::new(TestDatabase::empty().await);
    let starts = (0..8).map(|seed| {
        let database = database.clone();
        tokio::spawn(async move {
            let store = open(&database, seed).await?;
            store.migrate().await?;
            workspaces::first(&store.begin_read().await).await
        })
    });
    for start in starts.collect::<Vec<_>>() {
        assert_eq!(start.await.unwrap().unwrap(), None);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    store.migrate().await.unwrap();
    database.run("INSERT INTO schema_versions (version, applied_at) VALUES (999, 0)").await;
    assert!(!store.schema_is_current().await.unwrap());
    let error = store.migrate().await.unwrap_err();
    assert!(matches!(error, StoreError::TooNew { found: 999, .. }), "{error}");
}

#[tokio::test]
async fn a_database_from_before_the_gate_goes_on() {
    // The first versions of the program kept no row 0.
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    store.migrate_to(1).await.unwrap();
    database.run("DELETE FROM schema_versions WHERE version = 0").await;
    store.migrate().await.unwrap();
    let tx = store.begin_write().await.unwrap();
    store::lock_installation(&tx).await.unwrap();
}

#[tokio::test]
async fn next_steps_after_meetings_are_tasks_now() {
    let database = TestDatabase::empty().await;
    let store = open(&database, 1).await.unwrap();
    store.migrate_to(33).await.unwrap();
    let mut world = World::new().await;
    world.store = store.clone();
    let tx = store.begin_write().await.unwrap();
    let row = workspaces::Workspace { id: world.ws, name: "Halden".into(), created_at: world.now() };
    workspaces::create(&tx, &row).await.unwrap();
    users::create(&tx, &world.user(world.mara, "ada@halden.example", "Ada")).await.unwrap();
    tx.commit().await.unwrap();
    // One user, one meeting and two steps, whose ids are borrowed.
    for sql in [
        "INSERT INTO meetings (workspace_id, id, host_id, topic, agenda, starts_at, ends_at, duration_minutes, zone, \
         waiting_room, passcode_wanted, cloud_recording, send_invitation, desired, known, revision, tell_invitees, \
         created_at, updated_at) SELECT workspace_id, id, id, 'Rollout', '', 0, 0, 30, 'UTC', FALSE, FALSE, FALSE, FALSE, \
         'scheduled', 'none', 1, FALSE, 0, 0 FROM users",
        "INSERT INTO next_steps (workspace_id, id, meeting_id, owner_id, what, due_on, created_at, done_at) \
         SELECT workspace_id, id, id, host_id, 'Open', '2027-03-19', 5, NULL FROM meetings",
        "INSERT INTO next_steps (workspace_id, id, meeting_id, owner_id, what, due_on, created_at, done_at) \
         SELECT workspace_id, workspace_id, id, host_id, 'Done', '2027-03-18', 5, 9 FROM meetings",
    ] {
        database.run(sql).await;
    }
    store.migrate().await.unwrap();
    let rows = store::dump::rows(&store.begin_read().await, "tasks").await.unwrap();
    let mut told: Vec<_> = rows
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].clone().unwrap_or_default();
            (text("what"), text("due_on"), text("done_at"), text("done_by") == text("owner_id"))
        })
        .collect();
    told.sort();
    let step = |what: &str, due: &str, done: &str| (what.into(), due.into(), done.into(), !done.is_empty());
    assert_eq!(told, [step("Done", "2027-03-18", "9"), step("Open", "2027-03-19", "")]);
}
