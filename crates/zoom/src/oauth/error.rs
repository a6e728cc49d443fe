//! Errors of the OAuth endpoints (reference A.7).

use jiff::Timestamp;
use serde_json::Value;

use crate::answer;
use crate::error::{DecodeProblem, ErrorKind, Failure, Outcome, TransportError, status_outcome};
use crate::redact::clean;
use crate::transport::RawAnswer;

/// What went wrong with an OAuth call. None holds a token, code, verifier or secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OAuthError {
    /// The refresh token is dead: used, revoked, expired, or replaced by a newer connection of the same user.
    /// Read the stored token again, as another process may have refreshed; if it is the same, the user must connect
    /// again. No other error means that.
    #[error("Zoom no longer accepts this connection: it has to be made again")]
    InvalidGrant {
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// The authorization code is wrong, expired or used, or was asked for by somebody else (PKCE).
    #[error("Zoom does not accept the authorization code: it is used, expired or not ours")]
    InvalidCode {
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// The client id or secret is wrong: a mistake in the configuration.
    #[error("Zoom does not know this client id and secret")]
    InvalidClient {
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// Any other refusal below status 500, such as a redirect address that is not allowed.
    #[error("Zoom answered {status}: {}", reason.as_deref().or(error.as_deref()).unwrap_or("no reason given"))]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// OAuth's word for it, such as `invalid_request`.
        error: Option<String>,
        /// Zoom's sentence, on one line.
        reason: Option<String>,
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// No complete answer.
    #[error(transparent)]
    Transport(#[from] TransportError),

    /// HTTP 429: nothing was done.
    #[error("Zoom's rate limit is reached")]
    RateLimited {
        /// When to try again, if Zoom said so.
        retry_at: Option<Timestamp>,
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// Status 500 or above: Zoom has a problem, the connection has none.
    #[error("Zoom is not available (status {status})")]
    Unavailable {
        /// The HTTP status.
        status: u16,
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// The answer is not what it should be. The tokens may have been rotated.
    #[error("Zoom's answer could not be read: {problem}")]
    Decode {
        /// Where and how reading failed.
        problem: DecodeProblem,
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },
}

impl OAuthError {
    /// Whether Zoom may have done it all the same: used up the code, rotated the refresh token, revoked.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Transport(error) => error.outcome(),
            Self::Unavailable { .. } | Self::Decode { .. } => Outcome::Perhaps,
            Self::Rejected { status, .. } => status_outcome(*status),
            Self::InvalidGrant { .. }
            | Self::InvalidCode { .. }
            | Self::InvalidClient { .. }
            | Self::RateLimited { .. } => Outcome::NotDone,
        }
    }

    /// The kind of the failure, without details.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::InvalidGrant { .. } => ErrorKind::InvalidGrant,
            Self::InvalidCode { .. } => ErrorKind::InvalidCode,
            Self::InvalidClient { .. } => ErrorKind::InvalidClient,
            Self::Rejected { .. } => ErrorKind::Refused,
            Self::Transport(error) => error.kind(),
            Self::RateLimited { .. } => ErrorKind::RateLimited,
            Self::Unavailable { .. } => ErrorKind::Unavailable,
            Self::Decode { .. } => ErrorKind::Decode,
        }
    }

    /// Zoom's name for the exchange, which its support asks for.
    pub fn tracking_id(&self) -> Option<&str> {
        match self {
            Self::InvalidGrant { tracking_id }
            | Self::InvalidCode { tracking_id }
            | Self::InvalidClient { tracking_id }
            | Self::Rejected { tracking_id, .. }
            | Self::RateLimited { tracking_id, .. }
            | Self::Unavailable { tracking_id, .. }
            | Self::Decode { tracking_id, .. } => tracking_id.as_deref(),
            Self::Transport(_) => None,
        }
    }
}

impl Failure for OAuthError {
    fn kind(&self) -> ErrorKind {
        OAuthError::kind(self)
    }
}

/// What the call was for: the same words mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Exchange,
    Refresh,
    Revoke,
    App,
}

/// The error in an answer, or `None` if it is a success. Keys on Zoom's words first, as its statuses vary (J9).
pub(super) fn refusal(
    answer: &RawAnswer,
    purpose: Purpose,
    now: Timestamp,
    secrets: &[&str],
) -> Option<OAuthError> {
    let status = answer.status;
    let tracking_id = answer.tracking_id();
    if status == 429 {
        let retry_at = answer::retry_at(|name| answer.header(name), now);
        return Some(OAuthError::RateLimited { retry_at, tracking_id });
    }
    if status >= 500 {
        return Some(OAuthError::Unavailable { status, tracking_id });
    }
    let body = answer::json_object(&answer.body).unwrap_or_default();
    let said = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let error = said("error");
    let reason = said("reason").or_else(|| said("error_description")).or_else(|| said("errorMessage"));
    if (200..300).contains(&status) && error.is_none() {
        return None;
    }

    let reason_is = |words: &str| {
        reason
            .as_deref()
            .is_some_and(|reason| reason.to_ascii_lowercase().starts_with(&words.to_ascii_lowercase()))
    };
    let dead_token = error.as_deref() == Some("invalid_grant") || reason_is("Invalid Token!");
    Some(match purpose {
        _ if error.as_deref() == Some("invalid_client") => OAuthError::InvalidClient { tracking_id },
        Purpose::Exchange if dead_token || reason_is("Invalid authorization code") => {
            OAuthError::InvalidCode { tracking_id }
        }
        Purpose::Refresh | Purpose::Revoke if dead_token => OAuthError::InvalidGrant { tracking_id },
        _ => OAuthError::Rejected {
            status,
            error: error.map(|error| clean(&error, secrets)),
            reason: reason.map(|reason| clean(&reason, secrets)),
            tracking_id,
        },
    })
}
