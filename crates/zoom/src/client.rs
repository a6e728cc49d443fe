//! Calls on behalf of one user.

use std::time::Duration;

use secrecy::ExposeSecret;

use crate::answer;
use crate::app::{App, join};
use crate::error::Error;
use crate::meetings::Meetings;
use crate::past_meetings::PastMeetings;
use crate::request::Request;
use crate::retry::{Decision, FailedTry, Policy};
use crate::token::{AccessToken, TokenSource};
use crate::users::Users;

/// Calls Zoom's REST API on behalf of the user whose tokens `S` hands out. Made by [`App::client`].
///
/// Every call asks the token source first. If Zoom refuses the token, the client asks once for a fresh one and
/// repeats the call once, whatever its method, as a refused call was not done.
#[derive(Debug, Clone)]
pub struct Client<S> {
    app: App,
    tokens: S,
}

impl<S: TokenSource> Client<S> {
    pub(crate) fn new(app: &App, tokens: S) -> Self {
        Self { app: app.clone(), tokens }
    }

    /// Tells `observer` about the exchanges of this client instead of the app's observer.
    #[must_use]
    pub fn with_observer(self, observer: std::sync::Arc<dyn crate::Observer>) -> Self {
        Self { app: self.app.with_observer(observer), ..self }
    }

    /// Replaces the retry policy of this client.
    #[must_use]
    pub fn with_retry(self, retry: Policy) -> Self {
        Self { app: self.app.with_retry(retry), ..self }
    }

    /// Users: who we act for.
    pub fn users(&self) -> Users<'_, S> {
        Users::new(self)
    }

    /// Meetings of the user that are over.
    pub fn past_meetings(&self) -> PastMeetings<'_, S> {
        PastMeetings::new(self)
    }

    /// Meetings of the user.
    pub fn meetings(&self) -> Meetings<'_, S> {
        Meetings::new(self)
    }

    /// Sends a request, with a fresh token and further tries as needed.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn send<T>(&self, request: &Request<T>) -> Result<T, Error> {
        let mut token = self.tokens.token().await.map_err(|error| Error::Token(Box::new(error)))?;
        let mut refreshed = false;
        let mut tries = 0;
        let mut waited = Duration::ZERO;
        loop {
            let error = match self.exchange(request, &token).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            if matches!(error, Error::Unauthorized(_)) && !refreshed {
                let fresh =
                    self.tokens.rejected(&token).await.map_err(|error| Error::Token(Box::new(error)))?;
                if fresh.same_as(&token) {
                    return Err(error);
                }
                token = fresh;
                refreshed = true;
                continue;
            }
            tries += 1;
            let runtime = &self.app.wire.runtime;
            let (now, jitter) = (runtime.now(), runtime.jitter());
            let failed = FailedTry { method: &request.method, error: &error, tries, waited, now, jitter };
            match self.app.retry.decide(&failed) {
                Decision::Stop => return Err(error),
                Decision::RepeatAfter(wait) => {
                    runtime.sleep(wait).await;
                    waited = waited.saturating_add(wait);
                }
            }
        }
    }

    async fn exchange<T>(&self, request: &Request<T>, token: &AccessToken) -> Result<T, Error> {
        let wire = &self.app.wire;
        let base = self.app.endpoints.api_base_for(token.api_url());
        let url = join(base, &format!("/v2{}", request.path()?));
        let secret = token.secret().expose_secret();
        let mut http = wire
            .http
            .request(request.method.clone(), url)
            .bearer_auth(secret)
            .header("accept", "application/json")
            .query(&request.query);
        if let Some(body) = &request.body {
            http = http.json(body);
        }
        wire.exchange(&request.method, request.route, http, |answer| {
            let success = answer::success(answer, wire.runtime.now(), &[secret])?;
            (request.decode)(&success.body).map_err(|problem| success.unreadable(problem))
        })
        .await
    }
}
