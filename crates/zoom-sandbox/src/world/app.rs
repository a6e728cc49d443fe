//! The OAuth app that is registered in the sandbox.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::scopes;

/// Client id of the default app.
pub const CLIENT_ID: &str = "sandbox-client-id";
/// Client secret of the default app.
pub const CLIENT_SECRET: &str = "sandbox-client-secret";
/// Secret token that signs the default app's webhooks.
pub const WEBHOOK_SECRET: &str = "sandbox-webhook-secret";

/// What happens to the previous refresh token when a new one is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Dead at once, as Zoom documents.
    #[default]
    Strict,
    /// Still accepted for one minute, as some have measured.
    Grace,
}

/// What the consent page does when the user declines; Zoom does not document it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// Back to the app with `error=access_denied`.
    #[default]
    Redirect,
    /// The user stays on a page of Zoom's; the app never hears of it.
    Stay,
}

/// Whether users may add the app by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Every user may.
    #[default]
    Open,
    /// An admin must approve the app first: users see "Request approval" instead of the consent page.
    Required,
}

/// How `app_deauthorized` looks; sources differ about its time and about `user_data_retention`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeauthorizationForm {
    /// `event_ts` is a number inside `payload`, as in Zoom's schema.
    #[default]
    Current,
    /// `event_ts` is a text such as `2024-09-08 15:58:40` inside `payload`, as in Zoom's sample.
    TextTime,
    /// `event_ts` is a number beside `event`, as in every other event.
    TopLevel,
    /// Before about 2022: no `event_ts`, and `user_data_retention` is always there (`"false"` unless set).
    Old,
}

/// Where events go, and whether the address has proved itself.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(crate) url: Option<String>,
    /// When the address last answered a validation rightly.
    pub(crate) validated_at: Option<jiff::Timestamp>,
    /// When it is due again; Zoom asks every 72 hours.
    pub(crate) validate_at: Option<jiff::Timestamp>,
    /// Wrong answers in a row; six disable the address.
    pub(crate) failures: u32,
}

impl Webhook {
    pub(crate) const ALLOWED_FAILURES: u32 = 6;

    pub(crate) fn is_enabled(&self) -> bool {
        self.url.is_some() && self.failures < Self::ALLOWED_FAILURES
    }
}

/// The app, as its owner configured it. No `Debug`: it holds secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) webhook_secret: String,
    /// Empty: any address on this machine is accepted.
    pub(crate) redirect_uris: Vec<String>,
    /// Zoom's "Strict mode URL": whole string instead of prefix.
    pub(crate) strict_redirects: bool,
    /// Zoom's "Subdomain check": without strict mode, the host must still be the listed one.
    #[serde(default = "yes")]
    pub(crate) subdomain_check: bool,
    pub(crate) scopes: Vec<String>,
    pub(crate) webhook: Webhook,
    pub(crate) rotation: Rotation,
    pub(crate) decline: Decline,
    #[serde(default)]
    pub(crate) approval: Approval,
    pub(crate) refresh_token_days: u32,
    /// Value of the old `user_data_retention` in deauthorization events; absent today.
    pub(crate) user_data_retention: Option<String>,
    #[serde(default)]
    pub(crate) deauthorization_form: DeauthorizationForm,
    /// Sent with every event beside Zoom's own headers: the legacy verification token, Basic, or the app's own header.
    #[serde(default)]
    pub(crate) webhook_headers: BTreeMap<String, String>,
}

fn yes() -> bool {
    true
}

impl Default for App {
    fn default() -> Self {
        Self {
            name: "Local development app".to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            webhook_secret: WEBHOOK_SECRET.to_owned(),
            redirect_uris: Vec::new(),
            strict_redirects: true,
            subdomain_check: true,
            scopes: scopes::ALL.iter().map(|permission| permission.granular.to_owned()).collect(),
            webhook: Webhook::default(),
            rotation: Rotation::default(),
            decline: Decline::default(),
            approval: Approval::default(),
            // Zoom's repository says "commonly 90 days", an old article 15 years.
            refresh_token_days: 90,
            user_data_retention: None,
            deauthorization_form: DeauthorizationForm::default(),
            webhook_headers: BTreeMap::new(),
        }
    }
}

impl App {
    /// Whether Zoom would send a user back to `uri`. Comparison is case sensitive.
    pub(crate) fn accepts_redirect(&self, uri: &str) -> bool {
        if self.redirect_uris.is_empty() {
            return is_on_this_machine(uri);
        }
        self.redirect_uris.iter().any(|allowed| match (self.strict_redirects, self.subdomain_check) {
            (true, _) => uri == allowed,
            (false, true) => uri.starts_with(allowed.as_str()) && is_below(uri, allowed, false),
            (false, false) => uri.starts_with(allowed.as_str()) || is_below(uri, allowed, true),
        })
    }
}

/// Whether `uri` is at the host of `allowed`, or on a subdomain of it, and its path begins the same.
fn is_below(uri: &str, allowed: &str, subdomains: bool) -> bool {
    let (Ok(uri), Ok(allowed)) = (Url::parse(uri), Url::parse(allowed)) else { return false };
    let host = |url: &Url| url.host_str().unwrap_or_default().to_owned();
    let same_host =
        host(&uri) == host(&allowed) || subdomains && host(&uri).ends_with(&format!(".{}", host(&allowed)));
    same_host
        && uri.scheme() == allowed.scheme()
        && uri.port_or_known_default() == allowed.port_or_known_default()
        && uri.path().starts_with(allowed.path())
}

fn is_on_this_machine(uri: &str) -> bool {
    let Ok(uri) = Url::parse(uri) else { return false };
    match uri.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
