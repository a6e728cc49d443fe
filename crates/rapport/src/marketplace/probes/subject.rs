//! What the probes look at, and with what.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Random};
use store::Store;
use tokio::sync::Semaphore;
use url::{Host, Url};

use super::dns::{Dns, Resolver};
use crate::app::App;
use crate::config::PublisherConfig;
use crate::connections::ZoomApp;
use crate::keys::Keys;
use crate::mail::Mailer;

/// How long one probe may take.
const LIMIT: Duration = Duration::from_secs(15);
/// How long one request may take; less, so that a probe can say which of its requests hung.
const REQUEST: Duration = Duration::from_secs(8);

/// What probes need beside the application.
#[derive(Debug, Clone)]
pub struct Means {
    /// The data folder.
    pub data: PathBuf,
    /// Selector of the DKIM key, if the configuration names it.
    pub dkim_selector: Option<String>,
    /// Ways out of the program.
    pub outside: Outside,
    /// Held while checks run: the page runs them once at a time.
    pub turn: Arc<Semaphore>,
}

impl Means {
    /// For an installation with this data folder.
    pub fn new(data: PathBuf, dkim_selector: Option<String>, outside: Outside) -> Self {
        Self { data, dkim_selector, outside, turn: Arc::new(Semaphore::new(1)) }
    }
}

/// Ways out of the program. No test has a network, so names are resolved by whatever is passed in.
#[derive(Debug, Clone)]
pub struct Outside {
    /// By the proxy of the environment, if one is set.
    pub(super) http: reqwest::Client,
    /// Straight, for this machine itself.
    pub(super) straight: reqwest::Client,
    /// Certificate authorities that are trusted beside the bundled ones, in DER.
    pub(super) more_roots: Vec<Vec<u8>>,
    pub(super) dns: Arc<dyn Resolver>,
}

impl Outside {
    /// Trusts the bundled certificate authorities and `more_roots` (DER), and asks the system's name servers.
    ///
    /// # Errors
    /// One of the roots is no certificate.
    pub fn new(more_roots: Vec<Vec<u8>>) -> Result<Self, zoom::transport::BuildError> {
        Self::with_resolver(more_roots, Arc::new(Dns::of_the_system()))
    }

    /// The same with other name servers.
    ///
    /// # Errors
    /// One of the roots is no certificate.
    pub fn with_resolver(
        more_roots: Vec<Vec<u8>>,
        dns: Arc<dyn Resolver>,
    ) -> Result<Self, zoom::transport::BuildError> {
        let client = |proxy_from_environment| {
            zoom::transport::http_client(&zoom::transport::Options {
                connect_timeout: REQUEST,
                request_timeout: REQUEST,
                proxy_from_environment,
                user_agent: concat!("Rapport/", env!("CARGO_PKG_VERSION"), " (self-check)").to_owned(),
                more_roots: more_roots.clone(),
            })
        };
        Ok(Self { http: client(true)?, straight: client(false)?, more_roots, dns })
    }
}

/// One installation, as far as it can be put together: what is missing says why, and its own probe tells it.
#[derive(Debug)]
pub struct Subject {
    /// Where its configuration comes from, in words.
    pub configuration: String,
    /// Where people and Zoom reach it.
    pub public_url: Url,
    /// What else there is to look at and to look with.
    pub means: Means,
    /// Its database.
    pub store: Result<Store, String>,
    /// The key of its secrets.
    pub keys: Result<Keys, String>,
    /// Its Zoom app.
    pub zoom: Result<ZoomApp, String>,
    /// Its way out for mail.
    pub mailer: Result<Mailer, String>,
    /// What its publisher says about themselves.
    pub publisher: PublisherConfig,
    /// Its time.
    pub clock: Arc<dyn Clock>,
    /// Its randomness.
    pub random: Arc<dyn Random>,
    /// How long one probe may take.
    pub limit: Duration,
}

impl Subject {
    /// The running application.
    pub fn of(app: &App) -> Self {
        Self {
            configuration: "as it was when this process started".to_owned(),
            public_url: app.public_url.clone(),
            means: app.means.clone(),
            store: Ok(app.store.clone()),
            keys: Ok(app.keys.clone()),
            zoom: Ok(app.zoom.clone()),
            mailer: Ok(app.mailer.clone()),
            publisher: app.publisher.clone(),
            clock: app.clock.clone(),
            random: app.random.clone(),
            limit: LIMIT,
        }
    }

    /// The same for a process that does not serve, with [`LIMIT`](Self::limit) as it usually is.
    pub(crate) const fn usual_limit() -> Duration {
        LIMIT
    }

    /// Whether the embedded sandbox stands in for Zoom.
    pub(super) fn zoom_is_simulated(&self) -> bool {
        self.zoom.as_ref().is_ok_and(|zoom| zoom.portal_url().is_some())
    }

    /// Whether the public address leads to this machine only.
    pub(super) fn is_local(&self) -> bool {
        is_local(&self.public_url)
    }
}

/// Whether only this machine can mean itself by it.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified(),
        None => false,
    }
}
