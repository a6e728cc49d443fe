//! Every way in which the answer from Zoom's consent page can be wrong.

use jiff::SignedDuration;
use testing::{Page, TestApp};
use zoom_sandbox::{Approval, Decline};

use crate::support::{MARA, SETTINGS, grant_of, token_calls};

/// Nothing was connected, the person is told why and can go on at once.
#[track_caller]
fn assert_refused(page: &Page, sentence: &str) {
    page.assert_ok().assert_notice(sentence);
    assert_eq!(page.path, SETTINGS);
    assert!(page.has_button("Connect Zoom") || page.has_button("Start again"), "there is a way on");
}

#[tokio::test]
async fn rt_18_a_code_without_a_state_is_never_bound() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get("/integrations/zoom/callback?code=from-the-marketplace").await;
    assert_refused(&page, "Finish connecting Zoom");
    assert_eq!(token_calls(&app), 0, "the code is not even tried");
    // One click restarts with our own state.
    mara.connect_zoom().await.assert_notice("Zoom connected as");
}

#[tokio::test]
async fn a_wrong_state_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let callback = mara.ask_zoom(MARA).await;
    let forged = callback.replace("state=", "state=x");
    assert_refused(&mara.get(&forged).await, "belongs to another login");
    assert_eq!(token_calls(&app), 0);
}

#[tokio::test]
async fn a_state_of_another_person_is_refused_and_used_up() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let callback = mara.ask_zoom(MARA).await;
    assert_refused(&oskar.get(&callback).await, "belongs to another login");
    assert_refused(&mara.get(&callback).await, "Connect again from this page");
    assert_eq!(token_calls(&app), 0);
}

#[tokio::test]
async fn the_same_answer_works_once() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let callback = mara.ask_zoom(MARA).await;
    mara.get(&callback).await.assert_notice("Zoom connected as");
    let again = mara.get(&callback).await;
    again.assert_ok().assert_notice("This answer from Zoom was used already");
    again.assert_text("Check connection");
    assert!(grant_of(&app, zoom_sandbox::MARA_ID).await.is_some(), "the connection stays");
}

#[tokio::test]
async fn a_consent_page_that_was_open_too_long_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let consent = mara.begin_connecting().await;
    app.advance(SignedDuration::from_mins(31));
    let callback = mara.allow_in_zoom(&consent, MARA).await;
    assert_refused(&mara.get(&callback).await, "open for more than 30 minutes");
}

#[tokio::test]
async fn an_expired_code_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let callback = mara.ask_zoom(MARA).await;
    app.advance(SignedDuration::from_mins(11));
    assert_refused(&mara.get(&callback).await, "Zoom did not accept the answer it gave you");
}

#[tokio::test]
async fn a_wrong_or_reused_code_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let callback = mara.ask_zoom(MARA).await;
    let wrong = mara.get(&callback.replace("code=", "code=x")).await;
    assert_refused(&wrong, "Zoom did not accept the answer it gave you");

    // A code that was spent, with a state that was not.
    let first = mara.ask_zoom(MARA).await;
    let second = mara.ask_zoom(MARA).await;
    mara.get(&first).await.assert_notice("Zoom connected as");
    let part = |callback: &str, name: &str| {
        let url = url::Url::parse("https://crm.example.com").unwrap().join(callback).unwrap();
        url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
    };
    let mixed =
        format!("/integrations/zoom/callback?code={}&state={}", part(&first, "code"), part(&second, "state"));
    mara.get(&mixed).await.assert_notice("Zoom did not accept the answer it gave you");
    assert!(grant_of(&app, zoom_sandbox::MARA_ID).await.is_some(), "the connection stays");
}

#[tokio::test]
async fn a_code_of_another_consent_page_is_refused_by_pkce() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let theirs = oskar.ask_zoom("oskar@halden.example").await;
    let own = mara.ask_zoom(MARA).await;
    let code = theirs.split(['?', '&']).find(|part| part.starts_with("code=")).unwrap();
    let state = own.split(['?', '&']).find(|part| part.starts_with("state=")).unwrap();
    let page = mara.get(&format!("/integrations/zoom/callback?{code}&{state}")).await;
    assert_refused(&page, "Zoom did not accept the answer it gave you");
}

#[tokio::test]
async fn neither_code_nor_state_is_an_answer() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    assert_refused(&mara.get("/integrations/zoom/callback").await, "Zoom sent you back without an answer");
    let consent = mara.begin_connecting().await;
    let state = consent.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let page = mara.get(&format!("/integrations/zoom/callback?state={state}")).await;
    assert_refused(&page, "Zoom sent you back without an answer");
}

#[tokio::test]
async fn declining_changes_nothing_and_says_so() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let consent = mara.begin_connecting().await;
    let callback = mara.decline_in_zoom(&consent).await;
    assert!(callback.contains("error=access_denied"), "{callback}");
    let page = mara.get(&callback).await;
    assert_refused(&page, "You declined on Zoom’s page, so nothing was connected.");
    assert_eq!(token_calls(&app), 0);
    // A second thought.
    mara.connect_zoom().await.assert_notice("Zoom connected as");
}

#[tokio::test]
async fn declining_a_second_time_keeps_the_connection() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let consent = mara.begin_connecting().await;
    let callback = mara.decline_in_zoom(&consent).await;
    mara.get(&callback).await.assert_notice("Zoom was not connected").assert_text("Check connection");
    mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom answered, the connection works");
}

#[tokio::test]
async fn another_problem_that_zoom_reports_is_not_called_a_decline() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let consent = mara.begin_connecting().await;
    let state = consent.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let page = mara.get(&format!("/integrations/zoom/callback?error=server_error&state={state}")).await;
    assert_refused(&page, "Zoom reported a problem and nothing was connected.");
    page.assert_no_text("You declined");
}

#[tokio::test]
async fn a_decline_that_never_comes_back_leaves_the_card_waiting_for_half_an_hour() {
    let app = TestApp::start().await;
    let change =
        zoom_sandbox::AppChange { decline: Some(Decline::Stay), ..zoom_sandbox::AppChange::default() };
    app.sandbox().change_app(change);
    let mara = app.user("mara").await;
    mara.begin_connecting().await;
    let page = mara.get(SETTINGS).await;
    // 10:00 in Stockholm, and half an hour.
    page.assert_text("Waiting for Zoom").assert_text("The request expires at 10:30");
    assert!(page.has_button("Start again"));
    // Nobody else waits.
    app.user("oskar").await.get(SETTINGS).await.assert_text("Not connected");
    app.advance(SignedDuration::from_mins(31));
    let page = mara.get(SETTINGS).await;
    page.assert_text("Not connected").assert_no_text("Waiting for Zoom");
    mara.begin_connecting().await;
    mara.connect_zoom().await.assert_notice("Zoom connected as").assert_no_text("Waiting for Zoom");
}

#[tokio::test]
async fn an_account_whose_admin_has_to_approve_waits_and_is_told_what_for() {
    let app = TestApp::start().await;
    let ask =
        |approval| zoom_sandbox::AppChange { approval: Some(approval), ..zoom_sandbox::AppChange::default() };
    app.sandbox().change_app(ask(Approval::Required));
    let mara = app.user("mara").await;
    let consent = mara.begin_connecting().await;
    let answer = mara.ask_admin_in_zoom(&consent).await;
    assert!(answer.contains("Your request was sent"), "{answer}");
    let page = mara.get(SETTINGS).await;
    page.assert_text("Waiting for Zoom").assert_text(
        "Did Zoom say that your request was sent? Then an admin of your Zoom account has to approve the app first.",
    );
    assert_eq!(token_calls(&app), 0);
    // The admin has approved it.
    app.sandbox().change_app(ask(Approval::Open));
    mara.connect_zoom().await.assert_notice("Zoom connected as");
}

#[tokio::test]
async fn what_was_begun_before_disconnecting_does_not_connect_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let begun = mara.ask_zoom(MARA).await;
    mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    mara.get(SETTINGS).await.assert_text("Not connected").assert_no_text("Waiting for Zoom");
    assert_refused(&mara.get(&begun).await, "Connect again from this page");
    app.deliver_events().await;
    assert!(grant_of(&app, zoom_sandbox::MARA_ID).await.is_none());
}

#[tokio::test]
async fn two_tabs_may_both_finish() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let first = mara.ask_zoom(MARA).await;
    let second = mara.ask_zoom(MARA).await;
    mara.get(&first).await.assert_notice("Zoom connected as");
    mara.get(&second).await.assert_notice("Zoom connected as");
    mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom answered, the connection works");
    let grants = store::dump::rows(&app.app().store.begin_read().await, "grants").await.unwrap();
    assert_eq!(grants.len(), 1);
    assert!(app.mails().await.is_empty(), "nobody shares it");
}

#[tokio::test]
async fn rt_18_add_in_the_marketplace_while_logged_out_ends_in_finish_connecting() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.press("/settings/profile", "Log out").await;
    let login = mara.get("/integrations/zoom/callback?code=from-the-marketplace").await;
    for place in [&login.path, &login.html()] {
        assert!(!place.contains("from-the-marketplace"), "the code is carried around: {place}");
    }
    let form = login.form("Log in").set("email", MARA).set("password", testing::PASSWORD);
    let page = mara.send(form).await;
    page.assert_ok().assert_text("Finish connecting Zoom").assert_text("connect it from this page");
    assert!(page.has_button("Connect Zoom"));
    assert_eq!(token_calls(&app), 0);
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_notice("Zoom connected as");
    // The same address later, from the history: there is nothing to finish any more.
    mara.get(&page.path).await.assert_no_text("Finish connecting Zoom");
}

#[tokio::test]
async fn rt_18_whoever_was_logged_out_meanwhile_logs_in_and_connects_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let callback = mara.ask_zoom(MARA).await;
    mara.press("/settings/profile", "Log out").await;
    let login = mara.get(&callback).await;
    assert!(!login.path.contains("code"), "the code is not carried around: {}", login.path);
    let form = login.form("Log in").set("email", MARA).set("password", testing::PASSWORD);
    let page = mara.send(form).await;
    page.assert_ok();
    assert_eq!(page.path, "/settings/integrations?finish=zoom");
    page.assert_text("Finish connecting Zoom");
    assert!(page.has_button("Start again"));
    assert_eq!(token_calls(&app), 0);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_no_reason_to_fail() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for query in ["state=%00%FF&code=%F0%28", "state=a&state=b&code=c", "error=%3Cscript%3E&state=x"] {
        let page = mara.get(&format!("/integrations/zoom/callback?{query}")).await;
        assert!(page.status < 500, "{query} answered {}", page.status);
        page.assert_no_text("<script>");
    }
}
