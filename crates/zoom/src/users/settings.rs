//! A user's own defaults, and what their plan allows (reference C.4).

use std::fmt;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::kept::kept_words;
use crate::meetings::{Audio, AutoRecording};
use crate::tolerant;

/// Which settings are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsOptions {
    /// Only these, by the names that Zoom documents, such as `waiting_room`; all if empty.
    pub only: Vec<String>,
    /// Another group in place of the usual ones: `meeting_authentication`, `recording_authentication` or
    /// `meeting_security`. It arrives in [`UserSettings::extra`].
    pub option: Option<String>,
}

/// A user's settings: the groups that matter for scheduling have fields, the others are in
/// [`extra`](Self::extra). A setting is absent if it was not asked for. `Debug` shows the plan's limits only; as JSON
/// they are what Zoom sent, without the passcodes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserSettings {
    /// What the plan allows.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub feature: FeatureSettings,
    /// Defaults of new meetings.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub schedule_meeting: ScheduleSettings,
    /// How running meetings are held.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub in_meeting: InMeetingSettings,
    /// How meetings are recorded.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub recording: RecordingSettings,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for UserSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserSettings").field("feature", &self.feature).finish_non_exhaustive()
    }
}

/// What the plan allows.
#[derive(Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FeatureSettings {
    /// How many people may be in a meeting.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub meeting_capacity: Option<u64>,
    /// `Basic`, `Plus` or `None`: how many meetings may run at once.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub concurrent_meeting: Option<String>,
    /// Whether there is an add-on for large meetings.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub large_meeting: Option<bool>,
    /// How many people it allows.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub large_meeting_capacity: Option<u64>,
    /// Whether there are webinars.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub webinar: Option<bool>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for FeatureSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeatureSettings")
            .field("meeting_capacity", &self.meeting_capacity)
            .field("concurrent_meeting", &self.concurrent_meeting)
            .finish_non_exhaustive()
    }
}

/// Defaults of new meetings.
#[derive(Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleSettings {
    /// How people may hear and speak.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub audio_type: Option<Audio>,
    /// Host's camera on at the start.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub host_video: Option<bool>,
    /// Participants' cameras on at the start.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub participants_video: Option<bool>,
    /// People may come in before the host.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub join_before_host: Option<bool>,
    /// Passcode of scheduled meetings, if the user set one.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub default_password_for_scheduled_meetings: Option<SecretString>,
    /// Passcode of the personal meeting room.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub pmi_password: Option<SecretString>,
    /// The join link holds the passcode.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub embed_password_in_join_link: Option<bool>,
    /// Dialling in asks for a passcode.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub pstn_password_protected: Option<bool>,
    /// New scheduled meetings must have a passcode.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub require_password_for_scheduling_new_meetings: Option<bool>,
    /// Scheduled meetings must have one, older ones too.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub require_password_for_scheduled_meetings: Option<bool>,
    /// Instant meetings must have one.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub require_password_for_instant_meetings: Option<bool>,
    /// When the personal meeting room must have one.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub require_password_for_pmi_meetings: Option<PasscodeForRoom>,
    /// Scheduled meetings are held in the personal meeting room.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub use_pmi_for_scheduled_meetings: Option<bool>,
    /// What a passcode must look like.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub meeting_password_requirement: Option<PasscodeRules>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for ScheduleSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScheduleSettings")
            .field("join_before_host", &self.join_before_host)
            .finish_non_exhaustive()
    }
}

kept_words! {
    /// When the personal meeting room must have a passcode. Words we do not know are kept.
    PasscodeForRoom {
        /// If people may join before the host.
        JoinBeforeHost = "jbh_only",
        /// Always.
        Always = "all",
        /// Never.
        Never = "none",
    }
}

/// What a passcode must look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PasscodeRules {
    /// At least this many characters.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub length: Option<u64>,
    /// With a letter.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub have_letter: Option<bool>,
    /// With a digit.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub have_number: Option<bool>,
    /// With another character.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub have_special_character: Option<bool>,
    /// With small and capital letters.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub have_upper_and_lower_characters: Option<bool>,
    /// Digits only.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub only_allow_numeric: Option<bool>,
    /// How many characters in a row must not be a sequence such as `1234`.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub consecutive_characters_length: Option<u64>,
    /// Zoom also refuses what it thinks easy to guess.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub weak_enhance_detection: Option<bool>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How running meetings are held.
#[derive(Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InMeetingSettings {
    /// The host lets each person in.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub waiting_room: Option<bool>,
    /// Nobody but the two ends can listen.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub e2e_encryption: Option<bool>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for InMeetingSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMeetingSettings").field("waiting_room", &self.waiting_room).finish_non_exhaustive()
    }
}

/// How meetings are recorded.
#[derive(Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordingSettings {
    /// Whether and where meetings are recorded by themselves.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub auto_recording: Option<AutoRecording>,
    /// Recording at Zoom is allowed.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub cloud_recording: Option<bool>,
    /// Recording on the host's machine is allowed.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub local_recording: Option<bool>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for RecordingSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingSettings")
            .field("auto_recording", &self.auto_recording)
            .finish_non_exhaustive()
    }
}
