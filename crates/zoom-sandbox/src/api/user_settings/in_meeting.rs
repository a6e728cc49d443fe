//! The group `in_meeting` of a user's settings.

use serde_json::{Value, json};

use super::flags;

const ON: &[&str] = &[
    "annotation",
    "breakout_room",
    "chat",
    "co_host",
    "file_transfer",
    "join_from_desktop",
    "join_from_mobile",
    "meeting_reactions",
    "non_verbal_feedback",
    "polling",
    "private_chat",
    "screen_sharing",
    "show_a_join_from_your_browser_link",
    "show_meeting_control_toolbar",
    "virtual_background",
    "whiteboard",
];

const OFF: &[&str] = &[
    "allow_host_panelists_to_use_audible_clap",
    "allow_host_to_enable_focus_mode",
    "allow_live_streaming",
    "allow_show_zoom_windows",
    "allow_users_to_delete_messages_in_meeting_chat",
    "attendee_on_hold",
    "attention_mode_focus_mode",
    "auto_saving_chat",
    "breakout_room_schedule",
    "closed_caption",
    "custom_data_center_regions",
    "custom_live_streaming_service",
    "disable_screen_sharing_for_host_meetings",
    "disable_screen_sharing_for_in_meeting_guests",
    "e2e_encryption",
    "far_end_camera_control",
    "feedback",
    "group_hd",
    "live_streaming_facebook",
    "live_streaming_youtube",
    "meeting_question_answer",
    "meeting_survey",
    "post_meeting_feedback",
    "record_play_voice",
    "remote_control",
    "remote_support",
    "request_permission_to_unmute_participants",
    "share_dual_camera",
    "slide_control",
    "transfer_meetings_between_devices",
    "waiting_room",
    "webinar_group_hd",
    "webinar_reactions",
    "webinar_survey",
    "workplace_by_facebook",
];

/// What a new user may do in meetings.
pub(super) fn group() -> Value {
    let mut group = flags(ON, true);
    group.extend(flags(OFF, false));
    if let Value::Object(choices) = choices() {
        group.extend(choices);
    }
    Value::Object(group)
}

fn choices() -> Value {
    let polls = json!({
        "enable": true, "advanced_polls": false, "allow_alternative_host_to_add_edit": false,
        "allow_host_to_upload_image": false, "require_answers_to_be_anonymous": false,
    });
    json!({
        "entry_exit_chime": "none", "who_can_share_screen": "all", "meeting_reactions_emojis": "all",
        "who_can_share_screen_when_someone_is_sharing": "host", "participants_share_simultaneously": "one",
        "allow_participants_chat_with": 1, "allow_users_save_chats": 1, "custom_service_instructions": "",
        "data_center_regions": ["DE"], "unchecked_data_center_regions": ["US"],
        "closed_captioning": {
            "enable": false, "auto_transcribing": false, "save_caption": false,
            "third_party_captioning_service": false, "view_full_transcript": false,
        },
        "manual_captioning": {
            "allow_to_type": false, "auto_generated_captions": false, "full_transcript": false,
            "manual_captions": false, "save_captions": false, "third_party_captioning_service": false,
        },
        "language_interpretation": {
            "enable": false, "enable_language_interpretation_by_default": false,
            "allow_participants_to_speak_in_listening_channel": false,
            "allow_up_to_25_custom_languages_when_scheduling_meetings": false, "languages": ["English"],
            "custom_languages": [],
        },
        "sign_language_interpretation": {
            "enable": false, "enable_sign_language_interpretation_by_default": false, "languages": ["American"],
            "custom_languages": [],
        },
        "virtual_background_settings": {
            "enable": true, "allow_upload_custom": true, "allow_videos": false, "files": [],
        },
        "webinar_chat": {
            "enable": false, "allow_attendees_chat_with": 1, "allow_auto_save_local_chat_file": false,
            "allow_panelists_chat_with": 1, "allow_panelists_send_direct_message": false,
            "allow_users_save_chats": 0, "default_attendees_chat_with": 1,
        },
        "webinar_live_streaming": {
            "enable": false, "custom_service_instructions": "", "live_streaming_reminder": false,
            "live_streaming_service": [],
        },
        "meeting_polling": polls, "webinar_polling": polls,
        "meeting_summary_with_ai_companion": {
            "enable": false, "auto_enable": false, "who_will_receive_summary": 1,
        },
        "ai_companion_questions": { "enable": false, "auto_enable": false, "who_can_ask_questions": 1 },
    })
}
