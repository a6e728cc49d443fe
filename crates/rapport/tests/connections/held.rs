//! What we hold: the page and the download against what is really in the tables.

use rapport::marketplace::design::data_flow::{Deletion, FLOWS, Protection};
use serde_json::Value;
use store::{dump, held};
use testing::{Page, TestApp, TestUser};
use zoom_sandbox::MARA_ID;

const PAGE: &str = "/settings/integrations/zoom/data";
const MARA: &str = "mara@halden.example";

async fn download(user: &TestUser) -> (Page, Value) {
    let page = user.press(PAGE, "Download as JSON").await;
    let data = serde_json::from_slice(&page.body).unwrap();
    (page, data)
}

fn entry<'a>(data: &'a Value, kept_in: &str) -> &'a Value {
    let all = data["from_zoom"].as_array().unwrap();
    all.iter().find(|entry| entry["kept_in"] == kept_in).unwrap_or_else(|| panic!("nothing about {kept_in}"))
}

#[test]
fn every_table_with_data_of_zooms_can_be_shown() {
    for flow in FLOWS.iter().filter(|flow| !flow.table.is_empty()) {
        assert!(held::TABLES.contains(&flow.table), "what of {} is whose? See store::held", flow.table);
    }
}

#[tokio::test]
async fn everything_that_the_farewell_deletes_is_in_the_download() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    let meeting = app.sandbox().meetings(MARA).pop().unwrap();
    let (page, data) = download(&mara).await;
    page.assert_ok();
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"zoom-data.json\"");
    assert_eq!(page.header("cache-control"), "no-store");
    // The same rows, column by column, that stand in the tables.
    let db = app.app().store.begin_read().await;
    for flow in FLOWS.iter().filter(|flow| flow.deletion == Deletion::WithConnection) {
        let stored = dump::rows(&db, flow.table).await.unwrap();
        let filled = |row: &dump::TextRow| {
            flow.columns.iter().any(|column| row[*column].as_deref().is_some_and(|text| !text.is_empty()))
        };
        let expected = stored.iter().filter(|row| filled(row)).count();
        let entry = entry(&data, &format!("{}: {}", flow.table, flow.columns.join(", ")));
        assert_eq!(entry["records"], expected, "{entry}");
    }
    assert_eq!(entry(&data, "grants: zoom_user_id")["values"][0]["zoom_user_id"], MARA_ID);
    assert_eq!(entry(&data, "zoom_meetings: join_url")["values"][0]["join_url"], meeting.join_url);
    assert_eq!(entry(&data, "zoom_meetings: zoom_id")["values"][0]["zoom_id"], meeting.id.to_string());
    let topic =
        &entry(&data, "meetings: topic, agenda, starts_at, ends_at, duration_minutes, zone")["values"][0];
    assert_eq!(
        (&topic["topic"], &topic["starts_at"]),
        (&"Renamed in Zoom".into(), &"2027-03-11T13:00:00Z".into())
    );
}

#[tokio::test]
async fn tokens_are_named_and_not_shown() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    let (_, data) = download(&mara).await;
    for kept_in in ["grants: access_token", "grants: refresh_token"] {
        let entry = entry(&data, kept_in);
        assert_eq!((&entry["records"], &entry["values"]), (&1.into(), &"kept, and not shown".into()));
    }
    let db = app.app().store.begin_read().await;
    let grant = dump::rows(&db, "grants").await.unwrap().remove(0);
    for column in ["access_token", "refresh_token"] {
        assert!(!data.to_string().contains(grant[column].as_deref().unwrap()), "{column}");
    }
    let sealed = FLOWS.iter().filter(|flow| flow.protection == Protection::Sealed).count();
    let named =
        data["from_zoom"].as_array().unwrap().iter().filter(|entry| entry["values"].is_string()).count();
    assert!(sealed > 0 && named == 5, "{named}");
}

#[tokio::test]
async fn a_value_that_does_not_open_takes_no_other_along() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    // Sealed for another place.
    app.database().run("UPDATE zoom_meetings SET join_url = passcode").await;
    let (page, data) = download(&mara).await;
    page.assert_ok();
    assert_eq!(entry(&data, "zoom_meetings: join_url")["values"][0]["join_url"], "cannot be opened");
    assert_eq!(entry(&data, "grants: zoom_user_id")["values"][0]["zoom_user_id"], MARA_ID);
    mara.get(PAGE).await.assert_ok();
}

#[tokio::test]
async fn a_job_is_counted_in_the_line_of_its_own_kind() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    let (_, data) = download(&mara).await;
    let all = data["from_zoom"].as_array().unwrap();
    let jobs: Vec<_> = all.iter().filter(|entry| entry["kept_in"] == "jobs: payload").collect();
    let records = |what: &str| &jobs.iter().find(|entry| entry["what"] == what).unwrap()["records"];
    assert_eq!(records("access_token of an ended connection"), 1);
    assert_eq!(records("payload of app_deauthorized"), 0);
    app.deliver_events().await;
    app.run_jobs_until_done().await;
}

#[tokio::test]
async fn people_see_what_is_theirs_and_nothing_of_others() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.use_zoom(&app).await;
    // Two people with one Zoom account have one pair of tokens, and meetings of their own.
    oskar.connect_zoom_as(MARA).await.assert_ok();
    let (_, data) = download(&oskar).await;
    assert_eq!(entry(&data, "grants: zoom_user_id")["records"], 1);
    assert_eq!(entry(&data, "zoom_meetings: join_url")["records"], 0);
    assert!(!data.to_string().contains("Renamed in Zoom"));
    let page = mara.get(PAGE).await;
    page.assert_ok().assert_heading("What we hold").assert_text("received from mara@halden.example on Zoom");
    // Who took it is in the audit log.
    mara.get("/settings/audit").await.assert_text("Downloaded Zoom data");
    app.run_jobs().await;
}

#[tokio::test]
async fn after_the_farewell_nothing_is_held_but_what_the_page_names() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    app.deliver_events().await;
    let (_, data) = download(&mara).await;
    for flow in FLOWS.iter().filter(|flow| flow.deletion == Deletion::WithConnection) {
        let entry = entry(&data, &format!("{}: {}", flow.table, flow.columns.join(", ")));
        assert_eq!(entry["records"], 0, "{entry}");
    }
    mara.get(PAGE).await.assert_text("You are not connected with Zoom.");
    app.run_jobs_until_done().await;
}
