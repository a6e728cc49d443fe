//! Tokens, scopes and the user endpoints: sections B, C.2 to C.4, C.14.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use zoom_sandbox::{ACCOUNT_ID, MARA_ID, Plan};

use crate::client::{MARA, OSKAR, answer, json, start, start_with};

#[tokio::test]
async fn the_user_shows_email_licence_and_account() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for named in ["me", MARA_ID, MARA] {
        let body = json(world.get(&format!("/v2/users/{named}"), &token).await).await;
        assert_eq!((&body["id"], &body["email"]), (&json!(MARA_ID), &json!(MARA)));
        assert_eq!((&body["type"], &body["account_id"]), (&json!(1), &json!(ACCOUNT_ID)));
    }
    world.control().set_plan(MARA, Plan::Licensed);
    assert_eq!(json(world.get("/v2/users/me", &token).await).await["type"], 2);
}

#[tokio::test]
async fn somebody_else_is_not_found() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let expected = json!({ "code": 1001, "message": format!("User does not exist: {OSKAR}") });
    assert_eq!(answer(world.get(&format!("/v2/users/{OSKAR}"), &token).await).await, (404, expected));
}

#[tokio::test]
async fn error_124_has_a_wording_for_unknown_and_one_for_expired_tokens() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let unknown = json!({ "code": 124, "message": "Invalid access token." });
    assert_eq!(answer(world.get("/v2/users/me", "nonsense").await).await, (401, unknown.clone()));
    let without = world.http.get(world.url("/v2/users/me")).send().await.unwrap();
    assert_eq!(answer(without).await, (401, unknown));
    world.sandbox.clock().advance(SignedDuration::from_secs(3598));
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
    world.sandbox.clock().advance(SignedDuration::from_secs(1));
    let expired = json!({ "code": 124, "message": "Access token is expired." });
    assert_eq!(answer(world.get("/v2/users/me", &token).await).await, (401, expired));
}

#[tokio::test]
async fn a_token_in_the_address_is_refused_with_its_own_wording() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let url = world.url(&format!("/v2/users/me?access_token={token}"));
    let (status, body) = answer(world.http.get(url).send().await.unwrap()).await;
    assert_eq!(status, 401);
    assert!(body["message"].as_str().unwrap().contains("not supported as query parameter string"));
}

#[tokio::test]
async fn a_missing_scope_is_named_with_its_alternatives() {
    let world = start_with(|b| b.scopes(["user:read:user"])).await;
    let token = world.connect(MARA).await.access;
    let expected = json!({
        "code": 4711,
        "message": "Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin].",
    });
    assert_eq!(answer(world.create(&token, &json!({})).await).await, (400, expected));
}

#[tokio::test]
async fn classic_scopes_still_open_calls() {
    let world = start_with(|b| b.scopes(["user:read", "meeting:write"])).await;
    let token = world.connect(MARA).await.access;
    assert_eq!(world.get("/v2/users/me", &token).await.status(), 200);
    assert_eq!(world.create(&token, &json!({})).await.status(), 201);
    assert_eq!(world.get("/v2/users/me/meetings", &token).await.status(), 400);
}

#[tokio::test]
async fn every_answer_carries_a_tracking_id_and_the_rate_category() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let response = world.get("/v2/users/me", &token).await;
    assert!(response.headers()["x-zm-trackingid"].to_str().unwrap().starts_with("v=2.0;clid=us02;rid=WEB_"));
    assert_eq!(response.headers()["x-ratelimit-category"], "Light");
    assert_eq!(response.headers()["x-ratelimit-type"], "QPS");
    assert!(world.get("/v2/users/me", "bad").await.headers().contains_key("x-zm-trackingid"));
}

#[tokio::test]
async fn errors_are_xml_for_a_client_that_sends_no_accept() {
    let world = start().await;
    // reqwest always sends Accept, so this speaks HTTP by hand.
    let address = world.sandbox.address();
    let request = format!("GET /v2/users/me HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let answer = tokio::task::spawn_blocking(move || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(
        answer.contains("<result><code>124</code><message>Invalid access token.</message></result>"),
        "{answer}"
    );
}

#[tokio::test]
async fn settings_say_whether_cloud_recording_is_there() {
    let world = start().await;
    let mara = world.connect(MARA).await.access;
    let oskar = world.connect(OSKAR).await.access;
    let recording = |body: serde_json::Value| body["recording"]["cloud_recording"].clone();
    assert_eq!(recording(json(world.get("/v2/users/me/settings", &mara).await).await), false);
    assert_eq!(recording(json(world.get("/v2/users/me/settings", &oskar).await).await), true);
}

#[tokio::test]
async fn an_unknown_endpoint_is_a_json_404() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    assert_eq!(answer(world.get("/v2/users/me/nothing", &token).await).await.0, 404);
    let wrong_method = world.call(Method::PUT, "/v2/users/me", &token).send().await.unwrap();
    assert_eq!(answer(wrong_method).await.1["code"], 2300);
}
