//! Answers of Zoom that are being exchanged for tokens while somebody disconnects or is removed.

use testing::{Page, TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind, MARA_ID};

use crate::support::{MARA, SETTINGS, grant_of, token_calls};

const DISCONNECT: &str = "/settings/integrations/zoom/disconnect";

/// Somebody comes back from Zoom. Once Zoom has given the tokens, and before it says whose they are, `meanwhile` happens.
async fn come_back(app: &TestApp, who: &TestUser, meanwhile: impl Future<Output = Page>) -> (Page, Page) {
    let callback = who.ask_zoom(MARA).await;
    let before = token_calls(app);
    let slow = Fault::new(FaultKind::Latency { ms: 2_000 }).on("GET", "/v2/users/me").times(1);
    app.sandbox().add_fault(slow);
    tokio::join!(who.get(&callback), async {
        while token_calls(app) == before {
            tokio::task::yield_now().await;
        }
        meanwhile.await
    })
}

async fn connected_in_zoom(app: &TestApp) -> bool {
    app.deliver_events().await;
    app.sandbox().users().iter().any(|user| user.email == MARA && user.connected_at.is_some())
}

#[tokio::test]
async fn who_disconnects_while_zoom_is_asked_is_not_connected_by_its_answer() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let (back, gone) = come_back(&app, &mara, mara.press(DISCONNECT, "Disconnect Zoom")).await;
    gone.assert_notice("Zoom disconnected");
    back.assert_ok().assert_text("Zoom was disconnected here meanwhile, so nothing was connected.");
    assert!(grant_of(&app, MARA_ID).await.is_none());
    assert!(!connected_in_zoom(&app).await, "what Zoom gave was given back");
    mara.connect_zoom().await.assert_notice("Zoom connected as");
}

#[tokio::test]
async fn who_is_removed_while_zoom_is_asked_leaves_no_grant() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    let path = format!("/settings/people/{}/remove", oskar.id);
    let (back, gone) = come_back(&app, &oskar, mara.press(&path, "Remove Oskar Berg")).await;
    gone.assert_notice("Oskar Berg was removed");
    back.assert_heading("Log in");
    assert!(grant_of(&app, MARA_ID).await.is_none());
    assert!(!connected_in_zoom(&app).await, "what Zoom gave was given back");
}

#[tokio::test]
async fn a_colleague_of_the_same_account_goes_on_with_what_nobody_else_wants_any_more() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom_as(MARA).await.assert_ok();
    let path = format!("/settings/people/{}/remove", oskar.id);
    let (_, gone) = come_back(&app, &oskar, mara.press(&path, "Remove Oskar Berg")).await;
    gone.assert_notice("Oskar Berg was removed");
    mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom answered, the connection works");
    assert!(connected_in_zoom(&app).await);
}
