//! What comes within a day (reference C.11).

use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{MeetingId, MeetingType};
use crate::tolerant;

/// A meeting of the next 24 hours, hosted by the user or by somebody who invited them.
///
/// `Debug` shows id, kind and times only; as JSON it is what Zoom sent, without the passcode.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UpcomingMeeting {
    /// The meeting's number.
    pub id: MeetingId,
    /// Title.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub topic: Option<String>,
    /// What kind of meeting it is.
    #[serde(rename = "type", default, deserialize_with = "tolerant::lenient")]
    pub kind: Option<MeetingType>,
    /// Start.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// Planned length in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// Zone in which Zoom shows the start.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub timezone: Option<String>,
    /// When it was scheduled.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub created_at: Option<Timestamp>,
    /// For joining.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub join_url: Option<String>,
    /// Passcode.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub passcode: Option<SecretString>,
    /// Whether it is held in a personal meeting room.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub use_pmi: Option<bool>,
    /// Whether the user hosts it.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub is_host: Option<bool>,
    /// Whether it takes the whole day.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub is_all_day: Option<bool>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for UpcomingMeeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpcomingMeeting")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("start_time", &self.start_time)
            .field("duration_minutes", &self.duration_minutes)
            .finish_non_exhaustive()
    }
}
