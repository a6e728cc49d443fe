//! RT-21: Zoom refuses an app in review that asks for a permission it does not use. Take each one away, and
//! something that a person does no longer works, because Zoom answers 4711.

use testing::{TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind, RequestEntry};

use crate::support::{MARA, meeting_page, schedule};

/// Zoom refused a call for lack of this scope.
#[track_caller]
fn assert_missed(app: &TestApp, scope: &str) {
    let refused = |call: &RequestEntry| call.status == 400 && call.scope.as_deref() == Some(scope);
    let all = app.sandbox().requests();
    assert!(all.iter().any(refused), "no call missed {scope}");
}

/// Mara has scheduled a meeting with an app that lacks this permission; the path of its page.
async fn scheduled_without(scope: &str) -> (TestApp, TestUser, String) {
    let app = TestApp::builder().without_scope(scope).start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    mara.connect_zoom().await.assert_ok();
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs().await;
    let path = meeting_page(&mara, "Rollout").await.path;
    (app, mara, path)
}

#[tokio::test]
async fn rt_21_without_user_read_nobody_connects() {
    let app = TestApp::builder().without_scope("user:read:user").start().await;
    let mara = app.user("mara").await;
    let page = mara.connect_zoom().await;
    page.assert_notice("Zoom was not connected");
    assert!(page.has_button("Connect Zoom"));
    assert_missed(&app, "user:read:user");
}

#[tokio::test]
async fn rt_21_without_meeting_write_no_meeting_is_made() {
    let app = TestApp::builder().without_scope("meeting:write:meeting").start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    mara.connect_zoom().await.assert_notice("meeting:write:meeting");
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs().await;
    assert_missed(&app, "meeting:write:meeting");
    let page = meeting_page(&mara, "Rollout").await;
    page.assert_heading("Rollout").assert_text("meeting:write:meeting");
    assert!(app.mails().await.is_empty(), "nobody is invited to a meeting that is not there");
}

#[tokio::test]
async fn rt_21_without_meeting_read_no_meeting_is_started() {
    let (app, mara, path) = scheduled_without("meeting:read:meeting").await;
    mara.get(&format!("{path}/start")).await.assert_status(409).assert_heading("The meeting was not started");
    assert_missed(&app, "meeting:read:meeting");
}

#[tokio::test]
async fn rt_21_without_the_list_a_lost_answer_cannot_be_found_again() {
    let app = TestApp::builder().without_scope("meeting:read:list_meetings").start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().add_fault(Fault::new(FaultKind::DropAfter).on("POST", "/v2/users/*/meetings").times(1));
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs_until_done().await;
    assert_missed(&app, "meeting:read:list_meetings");
    assert_eq!(app.sandbox().meetings(MARA).len(), 1, "rather none in Rapport than two in Zoom");
    meeting_page(&mara, "Rollout").await.assert_text("meeting:read:list_meetings");
}

#[tokio::test]
async fn rt_21_without_meeting_delete_and_rt_26_the_removal_waits_and_says_why() {
    let (app, mara, path) = scheduled_without("meeting:delete:meeting").await;
    mara.press(&format!("{path}/remove"), "Remove meeting").await.assert_ok();
    app.run_jobs().await;
    assert_missed(&app, "meeting:delete:meeting");
    assert_eq!(app.sandbox().meetings(MARA).len(), 1);
    mara.get(&path).await.assert_text("meeting:delete:meeting").assert_text("Reconnect Zoom");
}

#[tokio::test]
async fn rt_21_without_meeting_update_a_move_waits_and_says_why() {
    let (app, mara, path) = scheduled_without("meeting:update:meeting").await;
    let form = mara.get(&format!("{path}/reschedule")).await.form("Reschedule meeting");
    mara.send(form.set("start", "17:00")).await.assert_notice("The change is saved, but not in Zoom");
    app.run_jobs().await;
    assert_missed(&app, "meeting:update:meeting");
    mara.get(&path).await.assert_text("meeting:update:meeting").assert_text("Reconnect Zoom");
    assert_eq!(app.mails().await.len(), 1, "only the invitation");
}

#[tokio::test]
async fn rt_21_the_whole_journey_uses_every_scope_and_no_other() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    mara.connect_zoom().await.assert_ok();
    app.sandbox().add_fault(Fault::new(FaultKind::DropAfter).on("POST", "/v2/users/*/meetings").times(1));
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.run_jobs_until_done().await;
    let path = meeting_page(&mara, "Rollout").await.path;
    let start = mara.fetch(&format!("{path}/start")).await;
    assert!(start.location.unwrap().starts_with(app.sandbox_url()));
    let form = mara.get(&format!("{path}/reschedule")).await.form("Reschedule meeting");
    mara.send(form.set("start", "17:00")).await.assert_notice("Meeting rescheduled");
    mara.press(&format!("{path}/remove"), "Remove meeting").await.assert_ok();
    app.run_jobs().await;

    let mut used: Vec<_> = app.sandbox().requests().into_iter().filter_map(|call| call.scope).collect();
    used.sort();
    used.dedup();
    let mut asked: Vec<_> =
        rapport::connections::NEEDED.iter().map(|(scope, _)| (*scope).to_owned()).collect();
    asked.sort();
    assert_eq!(used, asked);
}
