//! A world in which every call has something to answer.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use zoom_sandbox::{Plan, Seed};

use crate::client::{MARA, OSKAR, World, start_with};

/// One call and what came back.
pub(crate) struct Exchange {
    /// As in the description: `GET /meetings/{meetingId}`.
    pub(crate) call: &'static str,
    pub(crate) status: u16,
    /// `null` for an empty body.
    pub(crate) body: Value,
}

/// Every documented field of a meeting at once.
pub(crate) fn rich() -> Value {
    json!({
        "topic": "My Meeting", "type": 2, "agenda": "My Meeting", "start_time": "2027-03-16T09:00:00Z", "duration": 60,
        "timezone": "America/Los_Angeles", "password": "123456", "template_id": "Dv4YdINdTk+Z5RToadh5ug==",
        "tracking_fields": [{ "field": "field1", "value": "value1" }],
        "settings": {
            "additional_data_center_regions": ["TY"], "alternative_hosts": "mara@halden.example", "approval_type": 0,
            "approved_or_denied_countries_or_regions": {
                "enable": true, "method": "approve", "approved_list": ["CX"], "denied_list": ["CA"],
            },
            "authentication_domains": "example.com", "meeting_authentication": true,
            "authentication_exception": [{ "email": "jchill@example.com", "name": "Jill Chill" }],
            "authentication_option": "signIn_D8cJuqWVQ623CI4Q8yQK0Q", "auto_recording": "cloud",
            "auto_add_recording_to_video_management": {
                "enable": true, "channels": [{ "channel_id": "Uyh5qeykTDiA66YQEYmFPg", "name": "Weekly" }],
            },
            "breakout_room": { "enable": true, "rooms": [{ "name": "room1", "participants": ["jchill@example.com"] }] },
            "calendar_type": 1, "contact_email": "jchill@example.com", "contact_name": "Jill Chill",
            "custom_keys": [{ "key": "key1", "value": "value1" }], "global_dial_in_countries": ["US"],
            "question_and_answer": {
                "enable": true, "allow_submit_questions": true, "allow_anonymous_questions": true,
                "question_visibility": "all", "attendees_can_comment": true, "attendees_can_upvote": true,
            },
            "language_interpretation": {
                "enable": true,
                "interpreters": [{
                    "email": "interpreter@example.com", "languages": "US,FR",
                    "interpreter_languages": "English,French",
                }],
            },
            "sign_language_interpretation": {
                "enable": true,
                "interpreters": [{ "email": "interpreter@example.com", "sign_language": "American" }],
            },
            "waiting_room_options": { "mode": "custom", "who_goes_to_waiting_room": "everyone" },
            "meeting_invitees": [{ "email": "jchill@example.com" }, { "email": "mara@halden.example" }],
            "continuous_meeting_chat": {
                "enable": true, "auto_add_invited_external_users": true, "auto_add_meeting_participants": true,
            },
            "resources": [{
                "resource_type": "whiteboard", "resource_id": "X4Hy02w3QUOdskKofgb9Jg", "permission_level": "editor",
            }],
            "who_will_receive_summary": 1, "who_can_ask_questions": 1, "summary_template_id": "1e1356ad",
        },
    })
}

/// Calls everything once, in a world where each list has rows. The calls are Oskar's, who is Licensed.
pub(crate) async fn exchanges() -> Vec<Exchange> {
    let seed: Seed = serde_json::from_value(json!({
        "users": [{ "email": "boss@halden.example", "plan": "licensed", "assistants": [OSKAR] }],
    }))
    .unwrap();
    let world = start_with(|builder| builder.seed(seed)).await;
    world.control().set_plan(MARA, Plan::Licensed);
    let mut log = Log { token: world.connect(OSKAR).await.access, world, exchanges: Vec::new() };

    log.call("PATCH /users/{userId}", "/users/me", &profile()).await;
    log.call("GET /users/{userId}", "/users/me", &Value::Null).await;
    log.call("GET /users/email", "/users/email?email=mara@halden.example", &Value::Null).await;
    log.call("GET /users/me/zak", "/users/me/zak", &Value::Null).await;
    log.call("GET /users/{userId}/token", "/users/me/token?type=zak&ttl=600", &Value::Null).await;
    for option in
        ["", "?option=meeting_authentication", "?option=recording_authentication", "?option=meeting_security"]
    {
        log.call("GET /users/{userId}/settings", &format!("/users/me/settings{option}"), &Value::Null).await;
    }

    let create = "POST /users/{userId}/meetings";
    let made = log.call(create, "/users/me/meetings", &rich()).await;
    let meeting = format!("/meetings/{}", made["id"]);
    let series = json!({
        "type": 8, "topic": "Weekly", "start_time": "2027-03-15T20:00:00Z", "timezone": "Europe/Berlin",
        "recurrence": { "type": 2, "repeat_interval": 1, "weekly_days": "2,4", "end_times": 7 },
        "settings": { "approval_type": 1, "use_pmi": true },
    });
    let series = log.call(create, "/users/me/meetings", &series).await;
    let monthly = json!({
        "type": 8, "schedule_for": "boss@halden.example", "start_time": "2027-03-15T20:00:00Z",
        "recurrence": { "type": 3, "monthly_week": -1, "monthly_week_day": 6, "end_date_time": "2027-12-31T00:00:00Z" },
    });
    let monthly = log.call(create, "/users/me/meetings", &monthly).await;
    let mid_month = json!({
        "type": 8, "recurrence": { "type": 3, "monthly_day": 15, "repeat_interval": 2 }, "password": "123456789",
    });
    let mid_month = log.call(create, "/users/me/meetings", &mid_month).await;
    log.call(create, "/users/me/meetings", &json!({ "type": 3, "pre_schedule": true })).await;

    log.call("GET /meetings/{meetingId}", &meeting, &Value::Null).await;
    for series in [&series, &monthly, &mid_month] {
        let dates = format!("/meetings/{}?show_previous_occurrences=true", series["id"]);
        log.call("GET /meetings/{meetingId}", &dates, &Value::Null).await;
    }
    log.call("PATCH /meetings/{meetingId}", &meeting, &json!({ "topic": "Changed" })).await;
    log.call("GET /meetings/{meetingId}/invitation", &format!("{meeting}/invitation"), &Value::Null).await;
    let attendees = json!({ "attendees": [{ "name": "Jill Chill" }], "ttl": 1000 });
    log.call("POST /meetings/{meetingId}/invite_links", &format!("{meeting}/invite_links"), &attendees).await;
    let registrants = format!("{meeting}/registrants");
    log.call("POST /meetings/{meetingId}/registrants", &registrants, &registrant()).await;
    log.call("GET /meetings/{meetingId}/registrants", &registrants, &Value::Null).await;
    let series_registrants = format!("/meetings/{}/registrants", series["id"]);
    log.call("POST /meetings/{meetingId}/registrants", &series_registrants, &registrant()).await;
    log.call("GET /users/{userId}/meetings", "/users/me/meetings?page_size=4", &Value::Null).await;
    log.call("GET /users/{userId}/upcoming_meetings", "/users/me/upcoming_meetings", &Value::Null).await;

    let control = log.world.control();
    let id = made["id"].as_i64().unwrap();
    control.start_meeting(id);
    control.join_meeting(id, "", OSKAR);
    control.join_meeting(id, "Jill Chill", "jchill@example.com");
    control.advance(SignedDuration::from_mins(25));
    log.call("PUT /meetings/{meetingId}/status", &format!("{meeting}/status"), &json!({ "action": "end" }))
        .await;
    let past = format!("/past_meetings/{id}");
    log.call("GET /past_meetings/{meetingId}", &past, &Value::Null).await;
    log.call("GET /past_meetings/{meetingId}/instances", &format!("{past}/instances"), &Value::Null).await;
    let participants = format!("{past}/participants?page_size=1");
    log.call("GET /past_meetings/{meetingId}/participants", &participants, &Value::Null).await;
    log.call("DELETE /meetings/{meetingId}", &meeting, &Value::Null).await;
    log.exchanges
}

fn profile() -> Value {
    json!({
        "dept": "Developers", "job_title": "API Developer", "location": "Paris", "cost_center": "cost center",
        "manager": "thill@example.com", "pronouns": "3123", "pronouns_option": 1, "vanity_name": "oskar",
        "group_id": "RSMaSp8sTEGK0_oamiA2_w", "division_ids": ["xxxxxxxxxx"],
        "custom_attributes": [{ "key": "cbf_cywdkexrtqc73f97gd4w6g", "name": "A1", "value": "1" }],
        "phone_numbers": [{ "code": "+1", "country": "US", "label": "Mobile", "number": "800000000" }],
    })
}

fn registrant() -> Value {
    json!({
        "first_name": "Jill", "last_name": "Chill", "email": "jchill@example.com", "address": "1800 Amphibious Blvd.",
        "city": "Mountain View", "state": "CA", "zip": "94045", "country": "US", "phone": "5550100",
        "comments": "Looking forward to it.", "custom_questions": [{ "title": "Why?", "value": "To learn." }],
        "industry": "Food", "job_title": "Chef", "no_of_employees": "1-20", "org": "Cooking Org",
        "purchasing_time_frame": "1-3 months", "role_in_purchase_process": "Influencer", "auto_approve": true,
    })
}

struct Log {
    world: World,
    token: String,
    exchanges: Vec<Exchange>,
}

impl Log {
    async fn call(&mut self, call: &'static str, path: &str, body: &Value) -> Value {
        let method: Method = call.split(' ').next().unwrap().parse().unwrap();
        let mut request = self.world.call(method, &format!("/v2{path}"), &self.token);
        if !body.is_null() {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        assert!((200..300).contains(&status), "{call}: {status} {text}");
        let body: Value = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        self.exchanges.push(Exchange { call, status, body: body.clone() });
        body
    }
}
