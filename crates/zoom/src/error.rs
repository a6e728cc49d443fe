//! Errors a caller can act on.

mod kind;
mod parts;

use jiff::Timestamp;

pub use kind::{ErrorKind, Outcome, Sent};
pub(crate) use kind::{Failure, status_outcome};
pub use parts::{DecodeKind, DecodeProblem, FieldError, RateLimit, Refusal};
use parts::{list, words};

pub use crate::transport::TransportError;

/// What went wrong with a call of Zoom's REST API (reference C.2), the compliance API included.
///
/// Two questions matter most to a caller: what to do now, which is the variant, and whether the thing may have
/// been done all the same, which is [`Error::outcome`]. No variant holds a token or a secret, nor the contents of
/// an answer beyond Zoom's own error message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No complete answer: retry later. Look at [`Error::outcome`] before a POST is repeated.
    #[error(transparent)]
    Transport(#[from] TransportError),

    /// HTTP 429 (reference D): nothing was done. Do not call again before `retry_at`.
    #[error("Zoom's rate limit is reached ({kind}): {refusal}")]
    RateLimited {
        /// Which limit.
        kind: RateLimit,
        /// When to try again, if Zoom said so in a form we know.
        retry_at: Option<Timestamp>,
        /// What Zoom said.
        refusal: Refusal,
    },

    /// The access token is not valid (HTTP 401 or code 124), and a fresh one did not help.
    #[error("Zoom does not accept the access token: {0}")]
    Unauthorized(Refusal),

    /// The app was not given a scope that this call needs (reference B).
    #[error("Zoom asks for one of the scopes {scopes} for this: {refusal}", scopes = any_of.join(", "))]
    MissingScope {
        /// Each of these scopes would do.
        any_of: Vec<String>,
        /// What Zoom said.
        refusal: Refusal,
    },

    /// The meeting (code 3001) or user (code 1001) is unknown, deleted or expired; without a code, the address is.
    #[error("Zoom does not know this: {0}")]
    NotFound(Refusal),

    /// Zoom does not accept what was sent (code 300).
    #[error("Zoom does not accept the request: {refusal}{list}", list = list(fields))]
    Validation {
        /// The fields at fault; empty if Zoom named none.
        fields: Vec<FieldError>,
        /// What Zoom said.
        refusal: Refusal,
    },

    /// Any other refusal, those of status 500 and above included.
    #[error("Zoom answered {status}: {words}", words = words(message, *code))]
    Api {
        /// The HTTP status; 200 if Zoom put the error into an ordinary answer.
        status: u16,
        /// Zoom's own code, such as 3161; `None` if the body was not one of Zoom's error bodies.
        code: Option<i64>,
        /// Zoom's words on one line, at most 300 characters; empty if it had none.
        message: String,
        /// `x-zm-trackingid`, by which Zoom's support finds the exchange.
        tracking_id: Option<String>,
    },

    /// The answer is not what it should be. The thing asked for may have been done.
    #[error("Zoom's answer (status {status}) could not be read: {kind} at `{path}`")]
    Decode {
        /// Path in the JSON, such as `meetings[3].id`; `.` for the whole.
        path: String,
        /// What kind of problem it is.
        kind: DecodeKind,
        /// The HTTP status.
        status: u16,
        /// Zoom's name for this exchange.
        tracking_id: Option<String>,
    },

    /// The [`TokenSource`](crate::TokenSource) had no token to offer; see [`Error::token_error`].
    #[error("no access token for Zoom")]
    Token(#[source] Box<dyn std::error::Error + Send + Sync>),

    /// The request made no sense and was not sent.
    #[error("the request was not sent: {0}")]
    InvalidRequest(String),
}

impl Failure for Error {
    fn kind(&self) -> ErrorKind {
        Error::kind(self)
    }
}

impl Error {
    /// Whether the thing asked for may have been done all the same.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Transport(error) => error.outcome(),
            Self::Api { status, .. } => status_outcome(*status),
            Self::Decode { .. } => Outcome::Perhaps,
            Self::RateLimited { .. }
            | Self::Unauthorized(_)
            | Self::MissingScope { .. }
            | Self::NotFound(_)
            | Self::Validation { .. }
            | Self::Token(_)
            | Self::InvalidRequest(_) => Outcome::NotDone,
        }
    }

    /// The kind of the failure, without details.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Transport(error) => error.kind(),
            Self::RateLimited { .. } => ErrorKind::RateLimited,
            Self::Unauthorized(_) => ErrorKind::Unauthorized,
            Self::MissingScope { .. } => ErrorKind::MissingScope,
            Self::NotFound(_) => ErrorKind::NotFound,
            Self::Validation { .. } => ErrorKind::Validation,
            Self::Api { status: 500.., .. } => ErrorKind::Unavailable,
            Self::Api { .. } => ErrorKind::Refused,
            Self::Decode { .. } => ErrorKind::Decode,
            Self::Token(_) => ErrorKind::Token,
            Self::InvalidRequest(_) => ErrorKind::InvalidRequest,
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::RateLimited { refusal, .. }
            | Self::MissingScope { refusal, .. }
            | Self::Validation { refusal, .. }
            | Self::Unauthorized(refusal)
            | Self::NotFound(refusal) => Some(refusal),
            Self::Api { .. }
            | Self::Transport(_)
            | Self::Decode { .. }
            | Self::Token(_)
            | Self::InvalidRequest(_) => None,
        }
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Decode { status, .. } | Self::Api { status, .. } => Some(*status),
            other => other.refusal().map(|refusal| refusal.status),
        }
    }

    /// Zoom's own code, such as 3001.
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Api { code, .. } => *code,
            other => other.refusal()?.code,
        }
    }

    /// What Zoom said, on one line; `None` if it said nothing.
    pub fn message(&self) -> Option<&str> {
        let message = match self {
            Self::Api { message, .. } => message,
            other => &other.refusal()?.message,
        };
        (!message.is_empty()).then_some(message)
    }

    /// Zoom's name for the exchange, which its support asks for.
    pub fn tracking_id(&self) -> Option<&str> {
        match self {
            Self::Decode { tracking_id, .. } | Self::Api { tracking_id, .. } => tracking_id.as_deref(),
            other => other.refusal()?.tracking_id.as_deref(),
        }
    }

    /// The [`TokenSource`](crate::TokenSource)'s own error, if that is what ended the call and `E` is its type.
    pub fn token_error<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Token(source) => source.downcast_ref(),
            _ => None,
        }
    }

    /// Whether Zoom says that the meeting does not exist (code 3001): deleted, expired, or never there.
    pub fn is_meeting_gone(&self) -> bool {
        matches!(self, Self::NotFound(refusal) if refusal.code == Some(3001))
    }
}
