//! The one way to a valid access token. Refresh is single-flight across tasks and processes: whoever holds the
//! lease on the grant's row asks Zoom, everyone else waits for the new pair.

use std::sync::Arc;
use std::time::Duration;

use domain::{GrantId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::StoreError;
use store::grants::{self, Grant, GrantState, Lease};
use zoom::{AccessToken, TokenSource};

use super::calls::{CallLog, Caller};
use super::refresh::{Refreshed, refresh};
use crate::app::App;
use crate::failpoint::reach;
use crate::keys::{KeyError, places};

/// A token with less than this left is refreshed before it is used.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
/// How long a refresh may hold the row; longer than two calls of the client may take.
pub(super) const LEASE: SignedDuration = SignedDuration::from_mins(1);
/// How soon a waiter looks whether the refresh is done, how long the pauses grow, and how long it waits in all.
const FIRST_LOOK: Duration = Duration::from_millis(20);
const LONGEST_LOOK: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(25);

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The grant was deleted: the person disconnected.
    #[error("Zoom is not connected any more")]
    Gone,
    /// Zoom refuses our access for good; only the person can help, by connecting again.
    #[error("Zoom refuses our access; connect again")]
    NeedsReconnect,
    /// Zoom does not accept the credentials of this server's app; only its operator can help. Worth another try.
    #[error("Zoom does not accept the app credentials: {0}")]
    AppRefused(String),
    /// Zoom did not answer, or not sensibly. Worth another try.
    #[error("Zoom is not answering: {0}")]
    Unavailable(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored token does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The tokens of one grant, for the client.
#[derive(Debug, Clone)]
pub struct GrantTokens {
    pub(super) app: App,
    pub(super) grant: GrantId,
    pub(super) log: Arc<CallLog>,
}

impl TokenSource for GrantTokens {
    type Error = TokenError;

    async fn token(&self) -> Result<AccessToken, TokenError> {
        valid_token(&self.app, self.grant, Wanted::Alive, &self.log).await
    }

    async fn rejected(&self, stale: &AccessToken) -> Result<AccessToken, TokenError> {
        valid_token(&self.app, self.grant, Wanted::Not(stale.secret()), &self.log).await
    }
}

/// When an access token of this life ends.
pub(super) fn expiry(now: Timestamp, life: Duration) -> Timestamp {
    now.saturating_add(life).unwrap_or(now)
}

/// The stored access token, as it is.
pub fn access_token(app: &App, grant: &Grant) -> Result<AccessToken, KeyError> {
    let place = places::grant(&grant.client_id, &grant.zoom_user_id, "access_token");
    let secret = app.keys.open(&place, &grant.access_token)?;
    let api_url = grant.api_url.as_deref().and_then(|url| url.parse().ok());
    Ok(AccessToken::new(secret).with_api_url(api_url))
}

/// Which token will do.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// One with enough time left.
    Alive,
    /// The same, to end the connection with: also while another app is in use than the one that it was made with.
    ToEnd,
    /// Any but this, which Zoom just refused.
    Not(&'a SecretString),
    /// One that Zoom gave at this time or later: proof that it still does.
    Since(Timestamp),
}

impl Wanted<'_> {
    fn is_met(self, grant: &Grant, token: &AccessToken, now: Timestamp) -> bool {
        let fits = match self {
            Self::Alive | Self::ToEnd => true,
            Self::Not(stale) => stale.expose_secret() != token.secret().expose_secret(),
            Self::Since(since) => grant.refreshed_at >= since,
        };
        fits && grant.access_expires_at > now + MARGIN
    }

    /// Zoom's token endpoint may be down while the token in hand still works for a few minutes.
    fn may_do_without(self, grant: &Grant, now: Timestamp) -> bool {
        matches!(self, Self::Alive) && grant.access_expires_at > now
    }
}

/// A token that Zoom should accept.
pub(super) async fn valid_token(
    app: &App,
    id: GrantId,
    wanted: Wanted<'_>,
    log: &Arc<CallLog>,
) -> Result<AccessToken, TokenError> {
    let (mut passed, mut pause) = (Duration::ZERO, FIRST_LOOK);
    loop {
        let grant = grants::get(&app.store.begin_read().await, id).await?.ok_or(TokenError::Gone)?;
        let usable = app.zoom.made(&grant) || matches!(wanted, Wanted::ToEnd);
        if grant.state == GrantState::NeedsReconnect || !usable {
            return Err(TokenError::NeedsReconnect);
        }
        let (token, now) = (access_token(app, &grant)?, app.now());
        if wanted.is_met(&grant, &token, now) {
            return Ok(token);
        }
        if let Some(lease) = take_lease(app, &grant).await? {
            let do_without = wanted.may_do_without(&grant, now);
            // Zoom makes the old pair void with its answer, so storing the new one must not depend on anybody who
            // waits: a closed browser tab drops the request, never the refresh.
            let (app, log) = (app.clone(), log.clone());
            let refreshed = tokio::spawn(async move { refresh(&app, &grant, &lease, &log).await }).await;
            match refreshed.unwrap_or_else(|error| Err(TokenError::Unavailable(error.to_string()))) {
                Ok(Refreshed::Token(token)) => return Ok(token),
                Ok(Refreshed::ByOthers) => {}
                Err(TokenError::Unavailable(_) | TokenError::AppRefused(_)) if do_without => {
                    return Ok(token);
                }
                Err(error) => return Err(error),
            }
        }
        if passed >= PATIENCE {
            return Err(TokenError::Unavailable("another refresh is taking too long".into()));
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "another process may hold the lease; its row is all we can watch"
        )]
        tokio::time::sleep(pause).await;
        passed += pause;
        pause = (pause * 2).min(LONGEST_LOOK);
    }
}

/// Takes the right to refresh, unless somebody has it, or has refreshed since the row was read.
async fn take_lease(app: &App, seen: &Grant) -> Result<Option<Lease>, StoreError> {
    // Only looking, because those who wait look often, and writing would hold up the one they wait for.
    let now = app.now();
    if seen.is_leased(now, LEASE) || (seen.lease_until.is_some() && !app.steadiness.lasts(&*app.clock, LEASE))
    {
        return Ok(None);
    }
    let owner = crate::accounts::new_token(&*app.random);
    let tx = app.store.begin_write().await?;
    let lease = grants::take_lease(&tx, seen, &owner, now + LEASE).await?;
    tx.commit().await?;
    reach("refresh.leased");
    Ok(lease)
}

/// Makes sure that the stored access token is alive, if Zoom lets us. For disconnecting.
pub(crate) async fn freshen(app: &App, id: GrantId, workspace: WorkspaceId, user: UserId) {
    let log = CallLog::new(Caller { workspace: Some(workspace), user: Some(user) });
    if let Err(error) = valid_token(app, id, Wanted::ToEnd, &log).await {
        tracing::info!(%error, "disconnecting without a live token");
    }
    log.write(app).await;
}
