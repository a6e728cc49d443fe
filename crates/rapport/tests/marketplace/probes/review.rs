//! What Zoom's reviewer looks at: production credentials, public pages, proof of the domain.

use axum::Router;
use axum::routing::get;
use rapport::connections::{Entered, ZoomEnvironment, entered};
use rapport::marketplace::probes::Subject;
use store::public_pages::PublicPage;
use testing::TestApp;

use super::support::{assert_fails, assert_passes, assert_warns, look, nowhere, origin, serve, subject_at};
use super::zoom::{configured, real, simulated};
use crate::publisher::{complete, publish};
use crate::zoom_app::{enter, put_in_use, zoom_knows};

const PRODUCTION: &str = "production-credentials";
const PAGES: &str = "public-pages";
const DOMAIN: &str = "domain-verification";

#[tokio::test]
async fn production_credentials_are_missed_then_asked_about_at_zoom_then_in_use() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let found = || async { look(Subject::of(app.app()), PRODUCTION).await };
    assert_fails(&found().await, "Client id and client secret are entered: no.");
    enter(&mara, "production", "prod").await.assert_ok();
    let unknown = found().await;
    assert_fails(&unknown, "Zoom knows them: no. It does not know this client id with this client secret.");
    assert!(!format!("{unknown:?}").contains("prod-secret"));
    zoom_knows(&app, "prod");
    let ready = found().await;
    assert_passes(&ready);
    assert!(ready.found.contains("put them in use under Settings, Zoom app"), "{ready:?}");
    put_in_use(&app, &mara, "production", "prod").await.assert_ok();
    assert_eq!(found().await.found, "they are in use");
}

#[tokio::test]
async fn production_credentials_do_not_hold_at_an_address_that_zoom_cannot_reach() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "production", "prod").await.assert_ok();
    zoom_knows(&app, "prod");
    let found = look(subject_at(&app, origin(&app)), PRODUCTION).await;
    assert_fails(&found, "The public address is HTTPS: no.");
    assert!(found.found.contains("The public address is reachable from outside: no."), "{found:?}");
}

#[tokio::test]
async fn a_configuration_with_development_credentials_is_not_ready_for_the_review() {
    let app = TestApp::start().await;
    let with = |zoom| Subject { zoom: Ok(zoom), ..Subject::of(app.app()) };
    assert_fails(&look(with(real(&app)), PRODUCTION).await, "credentials of development");
    let nothing = Entered::default();
    let zoom = configured(app.sandbox_url(), "x", ZoomEnvironment::Production, nothing);
    assert_passes(&look(with(zoom), PRODUCTION).await);
}

#[tokio::test]
async fn zoom_is_asked_with_what_is_entered_also_before_this_process_takes_it_over() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    enter(&mara, "production", "prod").await.assert_ok();
    let known = entered(&app.app().store, &app.app().keys).await.unwrap();
    assert_eq!(known.client_id(ZoomEnvironment::Production), Some("prod"));
    zoom_knows(&app, "prod");
    // As a process that has not looked since.
    let stale = Subject { zoom: Ok(simulated(app.sandbox_url())), ..Subject::of(app.app()) };
    assert_passes(&look(stale, PRODUCTION).await);
}

#[tokio::test]
async fn public_pages_are_ready_once_each_is_published_and_whole() {
    let app = TestApp::builder().publisher(complete()).start().await;
    let mara = app.user("mara").await;
    let found = || async { look(subject_at(&app, origin(&app)), PAGES).await };
    for page in PublicPage::ALL.iter().copied() {
        assert_fails(&found().await, "not published: ");
        publish(&mara, page.as_str()).await;
    }
    assert_passes(&found().await);
}

#[tokio::test]
async fn a_gap_that_strangers_see_is_found() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for page in PublicPage::ALL.iter().copied() {
        publish(&mara, page.as_str()).await;
    }
    assert_fails(
        &look(subject_at(&app, origin(&app)), PAGES).await,
        "strangers see a gap in: Using Zoom with Rapport",
    );
}

#[tokio::test]
async fn public_pages_that_strangers_cannot_reach_are_found() {
    let app = TestApp::builder().publisher(complete()).start().await;
    let mara = app.user("mara").await;
    publish(&mara, PublicPage::Privacy.as_str()).await;
    let wall = serve(Router::new().fallback(|| async { axum::http::StatusCode::UNAUTHORIZED })).await;
    assert_fails(&look(subject_at(&app, wall), PAGES).await, "privacy answers a stranger with status 401");
    assert_fails(&look(subject_at(&app, nowhere().await), PAGES).await, "no connection");
}

#[tokio::test]
async fn rt_23_the_text_that_zoom_looks_for_is_looked_for_as_zoom_does() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    assert_warns(&look(subject_at(&app, origin(&app)), DOMAIN).await, "no verification text is set");
    mara.post("/settings/zoom-app", &[("verification", "ZOOM_verify_6f2d41")]).await.assert_ok();
    assert_passes(&look(subject_at(&app, origin(&app)), DOMAIN).await);
    let old = Router::new().route("/verifyzoom.html", get(|| async { "ZOOM_verify_old" }));
    assert_fails(&look(subject_at(&app, serve(old).await), DOMAIN).await, "shows another text");
    let half = Router::new().route("/verifyzoom.html", get(|| async { "ZOOM_verify_6f2d41" }));
    let found = look(subject_at(&app, serve(half).await), DOMAIN).await;
    assert_fails(&found, "/zoomverify/verifyzoom.html answers with status 404");
}
