//! How a meeting is run (reference C.5).

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// How a meeting is run. What is `None` is left to the user's own settings when a meeting is created.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingSettings {
    /// Host's camera on at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_video: Option<bool>,
    /// Participants' cameras on at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_video: Option<bool>,
    /// People may come in before the host. Zoom ignores it if the waiting room is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_before_host: Option<bool>,
    /// How early, in minutes: 0 (any time), 5, 10 or 15.
    #[serde(rename = "jbh_time", skip_serializing_if = "Option::is_none")]
    pub join_before_host_minutes: Option<u8>,
    /// The host lets each person in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_room: Option<bool>,
    /// Muted on entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mute_upon_entry: Option<bool>,
    /// Use the personal meeting room. Better not: everybody who ever had its link can come in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_pmi: Option<bool>,
    /// Whether and where the meeting is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_recording: Option<AutoRecording>,
    /// Addresses of those who may start it too, separated by `;`. Needs a licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative_hosts: Option<String>,
    /// Zoom mails the host about things like joins before the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_notification: Option<bool>,
    /// Who is expected. Zoom mails nobody because of it, as far as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_invitees: Option<Vec<Invitee>>,
    /// All that has no field here; sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Settings that cannot be read as a whole are kept in `extra`: no setting is worth losing the meeting.
pub(super) fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MeetingSettings, D::Error> {
    let Value::Object(all) = Value::deserialize(deserializer)? else {
        return Ok(MeetingSettings::default());
    };
    let read = serde_json::from_value(Value::Object(all.clone()));
    Ok(read.unwrap_or_else(|_| MeetingSettings { extra: all, ..MeetingSettings::default() }))
}

impl std::fmt::Debug for MeetingSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MeetingSettings")
            .field("join_before_host", &self.join_before_host)
            .field("waiting_room", &self.waiting_room)
            .field("auto_recording", &self.auto_recording)
            .finish_non_exhaustive()
    }
}

/// Somebody who is expected.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitee {
    /// Their address.
    pub email: String,
}

/// Whether and where a meeting is recorded by itself. Words we do not know are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum AutoRecording {
    /// On the host's machine.
    Local,
    /// At Zoom. Needs a licence.
    Cloud,
    /// Not.
    None,
    /// Any other.
    Other(String),
}

impl From<String> for AutoRecording {
    fn from(word: String) -> Self {
        match word.as_str() {
            "local" => Self::Local,
            "cloud" => Self::Cloud,
            "none" => Self::None,
            _ => Self::Other(word),
        }
    }
}

impl From<AutoRecording> for String {
    fn from(recording: AutoRecording) -> Self {
        match recording {
            AutoRecording::Local => "local".to_owned(),
            AutoRecording::Cloud => "cloud".to_owned(),
            AutoRecording::None => "none".to_owned(),
            AutoRecording::Other(word) => word,
        }
    }
}
