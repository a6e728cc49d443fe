use jiff::Timestamp;
use jobs::JobError;
use store::StoreError;
use store::meetings::Problem;

use crate::connections::TokenError;
use crate::keys::KeyError;

/// Why Zoom does not have the meeting as people want it.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// Zoom did not answer, or is overloaded. Try again, at the given time if Zoom named one.
    #[error("Zoom is not answering: {words}")]
    Unreachable {
        /// For the log.
        words: String,
        /// Zoom's own wish.
        retry_at: Option<Timestamp>,
    },
    /// The meeting is running: Zoom neither changes nor deletes it before it ends. Try again then.
    #[error("the meeting is running")]
    Running,
    /// Only a person can help: connect, grant a permission, change the meeting.
    #[error("{0:?}: {1}")]
    Refused(Problem, String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another process has the job by now.
    #[error(transparent)]
    Lost(#[from] JobError),
    /// What is stored does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl SyncError {
    /// Zoom's answer cannot be believed; ask again.
    pub(super) fn doubtful(words: &str) -> Self {
        Self::Unreachable { words: words.to_owned(), retry_at: None }
    }
}

/// Zoom's codes for "the meeting is running": on deleting, and on changing, where it has other meanings too.
pub(super) const RUNNING_ON_DELETE: i64 = 3002;
pub(super) const PERHAPS_RUNNING: i64 = 3000;

/// Zoom's error as what it means for the meeting. Only a dead grant counts as "reconnect" (RT-09).
pub(in crate::meetings) fn refine(error: zoom::Error) -> SyncError {
    use zoom::{Error, Outcome, error::Refusal};
    if error.code() == Some(RUNNING_ON_DELETE) {
        return SyncError::Running;
    }
    match error {
        Error::Token(_)
            if matches!(error.token_error(), Some(TokenError::NeedsReconnect | TokenError::Gone)) =>
        {
            SyncError::Refused(Problem::NotConnected, "Zoom refuses our access.".into())
        }
        Error::MissingScope { any_of, .. } => {
            SyncError::Refused(Problem::PermissionMissing, any_of.first().cloned().unwrap_or_default())
        }
        Error::RateLimited { retry_at, .. } => SyncError::Unreachable { words: error.to_string(), retry_at },
        Error::Token(_) | Error::Transport(_) | Error::Decode { .. } | Error::Unauthorized(_) => {
            SyncError::Unreachable { words: error.to_string(), retry_at: None }
        }
        // Whatever leaves open what became of it is asked again: a server's error, or an error inside a success.
        _ if error.outcome() == Outcome::Perhaps || error.status().is_some_and(|status| status < 300) => {
            SyncError::Unreachable { words: error.to_string(), retry_at: None }
        }
        Error::Api { message, .. }
        | Error::NotFound(Refusal { message, .. })
        | Error::Validation { refusal: Refusal { message, .. }, .. } => {
            SyncError::Refused(Problem::ZoomRefused, message)
        }
        error => SyncError::Refused(Problem::ZoomRefused, error.to_string()),
    }
}
