//! More than can be done: a quick answer that says when to come back.

use testing::TestApp;

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let form = mara.get(&format!("/contacts/{ana}")).await.form("Save note");
    let page = mara.send_only(form.force("note", &"x".repeat(300 * 1024))).await;
    page.assert_status(413);
}

/// Only there can one transaction keep all others waiting.
mod sqlite {
    use super::*;

    #[tokio::test]
    async fn a_database_that_stays_busy_is_answered_with_when_to_come_back() {
        let app = TestApp::start().await;
        let mara = app.user("mara").await;
        let ana = app.contact("Ana Ferreira").create().await;
        let form = mara.get(&format!("/contacts/{ana}")).await.form("Save note").set("note", "Called back.");
        // Somebody holds the only writing transaction and does not let go.
        let held = app.app().store.begin_write().await.unwrap();
        let page = mara.send_only(form.clone()).await;
        page.assert_status(503).assert_text("The database does not answer right now").assert_text("request ");
        assert!(!page.header("retry-after").is_empty());
        assert!(!page.header("x-request-id").is_empty());
        mara.get(&format!("/contacts/{ana}")).await.assert_ok().assert_no_text("Called back.");
        drop(held);
        mara.send(form).await.assert_ok().assert_text("Called back.");
    }
}
