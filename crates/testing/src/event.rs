//! Events as Zoom sends them, or as somebody forges them.

use axum::http::Method;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use zoom::webhook::{SIGNATURE_HEADER, TIMESTAMP_HEADER};
use zoom_sandbox::WEBHOOK_SECRET;

use crate::{Page, TestApp};

impl TestApp {
    /// Sends an event, signed now with the right secret.
    pub async fn send_event(&self, body: &str) -> Page {
        self.send_event_signed(body, self.now(), WEBHOOK_SECRET).await
    }

    /// Sends an event, signed at this time with this secret.
    pub async fn send_event_signed(&self, body: &str, at: Timestamp, secret: &str) -> Page {
        let at = at.as_second().to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key will do");
        mac.update(format!("v0:{at}:{body}").as_bytes());
        let signature = format!("v0={}", hex::encode(mac.finalize().into_bytes()));
        self.send_event_raw(body, &[(TIMESTAMP_HEADER, &at), (SIGNATURE_HEADER, &signature)]).await
    }

    /// Sends an event with exactly these headers.
    pub async fn send_event_raw(&self, body: &str, headers: &[(&str, &str)]) -> Page {
        let mut headers = headers.to_vec();
        headers.extend([("content-type", "application/json"), ("sec-fetch-site", "none")]);
        self.visitor().request(Method::POST, "/integrations/zoom/webhook", &headers, body.to_owned()).await
    }
}
