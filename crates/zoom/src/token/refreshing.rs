//! Tokens that refresh themselves, one refresh at a time.

use std::convert::Infallible;
use std::future::Future;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Mutex, OwnedMutexGuard};
use url::Url;

use super::{AccessToken, TokenSource};
use crate::app::App;
use crate::oauth::{OAuthError, TokenSet};

/// A token with less life than this is refreshed before it is used.
const EARLY: Duration = Duration::from_mins(5);

/// A pair of tokens as it is kept, with the moment of its end instead of a length of life. `Debug` shows that only.
#[derive(Clone)]
pub struct StoredTokens {
    /// Opens the API until [`expires_at`](Self::expires_at).
    pub access: SecretString,
    /// Good for one refresh.
    pub refresh: SecretString,
    /// When the access token ends.
    pub expires_at: Timestamp,
    /// Address of the API for this account, if Zoom named one.
    pub api_url: Option<Url>,
}

impl StoredTokens {
    /// The tokens of an answer that came at `now`.
    pub fn issued(tokens: &TokenSet, now: Timestamp) -> Self {
        Self {
            access: tokens.access.clone(),
            refresh: tokens.refresh.clone(),
            expires_at: now.checked_add(tokens.expires_in).unwrap_or(Timestamp::MAX),
            api_url: tokens.api_url.clone(),
        }
    }

    fn access_token(&self) -> AccessToken {
        AccessToken::new(self.access.clone()).with_api_url(self.api_url.clone())
    }

    fn has_life_left(&self, at_least: Duration, now: Timestamp) -> bool {
        now.checked_add(at_least).is_ok_and(|then| then < self.expires_at)
    }
}

impl std::fmt::Debug for StoredTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredTokens").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Where one connection's tokens are kept: a file, a row of a database. Encrypt them.
pub trait TokenStore: Send + Sync + 'static {
    /// Why nothing could be read or written.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The newest pair, or `None` if nobody is connected. Read anew each time, as another process may have refreshed.
    fn load(&self) -> impl Future<Output = Result<Option<StoredTokens>, Self::Error>> + Send;

    /// Replaces the pair. Return only when it is safe: the old one is dead already.
    fn save(&self, tokens: &StoredTokens) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// Keeps the tokens in memory only: for scripts and tests.
#[derive(Debug, Default)]
pub struct MemoryStore(StdMutex<Option<StoredTokens>>);

impl MemoryStore {
    /// With a pair in it.
    pub fn new(tokens: StoredTokens) -> Self {
        Self(StdMutex::new(Some(tokens)))
    }
}

impl TokenStore for MemoryStore {
    type Error = Infallible;

    async fn load(&self) -> Result<Option<StoredTokens>, Infallible> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    async fn save(&self, tokens: &StoredTokens) -> Result<(), Infallible> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.clone());
        Ok(())
    }
}

/// A [`TokenSource`] for one connection that refreshes by itself, for programs of one process.
///
/// Calls that come at the same time share one refresh. A token is replaced 5 minutes before its end, and the new pair
/// is stored before anyone uses it; a refresh that has begun is finished even if its caller goes away. A refresh that
/// Zoom refuses is believed only after the store was read again, and then never repeated. While Zoom's token endpoint
/// is in trouble, a token that still lives is used on.
///
/// With several processes on one store, write a source of your own that holds a lock in that store.
#[derive(Debug)]
pub struct Refreshing<St> {
    inner: Arc<Inner<St>>,
}

#[derive(Debug)]
struct Inner<St> {
    app: App,
    store: St,
    /// Held from reading the pair to storing the next one. Holds the refresh token that Zoom refused.
    turn: Arc<Mutex<Option<SecretString>>>,
}

impl<St> Clone for Refreshing<St> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

/// Why a [`Refreshing`] source has no token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError<E: std::error::Error + 'static> {
    /// The store has no tokens.
    #[error("nobody is connected to Zoom")]
    NotConnected,
    /// Zoom does not take the refresh token any more: the user must connect again. Nothing else means that.
    #[error("Zoom no longer accepts this connection: it has to be made again")]
    Reconnect,
    /// Zoom could not be asked, and the old token has ended. Try again later.
    #[error("the access to Zoom could not be renewed now")]
    Refresh(#[source] OAuthError),
    /// The store failed. If that was while saving, the connection is lost.
    #[error("the tokens could not be read or stored")]
    Store(#[source] E),
    /// The task that refreshed has panicked or was ended with its runtime.
    #[error("the renewal of the access to Zoom was broken off")]
    BrokenOff,
}

impl<St: TokenStore> Refreshing<St> {
    /// A source that refreshes with `app` and keeps the tokens in `store`.
    pub fn new(app: App, store: St) -> Self {
        Self { inner: Arc::new(Inner { app, store, turn: Arc::default() }) }
    }

    /// Refreshes now, whatever the token's age: to check that a connection still works. The new token.
    ///
    /// # Errors
    /// Any [`RefreshError`].
    pub async fn refresh(&self) -> Result<AccessToken, RefreshError<St::Error>> {
        self.newest(Wanted::Newer).await
    }

    /// A task of its own, so that a refresh is not lost half way when its caller is dropped.
    async fn newest(&self, wanted: Wanted) -> Result<AccessToken, RefreshError<St::Error>> {
        let inner = Arc::clone(&self.inner);
        let task = tokio::spawn(async move {
            let mut turn = Arc::clone(&inner.turn).lock_owned().await;
            inner.newest(&wanted, &mut turn).await
        });
        task.await.unwrap_or(Err(RefreshError::BrokenOff))
    }
}

/// What the caller needs.
enum Wanted {
    /// A token that lives for a while.
    Living,
    /// Another than this one, which Zoom refused.
    Other(AccessToken),
    /// One that was just made.
    Newer,
}

impl<St: TokenStore> Inner<St> {
    async fn newest(
        &self,
        wanted: &Wanted,
        refused: &mut OwnedMutexGuard<Option<SecretString>>,
    ) -> Result<AccessToken, RefreshError<St::Error>> {
        let stored = self.load().await?;
        let now = self.app.wire.runtime.now();
        let good = match wanted {
            Wanted::Living => stored.has_life_left(EARLY, now),
            Wanted::Other(stale) => !stored.access_token().same_as(stale),
            Wanted::Newer => false,
        };
        if good {
            return Ok(stored.access_token());
        }
        if refused.as_ref().is_some_and(|refused| same(refused, &stored.refresh)) {
            return Err(RefreshError::Reconnect);
        }
        match self.app.oauth().refresh(&stored.refresh).await {
            Ok(tokens) => {
                let tokens = StoredTokens::issued(&tokens, self.app.wire.runtime.now());
                self.store.save(&tokens).await.map_err(RefreshError::Store)?;
                Ok(tokens.access_token())
            }
            Err(OAuthError::InvalidGrant { .. }) => {
                let newer = self.load().await?;
                if same(&newer.refresh, &stored.refresh) {
                    **refused = Some(stored.refresh);
                    return Err(RefreshError::Reconnect);
                }
                Ok(newer.access_token())
            }
            // It was early: the old token does for this call, and the next call tries again.
            Err(_) if matches!(wanted, Wanted::Living) && stored.has_life_left(Duration::ZERO, now) => {
                Ok(stored.access_token())
            }
            Err(error) => Err(RefreshError::Refresh(error)),
        }
    }

    async fn load(&self) -> Result<StoredTokens, RefreshError<St::Error>> {
        let stored = self.store.load().await.map_err(RefreshError::Store)?;
        stored.ok_or(RefreshError::NotConnected)
    }
}

fn same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret() == other.expose_secret()
}

impl<St: TokenStore> TokenSource for Refreshing<St> {
    type Error = RefreshError<St::Error>;

    async fn token(&self) -> Result<AccessToken, Self::Error> {
        self.newest(Wanted::Living).await
    }

    async fn rejected(&self, stale: &AccessToken) -> Result<AccessToken, Self::Error> {
        self.newest(Wanted::Other(stale.clone())).await
    }
}
