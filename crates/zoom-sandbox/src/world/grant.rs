//! What a user allowed the app: authorization codes and one live token family per user.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::app::Rotation;
use crate::clock::shift;

/// Codes live five minutes and work once.
pub(crate) const CODE_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// Documented as 3600, observed as 3599.
pub(crate) const ACCESS_SECONDS: i64 = 3599;
/// How long `grace` rotation still takes the previous pair.
const GRACE: SignedDuration = SignedDuration::from_secs(60);
/// Old access tokens are remembered so that they are called expired, not unknown.
const REMEMBERED_TOKENS: usize = 8;

/// An authorization code. Only its hash is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) hash: String,
    pub(crate) user_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) expires_at: Timestamp,
}

/// PKCE, as sent with the authorization request.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Challenge {
    S256(String),
    Plain(String),
}

/// One issued token. Only its hash is kept, so a state file opens nothing.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Issued {
    pub(crate) hash: String,
    pub(crate) expires_at: Timestamp,
}

/// A user's consent and the tokens that live by it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) user_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) connected_at: Timestamp,
    pub(crate) access: Vec<Issued>,
    pub(crate) refresh: Issued,
    pub(crate) previous_refresh: Option<Issued>,
}

/// What an access token turned out to be.
pub(crate) enum Access<'a> {
    Valid(&'a Grant),
    Expired,
    Unknown,
}

impl Grant {
    /// Replaces the pair after a refresh. The previous access token lives on until it expires.
    pub(crate) fn rotate(&mut self, access: Issued, refresh: Issued, rotation: Rotation, now: Timestamp) {
        let old = std::mem::replace(&mut self.refresh, refresh);
        self.previous_refresh = match rotation {
            Rotation::Strict => None,
            Rotation::Grace => Some(Issued { expires_at: shift(now, GRACE).min(old.expires_at), ..old }),
        };
        self.access.push(access);
        let surplus = self.access.len().saturating_sub(REMEMBERED_TOKENS);
        self.access.drain(..surplus);
    }

    pub(crate) fn expire_access(&mut self, now: Timestamp) {
        for token in &mut self.access {
            token.expires_at = token.expires_at.min(now);
        }
    }

    /// Whether this refresh token may be used at `now`.
    pub(crate) fn takes_refresh(&self, hash: &str, now: Timestamp) -> bool {
        std::iter::once(&self.refresh)
            .chain(&self.previous_refresh)
            .any(|token| token.hash == hash && token.expires_at > now)
    }

    fn access(&self, hash: &str, now: Timestamp) -> Option<Access<'_>> {
        let token = self.access.iter().find(|token| token.hash == hash)?;
        Some(if token.expires_at > now { Access::Valid(self) } else { Access::Expired })
    }
}

/// Finds the grant behind an access token.
pub(crate) fn look_up<'a>(grants: &'a [Grant], token: &str, now: Timestamp) -> Access<'a> {
    let hash = hash(token);
    grants.iter().find_map(|grant| grant.access(&hash, now)).unwrap_or(Access::Unknown)
}

/// SHA-256 of a token or code, in hex.
pub(crate) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
