//! A webhook address that notes what it gets and answers as it is told.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use zoom_sandbox::WEBHOOK_SECRET;

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    status: u16,
    secret: String,
    is_silent: bool,
    got: Vec<(HeaderMap, String)>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let inner =
            Inner { status: 200, secret: WEBHOOK_SECRET.to_owned(), is_silent: false, got: Vec::new() };
        let inner = Arc::new(Mutex::new(inner));
        let router = Router::new().route("/hook", post(receive)).with_state(Arc::clone(&inner));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, inner }
    }

    /// Answers this status from now on.
    pub(crate) fn answer(&self, status: u16) {
        self.inner.lock().unwrap().status = status;
    }

    /// Answers validations with another secret than the app's.
    pub(crate) fn forget_secret(&self) {
        "wrong".clone_into(&mut self.inner.lock().unwrap().secret);
    }

    /// Answers validations rightly again.
    pub(crate) fn remember_secret(&self) {
        WEBHOOK_SECRET.clone_into(&mut self.inner.lock().unwrap().secret);
    }

    /// Takes what comes and never answers.
    pub(crate) fn fall_silent(&self) {
        self.inner.lock().unwrap().is_silent = true;
    }

    /// Names of the events that came, in order.
    pub(crate) fn events(&self) -> Vec<String> {
        self.bodies().iter().map(|body| body["event"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn bodies(&self) -> Vec<Value> {
        self.raw().iter().map(|(_, body)| serde_json::from_str(body).unwrap()).collect()
    }

    pub(crate) fn raw(&self) -> Vec<(HeaderMap, String)> {
        self.inner.lock().unwrap().got.clone()
    }
}

async fn receive(
    State(inner): State<Arc<Mutex<Inner>>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let text = String::from_utf8(body.to_vec()).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let is_silent = {
        let mut inner = inner.lock().unwrap();
        inner.got.push((headers, text));
        inner.is_silent
    };
    if is_silent {
        std::future::pending::<()>().await;
    }
    let inner = inner.lock().unwrap();
    let status = StatusCode::from_u16(inner.status).unwrap();
    match value["payload"]["plainToken"].as_str() {
        Some(plain) => {
            (status, json!({ "plainToken": plain, "encryptedToken": sign(&inner.secret, plain) }).to_string())
        }
        None => (status, String::new()),
    }
}

/// Hex HMAC-SHA256, written here again so that a mistake in the sandbox shows.
pub(crate) fn sign(secret: &str, message: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
