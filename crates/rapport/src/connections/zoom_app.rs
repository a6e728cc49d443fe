use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::{GrantId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use store::grants::Grant;
use url::Url;
use zoom::retry::Policy;

use super::calls::{CallLog, Caller};
use super::credentials::{Entered, EnteredCredentials, ZoomEnvironment};
use super::refresh::Underway;
use super::seen::Seen;
use super::tokens::GrantTokens;
use super::webhook_secrets::WebhookSecrets;
use crate::app::App;

/// Which Zoom answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomKind {
    /// The embedded sandbox.
    Simulated,
    /// Zoom, with credentials of this environment.
    Real(ZoomEnvironment),
}

/// One registered app: its credentials and where its Zoom is.
#[derive(Debug)]
pub struct RegisteredApp {
    pub(super) app: zoom::App,
    pub(super) webhook: WebhookSecrets,
    pub(super) kind: ZoomKind,
}

impl RegisteredApp {
    /// The app of credentials that were entered in Settings.
    fn entered(zoom: &zoom::App, one: &EnteredCredentials) -> Self {
        let credentials =
            zoom::Credentials { client_id: one.client_id.clone(), client_secret: one.client_secret.clone() };
        Self {
            app: zoom.clone().with_credentials(credentials),
            webhook: one.webhook.clone(),
            kind: ZoomKind::Real(one.environment),
        }
    }

    /// Its client id.
    pub fn client_id(&self) -> &str {
        self.app.client_id()
    }

    /// Which Zoom answers.
    pub fn kind(&self) -> ZoomKind {
        self.kind
    }

    /// What Zoom signs its events with. Without it no event is accepted.
    pub fn webhook_secret(&self) -> Option<&SecretString> {
        self.webhook.current.as_ref()
    }

    /// Where its consent page and tokens are.
    pub fn oauth_base(&self) -> &Url {
        &self.app.endpoints().oauth_base
    }

    /// The consent page for one state.
    pub fn authorize_url(&self, redirect_uri: &Url, state: &str, pkce: &zoom::Pkce) -> Url {
        self.app.oauth().authorize_url(redirect_uri, state, pkce)
    }

    /// The same app with other credentials, to ask Zoom about them.
    pub(super) fn with_credentials(&self, credentials: zoom::Credentials) -> Self {
        Self {
            app: self.app.clone().with_credentials(credentials),
            webhook: self.webhook.clone(),
            kind: self.kind,
        }
    }

    /// Its calls as the app itself (OAuth, compliance), logged.
    pub fn logged(&self, log: &Arc<CallLog>) -> zoom::App {
        self.app.clone().with_observer(log.clone())
    }
}

/// The app in use and the others that are known; replaced as a whole.
#[derive(Debug, Clone)]
struct Apps {
    in_use: Arc<RegisteredApp>,
    /// Credentials of the other environment: farewells and late events of what was made with them.
    others: Vec<Arc<RegisteredApp>>,
    /// What they were read from.
    entered: Entered,
}

/// The Zoom app. Every call to Zoom starts here, so that every call is logged. Which credentials are in use may change
/// while the program runs ([`super::reload`]); a grant is only ever used with the credentials it was made with.
#[derive(Debug, Clone)]
pub struct ZoomApp(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// How Zoom is called with credentials that were entered in Settings.
    zoom: zoom::App,
    /// What is used unless credentials in Settings are: the configured app, or the sandbox.
    given: Option<Arc<RegisteredApp>>,
    /// The sandbox's portal.
    portal: Option<Url>,
    /// The configuration's choice among the credentials in Settings.
    chosen: Option<ZoomEnvironment>,
    apps: RwLock<Apps>,
    underway: Underway,
    /// When an event was refused and noted last.
    refused_at: Mutex<Option<Timestamp>>,
    seen: Seen,
}

/// Where the credentials come from while none of those in Settings are in use.
#[derive(Debug)]
pub enum Given {
    /// The configuration, which always wins.
    Configured {
        /// Its credentials.
        credentials: zoom::Credentials,
        /// Its webhook secret.
        webhook_secret: Option<SecretString>,
        /// Which of Zoom's two sets it names.
        environment: ZoomEnvironment,
    },
    /// The sandbox, until somebody enters credentials.
    Sandbox {
        /// The app as the sandbox knows it.
        app: zoom::App,
        /// What it signs events with.
        webhook_secret: Option<SecretString>,
        /// Its portal.
        portal: Url,
    },
    /// Nothing: credentials in Settings are in use.
    Nothing,
}

impl ZoomApp {
    /// Puts together what the configuration gives and what was entered in Settings. `zoom` says how Zoom itself is
    /// called; its credentials are replaced. `None` if there is no app to use.
    pub fn new(
        zoom: zoom::App,
        given: Given,
        chosen: Option<ZoomEnvironment>,
        entered: Entered,
    ) -> Option<Self> {
        // Jobs repeat what fails, with state that people can see; a second loop inside the client would hide it.
        let zoom = zoom.with_retry(Policy::none());
        let (given, portal) = match given {
            Given::Configured { credentials, webhook_secret, environment } => {
                let (app, kind) = (zoom.clone().with_credentials(credentials), ZoomKind::Real(environment));
                (
                    Some(RegisteredApp {
                        app,
                        webhook: WebhookSecrets::configured(webhook_secret.as_ref()),
                        kind,
                    }),
                    None,
                )
            }
            Given::Sandbox { app, webhook_secret, portal } => {
                let app = app.with_retry(Policy::none());
                (
                    Some(RegisteredApp {
                        app,
                        webhook: WebhookSecrets::configured(webhook_secret.as_ref()),
                        kind: ZoomKind::Simulated,
                    }),
                    Some(portal),
                )
            }
            Given::Nothing => (None, None),
        };
        let given = given.map(Arc::new);
        let apps = Apps::choose(&zoom, given.as_ref(), chosen, entered)?;
        Some(Self(Arc::new(Shared {
            zoom,
            given,
            portal,
            chosen,
            apps: RwLock::new(apps),
            underway: Underway::default(),
            refused_at: Mutex::default(),
            seen: Seen::default(),
        })))
    }

    /// The sandbox's default app, and how Zoom itself is called if somebody enters credentials.
    pub fn sandbox(zoom: zoom::App, http: reqwest::Client, url: Url, entered: Entered) -> Option<Self> {
        let credentials = zoom::Credentials {
            client_id: zoom_sandbox::CLIENT_ID.to_owned(),
            client_secret: SecretString::from(zoom_sandbox::CLIENT_SECRET),
        };
        let app = zoom::App::new(http, zoom::Endpoints::single(url.clone()), credentials);
        let webhook_secret = Some(SecretString::from(zoom_sandbox::WEBHOOK_SECRET));
        Self::new(zoom, Given::Sandbox { app, webhook_secret, portal: url }, None, entered)
    }

    /// The app in use. Hold on to it for things that belong together: it may be another one a moment later.
    pub fn in_use(&self) -> Arc<RegisteredApp> {
        self.apps().in_use
    }

    /// The app with this client id, in use or not.
    pub fn of_client(&self, client_id: &str) -> Option<Arc<RegisteredApp>> {
        self.known().into_iter().find(|app| app.client_id() == client_id)
    }

    /// Every app that is known, the one in use first.
    pub(super) fn known(&self) -> Vec<Arc<RegisteredApp>> {
        let apps = self.apps();
        std::iter::once(apps.in_use).chain(apps.others).collect()
    }

    /// The app of credentials that were entered in Settings, in use or not, taken over yet or not.
    pub(super) fn of_entered(&self, one: &EnteredCredentials) -> RegisteredApp {
        RegisteredApp::entered(&self.0.zoom, one)
    }

    /// Takes over what is entered in Settings now; whether that changed anything.
    pub(super) fn replace(&self, entered: Entered) -> bool {
        if self.apps().entered == entered {
            return false;
        }
        let Some(apps) = Apps::choose(&self.0.zoom, self.0.given.as_ref(), self.0.chosen, entered) else {
            return false;
        };
        *self.0.apps.write().unwrap_or_else(PoisonError::into_inner) = apps;
        true
    }

    fn apps(&self) -> Apps {
        self.0.apps.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether an app that is known is about to get another webhook secret.
    pub(super) fn expects_another_secret(&self, now: Timestamp) -> bool {
        self.known().iter().any(|known| known.webhook.another_is_expected(now))
    }

    /// Client id of the app in use.
    pub fn client_id(&self) -> String {
        self.in_use().client_id().to_owned()
    }

    /// Which Zoom answers.
    pub fn kind(&self) -> ZoomKind {
        self.in_use().kind
    }

    /// Whether the configuration names the app, so that what is entered in Settings is not used.
    pub fn is_configured(&self) -> bool {
        self.0.given.as_ref().is_some_and(|given| given.kind != ZoomKind::Simulated)
    }

    /// The configuration's choice among the credentials in Settings.
    pub fn chosen(&self) -> Option<ZoomEnvironment> {
        self.0.chosen
    }

    /// Whether this grant was made with the app in use.
    pub fn made(&self, grant: &Grant) -> bool {
        grant.client_id == self.in_use().client_id()
    }

    /// Where forms may lead, as sources of a content security policy: the origin of the consent page, and for start
    /// links the hosts below it, such as `us02web.zoom.us` (Zoom reference G).
    pub fn form_targets(&self) -> Vec<String> {
        let given = self.0.given.as_ref().map(|given| &given.app);
        let mut targets: Vec<_> = std::iter::once(&self.0.zoom)
            .chain(given)
            .flat_map(|app| {
                let consent = &app.endpoints().oauth_base;
                let below = consent.domain().filter(|host| host.contains('.'));
                let below = below.map(|host| format!("{}://*.{host}", consent.scheme()));
                std::iter::once(consent.origin().ascii_serialization()).chain(below)
            })
            .collect();
        targets.dedup();
        targets
    }

    /// The sandbox's portal, while Zoom is simulated.
    pub fn portal_url(&self) -> Option<String> {
        let portal = self.0.portal.as_ref().filter(|_| self.kind() == ZoomKind::Simulated);
        portal.map(ToString::to_string)
    }

    /// Refreshes of tokens under way in this process.
    pub fn underway(&self) -> &Underway {
        &self.0.underway
    }

    /// The addresses that Zoom used last.
    pub(super) fn seen(&self) -> &Seen {
        &self.0.seen
    }

    /// True once a minute.
    pub(super) fn may_note_refusal(&self, now: Timestamp) -> bool {
        let mut last = self.0.refused_at.lock().unwrap_or_else(PoisonError::into_inner);
        let may = last.is_none_or(|last| last + SignedDuration::from_mins(1) <= now);
        if may {
            *last = Some(now);
        }
        may
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
        let (result, log) = Self::ask(app, grant, workspace, user, calls).await;
        log.write_for(app, Some(grant)).await;
        result
    }

    /// The same for calls that say nothing of the connection: it is not marked by how they end.
    pub(super) async fn as_user_aside<T, F, Fut>(
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
        let (result, log) = Self::ask(app, grant, workspace, user, calls).await;
        log.write(app).await;
        result
    }

    async fn ask<T, F, Fut>(
        app: &App,
        grant: GrantId,
        workspace: WorkspaceId,
        user: UserId,
        calls: F,
    ) -> (T, Arc<CallLog>)
    where
        F: FnOnce(zoom::Client<GrantTokens>) -> Fut,
        Fut: Future<Output = T>,
    {
        let log = CallLog::new(Caller { workspace: Some(workspace), user: Some(user) });
        let tokens = GrantTokens { app: app.clone(), grant, log: log.clone() };
        let result = calls(app.zoom.in_use().logged(&log).client(tokens)).await;
        (result, log)
    }
}

impl Apps {
    fn choose(
        zoom: &zoom::App,
        given: Option<&Arc<RegisteredApp>>,
        chosen: Option<ZoomEnvironment>,
        entered: Entered,
    ) -> Option<Self> {
        let mut others: Vec<Arc<RegisteredApp>> =
            entered.credentials.iter().map(|one| Arc::new(RegisteredApp::entered(zoom, one))).collect();
        let configured = given.filter(|given| given.kind != ZoomKind::Simulated);
        let wanted = chosen.or(entered.in_use).map(ZoomKind::Real);
        let at = others.iter().position(|one| Some(one.kind) == wanted);
        let in_use = match (configured, at) {
            (Some(configured), _) => configured.clone(),
            (None, Some(at)) => others.remove(at),
            (None, None) => given?.clone(),
        };
        Some(Self { in_use, others, entered })
    }
}
