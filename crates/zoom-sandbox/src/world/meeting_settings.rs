//! The `settings` of a meeting: defaults, what depends on what, and what costs money.

use serde_json::{Map, Value, json};

/// The few settings one occurrence of a series may have of its own.
pub(crate) const OF_AN_OCCURRENCE: &[&str] = &[
    "host_video",
    "participant_video",
    "join_before_host",
    "mute_upon_entry",
    "waiting_room",
    "watermark",
    "auto_recording",
];

/// Adds what a create or update call says. Behind a waiting room nobody joins before the host.
pub(crate) fn merge(settings: &mut Map<String, Value>, said: Map<String, Value>) {
    settings.extend(said);
    if flag(settings, "waiting_room") {
        settings.insert("join_before_host".to_owned(), json!(false));
    }
}

/// Whether these settings need a Licensed host: cloud recording, registration, alternative hosts.
pub(crate) fn need_licence(settings: &Map<String, Value>) -> bool {
    text(settings, "auto_recording") == "cloud"
        || !text(settings, "alternative_hosts").is_empty()
        || settings.get("approval_type").and_then(Value::as_i64).is_some_and(|kind| kind != 2)
}

/// Addresses of those who may start the meeting besides its host.
pub(crate) fn alternative_hosts(settings: &Map<String, Value>) -> impl Iterator<Item = &str> {
    text(settings, "alternative_hosts").split(';').map(str::trim).filter(|host| !host.is_empty())
}

/// Every address the settings bring into the meeting.
pub(crate) fn people(settings: &Map<String, Value>) -> Vec<&str> {
    let invited = settings.get("meeting_invitees").and_then(Value::as_array).into_iter().flatten();
    let invited = invited.filter_map(|one| one["email"].as_str());
    alternative_hosts(settings).chain(invited).collect()
}

pub(crate) fn flag(settings: &Map<String, Value>, name: &str) -> bool {
    settings.get(name).and_then(Value::as_bool).unwrap_or_default()
}

pub(crate) fn text<'a>(settings: &'a Map<String, Value>, name: &str) -> &'a str {
    settings.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Switches that are on unless a call says otherwise.
const ON: &[&str] = &[
    "alternative_hosts_email_notification",
    "email_notification",
    "registrants_confirmation_email",
    "registrants_email_notification",
];

/// Switches that are off unless a call says otherwise.
const OFF: &[&str] = &[
    "allow_host_control_participant_mute_state",
    "allow_multiple_devices",
    "alternative_host_manage_cloud_recording",
    "alternative_host_manage_meeting_summary",
    "alternative_host_update_polls",
    "auto_start_ai_companion_questions",
    "auto_start_meeting_summary",
    "close_registration",
    "cn_meeting",
    "device_testing",
    "disable_participant_video",
    "email_in_attendee_report",
    "enforce_login",
    "focus_mode",
    "host_save_video_order",
    "host_video",
    "in_meeting",
    "internal_meeting",
    "join_before_host",
    "meeting_authentication",
    "mute_upon_entry",
    "participant_focused_meeting",
    "participant_video",
    "private_meeting",
    "push_change_to_calendar",
    "request_permission_to_unmute_participants",
    "show_join_info",
    "show_share_button",
    "use_pmi",
    "waiting_room",
    "watermark",
];

/// What a meeting has when nothing was said.
pub(crate) fn defaults() -> Map<String, Value> {
    let switches = |names: &'static [&'static str], on: bool| {
        names.iter().map(move |name| ((*name).to_owned(), Value::Bool(on)))
    };
    let mut settings: Map<String, Value> = switches(ON, true).chain(switches(OFF, false)).collect();
    let others = json!({
        "jbh_time": 0, "approval_type": 2, "registration_type": 1, "audio": "both", "audio_conference_info": "",
        "auto_recording": "none", "enforce_login_domains": "", "alternative_hosts": "",
        "waiting_room_options": { "mode": "follow_setting" }, "encryption_type": "enhanced_encryption",
        "approved_or_denied_countries_or_regions": { "enable": false }, "breakout_room": { "enable": false },
        "continuous_meeting_chat": { "enable": false }, "resources": [], "meeting_invitees": [],
        "global_dial_in_countries": [], "global_dial_in_numbers": [], "language_interpretation": { "enable": false },
        "sign_language_interpretation": { "enable": false }, "question_and_answer": { "enable": false },
        "auto_add_recording_to_video_management": { "enable": false },
    });
    if let Value::Object(others) = others {
        settings.extend(others);
    }
    settings
}
