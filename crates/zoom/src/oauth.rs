//! Connecting a user: consent, tokens, revocation (reference A).

mod error;
mod pkce;
mod token_set;

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use url::Url;

pub use error::OAuthError;
pub use pkce::{InvalidVerifier, Pkce};
pub use token_set::{AppToken, TokenSet};

use crate::answer;
use crate::app::{App, join};
use crate::token::AccessToken;
use crate::transport::RawAnswer;
use error::Purpose;

/// OAuth calls of an app. None of them is ever repeated here: a code is good once, and Zoom rotates refresh tokens.
#[derive(Debug)]
pub struct OAuth<'a> {
    app: &'a App,
}

/// How a revocation ended. Either way the token is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Zoom revoked it, and removed the app for that user.
    Revoked,
    /// It was dead already.
    AlreadyDead,
}

impl<'a> OAuth<'a> {
    pub(crate) fn new(app: &'a App) -> Self {
        Self { app }
    }

    /// The address of the consent page, to which the user's browser is sent (reference A.2).
    ///
    /// `redirect_uri` must be in the app's allow list, byte for byte. `state` comes back unchanged: make it
    /// unguessable, tie it to the browser's session, and take it once. No scopes are sent: the app's own apply.
    pub fn authorize_url(&self, redirect_uri: &Url, state: &str, pkce: &Pkce) -> Url {
        let mut url = join(&self.app.endpoints.oauth_base, "/oauth/authorize");
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.app.credentials.client_id)
            .append_pair("redirect_uri", redirect_uri.as_str())
            .append_pair("state", state)
            .append_pair("code_challenge", &pkce.challenge())
            .append_pair("code_challenge_method", "S256");
        url
    }

    /// Trades the code from the callback for tokens. The code is good for 5 minutes and once. This ends all
    /// earlier tokens of the same user and app (reference A.5).
    ///
    /// # Errors
    /// Any [`OAuthError`]; `InvalidCode` means that the user starts over.
    pub async fn exchange(
        &self,
        code: &SecretString,
        pkce: &Pkce,
        redirect_uri: &Url,
    ) -> Result<TokenSet, OAuthError> {
        let (code, verifier) = (code.expose_secret(), pkce.verifier().expose_secret());
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri.as_str()),
            ("code_verifier", verifier),
        ];
        self.post("/oauth/token", &form, Purpose::Exchange, &[code, verifier], read_tokens).await
    }

    /// Trades a refresh token for new tokens. Store them before anything else: the old refresh token is dead from
    /// this moment on, without grace (reference A.5).
    ///
    /// # Errors
    /// Any [`OAuthError`]. `InvalidGrant` means that the user must connect again, unless another process has
    /// refreshed meanwhile; only it means so. If [`OAuthError::outcome`] is `Perhaps`, Zoom may have rotated the
    /// token without our knowing the new one: the next refresh shows it.
    pub async fn refresh(&self, refresh_token: &SecretString) -> Result<TokenSet, OAuthError> {
        let token = refresh_token.expose_secret();
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post("/oauth/token", &form, Purpose::Refresh, &[token], read_tokens).await
    }

    /// A token of the app itself, without a user: for managing event subscriptions (reference A.4). Scopes are those
    /// that the app owns.
    ///
    /// # Errors
    /// Any [`OAuthError`] but `InvalidGrant` and `InvalidCode`.
    pub async fn client_credentials(&self) -> Result<AppToken, OAuthError> {
        self.post("/oauth/token", &[("grant_type", "client_credentials")], Purpose::App, &[], read_tokens)
            .await
    }

    /// Ends a user's tokens and removes the app for them; Zoom then sends `app_deauthorized` (reference A.8).
    ///
    /// # Errors
    /// Any [`OAuthError`] but `InvalidGrant` and `InvalidCode`.
    pub async fn revoke(&self, access_token: &AccessToken) -> Result<Revocation, OAuthError> {
        let token = access_token.secret().expose_secret();
        let form = [("token", token)];
        match self.post("/oauth/revoke", &form, Purpose::Revoke, &[token], |_| Ok(())).await {
            Ok(()) => Ok(Revocation::Revoked),
            Err(OAuthError::InvalidGrant { .. }) => Ok(Revocation::AlreadyDead),
            Err(error) => Err(error),
        }
    }

    async fn post<T>(
        &self,
        route: &'static str,
        form: &[(&str, &str)],
        purpose: Purpose,
        secrets: &[&str],
        read: fn(RawAnswer) -> Result<T, OAuthError>,
    ) -> Result<T, OAuthError> {
        let App { endpoints, wire, credentials, .. } = self.app;
        let request = self.app.authenticated(wire.http.post(join(&endpoints.oauth_base, route))).form(form);
        wire.exchange(&Method::POST, route, request, |answer| {
            let client_secret = credentials.client_secret.expose_secret();
            let secrets: Vec<&str> = secrets.iter().copied().chain([client_secret]).collect();
            match error::refusal(&answer, purpose, wire.runtime.now(), &secrets) {
                Some(error) => Err(error),
                None => read(answer),
            }
        })
        .await
    }
}

fn read_tokens<T: DeserializeOwned>(answer: RawAnswer) -> Result<T, OAuthError> {
    if let Some(error) = answer.cut_off {
        return Err(error.into());
    }
    let tracking_id = answer.tracking_id();
    answer::decode(&answer.body).map_err(|problem| OAuthError::Decode { problem, tracking_id })
}
