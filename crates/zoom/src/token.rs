//! Access tokens, and where the client gets them.

mod refreshing;

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

pub use refreshing::{MemoryStore, RefreshError, Refreshing, StoredTokens, TokenStore};

/// An access token, good for about an hour (reference A.5), and the regional address that came with it.
///
/// `Debug` shows neither.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    api_url: Option<Url>,
}

impl AccessToken {
    /// A token as Zoom issued it. It may be several kilobytes long.
    pub fn new(secret: SecretString) -> Self {
        Self { secret, api_url: None }
    }

    /// Sets the `api_url` of the token answer. The client uses it only if [`crate::Endpoints`] trusts it.
    #[must_use]
    pub fn with_api_url(self, api_url: Option<Url>) -> Self {
        Self { api_url, ..self }
    }

    /// The token itself.
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The regional address of the API for this account, if Zoom named one.
    pub fn api_url(&self) -> Option<&Url> {
        self.api_url.as_ref()
    }

    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessToken([hidden])")
    }
}

/// Where a [`Client`](crate::Client) gets its tokens, so that the caller owns storage, locking and refreshing.
///
/// Zoom rotates refresh tokens: two refreshes at once lose the connection (reference A.5). So an implementation
/// lets one refresh happen at a time, and stores the new pair before it hands out the new access token.
/// [`Refreshing`] does so for programs of one process.
pub trait TokenSource: Send + Sync {
    /// Why there is no token. The client passes it on in [`Error::Token`](crate::Error::Token).
    type Error: std::error::Error + Send + Sync + 'static;

    /// A token that should be good for some minutes more.
    fn token(&self) -> impl Future<Output = Result<AccessToken, Self::Error>> + Send;

    /// Zoom refused `stale` (status 401 or code 124). Returns a newer token: the stored one, if somebody has
    /// refreshed meanwhile, or one freshly got. If it returns `stale` again, the client gives up; otherwise it
    /// repeats the call once.
    fn rejected(&self, stale: &AccessToken) -> impl Future<Output = Result<AccessToken, Self::Error>> + Send;
}

/// A fixed token, which nothing refreshes: right after connecting, in scripts and in tests.
impl TokenSource for AccessToken {
    type Error = Infallible;

    async fn token(&self) -> Result<AccessToken, Infallible> {
        Ok(self.clone())
    }

    async fn rejected(&self, _stale: &AccessToken) -> Result<AccessToken, Infallible> {
        Ok(self.clone())
    }
}

impl<S: TokenSource> TokenSource for Arc<S> {
    type Error = S::Error;

    async fn token(&self) -> Result<AccessToken, S::Error> {
        self.as_ref().token().await
    }

    async fn rejected(&self, stale: &AccessToken) -> Result<AccessToken, S::Error> {
        self.as_ref().rejected(stale).await
    }
}
