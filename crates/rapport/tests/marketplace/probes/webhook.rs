//! The webhook address, and servers that answer there wrongly.

use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use testing::TestApp;
use url::Url;

use super::support::{
    Meddling, assert_fails, assert_passes, look, nowhere, origin, proxy, serve, subject_at,
};

const ALL: [&str; 3] = ["webhook-challenge", "webhook-forged", "webhook-old"];

/// A server whose webhook address answers this, whoever asks.
async fn answers(status: StatusCode, body: Value) -> Url {
    serve(
        Router::new().route("/integrations/zoom/webhook", post(move || async move { (status, Json(body)) })),
    )
    .await
}

#[tokio::test]
async fn rt_60_rt_61_the_challenge_is_answered_and_forged_and_old_events_are_refused() {
    let app = TestApp::start().await;
    for id in ALL {
        assert_passes(&look(subject_at(&app, origin(&app)), id).await);
    }
    let events = app.run_jobs().await;
    assert_eq!(events.done, 0, "no check leaves an event behind");
}

#[tokio::test]
async fn a_server_that_accepts_everything_is_found() {
    let app = TestApp::start().await;
    let trusting = answers(StatusCode::OK, json!({})).await;
    assert_fails(&look(subject_at(&app, trusting.clone()), "webhook-challenge").await, "is not ours");
    assert_fails(&look(subject_at(&app, trusting.clone()), "webhook-forged").await, "is accepted");
    assert_fails(&look(subject_at(&app, trusting), "webhook-old").await, "is accepted");
}

#[tokio::test]
async fn a_server_that_is_broken_or_not_there_is_found() {
    let app = TestApp::start().await;
    let broken = answers(StatusCode::INTERNAL_SERVER_ERROR, json!({})).await;
    let missing = serve(Router::new()).await;
    let nowhere = nowhere().await;
    for id in ALL {
        assert_fails(&look(subject_at(&app, broken.clone()), id).await, "status 500");
        assert_fails(&look(subject_at(&app, missing.clone()), id).await, "status 404");
        assert_fails(&look(subject_at(&app, nowhere.clone()), id).await, "no connection");
    }
}

#[tokio::test]
async fn rt_61_a_login_in_front_of_the_webhook_is_found() {
    let app = TestApp::start().await;
    let closed = answers(StatusCode::UNAUTHORIZED, json!({})).await;
    assert_fails(&look(subject_at(&app, closed), "webhook-challenge").await, "refused as not signed");
}

#[tokio::test]
async fn a_proxy_that_writes_the_body_anew_is_found() {
    let app = TestApp::start().await;
    let rewrites = Meddling { body: |body| [&body[..], b"\n"].concat(), ..Meddling::default() };
    let outside = proxy(origin(&app), rewrites).await;
    assert_fails(&look(subject_at(&app, outside), "webhook-challenge").await, "changes the body");
}

#[tokio::test]
async fn without_a_secret_token_the_cure_is_its_place() {
    let app = TestApp::builder().without_webhook_secret().start().await;
    let found = look(subject_at(&app, origin(&app)), "webhook-challenge").await;
    assert_fails(&found, "`zoom.webhook_secret`");
    assert_passes(&look(subject_at(&app, origin(&app)), "webhook-forged").await);
}
