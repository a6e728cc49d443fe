//! A person's browser: cookies, pages, forms; no JavaScript, and a new connection for each request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context as _, Result};
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE};

use crate::form::Form;
use crate::shared::{lock, now};

/// Longer than Rapport may ever let a page wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// The client for everybody: redirects are looked at, and every request takes its own connection, so that any process
/// may get it.
pub(crate) fn http_client() -> Result<reqwest::Client> {
    // An error only means that it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    Ok(client.pool_max_idle_per_host(0).timeout(PATIENCE).build()?)
}

/// What Rapport answered in a run.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// How many of each status; 0 counts the requests without an answer.
    pub(crate) by_status: Mutex<BTreeMap<u16, u64>>,
    /// Answers that must not be: an error that does not say what to do.
    pub(crate) unclear: Mutex<Vec<String>>,
    /// The longest wait for an answer.
    pub(crate) slowest: Mutex<Duration>,
}

impl Answers {
    fn note(&self, path: &str, page: &Page) {
        *lock(&self.by_status).entry(page.status).or_default() += 1;
        let problem = match page.status {
            status if status >= 500 && page.request_id.is_none() => "has no request id",
            500 if !page.request_id.as_ref().is_some_and(|id| page.body.contains(id)) => {
                "does not show the request id to the person"
            }
            503 if !page.retry_after => "has no Retry-After",
            400..=599 if !page.body.contains("<h1") && !page.body.contains("<form") => "is not a page",
            _ => return,
        };
        lock(&self.unclear).push(format!("{path}: the answer {} {problem}", page.status));
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
    request_id: Option<String>,
    retry_after: bool,
}

impl Page {
    /// The person's wish was taken: they are sent on.
    pub(crate) fn accepted(&self) -> bool {
        self.status == 303
    }

    /// Whether it leads to the login page.
    pub(crate) fn wants_login(&self) -> bool {
        self.location.as_deref().is_some_and(|place| place.starts_with("/login"))
    }
}

/// One person's browser; a clone is another tab with the cookies of that moment.
#[derive(Clone)]
pub(crate) struct Browser {
    http: reqwest::Client,
    origin: String,
    cookies: BTreeMap<String, String>,
    answers: Arc<Answers>,
}

impl Browser {
    pub(crate) fn new(http: reqwest::Client, origin: &str, answers: Arc<Answers>) -> Self {
        Self { http, origin: origin.to_owned(), cookies: BTreeMap::new(), answers }
    }

    /// Opens a page. An error means that there was no answer.
    pub(crate) async fn get(&mut self, path: &str) -> Result<Page> {
        self.send(path, self.http.get(format!("{}{path}", self.origin))).await
    }

    /// Sends a form.
    pub(crate) async fn post(&mut self, form: &Form) -> Result<Page> {
        let request = self.http.post(format!("{}{}", self.origin, form.action)).body(form.encoded());
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(&form.action, request.header(ORIGIN, &self.origin).header("sec-fetch-site", "same-origin"))
            .await
    }

    async fn send(&mut self, path: &str, request: reqwest::RequestBuilder) -> Result<Page> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let begun = now();
        let answer = async {
            let answer = request.header(COOKIE, cookies.join("; ")).send().await?;
            let header = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
            let (status, location) = (answer.status().as_u16(), header(LOCATION.as_str()));
            let (request_id, retry_after) = (header("x-request-id"), header(RETRY_AFTER.as_str()).is_some());
            let set: Vec<_> = answer
                .headers()
                .get_all(SET_COOKIE)
                .iter()
                .filter_map(|value| value.to_str().ok()?.split(';').next()?.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            let body = answer.text().await?;
            anyhow::Ok((Page { status, location, body, request_id, retry_after }, set))
        };
        let answer = answer.await;
        let took = begun.elapsed();
        let mut slowest = lock(&self.answers.slowest);
        *slowest = (*slowest).max(took);
        drop(slowest);
        let (page, set) = match answer {
            Ok(answer) => answer,
            Err(error) => {
                *lock(&self.answers.by_status).entry(0).or_default() += 1;
                return Err(error).context("no answer");
            }
        };
        self.cookies.extend(set);
        // The path alone: a query may hold a code.
        self.answers.note(path.split('?').next().unwrap_or_default(), &page);
        Ok(page)
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }
}
