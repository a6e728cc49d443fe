//! The `settings` of a meeting (C.5).

use crate::api::shape::{
    Fields,
    Shape::{Bool, Email, List, Number, Object, OneOf, Text},
};

const NAMES: usize = 8192;

/// Create and update.
pub(crate) const SETTINGS: Fields = &[
    ("additional_data_center_regions", List(32, &Text(8))),
    ("allow_host_control_participant_mute_state", Bool),
    ("allow_multiple_devices", Bool),
    ("alternative_host_manage_cloud_recording", Bool),
    ("alternative_host_manage_meeting_summary", Bool),
    ("alternative_host_update_polls", Bool),
    ("alternative_hosts", Text(NAMES)),
    ("alternative_hosts_email_notification", Bool),
    ("approval_type", Number(&[0, 1, 2])),
    ("approved_or_denied_countries_or_regions", Object(COUNTRIES)),
    ("audio", OneOf(&["both", "telephony", "voip", "thirdParty"])),
    ("audio_conference_info", Text(2048)),
    ("authentication_domains", Text(NAMES)),
    ("authentication_exception", List(500, &Object(&[("email", Email(128)), ("name", Text(64))]))),
    ("authentication_option", Text(256)),
    ("auto_add_recording_to_video_management", Object(CHANNELS)),
    ("auto_recording", OneOf(&["local", "cloud", "none"])),
    ("auto_start_ai_companion_questions", Bool),
    ("auto_start_meeting_summary", Bool),
    ("breakout_room", Object(&[("enable", Bool), ("rooms", List(100, &Object(ROOM)))])),
    ("calendar_type", Number(&[1, 2])),
    ("close_registration", Bool),
    ("cn_meeting", Bool),
    ("contact_email", Text(128)),
    ("contact_name", Text(128)),
    ("continuous_meeting_chat", Object(CHAT)),
    ("custom_keys", List(10, &Object(&[("key", Text(64)), ("value", Text(256))]))),
    ("device_testing", Bool),
    ("disable_participant_video", Bool),
    ("email_in_attendee_report", Bool),
    ("email_notification", Bool),
    ("encryption_type", OneOf(&["enhanced_encryption", "e2ee"])),
    ("enforce_login", Bool),
    ("enforce_login_domains", Text(NAMES)),
    ("focus_mode", Bool),
    ("global_dial_in_countries", List(300, &Text(8))),
    ("host_save_video_order", Bool),
    ("host_video", Bool),
    ("in_meeting", Bool),
    ("internal_meeting", Bool),
    ("jbh_time", Number(&[0, 5, 10, 15])),
    ("join_before_host", Bool),
    (
        "language_interpretation",
        Object(&[("enable", Bool), ("interpreters", List(100, &Object(INTERPRETER)))]),
    ),
    ("meeting_authentication", Bool),
    ("meeting_invitees", List(1000, &Object(&[("email", Email(128))]))),
    ("mute_upon_entry", Bool),
    ("participant_focused_meeting", Bool),
    ("participant_video", Bool),
    ("private_meeting", Bool),
    ("push_change_to_calendar", Bool),
    ("question_and_answer", Object(QUESTIONS)),
    ("registrants_confirmation_email", Bool),
    ("registrants_email_notification", Bool),
    ("registration_type", Number(&[1, 2, 3])),
    ("request_permission_to_unmute_participants", Bool),
    ("resources", List(100, &Object(RESOURCE))),
    ("show_join_info", Bool),
    ("show_share_button", Bool),
    (
        "sign_language_interpretation",
        Object(&[("enable", Bool), ("interpreters", List(100, &Object(SIGNER)))]),
    ),
    ("summary_template_id", Text(256)),
    ("use_pmi", Bool),
    ("waiting_room", Bool),
    ("waiting_room_options", Object(WAITING_ROOM)),
    ("watermark", Bool),
    ("who_can_ask_questions", Number(&[1, 2, 3, 4, 5])),
    ("who_will_receive_summary", Number(&[1, 2, 3, 4])),
];

const COUNTRIES: Fields = &[
    ("enable", Bool),
    ("method", OneOf(&["approve", "deny"])),
    ("approved_list", List(300, &Text(2))),
    ("denied_list", List(300, &Text(2))),
];
const CHANNELS: Fields =
    &[("enable", Bool), ("channels", List(100, &Object(&[("channel_id", Text(64)), ("name", Text(256))])))];
const ROOM: Fields = &[("name", Text(64)), ("participants", List(1000, &Text(128)))];
const CHAT: Fields =
    &[("enable", Bool), ("auto_add_invited_external_users", Bool), ("auto_add_meeting_participants", Bool)];
const INTERPRETER: Fields =
    &[("email", Email(128)), ("languages", Text(64)), ("interpreter_languages", Text(128))];
const SIGNER: Fields = &[("email", Email(128)), ("sign_language", Text(64))];
const QUESTIONS: Fields = &[
    ("enable", Bool),
    ("allow_submit_questions", Bool),
    ("allow_anonymous_questions", Bool),
    ("question_visibility", OneOf(&["answered", "all"])),
    ("attendees_can_comment", Bool),
    ("attendees_can_upvote", Bool),
];
const RESOURCE: Fields = &[
    ("resource_type", OneOf(&["whiteboard"])),
    ("resource_id", Text(64)),
    ("permission_level", OneOf(&["editor", "commenter", "viewer"])),
];
const WAITING_ROOM: Fields = &[
    ("mode", OneOf(&["follow_setting", "custom"])),
    (
        "who_goes_to_waiting_room",
        OneOf(&[
            "everyone",
            "users_not_in_account",
            "users_not_in_account_or_whitelisted_domains",
            "users_not_on_invite",
        ]),
    ),
];
