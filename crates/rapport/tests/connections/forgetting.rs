//! A fully used account is forgotten, and then everything that anybody could copy is searched for it.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use domain::{SystemClock, SystemRandom};
use flate2::read::GzDecoder;
use jiff::SignedDuration;
use rapport::connections::MeetingEvents;
use rapport::keys::Keys;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use store::{Database, Store, dump};
use testing::smtp::SmtpServer;
use testing::{Logs, TestApp, TestUser};
use zoom_sandbox::MeetingChange;

use crate::support::{SETTINGS, grant_of, meeting_page, schedule, token};

/// What Mara's account in Zoom is called, which is nowhere in Rapport otherwise.
const ZOOM_EMAIL: &str = "m.lindqvist@elsewhere.example";
const ZOOM_NAME: &str = "Zelda";

/// What came from Zoom, by what it is.
type Traces = BTreeMap<String, String>;

/// Uses everything that Rapport has of Zoom; what Zoom gave for it.
async fn used_fully(server: &SmtpServer) -> (TestApp, TestUser, Traces) {
    let scope = "meeting:read:participant";
    let app = TestApp::builder().with_scope(scope).smtp(&server.url()).start().await;
    let mara = app.user("mara").await;
    let mut traces = Traces::from([("email".into(), ZOOM_EMAIL.into()), ("name".into(), ZOOM_NAME.into())]);
    let numbers = serde_json::json!({
        "email": ZOOM_EMAIL, "first_name": ZOOM_NAME, "last_name": "Zephyr", "plan": "licensed",
    });
    app.sandbox().add_user(serde_json::from_value(numbers).unwrap());
    let chosen = [("events", MeetingEvents::People.as_str())];
    mara.post("/settings/zoom-app", &chosen).await.assert_ok();
    mara.connect_zoom_as(ZOOM_EMAIL).await.assert_ok();
    let user = app.sandbox().users().into_iter().find(|user| user.email == ZOOM_EMAIL).unwrap();
    let grant = grant_of(&app, &user.id).await.unwrap();
    traces.insert("user id".into(), grant.zoom_user_id.clone());
    let keep_tokens = async |traces: &mut Traces, which: &str| {
        let grant = grant_of(&app, &user.id).await.unwrap();
        let place = format!("grants:{}:{}:refresh_token", grant.client_id, grant.zoom_user_id);
        let refresh = app.app().keys.open(&place, &grant.refresh_token).unwrap();
        traces.insert(format!("{which} access token"), token(&app, &grant));
        traces.insert(format!("{which} refresh token"), refresh.expose_secret().to_owned());
    };
    keep_tokens(&mut traces, "first").await;

    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs().await;
    let meeting = app.sandbox().meetings(ZOOM_EMAIL).pop().unwrap();
    traces.insert("meeting number".into(), meeting.id.to_string());
    traces.insert("meeting uuid".into(), meeting.uuid.clone());
    traces.insert("join link".into(), meeting.join_url.clone());
    traces.insert("passcode".into(), meeting.passcode.clone());
    let topic = Some("Renamed by Zephyr".to_owned());
    assert!(app.sandbox().change_meeting(meeting.id, MeetingChange { topic, ..MeetingChange::default() }));
    app.deliver_events().await;

    // A long time later, with another pair of tokens: it begins, somebody comes.
    app.set_time("2027-03-11T12:58:00Z".parse().unwrap());
    app.run_jobs_until_done().await;
    mara.press(SETTINGS, "Check connection").await.assert_ok();
    keep_tokens(&mut traces, "second").await;
    let page = meeting_page(&mara, "Renamed by Zephyr").await;
    let start = mara.fetch(&format!("{}/start", page.path)).await.location.unwrap();
    traces.insert("start link".into(), start.split("zak=").nth(1).unwrap().to_owned());
    assert!(app.sandbox().start_meeting(meeting.id));
    let guest = app.sandbox().join_meeting(meeting.id, "Quentin Quagmire", "q@guest.example").unwrap();
    app.sandbox().admit(meeting.id, &guest);
    app.deliver_events().await;
    app.advance(SignedDuration::from_mins(10));
    traces.insert("participant".into(), "Quentin Quagmire".into());
    traces.insert("participant's address".into(), "q@guest.example".into());
    mara.get("/settings/activity").await.assert_ok();
    (app, mara, traces)
}

async fn receipts(app: &TestApp) -> Vec<dump::TextRow> {
    dump::rows(&app.app().store.begin_read().await, "compliance_receipts").await.unwrap()
}

/// Where any of this stands in these bytes, as it is or as hexadecimal digits.
fn found<'a>(traces: &'a Traces, bytes: &[u8]) -> Vec<&'a str> {
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    let known = traces.iter().filter(|(_, text)| holds(text) || holds(&hex::encode(text)));
    known.map(|(what, _)| what.as_str()).collect()
}

/// A backup in clear, and the database file that it becomes when it is put back.
async fn backups(app: &TestApp) -> Vec<u8> {
    let mut file = Vec::new();
    rapport::backup::write(&app.app().store, app.now(), &mut file).await.unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(file.as_slice()).read_to_end(&mut bytes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rapport.db");
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom));
    let store = Store::open(&Database::Sqlite { path: path.clone() }, clock, random).await.unwrap();
    let keys = Keys::from_hex(&"5a".repeat(32)).unwrap();
    rapport::backup::restore(&store, &keys, file.as_slice()).await.unwrap();
    store.close().await.unwrap();
    bytes.extend(std::fs::read(&path).unwrap());
    bytes
}

async fn forgotten(logs: &Logs, app: &TestApp, traces: &Traces) {
    app.run_jobs().await;
    app.app().store.truncate_log().await.unwrap();
    assert_eq!(found(traces, &app.database().copied()), [""; 0], "in the database");
    let log = logs.text();
    // The test itself reads pages, and its parser says what is on them.
    let ours = log.lines().filter(|line| !line.contains("html5ever") && !line.contains("selectors"));
    let said = ours.clone().find(|line| !found(traces, line.as_bytes()).is_empty());
    assert!(ours.count() > 50, "the log is captured");
    assert_eq!(said, None, "in the log");
    assert_eq!(found(traces, &backups(app).await), [""; 0], "in a backup from afterwards");
}

#[tokio::test]
async fn rt_67_after_a_deauthorization_nothing_that_could_be_copied_holds_anything_of_the_account() {
    let logs = Logs::capture();
    let server = SmtpServer::start().await;
    let (app, _mara, traces) = used_fully(&server).await;
    let before = found(&traces, &app.database().copied());
    for plain in ["email", "name", "user id", "meeting number", "participant"] {
        assert!(before.contains(&plain), "the search finds what is there: {before:?}");
    }
    let user_id = traces["user id"].clone();
    let account_id = grant_of(&app, &user_id).await.unwrap().zoom_account_id;

    app.sandbox().deauthorize(ZOOM_EMAIL);
    app.deliver_events().await;
    forgotten(&logs, &app, &traces).await;

    // All that is left is a receipt with hashes, by which Zoom and we could say whose it was.
    let receipt = receipts(&app).await.pop().unwrap();
    let hash = |text: &str| hex::encode(Sha256::digest(text.as_bytes()));
    let hashes: Vec<_> = receipt.values().flatten().filter(|text| text.len() == 64).collect();
    assert!(hashes.iter().any(|text| **text == hash(&user_id)), "{receipt:?}");
    assert!(hashes.iter().any(|text| **text == hash(&account_id)), "{receipt:?}");
    assert_eq!(hashes.len(), 2, "{receipt:?}");
    assert_eq!(found(&Traces::from([("account".into(), account_id)]), &app.database().copied()), [""; 0]);
}

#[tokio::test]
async fn after_disconnecting_nothing_that_could_be_copied_holds_anything_of_the_account() {
    let logs = Logs::capture();
    let server = SmtpServer::start().await;
    let (app, mara, traces) = used_fully(&server).await;
    mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    forgotten(&logs, &app, &traces).await;
}
