//! The `settings` of a meeting: known fields, defaults, allowed values, and what costs money.

use serde_json::{Map, Value, json};

/// What a field may hold.
enum Shape {
    Bool,
    OneOf(&'static [&'static str]),
    Number(&'static [i64]),
    Text(usize),
    Object,
    List,
}

use Shape::{Bool, List, Number, Object, OneOf, Text};

const FIELDS: &[(&str, Shape)] = &[
    ("additional_data_center_regions", List),
    ("allow_host_control_participant_mute_state", Bool),
    ("allow_multiple_devices", Bool),
    ("alternative_host_manage_cloud_recording", Bool),
    ("alternative_host_manage_meeting_summary", Bool),
    ("alternative_host_update_polls", Bool),
    ("alternative_hosts", Text(8192)),
    ("alternative_hosts_email_notification", Bool),
    ("approval_type", Number(&[0, 1, 2])),
    ("approved_or_denied_countries_or_regions", Object),
    ("audio", OneOf(&["both", "telephony", "voip", "thirdParty"])),
    ("audio_conference_info", Text(2048)),
    ("authentication_domains", Text(8192)),
    ("authentication_exception", List),
    ("authentication_option", Text(256)),
    ("auto_add_recording_to_video_management", Object),
    ("auto_recording", OneOf(&["local", "cloud", "none"])),
    ("auto_start_ai_companion_questions", Bool),
    ("auto_start_meeting_summary", Bool),
    ("breakout_room", Object),
    ("calendar_type", Number(&[1, 2])),
    ("close_registration", Bool),
    ("cn_meeting", Bool),
    ("contact_email", Text(256)),
    ("contact_name", Text(256)),
    ("continuous_meeting_chat", Object),
    ("custom_keys", List),
    ("device_testing", Bool),
    ("disable_participant_video", Bool),
    ("email_in_attendee_report", Bool),
    ("email_notification", Bool),
    ("encryption_type", OneOf(&["enhanced_encryption", "e2ee"])),
    ("focus_mode", Bool),
    ("global_dial_in_countries", List),
    ("host_save_video_order", Bool),
    ("host_video", Bool),
    ("in_meeting", Bool),
    ("internal_meeting", Bool),
    ("jbh_time", Number(&[0, 5, 10, 15])),
    ("join_before_host", Bool),
    ("language_interpretation", Object),
    ("meeting_authentication", Bool),
    ("meeting_invitees", List),
    ("mute_upon_entry", Bool),
    ("participant_focused_meeting", Bool),
    ("participant_video", Bool),
    ("private_meeting", Bool),
    ("push_change_to_calendar", Bool),
    ("question_and_answer", Object),
    ("registrants_confirmation_email", Bool),
    ("registrants_email_notification", Bool),
    ("registration_type", Number(&[1, 2, 3])),
    ("resources", List),
    ("show_share_button", Bool),
    ("sign_language_interpretation", Object),
    ("summary_template_id", Text(256)),
    ("use_pmi", Bool),
    ("waiting_room", Bool),
    ("waiting_room_options", Object),
    ("watermark", Bool),
    ("who_can_ask_questions", Number(&[1, 2, 3, 4, 5])),
    ("who_will_receive_summary", Number(&[1, 2, 3, 4])),
];

/// Names of the fields whose value Zoom would refuse.
pub(crate) fn refused(settings: &Map<String, Value>) -> Vec<&'static str> {
    FIELDS
        .iter()
        .filter(|(name, shape)| settings.get(*name).is_some_and(|value| !shape.holds(value)))
        .map(|(name, _)| *name)
        .collect()
}

/// Keeps what Zoom knows; unknown fields are ignored, as Zoom does.
pub(crate) fn known(settings: &Map<String, Value>) -> Map<String, Value> {
    settings
        .iter()
        .filter(|(name, value)| !value.is_null() && FIELDS.iter().any(|(known, _)| known == name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Whether these settings need a Licensed host: cloud recording, registration, alternative hosts.
pub(crate) fn need_licence(settings: &Map<String, Value>) -> bool {
    let text = |name: &str| settings.get(name).and_then(Value::as_str).unwrap_or_default();
    text("auto_recording") == "cloud"
        || !text("alternative_hosts").is_empty()
        || settings.get("approval_type").and_then(Value::as_i64).is_some_and(|kind| kind != 2)
}

/// What a meeting has when nothing was said.
pub(crate) fn defaults() -> Map<String, Value> {
    let Value::Object(map) = json!({
        "host_video": false, "participant_video": false, "cn_meeting": false, "in_meeting": false,
        "join_before_host": false, "jbh_time": 0, "mute_upon_entry": false, "watermark": false, "use_pmi": false,
        "approval_type": 2, "audio": "both", "auto_recording": "none", "enforce_login": false,
        "enforce_login_domains": "", "alternative_hosts": "", "alternative_host_update_polls": false,
        "alternative_hosts_email_notification": true, "close_registration": false, "show_share_button": false,
        "allow_multiple_devices": false, "registrants_confirmation_email": true, "waiting_room": false,
        "request_permission_to_unmute_participants": false, "registrants_email_notification": true,
        "meeting_authentication": false, "encryption_type": "enhanced_encryption", "email_notification": true,
        "approved_or_denied_countries_or_regions": { "enable": false }, "breakout_room": { "enable": false },
        "internal_meeting": false, "continuous_meeting_chat": { "enable": false }, "push_change_to_calendar": false,
        "participant_focused_meeting": false, "resources": [], "focus_mode": false, "private_meeting": false,
        "host_save_video_order": false, "device_testing": false, "meeting_invitees": [],
    }) else {
        return Map::new();
    };
    map
}

impl Shape {
    fn holds(&self, value: &Value) -> bool {
        match self {
            _ if value.is_null() => true,
            Bool => value.is_boolean(),
            OneOf(allowed) => value.as_str().is_some_and(|text| allowed.contains(&text)),
            Number(allowed) => value.as_i64().is_some_and(|number| allowed.contains(&number)),
            Text(longest) => value.as_str().is_some_and(|text| text.chars().count() <= *longest),
            Object => value.is_object(),
            List => value.is_array(),
        }
    }
}
