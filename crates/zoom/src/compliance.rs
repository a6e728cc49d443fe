//! Telling Zoom that a user's data is gone (reference A.9, J3).

use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::answer;
use crate::app::{App, join};
use crate::error::Error;
use crate::webhook::Deauthorization;

/// The data compliance API, authenticated by the app's own credentials.
#[derive(Debug)]
pub struct Compliance<'a> {
    app: &'a App,
}

/// How a confirmation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// Zoom took it.
    Confirmed {
        /// The status of its answer, a 2xx.
        status: u16,
    },
    /// Zoom has no such endpoint any more: its documentation calls it deprecated. Nothing is left to be done.
    NoLongerOffered {
        /// 404 or 410.
        status: u16,
    },
}

impl<'a> Compliance<'a> {
    pub(crate) fn new(app: &'a App) -> Self {
        Self { app }
    }

    /// Confirms that the data of the event's user is deleted: `POST /oauth/data/compliance`. Doing so twice is
    /// harmless. `event` goes back to Zoom as it came.
    ///
    /// # Errors
    /// Any [`Error`] but those of tokens; `Unauthorized` if the app's credentials are wrong.
    pub async fn confirm(&self, event: &Deauthorization) -> Result<Confirmation, Error> {
        let App { credentials, endpoints, wire, .. } = self.app;
        let body = json!({
            "client_id": credentials.client_id,
            "user_id": event.user_id(),
            "account_id": event.account_id(),
            "deauthorization_event_received": event,
            "compliance_completed": true,
        });
        let route = "/oauth/data/compliance";
        let request = self.app.authenticated(wire.http.post(join(&endpoints.api_base, route))).json(&body);
        wire.exchange(&Method::POST, route, request, |answer| {
            if let status @ (404 | 410) = answer.status {
                return Ok(Confirmation::NoLongerOffered { status });
            }
            let success =
                answer::success(answer, wire.runtime.now(), &[credentials.client_secret.expose_secret()])?;
            Ok(Confirmation::Confirmed { status: success.status })
        })
        .await
    }
}
