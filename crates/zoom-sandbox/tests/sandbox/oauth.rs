//! Sections A.1 to A.10 of the Zoom reference.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zoom_sandbox::{CLIENT_ID, CLIENT_SECRET, Decline, MARA_ID, OSKAR_ID, Rotation};

use crate::client::{CALLBACK, MARA, OSKAR, answer, callback_query, json, start, start_with, tokens, value};

const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123";

#[tokio::test]
async fn an_approved_authorization_returns_a_code_and_the_state_unchanged() {
    let world = start().await;
    let state = "a b&c=d+é{\"x\":1}".repeat(10);
    let encoded: String = url::form_urlencoded::byte_serialize(state.as_bytes()).collect();
    let query = world.approved(&format!("&login_as={OSKAR}&state={encoded}&scope=")).await;
    assert_eq!(value(&query, "state"), Some(state));
    let code = value(&query, "code").unwrap();
    assert!(code.ends_with(&format!("_{OSKAR_ID}")), "{code}");
}

#[tokio::test]
async fn no_state_comes_back_when_none_was_sent() {
    let world = start().await;
    assert_eq!(value(&world.approved("").await, "state"), None);
}

#[tokio::test]
async fn the_token_answer_has_zooms_fields() {
    let world = start_with(|b| b.scopes(["user:read:user", "meeting:write:meeting"])).await;
    let code = world.code(MARA).await;
    let body = json(world.exchange(&code).await).await;
    assert_eq!(body["token_type"], "bearer");
    assert_eq!(body["expires_in"], 3599);
    assert_eq!(body["scope"], "user:read:user meeting:write:meeting");
    assert_eq!(body["api_url"], world.sandbox.url());
}

#[tokio::test]
async fn a_code_works_once() {
    let world = start().await;
    let code = world.code(MARA).await;
    assert_eq!(world.exchange(&code).await.status(), 200);
    let reason = format!("Invalid authorization code {code}");
    let expected = json!({ "reason": reason, "error": "invalid_request" });
    assert_eq!(answer(world.exchange(&code).await).await, (400, expected));
}

#[tokio::test]
async fn a_code_dies_after_five_minutes() {
    let world = start().await;
    let code = world.code(MARA).await;
    world.sandbox.clock().advance(SignedDuration::from_mins(5));
    assert_eq!(world.exchange(&code).await.status(), 400);
}

#[tokio::test]
async fn the_redirect_of_the_exchange_must_be_the_one_of_the_authorization() {
    let world = start().await;
    let code = world.code(MARA).await;
    for redirect in ["http://127.0.0.1:5555/other", ""] {
        let form =
            [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", redirect)];
        let expected = json!({ "reason": "Redirect URI mismatch", "error": "invalid_request" });
        assert_eq!(answer(world.token(&form).await).await, (400, expected));
    }
}

#[tokio::test]
async fn credentials_may_come_in_the_body() {
    let world = start().await;
    let code = world.code(MARA).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    let response = world.http.post(world.url("/oauth/token")).form(&form).send().await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn wrong_and_missing_credentials_are_invalid_client() {
    let world = start().await;
    let post = || world.http.post(world.url("/oauth/token")).form(&[("grant_type", "client_credentials")]);
    let wrong = post().basic_auth(CLIENT_ID, Some("nope")).send().await.unwrap();
    let expected = json!({ "reason": "Invalid client_id or client_secret", "error": "invalid_client" });
    assert_eq!(answer(wrong).await, (400, expected));
    let (status, body) = answer(post().send().await.unwrap()).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_client")));
}

#[tokio::test]
async fn an_unknown_grant_type_is_refused() {
    let world = start().await;
    let (status, body) = answer(world.token(&[("grant_type", "password")]).await).await;
    assert_eq!((status, &body["error"]), (400, &json!("unsupported_grant_type")));
}

#[tokio::test]
async fn client_credentials_give_a_token_of_the_app_without_a_user() {
    let world = start().await;
    let body = json(world.token(&[("grant_type", "client_credentials")]).await).await;
    assert_eq!(body.get("refresh_token"), None);
    let (status, body) =
        answer(world.get("/v2/users/me", body["access_token"].as_str().unwrap()).await).await;
    assert_eq!((status, &body["code"]), (400, &json!(4711)));
}

#[tokio::test]
async fn pkce_with_s256_needs_the_verifier() {
    let world = start().await;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    pkce(&world, &format!("&code_challenge={challenge}&code_challenge_method=S256")).await;
}

#[tokio::test]
async fn pkce_without_a_method_is_plain() {
    let world = start().await;
    pkce(&world, &format!("&code_challenge={VERIFIER}")).await;
}

async fn pkce(world: &crate::client::World, more: &str) {
    let code = value(&world.approved(more).await, "code").unwrap();
    let form = |verifier: &'static str| {
        [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ]
    };
    for wrong in ["", "another-verifier-of-at-least-forty-three-characters"] {
        let expected = json!({ "reason": "Invalid code verifier", "error": "invalid_grant" });
        assert_eq!(answer(world.token(&form(wrong)).await).await, (400, expected));
    }
    assert_eq!(world.token(&form(VERIFIER)).await.status(), 200);
}

#[tokio::test]
async fn rt_05_a_refresh_kills_the_old_refresh_token_at_once() {
    let world = start().await;
    let first = world.connect(MARA).await;
    let second = tokens(world.refresh(&first.refresh).await).await;
    assert_ne!(first.access, second.access);
    let expected = json!({ "reason": "Invalid Token!", "error": "invalid_grant" });
    assert_eq!(answer(world.refresh(&first.refresh).await).await, (400, expected));
    assert_eq!(world.get("/v2/users/me", &first.access).await.status(), 200, "the old access token lives on");
    assert_eq!(world.refresh(&second.refresh).await.status(), 200);
}

#[tokio::test]
async fn grace_rotation_takes_the_previous_refresh_token_for_a_minute() {
    let world = start_with(|b| b.rotation(Rotation::Grace)).await;
    let first = world.connect(MARA).await;
    world.refresh(&first.refresh).await;
    assert_eq!(world.refresh(&first.refresh).await.status(), 200);
    let third = world.connect(MARA).await;
    world.refresh(&third.refresh).await;
    world.sandbox.clock().advance(SignedDuration::from_secs(60));
    assert_eq!(world.refresh(&third.refresh).await.status(), 400);
}

#[tokio::test]
async fn a_refresh_token_in_the_address_is_not_read() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    let url = world.url(&format!("/oauth/token?grant_type=refresh_token&refresh_token={}", pair.refresh));
    let response = world.http.post(url).basic_auth(CLIENT_ID, Some(CLIENT_SECRET)).send().await.unwrap();
    let expected = json!({ "reason": "Token cannot be empty.", "error": "invalid_request" });
    assert_eq!(answer(response).await, (400, expected.clone()));
    let url = world.url(&format!("/oauth/revoke?token={}", pair.access));
    let response = world.http.post(url).basic_auth(CLIENT_ID, Some(CLIENT_SECRET)).send().await.unwrap();
    assert_eq!(answer(response).await, (400, expected));
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 200, "nothing was revoked");
}

#[tokio::test]
async fn a_refresh_token_dies_after_ninety_days() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    world.sandbox.clock().advance(SignedDuration::from_hours(90 * 24));
    assert_eq!(world.refresh(&pair.refresh).await.status(), 400);
}

#[tokio::test]
async fn a_new_authorization_kills_the_older_family_of_the_same_user_only() {
    let world = start().await;
    let oskar = world.connect(OSKAR).await;
    let first = world.connect(MARA).await;
    world.connect(MARA).await;
    assert_eq!(world.get("/v2/users/me", &first.access).await.status(), 401);
    assert_eq!(world.refresh(&first.refresh).await.status(), 400);
    assert_eq!(world.get("/v2/users/me", &oskar.access).await.status(), 200);
}

#[tokio::test]
async fn revoking_kills_both_tokens() {
    let world = start().await;
    let pair = world.connect(MARA).await;
    let revoke = || world.http.post(world.url("/oauth/revoke")).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
    let response = revoke().form(&[("token", &pair.access)]).send().await.unwrap();
    assert_eq!(answer(response).await, (200, json!({ "status": "success" })));
    assert_eq!(world.get("/v2/users/me", &pair.access).await.status(), 401);
    assert_eq!(world.refresh(&pair.refresh).await.status(), 400);
    let again = revoke().form(&[("token", &pair.access)]).send().await.unwrap();
    assert_eq!(answer(again).await, (400, json!({ "reason": "Invalid Token!", "error": "invalid_request" })));
}

#[tokio::test]
async fn declining_sends_access_denied_back() {
    let world = start().await;
    let response = decide(&world, "decline").await;
    let query = callback_query(&response);
    assert_eq!(value(&query, "error").as_deref(), Some("access_denied"));
    assert_eq!(value(&query, "state").as_deref(), Some("s1"));
    assert_eq!(value(&query, "code"), None);
}

#[tokio::test]
async fn declining_may_tell_the_app_nothing() {
    let world = start_with(|b| b.decline(Decline::Stay)).await;
    assert_eq!(decide(&world, "decline").await.status(), 200);
}

#[tokio::test]
async fn allowing_on_the_page_gives_a_code_of_the_chosen_user() {
    let world = start().await;
    let query = callback_query(&decide(&world, "allow").await);
    assert!(value(&query, "code").unwrap().ends_with(OSKAR_ID));
}

async fn decide(world: &crate::client::World, decision: &str) -> reqwest::Response {
    let url = world.authorize("&state=s1");
    let query = url.split_once('?').unwrap().1;
    let form = [("query", query), ("user", OSKAR), ("decision", decision)];
    world.http.post(world.url("/oauth/authorize")).form(&form).send().await.unwrap()
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let world = start().await;
    let form = [("query", "x"), ("decision", "allow")];
    let post =
        world.http.post(world.url("/oauth/authorize")).header("sec-fetch-site", "cross-site").form(&form);
    assert_eq!(post.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn rt_19_a_redirect_that_is_not_listed_shows_error_4700_and_goes_nowhere() {
    let world = start().await;
    for redirect in
        ["http://127.0.0.1:5555/callback/x", "http://127.0.0.1:5555/Callback", "https://evil.example"]
    {
        let url = world.authorize("").replace(&encoded(CALLBACK), &encoded(redirect));
        let response = world.http.get(&url).send().await.unwrap();
        assert_eq!(response.status(), 400);
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("Invalid redirect: {redirect} (4,700)")), "{page}");
        let response = world.http.get(&url).header("accept", "application/json").send().await.unwrap();
        let expected: Value = json!({
            "status": false, "errorCode": 4700, "errorMessage": "Invalid redirect url", "result": null,
        });
        assert_eq!(answer(response).await, (400, expected));
    }
}

#[tokio::test]
async fn prefix_mode_takes_longer_addresses() {
    let world = start_with(|b| b.strict_redirects(false)).await;
    let url = world.authorize("").replace(&encoded(CALLBACK), &encoded(&format!("{CALLBACK}/more?x=1")));
    assert_eq!(world.http.get(url).send().await.unwrap().status(), 200);
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn an_unknown_client_and_a_wrong_response_type_are_refused() {
    let world = start().await;
    for (from, to) in [(CLIENT_ID, "nobody"), ("response_type=code", "response_type=token")] {
        let response = world.http.get(world.authorize("").replace(from, to)).send().await.unwrap();
        assert_eq!(response.status(), 400);
    }
}

#[tokio::test]
async fn asked_scopes_are_granted_and_foreign_ones_refused() {
    let world = start_with(|b| b.scopes(["user:read:user", "meeting:read:meeting"])).await;
    let code =
        value(&world.approved("&scope=user:read:user&optional_scope=user:read:zak").await, "code").unwrap();
    assert_eq!(json(world.exchange(&code).await).await["scope"], "user:read:user");
    let response = world.http.get(world.authorize("&scope=user:read:zak")).send().await.unwrap();
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn rt_67_compliance_is_confirmed_with_basic_credentials_only() {
    let world = start().await;
    world.connect(MARA).await;
    world.control().deauthorize(MARA);
    let body = json!({
        "client_id": CLIENT_ID, "user_id": MARA_ID, "account_id": zoom_sandbox::ACCOUNT_ID,
        "deauthorization_event_received": { "signature": "abc" }, "compliance_completed": true,
    });
    let post = || world.http.post(world.url("/oauth/data/compliance")).json(&body);
    assert_eq!(post().send().await.unwrap().status(), 401);
    assert!(world.control().compliance().is_empty());
    let response = post().basic_auth(CLIENT_ID, Some(CLIENT_SECRET)).send().await.unwrap();
    let (status, echo) = answer(response).await;
    assert_eq!((status, &echo["signature"]), (200, &json!("abc")));
    let confirmed = world.control().compliance();
    assert_eq!(confirmed.len(), 1);
    assert!(confirmed[0].matches_event);
    world.connect(MARA).await;
    let late = post().basic_auth(CLIENT_ID, Some(CLIENT_SECRET)).send().await.unwrap();
    assert_eq!(late.status(), 200);
    assert!(world.control().compliance()[1].matches_event, "a new connection does not undo the event");
}

#[tokio::test]
async fn an_incomplete_compliance_call_is_not_stored() {
    let world = start().await;
    let post =
        world.http.post(world.url("/oauth/data/compliance")).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
    let body = json!({ "client_id": CLIENT_ID, "user_id": MARA_ID, "account_id": "x", "compliance_completed": false });
    assert_eq!(post.json(&body).send().await.unwrap().status(), 400);
    assert!(world.control().compliance().is_empty());
}
