//! Changing the key that seals secrets, while everything runs.

use domain::SystemRandom;
use jiff::SignedDuration;
use rapport::keys::Keys;
use rapport::keys::rotate::{self, RotateError};
use store::{dump, sealing_key};
use test_database::TestDatabase;
use testing::{TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind, UserChange};

use crate::support::{rapport_with, says};

const NOTHING_WORKS: FaultKind = FaultKind::Status { status: 503 };

/// A running program with its key in a file, and something sealed in every place.
async fn in_use(folder: &tempfile::TempDir) -> (TestApp, TestUser) {
    let keys = Keys::from_file(&folder.path().join("secret.key"), &SystemRandom).unwrap();
    let app = TestApp::builder().keys(keys.clone()).start().await;
    sealing_key::of_installation(&app.app().store, &keys.id()).await.unwrap();
    app.leave_jobs();
    let (mara, oskar, ida) = (app.user("mara").await, app.user("oskar").await, app.user("ida").await);
    let seed = serde_json::json!({ "email": ida.email });
    app.sandbox().add_user(serde_json::from_value(seed).unwrap());
    let numbers = serde_json::json!({ "audio_conferencing": { "toll_call": { "enable": true, "numbers": [{
        "code": "46", "country_code": "SE", "country_name": "Sweden", "number": "+46 850 539 728",
        "display_number": "+46 850 539 728",
    }] } } });
    let settings = numbers.as_object().unwrap().clone();
    app.sandbox().change_user(&mara.email, UserChange { settings, ..UserChange::default() });
    mara.use_zoom(&app).await;
    oskar.connect_zoom().await.assert_ok();
    ida.connect_zoom().await.assert_ok();
    mara.press("/settings/calendar", "Turn on calendar feed").await.assert_ok();
    let form = mara.get("/settings/zoom-app").await.form("Save production credentials");
    let form = form.set("client_id", "another-app").set("client_secret", "apps-secret");
    mara.send(form.set("webhook_secret", "events-secret")).await.assert_ok();
    let form = mara.get("/settings/zoom-app").await.form("Save production credentials");
    mara.send(form.set("webhook_secret", "another-secret")).await.assert_ok();
    mara.begin_connecting().await;
    app.sandbox().add_fault(Fault::new(NOTHING_WORKS).on("POST", "/oauth/data/compliance"));
    app.sandbox().add_fault(Fault::new(NOTHING_WORKS).on("POST", "/oauth/revoke"));
    oskar.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    app.sandbox().deauthorize(&ida.email);
    app.deliver_events().await;
    // An event that nobody has worked on yet.
    let meeting = app.sandbox().meetings(&mara.email).pop().unwrap();
    assert!(app.sandbox().start_meeting(meeting.id));
    app.sandbox().deliver_pending().await;
    (app, mara)
}

/// In how many columns something stands that this key has sealed. Jobs count as one for each kind.
async fn places_sealed_by(app: &TestApp, id: &str) -> Vec<String> {
    let db = app.app().store.begin_read().await;
    let mark = format!("01{id}");
    let numbers: Vec<_> = hex::decode(&mark).unwrap().iter().map(u8::to_string).collect();
    let in_json = format!("[{},", numbers.join(","));
    let mut found = Vec::new();
    for table in dump::tables(&db).await.unwrap() {
        for row in dump::rows(&db, &table).await.unwrap() {
            for (column, text) in row.iter().filter_map(|(column, text)| Some((column, text.as_deref()?))) {
                if text.starts_with(&mark) {
                    found.push(format!("{table}.{column}"));
                } else if text.contains(&in_json) {
                    found.push(format!("{table}.{column} {}", row["kind"].as_deref().unwrap()));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn the_key_is_changed_while_the_program_runs_and_everything_still_opens() {
    let folder = tempfile::tempdir().unwrap();
    let (app, mara) = in_use(&folder).await;
    let old = app.app().keys.id();
    assert_eq!(
        places_sealed_by(&app, &old).await,
        [
            "calendar_feeds.token",
            "grants.access_token",
            "grants.refresh_token",
            "invitee_pages.token",
            "jobs.payload confirm_compliance",
            "jobs.payload revoke_token",
            "oauth_states.verifier",
            "webhook_inbox.body",
            "zoom_credentials.client_secret",
            "zoom_credentials.old_webhook_secret",
            "zoom_credentials.webhook_secret",
            "zoom_meetings.dial_in",
            "zoom_meetings.join_url",
            "zoom_meetings.passcode",
        ]
    );
    // Another process, as the command line is one.
    let path = folder.path().join("secret.key");
    let command = Keys::from_file(&path, &SystemRandom).unwrap();
    let store = &app.app().store;
    let new = rotate::begin(store, &command, &SystemRandom).await.unwrap();
    assert_ne!(new, old);
    assert!(rotate::reseal(store, &command, &SystemRandom).await.unwrap().done > 12);
    assert_eq!(places_sealed_by(&app, &old).await, [""; 0]);

    // The server has not noticed yet: it opens what is sealed with the new key, and seals with the old one.
    assert_eq!(app.app().keys.id(), old);
    let page = mara.press("/settings/integrations", "Check connection").await;
    page.assert_notice("Zoom answered, the connection works");
    mara.press("/settings/calendar", "New address").await.assert_ok();
    assert_eq!(places_sealed_by(&app, &old).await, ["calendar_feeds.token"]);
    let early = rotate::retire(store, &command, &SystemRandom).await.unwrap_err();
    assert!(matches!(early, RotateError::TooEarly), "{early}");

    // It notices, as it looks every few seconds.
    assert!(rotate::follow(&store.begin_read().await, &app.app().keys).await.unwrap());
    assert!(!rotate::follow(&store.begin_read().await, &app.app().keys).await.unwrap());
    assert_eq!(app.app().keys.id(), new);
    mara.press("/settings/calendar", "New address").await.assert_ok();
    app.advance(SignedDuration::from_mins(61));
    assert_eq!(rotate::retire(store, &command, &SystemRandom).await.unwrap().join(" "), old);
    assert_eq!(rotate::retire(store, &command, &SystemRandom).await.unwrap(), [""; 0]);
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1);

    // A process that starts now knows the new key alone, and that is enough.
    let restarted = Keys::from_file(&path, &SystemRandom).unwrap();
    let found = rotate::list(&store.begin_read().await, &restarted).await.unwrap();
    assert_eq!(
        found.iter().map(|key| (key.id.as_str(), key.seals)).collect::<Vec<_>>(),
        [(new.as_str(), true)]
    );
    assert!(found[0].sealed > 12);
    mara.press("/settings/integrations", "Check connection")
        .await
        .assert_notice("Zoom answered, the connection works");
    let log = mara.get("/settings/audit?days=all&what=settings").await;
    assert!(log.text().contains(&format!("{old} to {new}")), "{}", log.text());
}

#[tokio::test]
async fn a_change_that_was_interrupted_is_finished_before_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _mara) = in_use(&folder).await;
    let path = folder.path().join("secret.key");
    let command = Keys::from_file(&path, &SystemRandom).unwrap();
    let store = &app.app().store;
    let first = rotate::begin(store, &command, &SystemRandom).await.unwrap();
    // It ended here: nothing was sealed anew.
    let second = rotate::begin(store, &command, &SystemRandom).await.unwrap();
    let uses = rotate::list(&store.begin_read().await, &command).await.unwrap();
    let uses: Vec<_> = uses.iter().map(|key| (key.id.clone(), key.seals, key.sealed > 0)).collect();
    assert_eq!(uses, [(second, true, false), (first, false, true), (app.app().keys.id(), false, false)]);
}

#[tokio::test]
async fn a_key_that_was_prepared_in_the_file_is_taken_and_one_without_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _mara) = in_use(&folder).await;
    let path = folder.path().join("secret.key");
    let known = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{}\n{known}", "c4".repeat(32))).unwrap();
    let prepared = Keys::from_hex(&"c4".repeat(32)).unwrap().id();
    let command = Keys::from_file(&path, &SystemRandom).unwrap();
    assert_eq!(rotate::begin(&app.app().store, &command, &SystemRandom).await.unwrap(), prepared);
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);

    let configured = Keys::from_hex(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let refused = rotate::begin(&app.app().store, &configured, &SystemRandom).await.unwrap_err();
    assert!(refused.to_string().contains("`rapport keys new`"), "{refused}");
}

#[tokio::test]
async fn two_who_change_the_key_at_once_leave_every_key_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _mara) = in_use(&folder).await;
    let path = folder.path().join("secret.key");
    let (one, other) =
        (Keys::from_file(&path, &SystemRandom).unwrap(), Keys::from_file(&path, &SystemRandom).unwrap());
    let store = &app.app().store;
    let (first, second) =
        tokio::join!(rotate::begin(store, &one, &SystemRandom), rotate::begin(store, &other, &SystemRandom));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first, second);
    let known = Keys::from_file(&path, &SystemRandom).unwrap();
    let uses = rotate::list(&store.begin_read().await, &known).await.unwrap();
    assert_eq!(uses.len(), 3);
    assert!(uses.iter().any(|key| key.id == first) && uses.iter().any(|key| key.id == second));
}

#[tokio::test]
async fn the_command_names_keys_and_never_shows_one() {
    let database = TestDatabase::new().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    std::fs::write(&path, format!("{}\n{}\n", "c4".repeat(32), "5a".repeat(32))).unwrap();
    let variables = [("RAPPORT_SECRET_KEY_FILE", path.to_str().unwrap())];
    let rapport = |word: &str| says(&rapport_with(&database, &["keys", word], &variables));
    let (clock, random) = (std::sync::Arc::new(domain::SystemClock), std::sync::Arc::new(SystemRandom));
    let store = store::Store::open(database.database(), clock, random).await.unwrap();
    store.migrate().await.unwrap();
    assert!(rapport("list").contains("start `rapport serve` once"));
    let old = Keys::from_hex(&"5a".repeat(32)).unwrap().id();
    sealing_key::of_installation(&store, &old).await.unwrap();
    let listed = rapport("list");
    assert!(listed.contains(&format!("{old}: 0 secrets, seals")), "{listed}");
    assert_eq!(listed.lines().count(), 2);
    assert!(!listed.contains("5a5a") && !listed.contains("c4c4"));
    assert_eq!(rapport("new").trim().len(), 64);
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_file_behind_a_link_is_changed_itself_and_what_a_killed_command_left_goes() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _mara) = in_use(&folder).await;
    let (path, link) = (folder.path().join("secret.key"), folder.path().join("link.key"));
    std::os::unix::fs::symlink(&path, &link).unwrap();
    std::fs::write(folder.path().join("secret.key-00ff"), "half").unwrap();
    let command = Keys::from_file(&link, &SystemRandom).unwrap();
    rotate::begin(&app.app().store, &command, &SystemRandom).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[tokio::test]
async fn a_secret_that_does_not_open_keeps_nobody_from_changing_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _mara) = in_use(&folder).await;
    app.database().run("UPDATE zoom_credentials SET client_secret = webhook_secret").await;
    let command = Keys::from_file(&folder.path().join("secret.key"), &SystemRandom).unwrap();
    let store = &app.app().store;
    rotate::begin(store, &command, &SystemRandom).await.unwrap();
    let found = rotate::reseal(store, &command, &SystemRandom).await.unwrap();
    assert_eq!(found.unopened, 1);
    app.advance(SignedDuration::from_mins(61));
    let kept = rotate::retire(store, &command, &SystemRandom).await.unwrap_err();
    assert!(kept.to_string().contains("zoom_credentials"), "{kept}");
}
