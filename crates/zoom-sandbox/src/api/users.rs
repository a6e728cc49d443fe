//! `/users/me`: the user, settings, ZAK.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{
    call::{Call, check_own},
    error::ApiError,
};
use crate::{
    clock::zoom_time,
    links,
    scopes::{USER_READ, USER_SETTINGS, USER_ZAK},
    shared::Shared,
    world::{
        World,
        user::{Plan, User},
    },
};

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_READ)?;
    check_own(&user, &named)?;
    Ok(Json(shared.read(|world, _| user_body(world, &user))))
}

pub(crate) async fn settings(Path(named): Path<String>, call: Call) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_SETTINGS)?;
    check_own(&user, &named)?;
    let paid = user.plan != Plan::Basic;
    Ok(Json(json!({
        "feature": {
            "meeting_capacity": 100, "concurrent_meeting": "Basic", "large_meeting": false, "webinar": false,
            "cn_meeting": false, "in_meeting": false, "zoom_phone": false,
        },
        "schedule_meeting": {
            "audio_type": "both", "default_password_for_scheduled_meetings": "", "embed_password_in_join_link": true,
            "host_video": false, "participants_video": false, "join_before_host": false,
            "pstn_password_protected": false, "require_password_for_scheduling_new_meetings": true,
            "require_password_for_instant_meetings": true, "require_password_for_pmi_meetings": "all",
            "use_pmi_for_scheduled_meetings": false, "use_pmi_for_instant_meetings": false,
            "meeting_password_requirement": {
                "length": 0, "have_letter": false, "have_number": false, "have_special_character": false,
                "have_upper_and_lower_characters": false, "only_allow_numeric": false,
                "consecutive_characters_length": 0, "weak_enhance_detection": false,
            },
        },
        "in_meeting": { "waiting_room": false, "chat": true, "screen_sharing": true, "breakout_room": true },
        "recording": { "local_recording": true, "cloud_recording": paid, "auto_recording": "none" },
        "email_notification": { "jbh_reminder": true, "cancel_meeting_reminder": true },
        "telephony": { "third_party_audio": false }, "tsp": { "call_out": false },
    })))
}

pub(crate) async fn zak(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_ZAK)?;
    check_own(&user, &named)?;
    let token = shared.read(|world, now| links::zak(world, &user.id, now, links::ZAK_LIFE));
    Ok(Json(json!({ "token": token })))
}

fn user_body(world: &World, user: &User) -> Value {
    json!({
        "id": user.id, "first_name": user.first_name, "last_name": user.last_name,
        "display_name": user.display_name(), "email": user.email, "type": user.plan.number(),
        "role_name": if user.role_id == "0" { "Owner" } else { "Member" }, "role_id": user.role_id,
        "pmi": user.pmi, "use_pmi": false, "personal_meeting_url": format!("{}/j/{}", world.base_url, user.pmi),
        "timezone": user.timezone, "verified": 1, "dept": "", "job_title": "", "location": "",
        "company": world.account.company, "created_at": zoom_time(user.created_at),
        "user_created_at": zoom_time(user.created_at), "last_login_time": zoom_time(user.created_at),
        "last_client_version": "", "pic_url": "", "cms_user_id": "",
        "jid": format!("{}@xmpp.zoom.us", user.id.to_lowercase()), "group_ids": [], "im_group_ids": [],
        "account_id": world.account.id, "account_number": world.account.number, "language": "en-US",
        "phone_country": "", "phone_number": "", "login_types": [100], "status": "active", "cluster": "us02",
    })
}
