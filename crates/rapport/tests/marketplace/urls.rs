//! The addresses that Zoom asks for.

use axum::http::Method;
use rapport::marketplace::urls::ZoomUrl;
use testing::TestApp;

#[tokio::test]
async fn the_addresses_that_zoom_calls_are_answered() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.get(ZoomUrl::Home.path()).await.assert_ok();
    visitor.get(ZoomUrl::Redirect.path()).await.assert_ok();
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "none")];
    let unsigned = visitor.request(Method::POST, ZoomUrl::Webhook.path(), &headers, "{}".to_owned()).await;
    unsigned.assert_status(401);
    assert_eq!(app.app().redirect_uri(), ZoomUrl::Redirect.at(&app.app().public_url));
}
