//! Consent, tokens, revocation.

use std::collections::HashMap;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;
use zoom::oauth::Revocation;
use zoom::{AccessToken, ErrorKind, OAuthError, Outcome, Pkce, TokenSet};

use crate::fake::{CLIENT_SECRET, Fake, answer};

const TOKENS: &str = r#"{"access_token":"acc3ss","token_type":"bearer","refresh_token":"r3fresh","expires_in":3599,
    "scope":"user:read:user meeting:write:meeting","api_url":"https://api-us.zoom.us"}"#;

fn pkce() -> Pkce {
    Pkce::from_random([7; 32])
}

fn redirect() -> Url {
    Url::parse("http://127.0.0.1:8080/integrations/zoom/callback").unwrap()
}

async fn exchange(fake: &Fake) -> Result<TokenSet, OAuthError> {
    fake.app.oauth().exchange(&SecretString::from("c0de_uid"), &pkce(), &redirect()).await
}

async fn refresh(fake: &Fake) -> Result<TokenSet, OAuthError> {
    fake.app.oauth().refresh(&"r3fresh".into()).await
}

#[tokio::test]
async fn the_consent_page_gets_state_and_challenge_but_no_scope() {
    let fake = Fake::answering([]).await;
    let url = fake.app.oauth().authorize_url(&redirect(), "a b&c=ü", &pkce());
    assert_eq!(url.path(), "/oauth/authorize");
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(query["response_type"], "code");
    assert_eq!(query["client_id"], "cl1ent");
    assert_eq!(query["redirect_uri"], redirect().as_str());
    assert_eq!(query["state"], "a b&c=ü");
    assert_eq!(query["code_challenge"], pkce().challenge());
    assert_eq!(query["code_challenge_method"], "S256");
    assert_eq!(query.len(), 6, "{query:?}");
}

#[tokio::test]
async fn a_code_is_traded_with_basic_auth_and_the_verifier_in_the_body() {
    let fake = Fake::answering([answer(200, TOKENS)]).await;
    let tokens = exchange(&fake).await.unwrap();
    assert_eq!(tokens.access.expose_secret(), "acc3ss");
    assert_eq!(tokens.expires_in, Duration::from_secs(3599));
    let asked = &fake.asked()[0];
    assert_eq!(asked.line(), "POST /oauth/token", "nothing secret in the address");
    assert_eq!(asked.header("authorization"), "Basic Y2wxZW50OmNsMWVudC1zM2NyZXQ=");
    assert_eq!(asked.header("content-type"), "application/x-www-form-urlencoded");
    let form = asked.form();
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["code"], "c0de_uid");
    assert_eq!(form["redirect_uri"], redirect().as_str());
    assert_eq!(form["code_verifier"], pkce().verifier().expose_secret());
    assert_eq!(form.len(), 4);
}

#[tokio::test]
async fn a_refresh_sends_the_token_in_the_body() {
    let fake = Fake::answering([answer(200, TOKENS)]).await;
    refresh(&fake).await.unwrap();
    let form = fake.asked()[0].form();
    assert_eq!((form["grant_type"].as_str(), form["refresh_token"].as_str()), ("refresh_token", "r3fresh"));
    assert_eq!(fake.seen()[0].1, "/oauth/token");
}

#[tokio::test]
async fn rt_05_a_dead_refresh_token_is_known_in_every_form() {
    for (status, body) in [
        (400, r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#),
        (400, r#"{"reason":"Invalid Token!","error":"invalid_request"}"#),
        (401, r#"{"reason":"Invalid Token!","error":"invalid_request"}"#),
        (400, r#"{"error":"invalid_grant"}"#),
    ] {
        let fake = Fake::answering([answer(status, body)]).await;
        let error = refresh(&fake).await.unwrap_err();
        assert!(matches!(error, OAuthError::InvalidGrant { .. }), "{body}: {error:?}");
        assert_eq!(error.tracking_id(), Some("rid=WEB_1"));
    }
}

#[tokio::test]
async fn rt_08_rt_09_trouble_at_zoom_is_no_reason_to_reconnect() {
    for (status, body, kind) in [
        (500, r#"{"error":"invalid_grant"}"#, ErrorKind::Unavailable),
        (503, "<html>", ErrorKind::Unavailable),
        (429, r#"{"reason":"Invalid Token!"}"#, ErrorKind::RateLimited),
        (400, "", ErrorKind::Refused),
        (401, "<html>", ErrorKind::Refused),
        (403, r#"{"reason":"blocked"}"#, ErrorKind::Refused),
        (200, "<html>", ErrorKind::Decode),
        (200, r#"{"access_token":"a"}"#, ErrorKind::Decode),
    ] {
        let fake = Fake::answering([answer(status, body)]).await;
        let error = refresh(&fake).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {body}: {error:?}");
        assert_eq!(fake.asked().len(), 1, "a refresh is never repeated here");
    }
}

#[tokio::test]
async fn a_refresh_that_may_have_rotated_the_token_says_so() {
    for (status, body, outcome) in [
        (200, "{", Outcome::Perhaps),
        (502, "", Outcome::Perhaps),
        (400, r#"{"error":"invalid_grant"}"#, Outcome::NotDone),
        (429, "", Outcome::NotDone),
    ] {
        let fake = Fake::answering([answer(status, body)]).await;
        assert_eq!(refresh(&fake).await.unwrap_err().outcome(), outcome, "{status}");
    }
}

#[tokio::test]
async fn a_bad_code_is_known_and_not_repeated_in_the_error() {
    for body in [
        r#"{"reason":"Invalid authorization code c0de_uid","error":"invalid_request"}"#,
        r#"{"reason":"Invalid code verifier","error":"invalid_grant"}"#,
    ] {
        let fake = Fake::answering([answer(400, body)]).await;
        let error = exchange(&fake).await.unwrap_err();
        assert!(matches!(error, OAuthError::InvalidCode { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("c0de_uid"));
    }
}

#[tokio::test]
async fn other_refusals_say_why_without_secrets() {
    let verifier = pkce().verifier().expose_secret().to_owned();
    let body = format!(
        r#"{{"reason":"no {verifier} with c0de_uid and {CLIENT_SECRET}","error":"invalid_request"}}"#
    );
    let fake = Fake::answering([answer(400, body)]).await;
    let error = exchange(&fake).await.unwrap_err();
    assert_eq!(error.to_string(), "Zoom answered 400: no [hidden] with [hidden] and [hidden]");
}

#[tokio::test]
async fn an_app_gets_a_token_of_its_own_which_nothing_refreshes() {
    let own = r#"{"access_token":"0wn","token_type":"bearer","expires_in":3599,"scope":"marketplace:write:event_subscription",
        "api_url":"https://api.zoom.us"}"#;
    let fake = Fake::answering([answer(200, own)]).await;
    let token = fake.app.oauth().client_credentials().await.unwrap();
    assert_eq!(token.access_token().secret().expose_secret(), "0wn");
    assert_eq!(token.scopes, ["marketplace:write:event_subscription"]);
    assert_eq!(fake.asked()[0].form(), [("grant_type".to_owned(), "client_credentials".to_owned())].into());
    assert_eq!(fake.asked()[0].header("authorization"), "Basic Y2wxZW50OmNsMWVudC1zM2NyZXQ=");
    assert!(!format!("{token:?}").contains("0wn"));
}

#[tokio::test]
async fn wrong_credentials_are_a_matter_of_configuration() {
    let body = r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
    for status in [400, 401] {
        let fake = Fake::answering([answer(status, body), answer(status, body)]).await;
        assert_eq!(exchange(&fake).await.unwrap_err().kind(), ErrorKind::InvalidClient);
        assert_eq!(refresh(&fake).await.unwrap_err().kind(), ErrorKind::InvalidClient);
    }
}

#[tokio::test]
async fn a_token_is_revoked_once_and_being_dead_already_is_as_good() {
    let fake = Fake::answering([
        answer(200, r#"{"status":"success"}"#),
        answer(400, r#"{"reason":"Invalid Token!","error":"invalid_request"}"#),
        answer(503, ""),
    ])
    .await;
    let token = AccessToken::new("acc3ss".into());
    assert_eq!(fake.app.oauth().revoke(&token).await.unwrap(), Revocation::Revoked);
    assert_eq!(fake.app.oauth().revoke(&token).await.unwrap(), Revocation::AlreadyDead);
    assert_eq!(fake.app.oauth().revoke(&token).await.unwrap_err().kind(), ErrorKind::Unavailable);
    assert_eq!(fake.asked()[0].line(), "POST /oauth/revoke");
    assert_eq!(fake.asked()[0].form()["token"], "acc3ss");
}
