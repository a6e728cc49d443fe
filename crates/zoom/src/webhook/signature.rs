//! Signatures of events (reference E.2, E.3).

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::Sha256;

/// Header that holds when Zoom signed the event, in Unix seconds.
pub const TIMESTAMP_HEADER: &str = "x-zm-request-timestamp";

/// Header that holds `v0=` and the signature in hex.
pub const SIGNATURE_HEADER: &str = "x-zm-signature";

/// How old or early an event may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How old. Default 2 hours: Zoom repeats an event for 85 minutes, and whether it signs anew is not known
    /// (reference J12). So remember the bodies you have seen for longer than this.
    pub past: Duration,
    /// How far ahead of our clock. Default 5 minutes.
    pub future: Duration,
}

impl Default for Window {
    fn default() -> Self {
        Self { past: Duration::from_hours(2), future: Duration::from_mins(5) }
    }
}

/// Why a request is not taken for one of Zoom's. Answer 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// We have no secret, so anybody could sign: set it up first.
    #[error("no webhook secret token is configured")]
    NoSecret,
    /// The timestamp header is missing or not a number of seconds.
    #[error("the request timestamp is missing or not a number")]
    BadTimestamp,
    /// The signature header is missing, of another version, or wrong.
    #[error("the signature is missing or wrong")]
    BadSignature,
    /// Signed by Zoom, but too long ago: a replay.
    #[error("the event is too old")]
    TooOld,
    /// Signed by Zoom, but for a time to come: our clock is wrong.
    #[error("the event is from the future")]
    TooEarly,
}

/// Whether `body` was signed with `secret` and is of our time. `timestamp` and `signature` are the values of
/// [`TIMESTAMP_HEADER`] and [`SIGNATURE_HEADER`]; pass an empty text for a missing one.
///
/// `body` must be the bytes as they came: Zoom escapes some characters and not others, so parsing and writing again
/// gives other bytes. The comparison takes the same time wherever the first difference is.
///
/// # Errors
/// [`SignatureError`]; the window is looked at only once the signature is known to be right.
pub fn verify(
    body: &[u8],
    timestamp: &str,
    signature: &str,
    secret: &SecretString,
    now: Timestamp,
    window: Window,
) -> Result<(), SignatureError> {
    let mut mac = keyed(secret)?;
    // `parse` alone would also take a sign.
    if timestamp.is_empty() || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SignatureError::BadTimestamp);
    }
    let signed_at = timestamp.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let signed_at = signed_at.ok_or(SignatureError::BadTimestamp)?;

    let claimed = signature.strip_prefix("v0=").and_then(|digits| hex::decode(digits).ok());
    let claimed = claimed.ok_or(SignatureError::BadSignature)?;
    mac.update(b"v0:");
    mac.update(timestamp.as_bytes());
    mac.update(b":");
    mac.update(body);
    mac.verify_slice(&claimed).map_err(|_| SignatureError::BadSignature)?;

    let age = now.duration_since(signed_at);
    if age.is_negative() {
        return if age.unsigned_abs() > window.future { Err(SignatureError::TooEarly) } else { Ok(()) };
    }
    if age.unsigned_abs() > window.past { Err(SignatureError::TooOld) } else { Ok(()) }
}

/// What `endpoint.url_validation` wants to hear, as the JSON body of a 200. `Debug` shows the public half only.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UrlValidationAnswer {
    /// The token as it came.
    pub plain_token: String,
    /// The token signed with the secret, in hex.
    pub encrypted_token: String,
}

impl std::fmt::Debug for UrlValidationAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UrlValidationAnswer").field("plain_token", &self.plain_token).finish_non_exhaustive()
    }
}

/// Answers Zoom's question whether we know the secret. Only after [`verify`], or anybody could have anything signed.
///
/// # Errors
/// [`SignatureError::NoSecret`].
pub fn answer_url_validation(
    plain_token: &str,
    secret: &SecretString,
) -> Result<UrlValidationAnswer, SignatureError> {
    let mut mac = keyed(secret)?;
    mac.update(plain_token.as_bytes());
    let encrypted_token = hex::encode(mac.finalize().into_bytes());
    Ok(UrlValidationAnswer { plain_token: plain_token.to_owned(), encrypted_token })
}

fn keyed(secret: &SecretString) -> Result<Hmac<Sha256>, SignatureError> {
    let secret = secret.expose_secret();
    if secret.trim().is_empty() {
        return Err(SignatureError::NoSecret);
    }
    // A key of any length is taken, so this error never comes.
    Hmac::new_from_slice(secret.as_bytes()).map_err(|_| SignatureError::NoSecret)
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
