//! No secret comes out through `Debug`, `Display` or the chain of causes, whatever goes wrong.

use std::error::Error as StdError;

use base64::Engine;
use secrecy::ExposeSecret;
use zoom::token::{MemoryStore, Refreshing, StoredTokens};
use zoom::webhook::Deauthorization;
use zoom::{AccessToken, App, Credentials, Endpoints, Error, NewMeeting, OAuthError, Pkce};

use crate::fake::{CLIENT_SECRET, Fake, answer, app_at};

const ACCESS: &str = "acc3ss-s3cret";
const REFRESH: &str = "r3fresh-s3cret";
const CODE: &str = "c0de-s3cret";
const PASSCODE: &str = "pa55-s3cret";
const START_URL: &str = "https://zoom.example/s/1?zak=z4k-s3cret";

/// Every form in which a secret might show.
fn forms(secret: &str) -> [String; 4] {
    let engine = base64::engine::general_purpose::STANDARD;
    let percent: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    [secret.to_owned(), percent, engine.encode(secret), engine.encode(format!("cl1ent:{secret}"))]
}

/// All that an error says: `Display` and `Debug` of it and of each of its causes.
fn all_it_says(error: &(dyn StdError + 'static)) -> String {
    let mut said = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said} {error} {error:?} {error:#?}");
        cause = error.source();
    }
    said
}

fn assert_silent(error: &(dyn StdError + 'static)) {
    let said = all_it_says(error);
    let verifier = pkce().verifier().expose_secret().to_owned();
    for secret in [ACCESS, REFRESH, CODE, PASSCODE, "z4k-s3cret", CLIENT_SECRET, &verifier] {
        for form in forms(secret) {
            assert!(!said.contains(&form), "{form} in {said}");
        }
    }
}

fn pkce() -> Pkce {
    Pkce::from_random([9; 32])
}

fn meeting() -> NewMeeting {
    NewMeeting { password: Some(PASSCODE.into()), ..NewMeeting::default() }
}

/// Zoom repeats all that it was sent, in each kind of answer.
fn echoes() -> Vec<(u16, String)> {
    let all = format!(
        "{ACCESS} {REFRESH} {CODE} {PASSCODE} {CLIENT_SECRET} {} {START_URL}",
        pkce().verifier().expose_secret()
    );
    let json = |code: u16| format!(r#"{{"code":{code},"message":"bad"}}"#);
    vec![
        (400, json(300)),
        (400, json(3161)),
        (401, json(124)),
        (404, json(3001)),
        (429, json(429)),
        (500, format!("<html>{all}</html>")),
        (200, format!("<html>{all}</html>")),
        (200, format!(r#"{{"id":"{all}","start_url":"{START_URL}","access_token":["{ACCESS}"]}}"#)),
        (302, all.clone()),
        (400, format!(r#"{{"reason":"x","error":"invalid_request","seen":"{all}"}}"#)),
    ]
}

#[tokio::test]
async fn no_error_of_a_call_says_a_secret() {
    for (status, body) in echoes() {
        let fake = Fake::answering([answer(status, body.clone()), answer(status, body)]).await;
        let client = fake.app.client(AccessToken::new(ACCESS.into())).with_retry(zoom::retry::Policy::none());
        assert_silent(&client.meetings().create(&meeting()).await.unwrap_err());
        assert_silent(&client.users().zak().await.unwrap_err());
    }
}

#[tokio::test]
async fn no_error_of_a_call_repeats_the_secrets_that_zoom_repeats() {
    let words = format!("Bearer {ACCESS} of {CLIENT_SECRET}");
    for (status, code) in [(400, 300), (400, 3161), (401, 124), (404, 3001), (429, 429), (503, 1)] {
        let body = serde_json::json!({
            "code": code, "message": words, "errors": [{"field": ACCESS, "message": format!("no {ACCESS}")}],
        });
        let fake = Fake::answering([answer(status, body.to_string())]).await;
        let client = fake.app.client(AccessToken::new(ACCESS.into())).with_retry(zoom::retry::Policy::none());
        let error = client.users().me().await.unwrap_err();
        assert!(error.message().unwrap().starts_with("Bearer [hidden] of"), "{error}");
        assert!(!all_it_says(&error).contains(ACCESS));
    }
}

#[tokio::test]
async fn no_error_of_oauth_says_a_secret() {
    let redirect = "https://crm.example/callback".parse().unwrap();
    for (status, body) in echoes().into_iter().chain([
        (400, format!(r#"{{"reason":"Invalid authorization code {CODE}","error":"invalid_request"}}"#)),
        (400, format!(r#"{{"reason":"{REFRESH} {CODE} {CLIENT_SECRET}","error":"{REFRESH}"}}"#)),
        (403, format!(r#"{{"errorMessage":"{CODE} {REFRESH}"}}"#)),
    ]) {
        let fake = Fake::answering((0..3).map(|_| answer(status, body.clone()))).await;
        let oauth = fake.app.oauth();
        let errors: [OAuthError; 3] = [
            oauth.exchange(&CODE.into(), &pkce(), &redirect).await.unwrap_err(),
            oauth.refresh(&REFRESH.into()).await.unwrap_err(),
            oauth.client_credentials().await.unwrap_err(),
        ];
        // Each call can hide what it sent itself; a stranger's secret in Zoom's words is not known to it.
        let sent: [&[&str]; 3] = [&[CODE, CLIENT_SECRET], &[REFRESH, CLIENT_SECRET], &[CLIENT_SECRET]];
        for (error, sent) in errors.iter().zip(sent) {
            let said = all_it_says(error);
            for form in sent.iter().flat_map(|secret| forms(secret)) {
                assert!(!said.contains(&form), "{form} in {said}");
            }
        }
    }
}

#[tokio::test]
async fn no_broken_connection_says_a_secret() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://user:{CLIENT_SECRET}@{}", listener.local_addr().unwrap());
    drop(listener);
    let app = app_at(&base.parse().unwrap());
    let client = app.client(AccessToken::new(ACCESS.into())).with_retry(zoom::retry::Policy::none());
    assert_silent(&client.meetings().create(&meeting()).await.unwrap_err());
    assert_silent(&app.oauth().refresh(&REFRESH.into()).await.unwrap_err());

    // A token that no header can carry is refused before it is sent, without being shown.
    let odd = app.client(AccessToken::new(format!("{ACCESS}\n").into()));
    let error = odd.users().me().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_silent(&error);
}

#[tokio::test]
async fn no_error_of_a_token_source_or_of_compliance_says_a_secret() {
    let dead = r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#;
    for (status, body) in [(400, dead), (503, ""), (200, "{}")] {
        let fake = Fake::answering([answer(status, body)]).await;
        let tokens = StoredTokens {
            access: ACCESS.into(),
            refresh: REFRESH.into(),
            expires_at: "2025-01-01T00:00:00Z".parse().unwrap(),
            api_url: None,
        };
        let source = Refreshing::new(fake.app.clone(), MemoryStore::new(tokens));
        let client = fake.app.client(source);
        assert_silent(&client.users().me().await.unwrap_err());
        let said = format!("{client:?} {:#?}", fake.app);
        assert!(!said.contains("s3cret"), "{said}");
    }
    let event: Deauthorization =
        serde_json::from_value(serde_json::json!({"account_id": "a", "user_id": "u", "signature": PASSCODE}))
            .unwrap();
    let fake = Fake::answering([answer(503, "")]).await;
    assert_silent(&fake.app.compliance().confirm(&event).await.unwrap_err());
}

#[test]
fn no_debug_of_the_parts_says_a_secret() {
    let credentials = Credentials { client_id: "cl1ent".into(), client_secret: CLIENT_SECRET.into() };
    let http = zoom::transport::http_client(&zoom::transport::Options::default()).unwrap();
    let app = App::new(http, Endpoints::default(), credentials.clone());
    let token = AccessToken::new(ACCESS.into());
    let said = format!("{credentials:?} {app:?} {token:?} {:?} {:?}", pkce(), meeting());
    for secret in [CLIENT_SECRET, ACCESS, PASSCODE, pkce().verifier().expose_secret()] {
        assert!(!said.contains(secret), "{said}");
    }
}
