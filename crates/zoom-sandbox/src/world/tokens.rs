//! Issuing, refreshing and revoking tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{
    World,
    grant::{ACCESS_SECONDS, CODE_LIFE, Challenge, Code, Grant, Issued, hash},
    user::User,
};
use crate::{clock::shift, random::Random};

/// Characters of a code's random part.
const CODE_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A fresh pair, in clear for the one answer that carries it. No `Debug`.
pub(crate) struct NewTokens {
    pub(crate) access: String,
    /// Absent for `client_credentials`.
    pub(crate) refresh: Option<String>,
    pub(crate) scopes: Vec<String>,
}

/// Why no token was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenError {
    BadCode,
    RedirectMismatch,
    BadVerifier,
    BadRefreshToken,
    /// The user left the account.
    NoOwner,
}

impl World {
    /// Makes the code of an allowed authorization: `<random>_<user id>`.
    pub(crate) fn issue_code(
        &mut self,
        user_id: &str,
        redirect_uri: &str,
        scopes: Vec<String>,
        challenge: Option<Challenge>,
        now: Timestamp,
        random: &Random,
    ) -> String {
        let code = format!("{}_{user_id}", random.text(10, CODE_ALPHABET));
        self.codes.retain(|old| old.expires_at > now);
        self.codes.push(Code {
            hash: hash(&code),
            user_id: user_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            scopes,
            challenge,
            expires_at: shift(now, CODE_LIFE),
        });
        code
    }

    /// Turns a code into tokens. Every older token of this user dies.
    pub(crate) fn exchange_code(
        &mut self,
        code: &str,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
        now: Timestamp,
        random: &Random,
    ) -> Result<NewTokens, TokenError> {
        let wanted = hash(code);
        let place = self
            .codes
            .iter()
            .position(|known| known.hash == wanted && known.expires_at > now)
            .ok_or(TokenError::BadCode)?;
        let known = &self.codes[place];
        if !self.user(&known.user_id).is_some_and(User::is_active) {
            return Err(TokenError::BadCode);
        }
        if redirect_uri != Some(known.redirect_uri.as_str()) {
            return Err(TokenError::RedirectMismatch);
        }
        if known.challenge.as_ref().is_some_and(|challenge| !challenge.is_met_by(verifier)) {
            return Err(TokenError::BadVerifier);
        }
        let known = self.codes.swap_remove(place);
        let (tokens, access, refresh) = self.mint(&known.user_id, known.scopes, now, random);
        self.grants.retain(|grant| grant.user_id != known.user_id);
        self.grants.push(Grant {
            user_id: known.user_id,
            scopes: tokens.scopes.clone(),
            connected_at: now,
            access: vec![access],
            refresh,
            previous_refresh: None,
        });
        Ok(tokens)
    }

    /// Rotates a pair.
    pub(crate) fn refresh(
        &mut self,
        token: &str,
        now: Timestamp,
        random: &Random,
    ) -> Result<NewTokens, TokenError> {
        let hash = hash(token);
        let place = self
            .grants
            .iter()
            .position(|grant| grant.takes_refresh(&hash, now))
            .ok_or(TokenError::BadRefreshToken)?;
        let (user_id, scopes) = (self.grants[place].user_id.clone(), self.grants[place].scopes.clone());
        if !self.user(&user_id).ok_or(TokenError::NoOwner)?.is_active() {
            return Err(TokenError::BadRefreshToken);
        }
        let (tokens, access, refresh) = self.mint(&user_id, scopes, now, random);
        let rotation = self.app.rotation;
        self.grants[place].rotate(access, refresh, rotation, now);
        Ok(tokens)
    }

    /// A token for the app itself.
    pub(crate) fn issue_app_token(&mut self, now: Timestamp, random: &Random) -> NewTokens {
        let (tokens, access, _) = self.mint("", Vec::new(), now, random);
        self.app_tokens.retain(|token| token.expires_at > now);
        self.app_tokens.push(access);
        NewTokens { refresh: None, ..tokens }
    }

    fn mint(
        &self,
        user_id: &str,
        scopes: Vec<String>,
        now: Timestamp,
        random: &Random,
    ) -> (NewTokens, Issued, Issued) {
        let access_until = shift(now, SignedDuration::from_secs(ACCESS_SECONDS));
        let refresh_life = SignedDuration::from_hours(24 * i64::from(self.app.refresh_token_days));
        let refresh_until = shift(now, refresh_life);
        let access = self.token_text(user_id, 0, now, access_until, random);
        let refresh = self.token_text(user_id, 1, now, refresh_until, random);
        let issued = |text: &str, expires_at| Issued { hash: hash(text), expires_at };
        let (a, r) = (issued(&access, access_until), issued(&refresh, refresh_until));
        (NewTokens { access, refresh: Some(refresh), scopes }, a, r)
    }

    /// Looks like Zoom's JWTs. The signature is random: clients must treat tokens as opaque, and the sandbox looks
    /// them up by hash.
    fn token_text(
        &self,
        user_id: &str,
        kind: u8,
        now: Timestamp,
        until: Timestamp,
        random: &Random,
    ) -> String {
        let header = json!({ "sv": "000001", "alg": "HS512", "v": "2.0", "kid": "sandbox" });
        let claims = json!({
            "ver": 10, "auid": hex::encode(random.bytes::<16>()), "iss": format!("zm:cid:{}", self.app.client_id),
            "gno": 0, "type": kind, "tid": 0, "aud": "https://oauth.zoom.us", "uid": user_id,
            "nbf": now.as_second(), "exp": until.as_second(), "iat": now.as_second(), "aid": self.account.id,
            "jti": hex::encode(random.bytes::<16>()),
        });
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        format!(
            "{}.{}.{}",
            part(header.to_string().as_bytes()),
            part(claims.to_string().as_bytes()),
            part(&random.bytes::<64>())
        )
    }
}

impl Challenge {
    fn is_met_by(&self, verifier: Option<&str>) -> bool {
        let Some(verifier) = verifier.filter(|text| (43..=128).contains(&text.len())) else { return false };
        let (expected, got) = match self {
            Self::Plain(challenge) => (challenge, verifier.to_owned()),
            Self::S256(challenge) => (challenge, URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))),
        };
        expected.as_bytes().ct_eq(got.as_bytes()).into()
    }
}
