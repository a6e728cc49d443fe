use std::sync::{Arc, Mutex, PoisonError};

use domain::{GrantId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use url::Url;
use zoom::retry::Policy;

use super::calls::{CallLog, Caller};
use super::refresh::Underway;
use super::tokens::GrantTokens;
use crate::app::App;

/// The configured Zoom app. Every call to Zoom starts here, so that every call is logged.
#[derive(Debug, Clone)]
pub struct ZoomApp {
    app: zoom::App,
    webhook_secret: Option<SecretString>,
    portal: Option<Url>,
    underway: Underway,
    /// When an event was refused and noted last.
    refused_at: Arc<Mutex<Option<Timestamp>>>,
}

impl ZoomApp {
    /// `portal` is the sandbox's address while Zoom is simulated.
    pub fn new(app: zoom::App, webhook_secret: Option<SecretString>, portal: Option<Url>) -> Self {
        // Jobs repeat what fails, with state that people can see; a second loop inside the client would hide it.
        let app = app.with_retry(Policy::none());
        Self { app, webhook_secret, portal, underway: Underway::default(), refused_at: Arc::default() }
    }

    /// The sandbox's default app.
    pub fn sandbox(http: reqwest::Client, url: Url) -> Self {
        let credentials = zoom::Credentials {
            client_id: zoom_sandbox::CLIENT_ID.to_owned(),
            client_secret: SecretString::from(zoom_sandbox::CLIENT_SECRET),
        };
        let app = zoom::App::new(http, zoom::Endpoints::single(url.clone()), credentials);
        Self::new(app, Some(SecretString::from(zoom_sandbox::WEBHOOK_SECRET)), Some(url))
    }

    /// The consent page for one state.
    pub fn authorize_url(&self, redirect_uri: &Url, state: &str, pkce: &zoom::Pkce) -> Url {
        self.app.oauth().authorize_url(redirect_uri, state, pkce)
    }

    /// Client id of the app.
    pub fn client_id(&self) -> &str {
        self.app.client_id()
    }

    /// Origin that the consent page is on.
    pub fn consent_origin(&self) -> String {
        self.app.endpoints().oauth_base.origin().ascii_serialization()
    }

    /// The sandbox's portal, while Zoom is simulated.
    pub fn portal_url(&self) -> Option<String> {
        self.portal.as_ref().map(ToString::to_string)
    }

    /// Refreshes of tokens under way in this process.
    pub fn underway(&self) -> &Underway {
        &self.underway
    }

    /// True once a minute.
    pub(super) fn may_note_refusal(&self, now: Timestamp) -> bool {
        let mut last = self.refused_at.lock().unwrap_or_else(PoisonError::into_inner);
        let may = last.is_none_or(|last| last + SignedDuration::from_mins(1) <= now);
        if may {
            *last = Some(now);
        }
        may
    }

    /// What Zoom signs its events with. Without it no event is accepted.
    pub fn webhook_secret(&self) -> Option<&SecretString> {
        self.webhook_secret.as_ref()
    }

    /// Calls as the app itself (OAuth, compliance), logged for `caller`.
    pub fn logged(&self, log: &Arc<CallLog>) -> zoom::App {
        self.app.clone().with_observer(log.clone())
    }

    /// Runs calls as the owner of a grant and writes them to the activity log, however they end.
    pub async fn as_user<T, F, Fut>(
        app: &App,
        grant: GrantId,
        workspace: WorkspaceId,
        user: UserId,
        calls: F,
    ) -> T
    where
        F: FnOnce(zoom::Client<GrantTokens>) -> Fut,
        Fut: Future<Output = T>,
    {
        let log = CallLog::new(Caller { workspace: Some(workspace), user: Some(user) });
        let tokens = GrantTokens { app: app.clone(), grant, log: log.clone() };
        let result = calls(app.zoom.logged(&log).client(tokens)).await;
        log.write_for(app, Some(grant)).await;
        result
    }
}
