//! Connecting: consent with state and PKCE, the exchange, and who the account is.

use std::net::IpAddr;
use std::sync::Arc;

use domain::{EmailAddress, GrantId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use jobs::{Options, enqueue};
use secrecy::ExposeSecret;
use store::audit_log::Action;
use store::connections;
use store::grants::{self, NewGrant};
use store::installation_settings::Setting;
use store::oauth_states::{self, NewOauthState, TakenState};
use store::user_emails::UserEmailKind;
use store::users;
use store::{StoreError, Tx};
use url::Url;
use zoom::{AccessToken, OAuthError, Pkce, TokenSet};

use super::asked::Asked;
use super::calls::{CallLog, Caller};
use super::care::next_check;
use super::connect_error::ConnectError;
use super::forget::{ForgetSource, empty_log, forget_in, note_deleted};
use super::own_settings::renew;
use super::patience::{PATIENCE, within};
use super::shared::{Shared, shared};
use super::zoom_app::RegisteredApp;
use crate::accounts::{hash_token, new_token};
use crate::app::App;
use crate::audit::{By, person_did};
use crate::failpoint::reach;
use crate::features::{self, Feature};
use crate::jobs::RevokeToken;
use crate::keys::places;
use crate::meetings;
use crate::until_stored::until_stored;
use crate::user_mails;

/// How long a consent page may stay open.
const STATE_LIFE: SignedDuration = SignedDuration::from_mins(30);

/// What Zoom sent back with the person.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Callback {
    /// Authorization code.
    pub code: Option<String>,
    /// What [`begin`] sent along.
    pub state: Option<String>,
    /// `access_denied` if the person declined.
    pub error: Option<String>,
    /// The address that it arrived at, as far as we can see.
    #[serde(skip)]
    pub arrived_at: Option<String>,
    /// Where the person is.
    #[serde(skip)]
    pub from: Option<IpAddr>,
}

/// A finished connection.
#[derive(Debug)]
pub struct Connected {
    /// Address of the Zoom account.
    pub email: String,
    /// Scopes that are asked for and were not granted.
    pub missing: Vec<&'static str>,
    /// Who else uses the account.
    pub shared: Shared,
}

/// Remembers who asks and gives the consent page's address.
pub async fn begin(app: &App, workspace: WorkspaceId, user: UserId) -> Result<Url, ConnectError> {
    turned_on(app, workspace, user).await?;
    let state = new_token(&*app.random);
    let pkce = Pkce::from_random(domain::random_bytes(&*app.random));
    let state_hash = hash_token(&state);
    let now = app.now();
    let zoom = app.zoom.in_use();
    let row = NewOauthState {
        state_hash,
        workspace_id: workspace,
        user_id: user,
        verifier: app.keys.seal(
            &*app.random,
            &places::verifier(&state_hash),
            pkce.verifier().expose_secret(),
        ),
        client_id: zoom.client_id().to_owned(),
        created_at: now,
        expires_at: now + STATE_LIFE,
    };
    let tx = app.store.begin_write().await?;
    // A day late, so that an expired one is still told apart from an unknown one.
    oauth_states::delete_expired(&tx, now - SignedDuration::from_hours(24)).await?;
    oauth_states::create(&tx, &row).await?;
    tx.commit().await?;
    Ok(zoom.app.oauth().authorize_url(&app.redirect_uri(), &state, &pkce))
}

async fn turned_on(app: &App, workspace: WorkspaceId, user: UserId) -> Result<(), ConnectError> {
    let standing = features::standing(app, Feature::Zoom, workspace, user).await?;
    if standing.is_on() { Ok(()) } else { Err(ConnectError::TurnedOff) }
}

/// Takes the person's answer back from Zoom.
pub async fn finish(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    callback: Callback,
) -> Result<Connected, ConnectError> {
    let Some(state) = callback.state else {
        return Err(if callback.code.is_some() { ConnectError::NotAsked } else { ConnectError::NoCode });
    };
    let (pkce, client_id) = take_state(app, workspace, user, &state, callback.arrived_at.as_deref()).await?;
    let zoom = app.zoom.in_use();
    if !client_id.is_empty() && client_id != zoom.client_id() {
        return Err(ConnectError::Switched);
    }
    // It may have been turned off while the consent page was open.
    turned_on(app, workspace, user).await?;
    let code = match (callback.code, callback.error) {
        (_, Some(error)) if error == "access_denied" => return Err(ConnectError::Declined),
        (_, Some(_)) => return Err(ConnectError::Problem),
        (None, None) => return Err(ConnectError::NoCode),
        (Some(code), None) => code,
    };
    // The exchange makes an earlier pair void: once begun, it ends in the database, whether or not anybody waits.
    let app = app.clone();
    let by = By { workspace, user, from: callback.from };
    let exchange = hash_token(&state);
    let connecting =
        within(PATIENCE, async move { exchange_and_keep(&app, &zoom, by, code, (&exchange, &pkce)).await });
    connecting.await.unwrap_or(Err(ConnectError::TakesLong))
}

async fn exchange_and_keep(
    app: &App,
    zoom: &RegisteredApp,
    by: By,
    code: String,
    (exchange_hash, pkce): (&[u8; 32], &Pkce),
) -> Result<Connected, ConnectError> {
    let log = CallLog::new(Caller { workspace: Some(by.workspace), user: Some(by.user) });
    let answer = exchange(app, zoom, &log, code, pkce).await;
    log.write(app).await;
    let (tokens, me) = answer?;
    keep(app, zoom, by, exchange_hash, tokens, me).await
}

/// A state works once, in time, and for the person who asked.
async fn take_state(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    state: &str,
    arrived_at: Option<&str>,
) -> Result<(Pkce, String), ConnectError> {
    let hash = hash_token(state);
    let tx = app.store.begin_write().await?;
    let taken = oauth_states::take(&tx, &hash, app.now()).await?;
    if let (Some(address), TakenState::Valid { .. }) = (arrived_at, &taken) {
        app.zoom.seen().note(&tx, Setting::RedirectSeen, address, app.now()).await?;
    }
    tx.commit().await?;
    match taken {
        TakenState::Valid { workspace_id, user_id, verifier, client_id }
            if (workspace_id, user_id) == (workspace, user) =>
        {
            let verifier = app.keys.open(&places::verifier(&hash), &verifier)?;
            let pkce = Pkce::from_verifier(verifier).map_err(|_| ConnectError::UnknownState)?;
            Ok((pkce, client_id))
        }
        TakenState::Valid { .. } | TakenState::Unknown => Err(ConnectError::UnknownState),
        TakenState::Expired => Err(ConnectError::Expired),
    }
}

async fn exchange(
    app: &App,
    zoom: &RegisteredApp,
    log: &Arc<CallLog>,
    code: String,
    pkce: &Pkce,
) -> Result<(TokenSet, zoom::User), ConnectError> {
    let zoom = zoom.logged(log);
    reach("connect.before_zoom");
    let answer = zoom.oauth().exchange(&code.into(), pkce, &app.redirect_uri()).await;
    reach("connect.after_zoom");
    let tokens = answer.map_err(|error| match error {
        OAuthError::InvalidGrant { .. } | OAuthError::InvalidCode { .. } | OAuthError::Rejected { .. } => {
            ConnectError::CodeRefused
        }
        OAuthError::InvalidClient { .. } => ConnectError::Credentials,
        error => {
            tracing::warn!(%error, "exchanging a Zoom authorization code failed");
            ConnectError::Unavailable
        }
    })?;
    match zoom.client(tokens.access_token()).users().me().await {
        Ok(me) => Ok((tokens, me)),
        Err(zoom::Error::MissingScope { any_of, .. }) => {
            Err(ConnectError::PermissionMissing(any_of.into_iter().next().unwrap_or_default()))
        }
        Err(error) => {
            tracing::warn!(%error, "asking Zoom who connected failed");
            Err(ConnectError::Unavailable)
        }
    }
}

/// The account's address, which Zoom always sends; without one there is nothing to show.
pub(super) fn address(me: &zoom::User) -> Option<EmailAddress> {
    me.email.as_deref().and_then(|text| EmailAddress::parse(text).ok())
}

/// Stores grant and connection. A reconnect always replaces tokens, scopes, address and plan (RT-13).
async fn keep(
    app: &App,
    zoom: &RegisteredApp,
    by: By,
    exchange: &[u8; 32],
    tokens: TokenSet,
    me: zoom::User,
) -> Result<Connected, ConnectError> {
    let client_id = zoom.client_id().to_owned();
    let zoom_user_id = me.id.clone();
    let now = app.now();
    let seal = |column: &str, secret: &secrecy::SecretString| {
        app.keys.seal(&*app.random, &places::grant(&client_id, &zoom_user_id, column), secret.expose_secret())
    };
    let scopes = tokens.scopes.join(" ");
    let access = tokens.access_token();
    let Some(email) = address(&me) else { return Err(ConnectError::Unavailable) };
    let grant = NewGrant {
        id: GrantId::new(&*app.clock, &*app.random),
        access_token: seal("access_token", &tokens.access),
        refresh_token: seal("refresh_token", &tokens.refresh),
        access_expires_at: super::tokens::expiry(now, tokens.expires_in),
        api_url: tokens.api_url.map(String::from),
        zoom_account_id: me.account_id.clone().unwrap_or_default(),
        email: email.clone(),
        display_name: me.name(),
        plan_type: super::check::plan_type(&me),
        timezone: me.timezone.clone(),
        scopes: scopes.clone(),
        connected_at: now,
        client_id,
        zoom_user_id,
    };
    // The exchange made every earlier pair void, and nobody else has this one.
    let stored =
        until_stored("a new Zoom connection", || store(app, by, (exchange, &access), &grant, now)).await?;
    let stored = stored.ok_or(ConnectError::Ended)?;
    if stored.forgotten {
        empty_log(app).await;
    }
    // Only now: nothing may come between Zoom's answer and its place in the database.
    let asked = Asked::chosen(&app.store.begin_read().await).await.unwrap_or(Asked::AT_FIRST);
    Ok(Connected { email: email.to_string(), missing: asked.missing(&scopes), shared: stored.shared })
}

/// What came of a new connection.
struct Stored {
    /// What came from another Zoom account before was deleted.
    forgotten: bool,
    /// Who else uses this one.
    shared: Shared,
}

/// `None` when the person disconnected, or was removed, while Zoom was asked.
async fn store(
    app: &App,
    by: By,
    (exchange, access): (&[u8; 32], &AccessToken),
    grant: &NewGrant,
    now: Timestamp,
) -> Result<Option<Stored>, StoreError> {
    let By { workspace, user, .. } = by;
    let tx = app.store.begin_write().await?;
    // Nobody changes this person's connection meanwhile, and no meeting of theirs begins unseen.
    users::lock(&tx, workspace, user).await?;
    if !oauth_states::exchange_is_wanted(&tx, exchange).await? {
        give_back(app, &tx, by, access, grant, now).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let before = connections::of_user(&tx, workspace, user).await?.map(|(_, grant)| grant.id);
    let id = grants::upsert(&tx, grant).await?;
    connections::connect(&tx, workspace, user, id, now).await?;
    grants::note_ok(&tx, id, now, next_check(app)).await?;
    renew(&tx, id, &grant.scopes).await?;
    // Another Zoom account than before: if the old one has no user left, what came from it goes in the same breath.
    let old = before.filter(|old| *old != id);
    if let Some(old) = old {
        // Of two who leave it at once, the second must see that it is the last.
        grants::get_for_update(&tx, old).await?;
    }
    let forgotten = match old {
        Some(old) if connections::users_of_grant(&tx, old).await?.is_empty() => {
            forget_in(app, &tx, old, ForgetSource::Replaced(by)).await?
        }
        _ => None,
    };
    // Whoever else works with this Zoom account has waited for it too, and learns that they share it from now on.
    for person in connections::users_of_grant(&tx, id).await? {
        meetings::bring_to_zoom(app, &tx, person.0, person.1).await?;
        if before != Some(id) && person != (workspace, user) {
            user_mails::tell(app, &tx, person.0, person.1, UserEmailKind::ZoomShared, now, None).await?;
        }
    }
    let shared = shared(&tx, id, workspace, user).await?;
    let words = match old {
        Some(_) => "Another account than before",
        None if before.is_some() => "The same account once more",
        None => "",
    };
    if let Some(counts) = &forgotten {
        // Whoever has another account now is none of the old one's people, whose logs tell of it.
        note_deleted(&tx, (workspace, user), counts).await?;
    }
    person_did(&tx, by, Action::ZoomConnected, words.to_owned()).await?;
    reach("connect.before_commit");
    tx.commit().await?;
    reach("connect.after_commit");
    Ok(Some(Stored { forgotten: forgotten.is_some(), shared }))
}

/// What Zoom gave is not wanted any more: it is revoked, unless others here use the same account. Their pair is void by
/// this one, so they go on with it.
async fn give_back(
    app: &App,
    tx: &Tx,
    by: By,
    access: &AccessToken,
    grant: &NewGrant,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = grants::upsert(tx, grant).await?;
    if connections::users_of_grant(tx, id).await?.is_empty() {
        grants::delete(tx, id).await?;
        let job = RevokeToken::new(app, &grant.client_id, (by.workspace, by.user), access);
        return enqueue(tx, Some(by.workspace), &job, Options::default()).await.map(drop);
    }
    grants::note_ok(tx, id, now, next_check(app)).await?;
    renew(tx, id, &grant.scopes).await
}
