//! How a meeting is run (reference C.5).

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::kept::{kept_numbers, kept_words};
use crate::tolerant;

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
    /// Whether people register, and who lets them in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval_type: Option<ApprovalType>,
    /// What people register for in a recurring meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_type: Option<RegistrationType>,
    /// Nobody can register after the meeting's start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_registration: Option<bool>,
    /// Zoom mails a confirmation to those who registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registrants_confirmation_email: Option<bool>,
    /// Zoom mails those who registered about approval and changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registrants_email_notification: Option<bool>,
    /// Name of who answers questions of those who register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    /// Their address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
    /// How people may hear and speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Audio>,
    /// A watermark over what is shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watermark: Option<bool>,
    /// Only people who are signed in may join.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_authentication: Option<bool>,
    /// Which of the account's ways to sign in counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication_option: Option<String>,
    /// Domains whose people may join, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication_domains: Option<String>,
    /// `enhanced_encryption` or `e2ee`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_type: Option<String>,
    /// Everybody sees the host only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus_mode: Option<bool>,
    /// Hidden in shared calendars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_meeting: Option<bool>,
    /// Show the buttons for sharing it on social networks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_share_button: Option<bool>,
    /// One person may join from several devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_multiple_devices: Option<bool>,
    /// Addresses of those who may start it too, separated by `;`. Needs a licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative_hosts: Option<String>,
    /// Zoom mails the alternative hosts; by default it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative_hosts_email_notification: Option<bool>,
    /// Zoom mails the host about things like joins before the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_notification: Option<bool>,
    /// Who is expected. Zoom mails nobody because of it, as far as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_invitees: Option<Vec<Invitee>>,
    /// Telephone numbers that lead into the meeting; only in answers (reference C.6).
    #[serde(default, deserialize_with = "tolerant::lenient_list", skip_serializing_if = "Vec::is_empty")]
    pub global_dial_in_numbers: Vec<DialInNumber>,
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

/// A telephone number that leads into a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DialInNumber {
    /// As people dial it: `+1 6465588656`.
    pub number: String,
    /// ISO 3166 code of its country.
    #[serde(default, deserialize_with = "tolerant::lenient_text", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The country's name.
    #[serde(default, deserialize_with = "tolerant::lenient_text", skip_serializing_if = "Option::is_none")]
    pub country_name: Option<String>,
    /// Its city.
    #[serde(default, deserialize_with = "tolerant::lenient_text", skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Whether the call costs something.
    #[serde(
        default,
        rename = "type",
        deserialize_with = "tolerant::lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<DialInKind>,
    /// All that has no field here; sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

kept_words! {
    /// What a call costs. Words we do not know are kept.
    DialInKind {
        /// As any call to that country.
        Toll = "toll",
        /// Nothing.
        TollFree = "tollfree",
    }
}

/// Somebody who is expected.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitee {
    /// Their address.
    pub email: String,
    /// All that has no field here; sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Invitee {
    /// Somebody with this address.
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into(), extra: Map::new() }
    }
}

impl std::fmt::Debug for Invitee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Invitee([hidden])")
    }
}

kept_words! {
    /// Whether and where a meeting is recorded by itself. Words we do not know are kept.
    AutoRecording {
        /// On the host's machine.
        Local = "local",
        /// At Zoom. Needs a licence.
        Cloud = "cloud",
        /// Not.
        None = "none",
    }
}

kept_words! {
    /// How people may hear and speak. Words we do not know are kept.
    Audio {
        /// Telephone and internet.
        Both = "both",
        /// Telephone only.
        Telephony = "telephony",
        /// Internet only.
        Voip = "voip",
        /// A conference service of the account's own.
        ThirdParty = "thirdParty",
    }
}

kept_numbers! {
    /// Whether people register, and who lets them in. Numbers we do not know are kept.
    ApprovalType {
        /// 0: registered people are approved at once. Needs a licence.
        Automatic = 0,
        /// 1: the host approves each. Needs a licence.
        Manual = 1,
        /// 2: nobody registers.
        NoRegistration = 2,
    }
}

kept_numbers! {
    /// What people register for in a recurring meeting. Numbers we do not know are kept.
    RegistrationType {
        /// 1: once for all dates.
        Once = 1,
        /// 2: for each date.
        EachOccurrence = 2,
        /// 3: once, choosing dates.
        ChosenOccurrences = 3,
    }
}
