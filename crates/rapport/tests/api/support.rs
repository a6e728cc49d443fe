use axum::http::Method;
use serde_json::Value;
use testing::{Browser, Page, TestApp, TestUser};

pub(crate) const TOKENS: &str = "/settings/api-tokens";

/// A program with a token.
pub(crate) struct Program {
    browser: Browser,
    pub(crate) token: String,
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) page: Page,
    pub(crate) json: Value,
}

impl Answer {
    /// Stops the test unless it is this status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.page.status, status, "{} answered {}", self.page.path, self.json);
        self
    }

    /// Stops the test unless it is a problem of this kind.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, word: &str) -> Self {
        let answer = self.is(status);
        assert_eq!(answer.page.header("content-type"), "application/problem+json");
        assert_eq!(answer.json["type"], format!("urn:rapport:problem:{word}"), "{}", answer.json);
        assert_eq!(answer.json["status"], status);
        for part in ["title", "detail"] {
            assert!(answer.json[part].as_str().is_some_and(|text| text.len() > 8), "{}", answer.json);
        }
        answer
    }

    /// The fields that need a change.
    pub(crate) fn fields(&self) -> Vec<&str> {
        let fields = self.json["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        fields.iter().map(|field| field["field"].as_str().unwrap()).collect()
    }

    pub(crate) fn id(&self) -> String {
        self.json["id"].as_str().unwrap().to_owned()
    }

    /// A part of each entry of a list.
    pub(crate) fn each(&self, list: &str, part: &str) -> Vec<&str> {
        self.json[list].as_array().unwrap().iter().map(|one| one[part].as_str().unwrap()).collect()
    }
}

impl Program {
    /// With a token that somebody made on their page.
    pub(crate) async fn of(app: &TestApp, user: &TestUser, may: &str) -> Self {
        Self::with(app, &make_token(user, "Nightly export", may).await)
    }

    pub(crate) fn with(app: &TestApp, token: &str) -> Self {
        Self { browser: app.visitor(), token: token.to_owned() }
    }

    /// One request as it is.
    pub(crate) async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        // No browser says where it comes from here.
        let mut all = vec![("authorization", bearer.as_str()), ("sec-fetch-site", "cross-site")];
        all.extend(headers);
        let page = self.browser.request(method, &format!("/api/v1{path}"), &all, body).await;
        let json = serde_json::from_slice(&page.body).unwrap_or(Value::Null);
        Answer { page, json }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.raw(Method::GET, path, &[], String::new()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.raw(Method::POST, path, &[("content-type", "application/json")], body.to_string()).await
    }

    /// With a key of one's own.
    pub(crate) async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.raw(Method::POST, path, &headers, body.to_string()).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.raw(Method::PATCH, path, &[("content-type", "application/json")], body.to_string()).await
    }
}

/// Makes a token on the page; the token itself.
pub(crate) async fn make_token(user: &TestUser, name: &str, may: &str) -> String {
    let page = user.post(TOKENS, &[("name", name), ("may", may), ("lasts", "90")]).await;
    page.assert_ok().assert_text("Your new token");
    page.field(&format!("Token {name}")).value
}

/// Mara, and a program of hers that reads and writes.
pub(crate) async fn mara() -> (TestApp, TestUser, Program) {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let program = Program::of(&app, &mara, "write").await;
    (app, mara, program)
}
