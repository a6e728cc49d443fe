//! What kind of failure it is, and whether the thing was done: the same words for REST, OAuth and compliance.

use crate::transport::TransportError;

/// Whether a request may have reached Zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Certainly not: the connection was never made.
    No,
    /// It may have.
    Perhaps,
}

/// Whether what was asked for may have been done although the call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Certainly not: asking again cannot do it twice.
    NotDone,
    /// Perhaps: look before asking again.
    Perhaps,
}

/// The kind of a failure without its details: for logs, counters and the
/// [observer](crate::observe::Observer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Zoom could not be reached.
    Unreachable,
    /// The connection broke or timed out before the answer was complete.
    Interrupted,
    /// [`Error::RateLimited`](super::Error::RateLimited).
    RateLimited,
    /// [`Error::Unauthorized`](super::Error::Unauthorized).
    Unauthorized,
    /// [`Error::MissingScope`](super::Error::MissingScope).
    MissingScope,
    /// [`Error::NotFound`](super::Error::NotFound).
    NotFound,
    /// [`Error::Validation`](super::Error::Validation).
    Validation,
    /// Any other refusal with a status below 500.
    Refused,
    /// Status 500 and above.
    Unavailable,
    /// [`Error::Decode`](super::Error::Decode).
    Decode,
    /// [`Error::Token`](super::Error::Token).
    Token,
    /// [`Error::InvalidRequest`](super::Error::InvalidRequest).
    InvalidRequest,
    /// The refresh token is dead.
    InvalidGrant,
    /// The authorization code is wrong, used or expired.
    InvalidCode,
    /// The client id or secret is wrong.
    InvalidClient,
}

impl ErrorKind {
    /// A stable name in snake case, such as `rate_limited`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Interrupted => "interrupted",
            Self::RateLimited => "rate_limited",
            Self::Unauthorized => "unauthorized",
            Self::MissingScope => "missing_scope",
            Self::NotFound => "not_found",
            Self::Validation => "validation",
            Self::Refused => "refused",
            Self::Unavailable => "unavailable",
            Self::Decode => "decode",
            Self::Token => "token",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidCode => "invalid_code",
            Self::InvalidClient => "invalid_client",
        }
    }
}

impl std::fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the wire must know about an error to report it.
pub(crate) trait Failure {
    fn kind(&self) -> ErrorKind;
}

impl TransportError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self.sent {
            Sent::No => ErrorKind::Unreachable,
            Sent::Perhaps => ErrorKind::Interrupted,
        }
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match self.sent {
            Sent::No => Outcome::NotDone,
            Sent::Perhaps => Outcome::Perhaps,
        }
    }
}

/// A 4xx says that nothing was done, but for 408, which a proxy may send after it passed the request on.
pub(crate) fn status_outcome(status: u16) -> Outcome {
    if (400..500).contains(&status) && status != 408 { Outcome::NotDone } else { Outcome::Perhaps }
}
