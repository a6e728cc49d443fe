//! Meetings as Zoom describes them.

use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{MeetingId, MeetingSettings, settings};
use crate::tolerant;

/// A meeting as `create` and `get` return it (reference C.6). Only the id is sure to be there.
///
/// `Debug` shows no topic, link or passcode.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Meeting {
    /// The meeting's number; stays the same over all instances.
    pub id: MeetingId,
    /// This instance: base64, changes each time the meeting is started.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub uuid: Option<String>,
    /// Zoom user id of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub host_id: Option<String>,
    /// Address of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub host_email: Option<String>,
    /// Title, at most 200 characters.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub topic: Option<String>,
    /// What kind of meeting it is.
    #[serde(rename = "type", default, deserialize_with = "tolerant::lenient")]
    pub kind: Option<MeetingType>,
    /// Whether it runs.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub status: Option<MeetingStatus>,
    /// Start; absent for instant meetings and those without a fixed time.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// Planned length in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// Zone in which Zoom shows the start.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub timezone: Option<String>,
    /// Description, at most 2000 characters.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub agenda: Option<String>,
    /// When it was scheduled.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub created_at: Option<Timestamp>,
    /// Opens the meeting *as its host* for two hours: never store, log or mail it; [`get`](super::Meetings::get) a
    /// fresh one on each click (reference G).
    #[serde(default, deserialize_with = "tolerant::optional_secret")]
    pub start_url: Option<SecretString>,
    /// For invitees. Holds the passcode if the account embeds it.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub join_url: Option<String>,
    /// Passcode.
    #[serde(default, deserialize_with = "tolerant::optional_secret")]
    pub password: Option<SecretString>,
    /// Occurrences of a recurring meeting.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub occurrences: Vec<Occurrence>,
    /// How the meeting is run.
    #[serde(default, deserialize_with = "settings::lenient")]
    pub settings: MeetingSettings,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for Meeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meeting")
            .field("id", &self.id)
            .field("uuid", &self.uuid)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("start_time", &self.start_time)
            .field("duration_minutes", &self.duration_minutes)
            .field("timezone", &self.timezone)
            .finish_non_exhaustive()
    }
}

/// A meeting in a list (reference C.10): no passcode, no `start_url`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct MeetingSummary {
    /// The meeting's number.
    pub id: MeetingId,
    /// This instance.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub uuid: Option<String>,
    /// Zoom user id of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub host_id: Option<String>,
    /// Title.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub topic: Option<String>,
    /// What kind of meeting it is.
    #[serde(rename = "type", default, deserialize_with = "tolerant::lenient")]
    pub kind: Option<MeetingType>,
    /// Start; absent for meetings without a fixed time.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// Planned length in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// Zone in which Zoom shows the start.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub timezone: Option<String>,
    /// Description, cut off by Zoom at 250 characters.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub agenda: Option<String>,
    /// When it was scheduled.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub created_at: Option<Timestamp>,
    /// For invitees.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub join_url: Option<String>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for MeetingSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeetingSummary")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("start_time", &self.start_time)
            .field("duration_minutes", &self.duration_minutes)
            .finish_non_exhaustive()
    }
}

/// One date of a recurring meeting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Occurrence {
    /// Names the occurrence: its first start in milliseconds, as text.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub occurrence_id: Option<String>,
    /// Start.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// Planned length in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// `available` or `deleted`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub status: Option<String>,
}

/// What kind of meeting it is (reference C.5). Numbers we do not know are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "i64", into = "i64")]
#[non_exhaustive]
pub enum MeetingType {
    /// 1: starts at once.
    Instant,
    /// 2: has a start.
    #[default]
    Scheduled,
    /// 3: recurring without a fixed time.
    RecurringWithoutTime,
    /// 4: the personal meeting room.
    PersonalRoom,
    /// 8: recurring at fixed times.
    Recurring,
    /// 10: for sharing a screen only.
    ScreenShare,
    /// Any other.
    Other(i64),
}

impl From<i64> for MeetingType {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Instant,
            2 => Self::Scheduled,
            3 => Self::RecurringWithoutTime,
            4 => Self::PersonalRoom,
            8 => Self::Recurring,
            10 => Self::ScreenShare,
            other => Self::Other(other),
        }
    }
}

impl From<MeetingType> for i64 {
    fn from(kind: MeetingType) -> Self {
        match kind {
            MeetingType::Instant => 1,
            MeetingType::Scheduled => 2,
            MeetingType::RecurringWithoutTime => 3,
            MeetingType::PersonalRoom => 4,
            MeetingType::Recurring => 8,
            MeetingType::ScreenShare => 10,
            MeetingType::Other(other) => other,
        }
    }
}

/// Whether a meeting runs. Words we do not know are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
#[non_exhaustive]
pub enum MeetingStatus {
    /// Not started.
    Waiting,
    /// Running.
    Started,
    /// Any other.
    Other(String),
}

impl From<String> for MeetingStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "waiting" => Self::Waiting,
            "started" => Self::Started,
            _ => Self::Other(word),
        }
    }
}
