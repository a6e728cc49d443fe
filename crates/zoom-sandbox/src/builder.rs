//! What a sandbox starts with.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use jiff::SignedDuration;

use crate::{
    app_change::AppChange,
    clock::SandboxClock,
    limits::LimitTable,
    seed::Seed,
    webhooks::send::Line,
    world::app::{Approval, DeauthorizationForm, Decline, Rotation},
};

/// What a sandbox starts with. See [`Sandbox::builder`](crate::Sandbox::builder).
#[derive(Clone)]
pub struct Builder {
    pub(crate) listen: SocketAddr,
    pub(crate) clock: SandboxClock,
    pub(crate) state_file: Option<PathBuf>,
    pub(crate) public_url: Option<String>,
    pub(crate) random_seed: Option<u64>,
    pub(crate) seed: Seed,
    pub(crate) limits: LimitTable,
    pub(crate) enforce_limits: bool,
    pub(crate) webhook_line: Line,
    pub(crate) end_empty_after: Option<SignedDuration>,
    pub(crate) app: AppChange,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: SandboxClock::Real,
            state_file: None,
            public_url: None,
            random_seed: None,
            seed: Seed::default(),
            limits: LimitTable::default(),
            enforce_limits: false,
            webhook_line: Line::default(),
            end_empty_after: None,
            app: AppChange::default(),
        }
    }
}

impl Builder {
    /// Address to listen on; a free port of this machine by default.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Which clock; the machine's by default.
    #[must_use]
    pub fn clock(mut self, clock: SandboxClock) -> Self {
        self.clock = clock;
        self
    }

    /// Keeps the state in this file; in memory only by default.
    #[must_use]
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// How browsers and clients reach it, if not at the address it listens on: for links and `api_url`.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        self.public_url = Some(url.trim_end_matches('/').to_owned());
        self
    }

    /// Repeats the same ids and tokens in each run; unpredictable by default.
    #[must_use]
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }

    /// Users and meetings to begin with; not planted again where a state file continues.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// Refuses calls beyond this table's limits per second and day; by default they are counted, not refused.
    /// The 100 creates and updates per host and day always hold.
    #[must_use]
    pub fn enforce_limits(mut self, table: LimitTable) -> Self {
        (self.limits, self.enforce_limits) = (table, true);
        self
    }

    /// Where events go. It is not asked to prove itself before [`Control::validate_webhook`](crate::Control::validate_webhook).
    #[must_use]
    pub fn webhook_url(mut self, url: &str) -> Self {
        self.app.webhook_url = Some(url.to_owned());
        self
    }

    /// How long, in real time, the webhook address may take to answer; 3 seconds by default, as Zoom allows.
    #[must_use]
    pub fn webhook_patience(mut self, patience: Duration) -> Self {
        self.webhook_line.patience = patience;
        self
    }

    /// Trusts this certificate authority, in DER, for the webhook address, beside those that browsers trust. Zoom itself
    /// trusts none of your own.
    #[must_use]
    pub fn webhook_root(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.webhook_line.roots.push(der.into());
        self
    }

    /// Ends a meeting this long after its last participant left. By default it goes on until somebody ends it.
    #[must_use]
    pub fn end_empty_meetings_after(mut self, wait: SignedDuration) -> Self {
        self.end_empty_after = Some(wait);
        self
    }

    /// Adds an address to the allow list. Without any, every address on this machine is taken.
    #[must_use]
    pub fn redirect_uri(mut self, uri: &str) -> Self {
        self.app.redirect_uris.get_or_insert_default().push(uri.to_owned());
        self
    }

    /// Compares redirect addresses as a whole (default) or by prefix.
    #[must_use]
    pub fn strict_redirects(mut self, strict: bool) -> Self {
        self.app.strict_redirects = Some(strict);
        self
    }

    /// Without strict mode: whether the host must be the listed one (default), or may be a subdomain of it.
    #[must_use]
    pub fn subdomain_check(mut self, check: bool) -> Self {
        self.app.subdomain_check = Some(check);
        self
    }

    /// The app's scopes; every scope the sandbox serves by default.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.app.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// The app's name on the consent page.
    #[must_use]
    pub fn app_name(mut self, name: &str) -> Self {
        self.app.name = Some(name.to_owned());
        self
    }

    /// Other credentials than [`crate::CLIENT_ID`] and [`crate::CLIENT_SECRET`].
    #[must_use]
    pub fn credentials(mut self, client_id: &str, client_secret: &str) -> Self {
        self.app.client_id = Some(client_id.to_owned());
        self.app.client_secret = Some(client_secret.to_owned());
        self
    }

    /// Another secret token than [`crate::WEBHOOK_SECRET`].
    #[must_use]
    pub fn webhook_secret(mut self, secret: &str) -> Self {
        self.app.webhook_secret = Some(secret.to_owned());
        self
    }

    /// Refresh token rotation; strict by default.
    #[must_use]
    pub fn rotation(mut self, rotation: Rotation) -> Self {
        self.app.rotation = Some(rotation);
        self
    }

    /// What Decline does; a redirect by default.
    #[must_use]
    pub fn decline(mut self, decline: Decline) -> Self {
        self.app.decline = Some(decline);
        self
    }

    /// Whether an admin must approve the app before users may add it; not by default.
    #[must_use]
    pub fn approval(mut self, approval: Approval) -> Self {
        self.app.approval = Some(approval);
        self
    }

    /// How deauthorization events look.
    #[must_use]
    pub fn deauthorization_form(mut self, form: DeauthorizationForm) -> Self {
        self.app.deauthorization_form = Some(form);
        self
    }

    /// Puts the old `user_data_retention` into deauthorization events, for example `"false"`.
    #[must_use]
    pub fn user_data_retention(mut self, value: &str) -> Self {
        self.app.user_data_retention = Some(value.to_owned());
        self
    }
}
