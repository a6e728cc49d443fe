//! A sandbox with a clock that stands still, and a plain HTTP client beside it.

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use serde_json::Value;
use zoom_sandbox::{Builder, CLIENT_ID, CLIENT_SECRET, Control, Sandbox, SandboxClock};

pub(crate) const MARA: &str = "mara@halden.example";
pub(crate) const OSKAR: &str = "oskar@halden.example";
pub(crate) const CALLBACK: &str = "http://127.0.0.1:5555/callback";

/// Monday, 15 March 2027, 08:00 UTC.
pub(crate) fn monday() -> Timestamp {
    "2027-03-15T08:00:00Z".parse().unwrap()
}

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
}

pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

pub(crate) async fn start() -> World {
    start_with(|builder| builder).await
}

pub(crate) async fn start_with(change: impl FnOnce(Builder) -> Builder) -> World {
    let builder = Sandbox::builder().clock(SandboxClock::Explicit(monday())).redirect_uri(CALLBACK);
    World { sandbox: change(builder).start().await.unwrap(), http: http() }
}

pub(crate) fn http() -> Client {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    Client::builder().tls_backend_preconfigured(tls).redirect(Policy::none()).no_proxy().build().unwrap()
}

impl World {
    pub(crate) fn control(&self) -> Control {
        self.sandbox.control()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    /// Query of an authorization request, `more` appended.
    pub(crate) fn authorize(&self, more: &str) -> String {
        let redirect: String = url::form_urlencoded::byte_serialize(CALLBACK.as_bytes()).collect();
        self.url(&format!(
            "/oauth/authorize?response_type=code&client_id={CLIENT_ID}&redirect_uri={redirect}{more}"
        ))
    }

    /// Follows an approved authorization up to the callback and returns its query.
    pub(crate) async fn approved(&self, more: &str) -> Vec<(String, String)> {
        let response = self.http.get(self.authorize(&format!("&auto_approve=1{more}"))).send().await.unwrap();
        assert_eq!(response.status(), 302);
        callback_query(&response)
    }

    pub(crate) async fn code(&self, email: &str) -> String {
        let query = self.approved(&format!("&login_as={email}")).await;
        value(&query, "code").unwrap()
    }

    /// A call to the token endpoint with the right credentials.
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> Response {
        let call = self.http.post(self.url("/oauth/token")).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
        call.form(form).send().await.unwrap()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Response {
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
        self.token(&form).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Response {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    pub(crate) async fn connect(&self, email: &str) -> Tokens {
        let code = self.code(email).await;
        tokens(self.exchange(&code).await).await
    }

    /// A REST call.
    pub(crate) fn call(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).bearer_auth(token)
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Response {
        self.call(Method::GET, path, token).send().await.unwrap()
    }

    pub(crate) async fn create(&self, token: &str, body: &Value) -> Response {
        self.call(Method::POST, "/v2/users/me/meetings", token).json(body).send().await.unwrap()
    }

    /// A meeting that must be created.
    pub(crate) async fn make(&self, token: &str, body: Value) -> Value {
        let response = self.create(token, &body).await;
        assert_eq!(response.status(), 201);
        json(response).await
    }

    /// A call with a JSON body; status and body of the answer, `null` if that is empty.
    pub(crate) async fn send(&self, method: Method, path: &str, token: &str, body: Value) -> (u16, Value) {
        let response = self.call(method, path, token).json(&body).send().await.unwrap();
        let (status, text) = (response.status().as_u16(), response.text().await.unwrap());
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        let response = self.http.get(self.url(path)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.text().await.unwrap()
    }
}

pub(crate) async fn tokens(response: Response) -> Tokens {
    assert_eq!(response.status(), 200);
    let body = json(response).await;
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    Tokens { access: text("access_token"), refresh: text("refresh_token") }
}

pub(crate) async fn json(response: Response) -> Value {
    response.json().await.unwrap()
}

/// Status and body together, for comparison in one line.
pub(crate) async fn answer(response: Response) -> (u16, Value) {
    (response.status().as_u16(), json(response).await)
}

pub(crate) fn callback_query(response: &Response) -> Vec<(String, String)> {
    let location = response.headers()["location"].to_str().unwrap();
    assert!(location.starts_with(CALLBACK), "{location}");
    url::Url::parse(location).unwrap().query_pairs().into_owned().collect()
}

pub(crate) fn value(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}
