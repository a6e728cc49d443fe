//! Events on their way to the app's webhook address.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock::shift;

/// Waits between attempts: 5 minutes, then 20, then 60. After that Zoom gives up.
const RETRY_AFTER: [SignedDuration; 3] =
    [SignedDuration::from_mins(5), SignedDuration::from_mins(20), SignedDuration::from_mins(60)];

/// How one attempt went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The address answered with this HTTP status.
    Status(u16),
    /// No answer: refused, cut off, or slower than three seconds.
    Unreachable(String),
}

impl Outcome {
    /// Zoom counts every 2xx as received.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Status(200..=299))
    }

    /// Only 5xx and missing answers are tried again; never 3xx or 4xx.
    fn is_retried(&self) -> bool {
        !matches!(self, Self::Status(..=499))
    }
}

/// One attempt to deliver.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attempt {
    /// Sandbox time.
    pub at: Timestamp,
    /// How it went.
    pub outcome: Outcome,
}

/// One event and all attempts to deliver it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    /// Number within this sandbox, from 1.
    pub id: u64,
    /// Name such as `meeting.created`.
    pub event: String,
    /// The exact bytes that are signed and sent.
    pub body: String,
    /// Sandbox time at which it happened.
    pub created_at: Timestamp,
    /// Oldest first.
    pub attempts: Vec<Attempt>,
    /// When it is tried (again); `None` once it arrived or was given up.
    pub next_attempt_at: Option<Timestamp>,
    /// Never sent, because a fault said so.
    #[serde(default)]
    pub lost: bool,
}

impl Delivery {
    /// Notes an attempt and decides about the next one.
    pub(crate) fn record(&mut self, at: Timestamp, outcome: Outcome) {
        let retried = outcome.is_retried();
        self.attempts.push(Attempt { at, outcome });
        self.next_attempt_at =
            RETRY_AFTER.get(self.attempts.len() - 1).filter(|_| retried).map(|wait| shift(at, *wait));
    }

    /// `pending`, `delivered`, `failed`, or `lost` by a fault.
    pub fn state(&self) -> &'static str {
        match (self.next_attempt_at, self.attempts.last()) {
            (None, None) if self.lost => "lost",
            (Some(_), _) | (None, None) => "pending",
            (None, Some(last)) if last.outcome.is_success() => "delivered",
            (None, Some(_)) => "failed",
        }
    }
}

/// A mail Zoom would have sent to the app's owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Sandbox time.
    pub at: Timestamp,
    /// Email of the account's owner.
    pub to: String,
    /// One line.
    pub subject: String,
    /// A few sentences.
    pub text: String,
}

/// A data compliance confirmation the app sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Confirmation {
    /// Sandbox time.
    pub at: Timestamp,
    /// Whose data the app says it deleted.
    pub user_id: String,
    /// The account it named.
    pub account_id: String,
    /// Whether a deauthorization event was really sent for this user before.
    pub matches_event: bool,
}
