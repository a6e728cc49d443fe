//! One refresh, by whoever holds the lease: asks Zoom, and stores what it said before anybody uses it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use secrecy::{ExposeSecret, SecretString};
use store::StoreError;
use store::grants::{self, Grant, Lease, RefreshedTokens, Refusal};
use tokio::sync::Notify;
use zoom::{AccessToken, OAuthError, Sent, TokenSet};

use super::calls::CallLog;
use super::care::next_check;
use super::tell::tell_needs_reconnect;
use super::tokens::{LEASE, TokenError, expiry};
use crate::app::App;
use crate::failpoint::reach;
use crate::keys::places;
use crate::until_stored::until_stored;

/// What came of it.
pub(super) enum Refreshed {
    /// The new access token, stored.
    Token(AccessToken),
    /// Somebody else has refreshed, or is at it: look again.
    ByOthers,
}

pub(super) async fn refresh(
    app: &App,
    grant: &Grant,
    lease: &Lease,
    log: &Arc<CallLog>,
) -> Result<Refreshed, TokenError> {
    let _underway = app.zoom.underway().begin();
    let place_of = |column| places::grant(&grant.client_id, &grant.zoom_user_id, column);
    let spent = match app.keys.open(&place_of("refresh_token"), &grant.refresh_token) {
        Ok(spent) => spent,
        Err(error) => {
            let tx = app.store.begin_write().await?;
            grants::release_lease(&tx, lease).await?;
            tx.commit().await?;
            return Err(error.into());
        }
    };
    // A pair belongs to the app that it was given to. Without its credentials nobody can renew it.
    let Some(zoom) = app.zoom.of_client(&grant.client_id) else {
        let tx = app.store.begin_write().await?;
        grants::release_lease(&tx, lease).await?;
        tx.commit().await?;
        return Err(TokenError::NeedsReconnect);
    };
    reach("refresh.before_zoom");
    let mut answer = zoom.logged(log).oauth().refresh(&spent).await;
    reach("refresh.after_zoom");
    // Zoom may have given a pair that never arrived. Some of its servers take the spent token for a moment longer
    // (Zoom reference J1), so the one chance to get another pair is now; if there is none, it is known at once.
    if answer.as_ref().is_err_and(lost) {
        answer = zoom.logged(log).oauth().refresh(&spent).await;
    }
    match answer {
        Ok(tokens) => {
            let pair = sealed(app, &tokens, place_of);
            // Nobody else has this pair.
            until_stored("a new pair of Zoom tokens", || keep(app, lease, &pair)).await?;
            Ok(Refreshed::Token(tokens.access_token()))
        }
        Err(OAuthError::InvalidGrant { .. }) => refused(app, grant, lease).await,
        Err(error) => {
            let tx = app.store.begin_write().await?;
            grants::note_error(&tx, grant.id, error.kind().as_str(), app.now()).await?;
            grants::release_lease(&tx, lease).await?;
            tx.commit().await?;
            let words = error.to_string();
            Err(match error {
                OAuthError::InvalidClient { .. } => TokenError::AppRefused(words),
                _ => TokenError::Unavailable(words),
            })
        }
    }
}

/// The answer broke off. One that did not come in time is not waited for twice.
fn lost(error: &OAuthError) -> bool {
    match error {
        OAuthError::Transport(error) => error.sent == Sent::Perhaps && !error.timed_out,
        OAuthError::Decode { .. } => true,
        _ => false,
    }
}

fn sealed(app: &App, tokens: &TokenSet, place_of: impl Fn(&'static str) -> String) -> RefreshedTokens {
    let now = app.now();
    let seal = |column: &'static str, secret: &SecretString| {
        app.keys.seal(&*app.random, &place_of(column), secret.expose_secret())
    };
    RefreshedTokens {
        access_token: seal("access_token", &tokens.access),
        refresh_token: seal("refresh_token", &tokens.refresh),
        access_expires_at: expiry(now, tokens.expires_in),
        scopes: Some(tokens.scopes.join(" ")).filter(|scopes| !scopes.is_empty()),
        refreshed_at: now,
    }
}

/// A pair that is older than what is stored is dropped: Zoom gave it before a reconnect.
async fn keep(app: &App, lease: &Lease, pair: &RefreshedTokens) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    grants::store_refreshed(&tx, lease, pair, next_check(app)).await?;
    reach("refresh.before_commit");
    tx.commit().await?;
    reach("refresh.after_commit");
    Ok(())
}

/// Zoom refused the pair. Believed only if nobody can hold a newer one (RT-05).
async fn refused(app: &App, grant: &Grant, lease: &Lease) -> Result<Refreshed, TokenError> {
    let now = app.now();
    let reason = "Zoom refused to renew our access";
    let tx = app.store.begin_write().await?;
    let refusal = grants::note_refusal(&tx, lease, reason, now, now + LEASE).await?;
    match refusal {
        Refusal::Broken => tell_needs_reconnect(app, &tx, grant.id, now).await?,
        Refusal::Suspected => {}
        Refusal::Outdated => grants::release_lease(&tx, lease).await?,
    }
    reach("refresh.before_commit");
    tx.commit().await?;
    reach("refresh.after_commit");
    match refusal {
        Refusal::Broken => Err(TokenError::NeedsReconnect),
        Refusal::Suspected => Err(TokenError::Unavailable(
            "Zoom refused a pair of tokens, and an interrupted refresh may hold a newer one".into(),
        )),
        Refusal::Outdated => Ok(Refreshed::ByOthers),
    }
}

/// Refreshes under way in this process. Whoever ends the program waits for them: between Zoom's answer and our commit
/// the only living pair of tokens is in memory.
#[derive(Debug, Clone, Default)]
pub struct Underway(Arc<Counter>);

#[derive(Debug, Default)]
struct Counter {
    running: AtomicUsize,
    ended: Notify,
}

struct One(Arc<Counter>);

impl Underway {
    fn begin(&self) -> impl Drop + Send + use<> {
        self.0.running.fetch_add(1, Ordering::SeqCst);
        One(self.0.clone())
    }

    /// Returns when none is under way.
    pub async fn finished(&self) {
        loop {
            let ended = self.0.ended.notified();
            if self.0.running.load(Ordering::SeqCst) == 0 {
                return;
            }
            ended.await;
        }
    }
}

impl Drop for One {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
        self.0.ended.notify_waiters();
    }
}
