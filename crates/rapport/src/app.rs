//! The running application: everything that a use case may need, passed as one value.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use domain::{Clock, Random, Steadiness};
use jobs::Runner;
use store::Store;
use url::Url;

use crate::accounts::SetupKey;
use crate::config::{ComplianceConfirmation, ProxiesConfig, PublisherConfig};
use crate::connections::ZoomApp;
use crate::keys::Keys;
use crate::mail::Mailer;
use crate::marketplace::probes::Means;
use crate::marketplace::urls::ZoomUrl;
use crate::metrics::Metrics;

/// A cheap handle to the application's parts.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts.
pub struct Parts {
    /// Database.
    pub store: Store,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Whether the clock can be trusted about what others have left.
    pub steadiness: Steadiness,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Key that seals secrets.
    pub keys: Keys,
    /// The Zoom app and how to reach Zoom.
    pub zoom: ZoomApp,
    /// Way out for mail.
    pub mailer: Mailer,
    /// Queue of work that outlives a request.
    pub runner: Runner<App>,
    /// Origin in every link that leaves the program.
    pub public_url: Url,
    /// Proxies that say where requests come from.
    pub proxies: ProxiesConfig,
    /// When a deletion is confirmed to Zoom.
    pub compliance: ComplianceConfirmation,
    /// Who publishes the Zoom app, as far as the configuration says.
    pub publisher: PublisherConfig,
    /// What the program counts; `None` unless somebody reads it.
    pub metrics: Option<Metrics>,
    /// What checks need beside all this.
    pub means: Means,
    /// One-time key of the first-run set-up.
    pub setup_key: SetupKey,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Time now.
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// An absolute link into this installation. `path` begins with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// Where Zoom sends people back to.
    pub fn redirect_uri(&self) -> Url {
        ZoomUrl::Redirect.at(&self.public_url)
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("public_url", &self.public_url.as_str()).finish_non_exhaustive()
    }
}
