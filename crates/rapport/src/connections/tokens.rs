//! The one way to a valid access token. Refresh is single-flight across tasks and processes: whoever holds the
//! lease on the grant's row asks Zoom, everyone else waits for the new pair.

use std::sync::Arc;
use std::time::Duration;

use domain::{GrantId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::StoreError;
use store::grants::{self, Grant, GrantState, RefreshedTokens};
use zoom::{AccessToken, OAuthError, TokenSource};

use super::calls::{CallLog, Caller};
use crate::app::App;
use crate::failpoint::reach;
use crate::keys::KeyError;

/// A token with less than this left is refreshed before it is used.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
/// How long a refresh may hold the row; longer than the client's own timeout.
const LEASE: SignedDuration = SignedDuration::from_secs(40);
/// How often a waiter looks whether the refresh is done, and how many times.
const LOOK: (Duration, u32) = (Duration::from_millis(50), 900);

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The grant was deleted: the person disconnected.
    #[error("Zoom is not connected any more")]
    Gone,
    /// Zoom refuses our access for good; only the person can help, by connecting again.
    #[error("Zoom refuses our access; connect again")]
    NeedsReconnect,
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
        valid_token(&self.app, self.grant, None, &self.log).await
    }

    async fn rejected(&self, stale: &AccessToken) -> Result<AccessToken, TokenError> {
        valid_token(&self.app, self.grant, Some(stale.secret()), &self.log).await
    }
}

/// Where a sealed token of a grant stands; the associated data of its seal.
pub(super) fn place(client_id: &str, zoom_user_id: &str, column: &str) -> String {
    format!("grants:{client_id}:{zoom_user_id}:{column}")
}

/// When an access token of this life ends.
pub(super) fn expiry(now: Timestamp, life: Duration) -> Timestamp {
    now.saturating_add(life).unwrap_or(now)
}

/// The stored access token, as it is.
pub fn access_token(app: &App, grant: &Grant) -> Result<AccessToken, KeyError> {
    let place = place(&grant.client_id, &grant.zoom_user_id, "access_token");
    let secret = app.keys.open(&place, &grant.access_token)?;
    let api_url = grant.api_url.as_deref().and_then(|url| url.parse().ok());
    Ok(AccessToken::new(secret).with_api_url(api_url))
}

/// A token that Zoom should accept. `stale` is one that it just refused.
async fn valid_token(
    app: &App,
    id: GrantId,
    stale: Option<&SecretString>,
    log: &Arc<CallLog>,
) -> Result<AccessToken, TokenError> {
    let owner = crate::accounts::new_token(&*app.random);
    for _ in 0..LOOK.1 {
        let grant = grants::get(&app.store.begin_read().await, id).await?.ok_or(TokenError::Gone)?;
        if grant.state == GrantState::NeedsReconnect {
            return Err(TokenError::NeedsReconnect);
        }
        let token = access_token(app, &grant)?;
        let refused = stale.is_some_and(|stale| stale.expose_secret() == token.secret().expose_secret());
        if !refused && grant.access_expires_at > app.now() + MARGIN {
            return Ok(token);
        }
        if take_lease(app, &grant, &owner).await? {
            // Zoom makes the old pair void with its answer, so storing the new one must not depend on anybody who
            // waits: a closed browser tab drops the request, never the refresh.
            let (app, log) = (app.clone(), log.clone());
            let (expires_at, now) = (grant.access_expires_at, app.now());
            let refreshed = tokio::spawn(async move { refresh(&app, &grant, &owner, &log).await }).await;
            let result = refreshed.unwrap_or_else(|error| Err(TokenError::Unavailable(error.to_string())));
            return match result {
                // Zoom's token endpoint may be down while the token in hand still works for a few minutes.
                Err(TokenError::Unavailable(_)) if !refused && expires_at > now => Ok(token),
                result => result,
            };
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "another process may hold the lease; its row is all we can watch"
        )]
        tokio::time::sleep(LOOK.0).await;
    }
    Err(TokenError::Unavailable("another refresh is taking too long".into()))
}

/// Takes the right to refresh, unless somebody has it, or has refreshed since the row was read.
async fn take_lease(app: &App, seen: &Grant, owner: &str) -> Result<bool, StoreError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let mut taken = grants::try_lease(&tx, seen.id, owner, now, now + LEASE).await?;
    if taken {
        let current = grants::get(&tx, seen.id).await?;
        taken = current.is_some_and(|current| current.generation == seen.generation);
        if !taken {
            grants::release_lease(&tx, seen.id, owner).await?;
        }
    }
    tx.commit().await?;
    reach("refresh.leased");
    Ok(taken)
}

async fn refresh(
    app: &App,
    grant: &Grant,
    owner: &str,
    log: &Arc<CallLog>,
) -> Result<AccessToken, TokenError> {
    let place_of = |column| place(&grant.client_id, &grant.zoom_user_id, column);
    let answer = match app.keys.open(&place_of("refresh_token"), &grant.refresh_token) {
        Ok(refresh_token) => {
            reach("refresh.before_zoom");
            let answer = app.zoom.logged(log).oauth().refresh(&refresh_token).await;
            reach("refresh.after_zoom");
            answer
        }
        Err(error) => {
            let tx = app.store.begin_write().await?;
            grants::release_lease(&tx, grant.id, owner).await?;
            tx.commit().await?;
            return Err(error.into());
        }
    };
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let result = match answer {
        Ok(tokens) => {
            let refreshed = RefreshedTokens {
                generation: grant.generation,
                access_token: app.keys.seal(
                    &*app.random,
                    &place_of("access_token"),
                    tokens.access.expose_secret(),
                ),
                refresh_token: app.keys.seal(
                    &*app.random,
                    &place_of("refresh_token"),
                    tokens.refresh.expose_secret(),
                ),
                access_expires_at: expiry(now, tokens.expires_in),
                scopes: Some(tokens.scopes.join(" ")).filter(|scopes| !scopes.is_empty()),
            };
            grants::store_refreshed(&tx, grant.id, owner, &refreshed, now).await?;
            Ok(tokens.access_token())
        }
        Err(OAuthError::InvalidGrant { .. }) => {
            // Another process may have rotated the pair between our read and our call (RT-05): believe the refusal
            // only if the row is still the one that was refused.
            let current = grants::get_for_update(&tx, grant.id).await?;
            match current {
                Some(current) if current.generation == grant.generation => {
                    grants::mark_needs_reconnect(&tx, grant.id, "Zoom refused to renew our access", now)
                        .await?;
                    Err(TokenError::NeedsReconnect)
                }
                Some(current) => access_token(app, &current).map_err(TokenError::from),
                None => Err(TokenError::Gone),
            }
        }
        Err(error) => {
            grants::note_error(&tx, grant.id, &error.to_string(), now).await?;
            Err(TokenError::Unavailable(error.to_string()))
        }
    };
    grants::release_lease(&tx, grant.id, owner).await?;
    reach("refresh.before_commit");
    tx.commit().await?;
    reach("refresh.after_commit");
    result
}

/// Makes sure that the stored access token is alive, if Zoom lets us. For disconnecting.
pub(super) async fn freshen(app: &App, id: GrantId, workspace: WorkspaceId, user: UserId) {
    let log = CallLog::new(Caller { workspace: Some(workspace), user: Some(user) });
    if let Err(error) = valid_token(app, id, None, &log).await {
        tracing::info!(%error, "disconnecting without a live token");
    }
    log.write(app).await;
}
