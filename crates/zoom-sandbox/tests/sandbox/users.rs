//! Tokens, scopes and the user endpoints: sections B, C.2 to C.4, C.14.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::{ACCOUNT_ID, MARA_ID, Plan};

use crate::client::{MARA, OSKAR, answer, json, start};

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

/// The claims of a ZAK; its life in seconds.
fn zak(body: &Value) -> (Value, i64) {
    let part = |number: usize| {
        let part = body["token"].as_str().unwrap().split('.').nth(number).unwrap();
        let json =
            base64::engine::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, part).unwrap();
        serde_json::from_slice::<Value>(&json).unwrap()
    };
    assert_eq!(part(0), json!({ "zm_skm": "zm_o2m", "alg": "HS256", "typ": "JWT" }));
    let claims = part(1);
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    (claims, life)
}

#[tokio::test]
async fn a_zak_lives_five_minutes_and_one_by_token_as_long_as_asked() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    let fetch = async |path: &str| json(world.get(&format!("/v2/users/me/{path}"), &token).await).await;
    let (claims, life) = zak(&fetch("zak").await);
    assert_eq!((&claims["uid"], &claims["aid"], life), (&json!(MARA_ID), &json!(ACCOUNT_ID), 300));
    assert_eq!(zak(&fetch("token?type=zak").await).1, 7200);
    assert_eq!(zak(&fetch("token?type=zak&ttl=60").await).1, 60);
    assert_eq!(zak(&fetch("token?type=zak&ttl=31536000").await).1, 31_536_000);
    for (query, field) in [("ttl=31536001", "ttl"), ("ttl=-1", "ttl"), ("ttl=x", "ttl"), ("type=key", "type")]
    {
        let (status, body) = answer(world.get(&format!("/v2/users/me/token?{query}"), &token).await).await;
        assert_eq!((status, &body["errors"][0]["field"]), (400, &json!(field)), "{query}");
    }
}

#[tokio::test]
async fn settings_can_be_narrowed_to_fields_or_to_one_group() {
    let world = start().await;
    let token = world.connect(OSKAR).await.access;
    let fetch =
        async |query: &str| json(world.get(&format!("/v2/users/me/settings?{query}"), &token).await).await;
    let fields = "default_password_for_scheduled_meetings,auto_recording,waiting_room";
    let expected = json!({
        "schedule_meeting": { "default_password_for_scheduled_meetings": "" },
        "recording": { "auto_recording": "none" }, "in_meeting": { "waiting_room": false },
    });
    assert_eq!(fetch(&format!("custom_query_fields={fields}")).await, expected);
    let groups: Vec<String> = fetch("").await.as_object().unwrap().keys().cloned().collect();
    let known = [
        "audio_conferencing",
        "email_notification",
        "feature",
        "in_meeting",
        "profile",
        "recording",
        "schedule_meeting",
        "telephony",
        "tsp",
        "whiteboard",
    ];
    assert_eq!(groups.iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(), known.into());
    assert_eq!(fetch("option=meeting_security").await["meeting_security"]["meeting_password"], true);
    assert_eq!(fetch("option=meeting_authentication").await["meeting_authentication"], false);
    assert_eq!(fetch("option=recording_authentication").await["recording_authentication"], false);
    assert_eq!(world.get("/v2/users/me/settings?option=all", &token).await.status(), 400);
}

#[tokio::test]
async fn rt_58_the_licence_shows_in_type_and_in_the_features() {
    let world = start().await;
    for (plan, kind, capacity, recording) in [
        (Plan::Basic, 1, 100, false),
        (Plan::Licensed, 2, 100, true),
        (Plan::Unassigned, 4, 0, false),
        (Plan::None, 99, 0, false),
    ] {
        world.control().set_plan(MARA, plan);
        let token = world.connect(MARA).await.access;
        assert_eq!(json(world.get("/v2/users/me", &token).await).await["type"], kind);
        let settings = json(world.get("/v2/users/me/settings", &token).await).await;
        assert_eq!(settings["feature"]["meeting_capacity"], capacity, "{plan:?}");
        assert_eq!(settings["recording"]["cloud_recording"], recording, "{plan:?}");
    }
}

#[tokio::test]
async fn every_call_about_a_user_takes_me_the_own_id_and_the_own_email_and_nobody_else() {
    let world = start().await;
    let token = world.connect(MARA).await.access;
    for path in ["", "/settings", "/zak", "/token", "/meetings", "/upcoming_meetings"] {
        for named in ["me", MARA_ID, MARA] {
            assert_eq!(
                world.get(&format!("/v2/users/{named}{path}"), &token).await.status(),
                200,
                "{named}{path}"
            );
        }
        let (status, body) = answer(world.get(&format!("/v2/users/{OSKAR}{path}"), &token).await).await;
        assert_eq!((status, &body["code"]), (404, &json!(1001)), "{path}");
    }
}
