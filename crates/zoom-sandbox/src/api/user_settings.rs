//! `GET /users/me/settings`: the groups of reference C.4, with the defaults of a new account.

mod in_meeting;

use serde_json::{Map, Value, json};

use crate::world::user::{Plan, User};

/// All groups, or the one an `option` asks for.
pub(crate) fn document(user: &User, option: &str) -> Value {
    match option {
        "meeting_authentication" => json!({
            "allow_authentication_exception": false, "authentication_options": sign_in(), "meeting_authentication": false,
        }),
        "recording_authentication" => {
            json!({ "authentication_options": sign_in(), "recording_authentication": false })
        }
        "meeting_security" => json!({ "meeting_security": security(user) }),
        _ => everything(user),
    }
}

/// Only the named fields, each in its group; a group may be named as a whole. Names are separated by commas.
pub(crate) fn only(all: Value, names: &str) -> Value {
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let Value::Object(groups) = all else { return all };
    let mut kept = Map::new();
    for (group, value) in groups {
        let fields = match value {
            Value::Object(fields) if !names.contains(&group.as_str()) => fields,
            whole => {
                if names.contains(&group.as_str()) {
                    kept.insert(group, whole);
                }
                continue;
            }
        };
        let fields: Map<String, Value> =
            fields.into_iter().filter(|(name, _)| names.contains(&name.as_str())).collect();
        if !fields.is_empty() {
            kept.insert(group, Value::Object(fields));
        }
    }
    Value::Object(kept)
}

fn everything(user: &User) -> Value {
    let paid = user.plan == Plan::Licensed;
    let mut all = json!({
        "feature": feature(user), "schedule_meeting": schedule(), "in_meeting": in_meeting::group(),
        "recording": {
            "local_recording": true, "cloud_recording": paid, "auto_recording": "none", "record_speaker_view": paid,
            "record_gallery_view": false, "record_audio_file": paid, "save_chat_text": paid, "show_timestamp": false,
            "recording_audio_transcript": false, "auto_delete_cmr": false, "auto_delete_cmr_days": 30,
            "host_pause_stop_recording": true, "recording_disclaimer": false, "save_close_caption": false,
            "ask_host_to_confirm_disclaimer": false, "ask_participants_to_consent_disclaimer": false,
            "display_participant_name": false, "recording_thumbnails": true, "save_panelist_chat": false,
            "save_poll_results": false, "recording_highlight": false, "optimize_recording_for_3rd_party_video_editor": false,
            "record_files_separately": { "active_speaker": false, "gallery_view": false, "shared_screen": false },
            "ip_address_access_control": { "enable": false, "ip_addresses_or_ranges": "" },
            "smart_recording": {
                "create_recording_highlights": false, "create_smart_chapters": false, "create_next_steps": false,
            },
            "recording_password_requirement": {
                "length": 8, "have_letter": false, "have_number": false, "have_special_character": false,
                "only_allow_numeric": false,
            },
        },
        "email_notification": {
            "jbh_reminder": true, "cancel_meeting_reminder": true, "alternative_host_reminder": true,
            "schedule_for_reminder": true, "cloud_recording_available_reminder": true,
            "recording_available_reminder_alternative_hosts": true, "recording_available_reminder_schedulers": true,
        },
        "telephony": {
            "audio_conference_info": "", "show_international_numbers_link": false, "third_party_audio": false,
            "telephony_regions": { "allowed_values": ["US"], "selection_values": "US" },
        },
        "tsp": {
            "call_out": false, "call_out_countries": [], "show_international_numbers_link": false,
            "global_dial_in_countries": { "allowed_countries": [], "selected_countries": [] },
        },
        "profile": { "recording_storage_location": { "allowed_values": ["US"], "value": "US" } },
        "whiteboard": { "in_meeting_advanced_whiteboard": false, "out_meeting_advanced_whiteboard": false },
        "audio_conferencing": {
            "toll_free_and_fee_based_toll_call": {
                "enable": false, "allow_webinar_attendees_dial": false, "numbers": [],
            },
            "toll_call": { "enable": false, "numbers": [] }, "personal_audio_conference": false,
            "call_me_and_invite_by_phone": {
                "enable": false, "require_press_1_for_call_me": "auto", "allow_webinar_attendees_call_me": false,
                "call_out_countries": { "allowed_countries": [], "selected_countries": [] },
            },
            "participant_phone_masking": { "enable": false, "masking_type": "mask_default" },
            "global_dial_in_countries": {
                "allowed_countries": [], "selected_countries": [], "include_toll_free": false,
            },
        },
    });
    overlay(&mut all, &user.settings);
    all
}

/// Lays what was set for this user over the defaults, group by group.
fn overlay(all: &mut Value, set: &Map<String, Value>) {
    for (group, fields) in set {
        match (all[group.as_str()].as_object_mut(), fields) {
            (Some(known), Value::Object(fields)) => known.extend(fields.clone()),
            _ => all[group.as_str()] = fields.clone(),
        }
    }
}

/// The licence in figures. Apps tell plans apart by it, beside the user's `type`.
fn feature(user: &User) -> Value {
    let may_meet = matches!(user.plan, Plan::Basic | Plan::Licensed);
    let mut feature = flags(
        &[
            "large_meeting",
            "webinar",
            "cn_meeting",
            "in_meeting",
            "zoom_phone",
            "zoom_events",
            "zoom_events_unlimited",
            "zoom_sessions_unlimited",
            "zoom_events_pay_per_attendee",
            "zoom_sessions_pay_per_attendee",
            "zoom_iq_for_sales",
            "zoom_revenue_accelerator",
            "zoom_whiteboard",
            "zoom_whiteboard_plus",
            "zoom_translated_captions",
            "zoom_customer_managed_key",
            "zoom_huddles",
            "zoom_quality_management",
            "zoom_workforce_management",
            "zoom_scheduler",
            "zoom_clips_plus",
            "zoom_mail_calendar",
            "zoom_compliance_management",
            "zoom_docs",
        ],
        false,
    );
    feature.insert("meeting_capacity".to_owned(), json!(if may_meet { 100 } else { 0 }));
    feature.insert("concurrent_meeting".to_owned(), json!(if may_meet { "Basic" } else { "None" }));
    Value::Object(feature)
}

fn schedule() -> Value {
    json!({
        "audio_type": "both", "default_password_for_scheduled_meetings": "", "embed_password_in_join_link": true,
        "host_video": false, "participants_video": false, "join_before_host": false, "personal_meeting": true,
        "pmi_password": "", "pstn_password_protected": false, "force_pmi_jbh_password": false,
        "require_password_for_scheduling_new_meetings": true, "require_password_for_scheduled_meetings": true,
        "require_password_for_instant_meetings": true, "require_password_for_pmi_meetings": "all",
        "use_pmi_for_scheduled_meetings": false, "use_pmi_for_instant_meetings": false,
        "meeting_password_requirement": passcode_rules(),
        "continuous_meeting_chat": {
            "enable": false, "can_add_external_users": false, "auto_add_invited_external_users": false,
            "support_instant_meetings": false, "support_scheduled_meetings": false,
        },
    })
}

fn security(user: &User) -> Value {
    let waiting_room = user.settings.get("in_meeting").is_some_and(|group| group["waiting_room"] == true);
    json!({
        "auto_security": true, "block_user_domain": false, "block_user_domain_list": [],
        "embed_password_in_join_link": true, "encryption_type": "enhanced_encryption",
        "end_to_end_encrypted_meetings": false, "meeting_password": true,
        "meeting_password_requirement": passcode_rules(), "only_authenticated_can_join_from_webclient": false,
        "phone_password": false, "pmi_password": true, "require_password_for_scheduled_meeting": true,
        "require_password_for_scheduled_webinar": true, "waiting_room": waiting_room, "webinar_password": true,
        "waiting_room_settings": {
            "participants_to_place_in_waiting_room": 0, "users_who_can_admit_participants_from_waiting_room": 0,
            "whitelisted_domains_for_waiting_room": "",
        },
    })
}

fn passcode_rules() -> Value {
    json!({
        "length": 0, "have_letter": false, "have_number": false, "have_special_character": false,
        "have_upper_and_lower_characters": false, "only_allow_numeric": false, "consecutive_characters_length": 0,
        "weak_enhance_detection": false,
    })
}

fn sign_in() -> Value {
    json!([{
        "id": "signIn_sandbox", "name": "Sign in to Zoom", "type": "enforce_login", "default_option": true,
        "visible": true,
    }])
}

fn flags(names: &[&str], on: bool) -> Map<String, Value> {
    names.iter().map(|name| ((*name).to_owned(), json!(on))).collect()
}
