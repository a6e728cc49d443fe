//! The `oauth2` crate against the sandbox: authorize, token, refresh, meetings, revoke. Its typed answers refuse
//! whatever OAuth does not allow.

use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge, RedirectUrl,
    RefreshToken, RequestTokenError, RevocationUrl, StandardRevocableToken, TokenResponse, TokenUrl,
};
use serde_json::{Value, json};

const REDIRECT: &str = "http://127.0.0.1:5000/callback";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::var("ZOOM_SANDBOX")?;
    let agent = ureq::AgentBuilder::new().redirects(0).build();
    let http = |request: oauth2::HttpRequest| send(&agent, request);
    let client = BasicClient::new(ClientId::new("sandbox-client-id".into()))
        .set_client_secret(ClientSecret::new("sandbox-client-secret".into()))
        .set_auth_uri(AuthUrl::new(format!("{base}/oauth/authorize"))?)
        .set_token_uri(TokenUrl::new(format!("{base}/oauth/token"))?)
        .set_redirect_uri(RedirectUrl::new(REDIRECT.into())?);

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (consent, state) = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url();
    let answer = agent
        .get(consent.as_str())
        .query("auto_approve", "1")
        .query("login_as", "mara@halden.example")
        .call()?;
    let back = oauth2::url::Url::parse(answer.header("location").ok_or("no redirect")?)?;
    let part = |name| back.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(part("state").as_ref(), Some(state.secret()));

    let code = AuthorizationCode::new(part("code").ok_or("no code")?);
    let first = client.exchange_code(code).set_pkce_verifier(verifier).request(&http)?;
    let refresh = first.refresh_token().ok_or("no refresh token")?;
    let tokens = client.exchange_refresh_token(refresh).request(&http)?;
    let new = tokens.refresh_token().ok_or("no refresh token")?;
    assert_ne!(refresh.secret(), new.secret());
    let dead = RefreshToken::new("no-such-token".into());
    match client.exchange_refresh_token(&dead).request(&http) {
        Err(RequestTokenError::ServerResponse(refused)) => {
            assert_eq!(refused.error().as_ref(), "invalid_grant")
        }
        other => panic!("a dead refresh token was answered by {other:?}"),
    }

    meetings(&agent, &format!("{base}/v2"), tokens.access_token().secret())?;

    // The crate wants https for revocation, which a sandbox on this machine does not have; see `send`.
    let revoke = RevocationUrl::new(format!("{base}/oauth/revoke").replacen("http:", "https:", 1))?;
    let token = StandardRevocableToken::from(tokens.access_token());
    client.set_revocation_url(revoke).revoke_token(token)?.request(&http)?;
    let (status, _) =
        ask(&agent, "GET", &format!("{base}/v2/users/me"), tokens.access_token().secret(), None)?;
    assert_eq!(status, 401);
    println!("oauth2: all steps done");
    Ok(())
}

/// Carries the crate's own requests, always over http. Its built-in transport takes each refusal for a failure and
/// never reads what it says.
fn send(agent: &ureq::Agent, request: oauth2::HttpRequest) -> Result<oauth2::HttpResponse, Box<ureq::Error>> {
    let url = request.uri().to_string().replacen("https:", "http:", 1);
    let mut ask = agent.request(request.method().as_str(), &url);
    for (name, value) in request.headers() {
        ask = ask.set(name.as_str(), value.to_str().unwrap_or_default());
    }
    let answer = match ask.send_bytes(request.body()) {
        Ok(answer) | Err(ureq::Error::Status(_, answer)) => answer,
        Err(error) => return Err(Box::new(error)),
    };
    let mut response = oauth2::http::Response::builder().status(answer.status());
    if let Some(kind) = answer.header("content-type") {
        response = response.header("content-type", kind);
    }
    let body = answer.into_string().map_err(|error| Box::new(error.into()))?.into_bytes();
    Ok(response.body(body).unwrap_or_default())
}

/// The life of one meeting.
fn meetings(agent: &ureq::Agent, api: &str, token: &str) -> Result<(), Box<dyn std::error::Error>> {
    let call = |method: &str, path: &str, body: Option<Value>| {
        ask(agent, method, &format!("{api}{path}"), token, body)
    };
    let (_, me) = call("GET", "/users/me", None)?;
    assert_eq!(me["email"], "mara@halden.example");
    let meeting =
        json!({"topic": "Kick-off", "type": 2, "start_time": "2037-03-02T09:30:00Z", "duration": 45});
    let (status, created) = call("POST", "/users/me/meetings", Some(meeting))?;
    assert_eq!(status, 201, "{created}");
    let path = format!("/meetings/{}", created["id"]);
    let (_, listed) = call("GET", "/users/me/meetings?page_size=300", None)?;
    assert!(
        listed["meetings"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == created["id"]))
    );
    assert_eq!(call("PATCH", &path, Some(json!({"duration": 30})))?.0, 204);
    assert_eq!(call("GET", &path, None)?.1["duration"], 30);
    assert_eq!(call("DELETE", &path, None)?.0, 204);
    let (status, gone) = call("GET", &path, None)?;
    assert_eq!((status, &gone["code"]), (404, &json!(3001)));
    Ok(())
}

fn ask(
    agent: &ureq::Agent,
    method: &str,
    url: &str,
    token: &str,
    body: Option<Value>,
) -> Result<(u16, Value), Box<dyn std::error::Error>> {
    let request = agent
        .request(method, url)
        .set("authorization", &format!("Bearer {token}"))
        .set("accept", "application/json");
    let answer = match body {
        Some(body) => request.send_json(body),
        None => request.call(),
    };
    let answer = match answer {
        Ok(answer) | Err(ureq::Error::Status(_, answer)) => answer,
        Err(error) => return Err(error.into()),
    };
    let status = answer.status();
    let text = answer.into_string()?;
    Ok((status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? }))
}
