//! One request to an address of the configuration, and what came back.

use std::error::Error as StdError;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::subject::{Subject, is_local};

/// No answer that is judged here is longer; what is beyond it is not read.
const LONGEST: usize = 64 * 1024;

/// An answer.
pub(super) struct Visit {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) took: Duration,
}

/// Why there is none, as words that can follow "but": "nothing listens there".
#[derive(Debug)]
pub(super) struct Unreached(pub(super) String);

impl Visit {
    /// The text of a header, if it is there and readable.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where a redirect leads: scheme, host and port only, because a path may carry secrets.
    pub(super) fn leads_to(&self, from: &Url) -> Option<String> {
        let target = from.join(self.header("location")?).ok()?;
        (300..400).contains(&self.status).then(|| target.origin().ascii_serialization())
    }
}

impl Subject {
    pub(super) async fn get(&self, url: &Url) -> Result<Visit, Unreached> {
        self.visit(url, reqwest::Method::GET, &[], String::new()).await
    }

    pub(super) async fn post(
        &self,
        url: &Url,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Visit, Unreached> {
        self.visit(url, reqwest::Method::POST, headers, body).await
    }

    async fn visit(
        &self,
        url: &Url,
        method: reqwest::Method,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Visit, Unreached> {
        let outside = &self.means.outside;
        let client = if is_local(url) { &outside.straight } else { &outside.http };
        let mut request = client.request(method, url.clone()).body(body);
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                request = request.header(HeaderName::from_static(name), value);
            }
        }
        #[expect(clippy::disallowed_methods, reason = "measures how long the answer took")]
        let started = Instant::now();
        let mut response = request.send().await.map_err(|error| unreached(&error))?;
        let mut visit = Visit {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: Vec::new(),
            took: Duration::ZERO,
        };
        while visit.body.len() < LONGEST
            && let Some(chunk) = response.chunk().await.map_err(|error| unreached(&error))?
        {
            visit.body.extend_from_slice(&chunk);
        }
        visit.took = started.elapsed();
        Ok(visit)
    }
}

/// The cause in words; the address is left out, as it is named beside it.
fn unreached(error: &reqwest::Error) -> Unreached {
    let mut cause: &dyn StdError = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let words = cause.to_string();
    Unreached(match error {
        error if error.is_timeout() => "nothing came back in time".to_owned(),
        error if error.is_connect() => format!("no connection could be made ({words})"),
        _ => format!("the connection broke ({words})"),
    })
}
