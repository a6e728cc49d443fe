//! One run of a meeting, and who was there.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Somebody in a meeting; who comes back is somebody new.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Participant {
    pub(crate) id: String,
    pub(crate) uuid: String,
    pub(crate) name: String,
    /// Empty for guests, as in Zoom's events.
    pub(crate) email: String,
    pub(crate) user_id: Option<String>,
    #[serde(default)]
    pub(crate) registrant_id: Option<String>,
    pub(crate) joined_at: Timestamp,
    pub(crate) left_at: Option<Timestamp>,
    /// Not admitted yet; stays true if they left without having been.
    #[serde(default)]
    pub(crate) in_waiting_room: bool,
}

/// From start to end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) uuid: String,
    pub(crate) started_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) participants: Vec<Participant>,
    /// When the last participant left; `None` while somebody is there or nobody ever was.
    #[serde(default)]
    pub(crate) emptied_at: Option<Timestamp>,
}

impl Participant {
    pub(crate) fn is_waiting(&self) -> bool {
        self.in_waiting_room && self.left_at.is_none()
    }

    /// How long they stayed; until the session's end if they never left.
    pub(crate) fn stayed(&self, session_end: Timestamp) -> SignedDuration {
        self.left_at.unwrap_or(session_end).duration_since(self.joined_at)
    }
}

impl Session {
    /// How many different people came in. Guests are told apart by name.
    pub(crate) fn heads(&self) -> usize {
        let person = |one: &Participant| one.user_id.clone().unwrap_or_else(|| format!("guest {}", one.name));
        self.participants
            .iter()
            .filter(|one| !one.in_waiting_room)
            .map(person)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    }
}
