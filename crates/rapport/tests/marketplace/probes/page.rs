//! The page under Settings.

use testing::TestApp;

const PAGE: &str = "/settings/zoom-app/check";

#[tokio::test]
async fn an_admin_presses_the_button_and_sees_what_was_found_and_what_to_do() {
    let app = TestApp::builder().public_where_it_listens().start().await;
    let mara = app.user("mara").await;
    let before = mara.get(PAGE).await;
    before.assert_ok().assert_heading("Check");
    assert!(before.rows("TLS certificate").is_empty(), "nothing was looked at yet");
    let after = mara.press(PAGE, "Check now").await;
    after.assert_ok().assert_heading("Reachable from outside").assert_text("This installation answered");
    let redirect = after.rows("OAuth redirect URL");
    assert!(redirect[0].contains(" http://127.0.0.1:"), "addresses stay as they are: {redirect:?}");
    let webhook = after.rows("Webhook: forged event");
    assert!(webhook.len() == 1 && webhook[0].starts_with("Pass"), "{webhook:?}");
    let mail = after.rows("Mail server");
    assert!(mail[0].starts_with("Look") && mail[0].contains("Set `mail.smtp`"), "{mail:?}");
    assert!(after.has_button("Check again"));
}

#[tokio::test]
async fn only_who_runs_the_workspace_may_check() {
    let app = TestApp::builder().public_where_it_listens().start().await;
    let _mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    oskar.get(PAGE).await.assert_status(403);
    oskar.post_raw(PAGE, &[]).await.assert_status(403);
    assert!(app.visitor().get(PAGE).await.path.starts_with("/login"));
}

#[tokio::test]
async fn checks_run_once_at_a_time_and_only_for_a_form_of_ours() {
    let app = TestApp::builder().public_where_it_listens().start().await;
    let mara = app.user("mara").await;
    mara.post_raw(PAGE, &[]).await.assert_status(403);
    let turn = app.app().means.turn.clone().acquire_owned().await.unwrap();
    mara.press(PAGE, "Check now").await.assert_notice("A check is running already");
    drop(turn);
    mara.press(PAGE, "Check now").await.assert_heading("Database");
}
