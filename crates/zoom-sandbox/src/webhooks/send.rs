//! One signed POST to the app's webhook address.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};

use super::sign;
use crate::{shared::Shared, world::app::App};

/// How the webhook address is reached.
#[derive(Clone)]
pub(crate) struct Line {
    /// How long, in real time, an answer may take: Zoom waits three seconds.
    pub(crate) patience: Duration,
    /// Certificate authorities, in DER, that are trusted beside the bundled ones.
    pub(crate) roots: Vec<Vec<u8>>,
}

impl Default for Line {
    fn default() -> Self {
        Self { patience: Duration::from_secs(3), roots: Vec::new() }
    }
}

/// Where a POST goes and what it is signed with.
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) secret: String,
    client_id: String,
    extra: HeaderMap,
}

impl Target {
    /// The saved address of the app.
    pub(crate) fn saved(app: &App) -> Option<Self> {
        app.webhook.url.clone().map(|url| Self::at(url, app))
    }

    /// Another address, with the app's secrets.
    pub(crate) fn at(url: String, app: &App) -> Self {
        let pairs = app.webhook_headers.iter();
        // Whatever cannot be a header was refused when it was set.
        let extra =
            pairs.filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?)));
        Self {
            url,
            secret: app.webhook_secret.clone(),
            client_id: app.client_id.clone(),
            extra: extra.collect(),
        }
    }

    /// Posts a body; the status and the answer's body, or why there is none.
    pub(crate) async fn post(&self, shared: &Shared, body: &str) -> Result<(u16, String), String> {
        let patience = shared.webhook_line.patience;
        let client = shared.http.get_or_try_init(|| async { http_client(&shared.webhook_line) }).await?;
        let request = client.post(&self.url).headers(self.headers(shared, body)).body(body.to_owned());
        let response = request.send().await.map_err(|error| explain(&error, patience))?;
        let status = response.status().as_u16();
        let answer = response.text().await.map_err(|error| explain(&error, patience))?;
        Ok((status, answer))
    }

    /// Every header Zoom has been seen to send, new and old names side by side.
    fn headers(&self, shared: &Shared, body: &str) -> HeaderMap {
        let now: Timestamp = shared.clock.now();
        let request_id = hex::encode(shared.random.bytes::<16>());
        let span = hex::encode(shared.random.bytes::<8>());
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        headers.insert(USER_AGENT, HeaderValue::from_static("Zoom Marketplace/1.0a"));
        let texts = [
            ("clientid", self.client_id.clone()),
            ("x-zm-request-timestamp", now.as_second().to_string()),
            ("x-zm-signature", sign::signature(&self.secret, now.as_second(), body)),
            ("x-zm-request-id", request_id.clone()),
            ("x-zm-trackingid", format!("v=2.0;clid=us02;rid=WEB_{request_id}")),
            ("traceparent", format!("00-{request_id}-{span}-00")),
        ];
        for (name, value) in texts {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        headers.extend(self.extra.clone());
        headers
    }
}

fn explain(error: &reqwest::Error, patience: Duration) -> String {
    if error.is_timeout() {
        format!("no answer within {} s", patience.as_secs_f32())
    } else if error.is_connect() {
        "no connection".to_owned()
    } else {
        "the connection broke".to_owned()
    }
}

fn http_client(line: &Line) -> Result<reqwest::Client, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    for root in &line.roots {
        let added = roots.add(CertificateDer::from(root.as_slice()));
        added.map_err(|error| format!("a root of the webhook address is no certificate: {error}"))?;
    }
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .timeout(line.patience)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())
}
