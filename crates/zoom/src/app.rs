//! An app registered with Zoom: its credentials, where Zoom is, and how calls are made.

use std::sync::Arc;

use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use crate::client::Client;
use crate::compliance::Compliance;
use crate::oauth::OAuth;
use crate::observe::Observer;
use crate::retry::Policy;
use crate::runtime::{Runtime, SystemRuntime};
use crate::token::TokenSource;
use crate::transport::Wire;

/// The client id and secret of an app (reference F.2). `Debug` hides the secret.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Public name of the app.
    pub client_id: String,
    /// Its password.
    pub client_secret: SecretString,
}

/// Where Zoom is. `Default` is the real Zoom (reference A.1); a sandbox serves both from one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// Consent page, tokens, revocation: `https://zoom.us`. Paths such as `/oauth/token` are added.
    pub oauth_base: Url,
    /// REST and compliance: `https://api.zoom.us`. Paths such as `/v2/users/me` are added.
    pub api_base: Url,
}

impl Default for Endpoints {
    fn default() -> Self {
        #[expect(clippy::unwrap_used, reason = "constant, and covered by a test")]
        let url = |text: &str| Url::parse(text).unwrap();
        Self { oauth_base: url("https://zoom.us"), api_base: url("https://api.zoom.us") }
    }
}

impl Endpoints {
    /// Both from one address, as the sandbox serves them.
    pub fn single(base: Url) -> Self {
        Self { oauth_base: base.clone(), api_base: base }
    }

    /// The base for a token: the regional address that came with it if it is to be trusted, or else
    /// [`api_base`](Self::api_base).
    ///
    /// The address comes out of an answer, and the token goes where it points. So the rule is narrow: the origin that
    /// you configured; or, if that is `https://api.DOMAIN`, an address `https://api-REGION.DOMAIN` of the same port,
    /// where REGION is 2 to 10 small letters and digits. Whatever names a user or a password is not trusted. For the
    /// real Zoom this takes `api-us.zoom.us` and its kin (reference A.1) and nothing else; a sandbox's token is never
    /// sent to Zoom, Zoom's never to a stranger, nor to a service inside your own network.
    pub fn api_base_for<'a>(&'a self, api_url: Option<&'a Url>) -> &'a Url {
        let trusted = |url: &&Url| {
            let plain = url.username().is_empty() && url.password().is_none();
            plain && (url.origin() == self.api_base.origin() || is_region_of(&self.api_base, url))
        };
        api_url.filter(trusted).unwrap_or(&self.api_base)
    }
}

/// Whether `url` is `https://api-REGION.DOMAIN` where `base` is `https://api.DOMAIN`.
fn is_region_of(base: &Url, url: &Url) -> bool {
    let (Some(Host::Domain(base_host)), Some(Host::Domain(host))) = (base.host(), url.host()) else {
        return false;
    };
    let (Some(domain), Some((first, rest))) = (base_host.strip_prefix("api."), host.split_once('.')) else {
        return false;
    };
    let region = first.strip_prefix("api-").unwrap_or_default();
    let is_region = (2..=10).contains(&region.len())
        && region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let https = [base, url].iter().all(|url| url.scheme() == "https");
    https && is_region && rest == domain && base.port_or_known_default() == url.port_or_known_default()
}

/// Adds a path to a base, whatever the base's own path is.
pub(crate) fn join(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url.set_query(None);
    url.set_fragment(None);
    url
}

/// An app registered with Zoom. Everything starts here; cloning is cheap and shares the connection pool.
#[derive(Clone)]
pub struct App {
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) endpoints: Arc<Endpoints>,
    pub(crate) wire: Wire,
    pub(crate) retry: Policy,
}

impl App {
    /// An app that calls Zoom at `endpoints` through `http`
    /// (see [`transport::http_client`](crate::transport::http_client)).
    pub fn new(http: reqwest::Client, endpoints: Endpoints, credentials: Credentials) -> Self {
        Self {
            credentials: Arc::new(credentials),
            endpoints: Arc::new(endpoints),
            wire: Wire { http, observer: None, runtime: Arc::new(SystemRuntime) },
            retry: Policy::default(),
        }
    }

    /// Tells `observer` about every exchange.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.wire.observer = Some(observer);
        self
    }

    /// Replaces the clock, the waiting and the randomness.
    #[must_use]
    pub fn with_runtime(mut self, runtime: Arc<dyn Runtime>) -> Self {
        self.wire.runtime = runtime;
        self
    }

    /// Replaces the retry policy of the clients made from now on; [`Policy::none`] if the caller repeats by itself.
    #[must_use]
    pub fn with_retry(mut self, retry: Policy) -> Self {
        self.retry = retry;
        self
    }

    /// The same with other credentials: another registered app, called the same way.
    #[must_use]
    pub fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Arc::new(credentials);
        self
    }

    /// Where Zoom is.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// The app's client id.
    pub fn client_id(&self) -> &str {
        &self.credentials.client_id
    }

    /// Consent, tokens, revocation.
    pub fn oauth(&self) -> OAuth<'_> {
        OAuth::new(self)
    }

    /// The confirmation that a user's data is gone.
    pub fn compliance(&self) -> Compliance<'_> {
        Compliance::new(self)
    }

    /// A client for the user whose tokens `tokens` hands out.
    pub fn client<S: TokenSource>(&self, tokens: S) -> Client<S> {
        Client::new(self, tokens)
    }

    /// HTTP Basic with the app's credentials (reference A.4).
    pub(crate) fn authenticated(&self, request: RequestBuilder) -> RequestBuilder {
        let Credentials { client_id, client_secret } = &*self.credentials;
        request
            .basic_auth(client_id, Some(client_secret.expose_secret()))
            .header("accept", "application/json")
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("client_id", &self.credentials.client_id)
            .field("endpoints", &self.endpoints)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn the_default_is_the_real_zoom() {
        let zoom = Endpoints::default();
        assert_eq!(join(&zoom.oauth_base, "/oauth/token").as_str(), "https://zoom.us/oauth/token");
        assert_eq!(join(&zoom.api_base, "/v2/users/me").as_str(), "https://api.zoom.us/v2/users/me");
    }

    #[test]
    fn a_base_may_have_a_path_of_its_own() {
        assert_eq!(join(&url("http://h:1/zoom/?x=1"), "/v2/a%252Fb").as_str(), "http://h:1/zoom/v2/a%252Fb");
    }

    #[test]
    fn a_regional_address_of_zoom_is_used() {
        let zoom = Endpoints::default();
        let region = url("https://api-us.zoom.us");
        assert_eq!(zoom.api_base_for(Some(&region)), &region);
        assert_eq!(zoom.api_base_for(None), &zoom.api_base);
    }

    #[test]
    fn a_token_is_sent_to_no_stranger() {
        let zoom = Endpoints::default();
        for stranger in [
            "http://api-us.zoom.us",
            "https://api-us.zoom.us:8443",
            "https://user@api-us.zoom.us",
            "https://user:pass@api.zoom.us",
            "https://api.zoom.us.example",
            "https://api-us.zoom.us.example",
            "https://evilzoom.us",
            "https://api-us.evilzoom.us",
            "https://company.zoom.us",
            "https://api-.zoom.us",
            "https://api-x.internal.zoom.us",
            "https://api-us%2ezoom.us.example",
            "https://127.0.0.1",
            "https://[::1]",
            "http://169.254.169.254/latest",
            "file:///etc/passwd",
            "data:x",
        ] {
            assert_eq!(zoom.api_base_for(Some(&url(stranger))), &zoom.api_base, "{stranger}");
        }
        let sandbox = Endpoints::single(url("http://127.0.0.1:8090"));
        assert_eq!(sandbox.api_base_for(Some(&url("https://api-us.zoom.us"))), &sandbox.api_base);
        assert_eq!(sandbox.api_base_for(Some(&url("http://127.0.0.1:8090/"))), &sandbox.api_base);
    }

    #[test]
    fn the_secret_is_not_in_debug() {
        let credentials = Credentials { client_id: "id".into(), client_secret: "s3cret".into() };
        assert!(!format!("{credentials:?}").contains("s3cret"));
    }
}
