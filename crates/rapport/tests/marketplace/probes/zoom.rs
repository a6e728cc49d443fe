//! Credentials and the redirect URL, as Zoom sees them.

use axum::routing::post;
use axum::{Json, Router};
use rapport::connections::{Entered, Given, ZoomApp, ZoomEnvironment};
use rapport::marketplace::probes::Subject;
use secrecy::SecretString;
use serde_json::json;
use testing::TestApp;
use url::Url;
use zoom_sandbox::AppChange;

use super::support::{
    Meddling, assert_fails, assert_passes, assert_warns, look, nowhere, origin, proxy, serve, subject_at,
};

/// A Zoom app that is not known to be simulated, at this address.
fn zoom_at(url: &str, secret: &str) -> ZoomApp {
    configured(url, secret, ZoomEnvironment::Development, Entered::default())
}

/// An app that the configuration names.
pub(super) fn configured(url: &str, secret: &str, environment: ZoomEnvironment, entered: Entered) -> ZoomApp {
    let credentials = zoom::Credentials {
        client_id: zoom_sandbox::CLIENT_ID.to_owned(),
        client_secret: SecretString::from(secret),
    };
    let app = zoom::App::new(http(), zoom::Endpoints::single(url.parse().unwrap()), credentials.clone());
    let given = Given::Configured {
        credentials,
        webhook_secret: Some(SecretString::from(zoom_sandbox::WEBHOOK_SECRET)),
        environment,
    };
    ZoomApp::new(app, given, None, entered).unwrap()
}

/// The embedded sandbox, and nothing entered in Settings that this process would know of.
pub(super) fn simulated(url: &str) -> ZoomApp {
    let nobody = zoom::Credentials { client_id: String::new(), client_secret: SecretString::default() };
    let url: Url = url.parse().unwrap();
    let zoom = zoom::App::new(http(), zoom::Endpoints::single(url.clone()), nobody);
    ZoomApp::sandbox(zoom, http(), url, Entered::default()).unwrap()
}

fn http() -> reqwest::Client {
    let options =
        zoom::transport::Options { proxy_from_environment: false, ..zoom::transport::Options::default() };
    zoom::transport::http_client(&options).unwrap()
}

/// The sandbox, taken for the real Zoom.
pub(super) fn real(app: &TestApp) -> ZoomApp {
    zoom_at(app.sandbox_url(), zoom_sandbox::CLIENT_SECRET)
}

fn with(app: &TestApp, zoom: ZoomApp) -> Subject {
    Subject { zoom: Ok(zoom), ..subject_at(app, origin(app)) }
}

fn list(app: &TestApp, redirect: &Url) {
    let redirect_uris = Some(vec![redirect.join("/integrations/zoom/callback").unwrap().to_string()]);
    app.sandbox().change_app(AppChange { redirect_uris, ..AppChange::default() });
}

#[tokio::test]
async fn right_credentials_are_told_from_wrong_ones_without_a_grant() {
    let app = TestApp::start().await;
    let found = look(with(&app, real(&app)), "zoom-credentials").await;
    assert_passes(&found);
    assert!(found.found.contains(zoom_sandbox::CLIENT_ID), "{found:?}");
    let wrong = look(with(&app, zoom_at(app.sandbox_url(), "not-the-secret")), "zoom-credentials").await;
    assert_fails(&wrong, "does not know the client id");
    assert!(!format!("{wrong:?}").contains("not-the-secret"));
    assert_eq!(app.sandbox().request_count("POST", "/oauth/token"), 2, "one question each");
}

#[tokio::test]
async fn a_simulated_zoom_is_said_to_be_one() {
    let app = TestApp::start().await;
    assert_warns(&look(subject_at(&app, origin(&app)), "zoom-credentials").await, "simulated");
}

#[tokio::test]
async fn a_zoom_that_does_not_answer_is_told_from_wrong_credentials() {
    let app = TestApp::start().await;
    let gone = zoom_at(nowhere().await.as_str(), "x");
    assert_fails(&look(with(&app, gone), "zoom-credentials").await, "could not be reached");
    let subject =
        Subject { zoom: Err("`zoom.client_secret` is missing".into()), ..subject_at(&app, origin(&app)) };
    assert_fails(&look(subject, "zoom-credentials").await, "`zoom.client_secret`");
}

#[tokio::test]
async fn whoever_gives_tokens_for_nothing_is_not_zoom() {
    let app = TestApp::start().await;
    let gives = || async {
        Json(
            json!({ "access_token": "a", "refresh_token": "b", "token_type": "bearer", "expires_in": 3599, "scope": "" }),
        )
    };
    let url = serve(Router::new().route("/oauth/token", post(gives))).await;
    assert_fails(&look(with(&app, zoom_at(url.as_str(), "x")), "zoom-credentials").await, "this is not Zoom");
}

#[tokio::test]
async fn a_redirect_url_that_zoom_has_on_its_list_passes() {
    let app = TestApp::start().await;
    list(&app, &origin(&app));
    assert_passes(&look(subject_at(&app, origin(&app)), "redirect-url").await);
}

#[tokio::test]
async fn rt_19_a_redirect_url_that_zoom_refuses_is_shown_as_it_must_be_pasted() {
    let app = TestApp::start().await;
    let found = look(subject_at(&app, origin(&app)), "redirect-url").await;
    assert_fails(&found, "4700");
    assert!(found.cure.ends_with(&format!("{}integrations/zoom/callback", origin(&app))), "{found:?}");
}

#[tokio::test]
async fn rt_44_a_proxy_that_writes_redirects_anew_is_found() {
    let app = TestApp::start().await;
    let rewrites = Meddling {
        answer: |headers| {
            if headers.contains_key("location") {
                headers.insert("location", "http://127.0.0.1:1/login".parse().unwrap());
            }
        },
        ..Meddling::default()
    };
    let outside = proxy(origin(&app), rewrites).await;
    list(&app, &outside);
    assert_fails(&look(subject_at(&app, outside), "redirect-url").await, "leads on to http://127.0.0.1:1");
}

#[tokio::test]
async fn a_redirect_url_that_does_not_lead_here_is_found() {
    let app = TestApp::start().await;
    assert_fails(&look(subject_at(&app, serve(Router::new()).await), "redirect-url").await, "status 404");
    let other = serve(Router::new().fallback(|| async { "It works!" })).await;
    assert_fails(&look(subject_at(&app, other), "redirect-url").await, "as Rapport does not");
    assert_fails(&look(subject_at(&app, nowhere().await), "redirect-url").await, "no connection");
}

#[tokio::test]
async fn a_zoom_that_does_not_answer_leaves_the_redirect_url_open() {
    let app = TestApp::start().await;
    let gone = zoom_at(nowhere().await.as_str(), "x");
    assert_warns(&look(with(&app, gone), "redirect-url").await, "could not be asked");
    // The real Zoom asks for a login before it looks at its list.
    let login = || async { axum::response::Redirect::to("https://zoom.us/signin") };
    let url = serve(Router::new().route("/oauth/authorize", axum::routing::get(login))).await;
    let found = look(with(&app, zoom_at(url.as_str(), "x")), "redirect-url").await;
    assert_passes(&found);
    assert!(found.found.contains("wants a login"), "{found:?}");
}
