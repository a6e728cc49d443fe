//! Integration activity as a file.

use domain::CallId;
use jiff::SignedDuration;
use store::integration_calls::{self as calls, Call, CallDirection, CallKind, CallResult};
use testing::{Page, TestApp, TestUser};
use zoom_sandbox::{ACCOUNT_ID, Fault, FaultKind, MARA_ID};

use crate::support::{ACTIVITY, MARA, removal};

async fn export(person: &TestUser, tab: &str) -> (Page, Vec<String>) {
    let form = person.get(&format!("{ACTIVITY}?show={tab}")).await.form("Export CSV");
    let page = person.send_only(form).await;
    page.assert_ok();
    let lines = String::from_utf8(page.body.clone()).unwrap().lines().map(str::to_owned).collect();
    (page, lines)
}

#[tokio::test]
async fn the_activity_is_exported_as_it_is_shown() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    let (page, lines) = export(&mara, "all").await;
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"integration-activity.csv\"");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(lines[0], "Time (UTC),What,Endpoint or event,Person,Result,Took (ms),Steps");
    assert!(
        lines.iter().any(|line| line.contains("Token issued,POST oauth/token,Mara Lindqvist,Worked")),
        "{lines:?}"
    );
    let (_, lines) = export(&mara, "deauthorizations").await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    for words in [
        "2027-03-09 09:10:00,Deauthorization received,app_deauthorized,Mara Lindqvist,\"Data deleted, confirmed\"",
        "Mara was told by email",
    ] {
        assert!(lines[1].contains(words), "{}", lines[1]);
    }
}

#[tokio::test]
async fn an_exported_event_is_no_formula_and_nobody_exports_what_they_do_not_see() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    let event = r#"{"event":"=HYPERLINK(\"https://evil.example\",\"a\")","event_ts":1804582800000,"payload":{"account_id":"a","object":{}}}"#;
    app.send_event(event).await.assert_ok();
    app.run_jobs().await;
    let (_, lines) = export(&mara, "events").await;
    assert!(lines[1].contains(r#","'=HYPERLINK(""https://evil.example"",""a"")","#), "{lines:?}");
    let (_, lines) = export(&oskar, "all").await;
    assert_eq!(lines.len(), 1, "a member sees their own: {lines:?}");
}

#[tokio::test]
async fn a_long_log_is_exported_whole() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let tx = app.app().store.begin_write().await.unwrap();
    for _ in 0..1_100 {
        let call = Call {
            id: CallId::new(&*app.app().clock, &*app.app().random),
            workspace_id: Some(mara.workspace),
            user_id: Some(mara.id),
            at: app.now(),
            direction: CallDirection::Call,
            name: "GET users/me".to_owned(),
            what: CallKind::Account,
            result: CallResult::Worked,
            result_words: None,
            status: Some(200),
            duration_ms: 1,
            tries: 1,
            receipt_id: None,
        };
        calls::record(&tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (_, lines) = export(&mara, "all").await;
    assert!(lines.len() > 1_100, "{}", lines.len());
}

#[tokio::test]
async fn an_event_that_needed_another_try_says_so() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let event = format!(
        r#"{{"event":"user.updated","event_ts":{},"payload":{{"account_id":"{ACCOUNT_ID}","object":{{"id":"{MARA_ID}"}}}}}}"#,
        app.now().as_millisecond()
    );
    app.send_event(&event).await.assert_ok();
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(event.as_bytes()));
    rapport::connections::process_event(app.app(), &hash, 3).await.unwrap();
    app.run_jobs().await;
    let page = mara.get(ACTIVITY).await;
    page.assert_text("Processed on retry 2").assert_text("1 retried, 0 lost");
}

#[tokio::test]
async fn an_event_that_is_given_up_is_missed_by_whom_it_is_about() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom().await.assert_ok();
    app.sandbox().revoke_grant(MARA);
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    app.send_event(&removal(app.now() - SignedDuration::from_secs(30))).await.assert_ok();
    app.leave_jobs();
    app.run_jobs_until_done().await;
    let page = mara.get(ACTIVITY).await;
    page.assert_text("Given up after 20 tries").assert_text("0 retried, 1 lost");
    oskar.get(ACTIVITY).await.assert_no_text("Given up");
}
