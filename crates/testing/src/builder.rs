use rapport::config::{ComplianceConfirmation, ProxiesConfig, ProxyHeader, PublisherConfig};
use rapport::connections::NEEDED;
use rapport::keys::Keys;
use zoom_sandbox::{Rotation, WEBHOOK_SECRET};

use crate::{Names, TestApp};

/// How the program of a test differs from the usual one.
#[derive(Debug, Clone)]
pub struct Builder {
    pub(crate) webhook_secret: Option<String>,
    pub(crate) proxies: ProxiesConfig,
    pub(crate) compliance: ComplianceConfirmation,
    pub(crate) scopes: Vec<String>,
    pub(crate) rotation: Rotation,
    pub(crate) client_secret: String,
    pub(crate) metrics: Option<String>,
    pub(crate) smtp: Option<String>,
    pub(crate) publisher: PublisherConfig,
    pub(crate) names: Names,
    pub(crate) public_where_it_listens: bool,
    pub(crate) keys: Keys,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            webhook_secret: Some(WEBHOOK_SECRET.to_owned()),
            proxies: ProxiesConfig::default(),
            compliance: ComplianceConfirmation::Always,
            scopes: NEEDED.iter().map(|(scope, _)| (*scope).to_owned()).collect(),
            rotation: Rotation::Strict,
            client_secret: zoom_sandbox::CLIENT_SECRET.to_owned(),
            metrics: None,
            smtp: None,
            publisher: PublisherConfig::default(),
            names: Names::default(),
            public_where_it_listens: false,
            keys: Keys::from_hex(&"5a".repeat(32)).expect("a key"),
        }
    }
}

impl Builder {
    /// Rapport knows no secret to check events with.
    #[must_use]
    pub fn without_webhook_secret(mut self) -> Self {
        self.webhook_secret = None;
        self
    }

    /// Seals with these keys; by default with one that stands in no file.
    #[must_use]
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// A proxy at this address stands in front of Rapport and says where requests come from; none by default.
    #[must_use]
    pub fn behind_proxy(mut self, address: &str) -> Self {
        let trusted = vec![address.parse().expect("an address or a network")];
        self.proxies = ProxiesConfig { trusted, header: ProxyHeader::XForwardedFor };
        self
    }

    /// When deletions are confirmed to Zoom; always by default.
    #[must_use]
    pub fn compliance(mut self, compliance: ComplianceConfirmation) -> Self {
        self.compliance = compliance;
        self
    }

    /// The Zoom app has one more scope.
    #[must_use]
    pub fn with_scope(mut self, scope: &str) -> Self {
        self.scopes.push(scope.to_owned());
        self
    }

    /// The Zoom app lacks one of the scopes that Rapport needs.
    #[must_use]
    pub fn without_scope(mut self, scope: &str) -> Self {
        self.scopes.retain(|kept| kept != scope);
        self
    }

    /// How Zoom rotates refresh tokens; strict by default.
    #[must_use]
    pub fn rotation(mut self, rotation: Rotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// Rapport is configured with this client secret; the sandbox's own by default.
    #[must_use]
    pub fn client_secret(mut self, secret: &str) -> Self {
        secret.clone_into(&mut self.client_secret);
        self
    }

    /// `/metrics` answers to who shows this token; to nobody by default.
    #[must_use]
    pub fn metrics(mut self, token: &str) -> Self {
        self.metrics = Some(token.to_owned());
        self
    }

    /// Mail leaves by this server, a URL as in `mail.smtp`; it stays in the built-in mailbox by default.
    #[must_use]
    pub fn smtp(mut self, url: &str) -> Self {
        self.smtp = Some(url.to_owned());
        self
    }

    /// What the publisher of the Zoom app said about themselves; nothing by default.
    #[must_use]
    pub fn publisher(mut self, publisher: PublisherConfig) -> Self {
        self.publisher = publisher;
        self
    }

    /// The public address is the one that the program really listens on, so that it can be asked from outside.
    #[must_use]
    pub fn public_where_it_listens(mut self) -> Self {
        self.public_where_it_listens = true;
        self
    }

    /// What DNS says; that no name exists by default.
    #[must_use]
    pub fn names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }

    /// Starts everything.
    pub async fn start(self) -> TestApp {
        TestApp::build(self).await
    }
}
