//! Meetings as Zoom describes them.

use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{MeetingId, MeetingSettings, Occurrence, Recurrence, TrackingField, settings};
use crate::kept::{kept_numbers, kept_words};
use crate::tolerant;

/// A meeting as `create` and `get` return it (reference C.6). Only the id is sure to be there.
///
/// `Debug` shows no topic, link or passcode. As JSON it is what Zoom sent, without the secrets: those are the fields
/// of type `SecretString`.
#[derive(Clone, Serialize, Deserialize)]
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
    /// Zoom user id of who scheduled it for the host, if somebody else did.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub assistant_id: Option<String>,
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
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub created_at: Option<Timestamp>,
    /// Opens the meeting *as its host* for two hours: never store, log or mail it; [`get`](super::Meetings::get) a
    /// fresh one on each click (reference G).
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub start_url: Option<SecretString>,
    /// For invitees. Holds the passcode if the account embeds it.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub join_url: Option<String>,
    /// Where people register, if they must.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub registration_url: Option<String>,
    /// The meeting's chat, which stays open.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub chat_join_url: Option<String>,
    /// Passcode.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub password: Option<SecretString>,
    /// Passcode for room systems.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub h323_password: Option<SecretString>,
    /// Passcode for the telephone.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub pstn_password: Option<SecretString>,
    /// Passcode in the form that goes into links, as `pwd`.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub encrypted_password: Option<SecretString>,
    /// Makes whoever has it the host of the running meeting.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub dynamic_host_key: Option<SecretString>,
    /// Number of the personal meeting room, if it is held there.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub pmi: Option<String>,
    /// Whether it was scheduled without showing up in the client yet.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub pre_schedule: Option<bool>,
    /// Where it was made: `open_api`, `web_portal` or `other`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub creation_source: Option<String>,
    /// Fields that the account defined for its reports.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
    pub tracking_fields: Vec<TrackingField>,
    /// How it comes again; only of a [`MeetingType::Recurring`] meeting.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub recurrence: Option<Recurrence>,
    /// Dates of a recurring meeting.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
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
#[derive(Clone, Serialize, Deserialize)]
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
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub created_at: Option<Timestamp>,
    /// For invitees.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub join_url: Option<String>,
    /// Number of the personal meeting room, if it is held there.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub pmi: Option<String>,
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

kept_numbers! {
    /// What kind of meeting it is (reference C.5). Numbers we do not know are kept.
    #[derive(Default)]
    MeetingType {
        /// 1: starts at once.
        Instant = 1,
        /// 2: at a fixed time.
        #[default]
        Scheduled = 2,
        /// 3: recurring without a fixed time.
        RecurringWithoutTime = 3,
        /// 4: the personal meeting room.
        PersonalRoom = 4,
        /// 8: recurring at fixed times.
        Recurring = 8,
        /// 10: for sharing a screen only.
        ScreenShare = 10,
    }
}

kept_words! {
    /// Whether a meeting runs. Words we do not know are kept.
    MeetingStatus {
        /// Not started.
        Waiting = "waiting",
        /// Running.
        Started = "started",
    }
}
