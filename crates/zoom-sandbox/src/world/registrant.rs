//! People who registered for a meeting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    Pending,
    Approved,
    Denied,
}

impl Standing {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Denied => "denied",
        }
    }
}

/// Somebody who registered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Registrant {
    pub(crate) id: String,
    pub(crate) email: String,
    /// The other answers of the form, by Zoom's names.
    pub(crate) answers: Map<String, Value>,
    pub(crate) standing: Standing,
    pub(crate) registered_at: Timestamp,
    /// The `tk` of their own join link.
    pub(crate) token: String,
    /// For telephones.
    pub(crate) pin: u64,
    /// Empty: the whole series.
    pub(crate) occurrences: Vec<i64>,
}

impl Registrant {
    /// Whether the registration covers this date of a series.
    pub(crate) fn comes_to(&self, occurrence: &str) -> bool {
        self.occurrences.is_empty() || self.occurrences.iter().any(|one| one.to_string() == occurrence)
    }

    pub(crate) fn may_join(&self) -> bool {
        self.standing == Standing::Approved
    }
}
