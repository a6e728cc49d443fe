//! How a meeting looks in answers (reference C.6, C.10, C.11).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::dial_in;
use crate::{
    clock::zoom_time,
    links,
    world::{World, meeting::Meeting, meeting_settings, recurrence::Occurrence, user::User},
};

/// Lists cut the agenda.
const LISTED_AGENDA_CHARACTERS: usize = 250;

/// The whole meeting, as create and get answer it. The start link in it is fresh.
pub(crate) fn full(world: &World, meeting: &Meeting, with_past: bool, now: Timestamp) -> Value {
    let host_email = world.user(&meeting.host_id).map(|host| host.email.clone()).unwrap_or_default();
    let mut body = json!({
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host_id, "host_email": host_email,
        "topic": meeting.topic, "type": meeting.kind,
        "status": if meeting.is_started() { "started" } else { "waiting" },
        "duration": meeting.duration, "timezone": meeting.timezone, "agenda": meeting.agenda,
        "created_at": zoom_time(meeting.created_at), "start_url": links::start_url(world, meeting, now),
        "join_url": links::join_url(&world.base_url, meeting),
        "settings": settings(world, meeting, meeting.settings.clone()),
        "creation_source": if meeting.app.is_some() { "open_api" } else { "web_portal" },
        "pre_schedule": meeting.pre_schedule, "dynamic_host_key": meeting.host_key,
    });
    if !meeting.password.is_empty() {
        body["password"] = json!(meeting.password);
        body["h323_password"] = json!(dial_in::passcode(meeting));
        body["pstn_password"] = json!(dial_in::passcode(meeting));
        body["encrypted_password"] = json!(meeting.encrypted_password);
    }
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            body[name] = value;
        }
    };
    add("start_time", meeting.next_start(now).map(zoom_time).map(Value::from));
    add("assistant_id", meeting.assistant_id.clone().map(Value::from));
    add("template_id", meeting.template_id.clone().map(Value::from));
    add("pmi", meeting.pmi.map(|pmi| json!(pmi.to_string())));
    add("tracking_fields", meeting.tracking_fields.as_ref().map(visible));
    let registration =
        meeting.asks_for_registration().then(|| links::registration_url(&world.base_url, meeting));
    add("registration_url", registration.map(Value::from));
    let chats = meeting.settings["continuous_meeting_chat"]["enable"] == true;
    add("chat_join_url", chats.then(|| json!(format!("{}/launch/jc/{}", world.base_url, meeting.id))));
    if let Some(rule) = &meeting.recurrence {
        add("recurrence", Some(json!(rule)));
        let shown = meeting.occurrences.iter().filter(|one| with_past || one.ends_at() > now);
        add("occurrences", Some(shown.map(Occurrence::shown).collect()));
    }
    body
}

/// One date of a series: what it has of its own in the place of the series'.
pub(crate) fn single(world: &World, meeting: &Meeting, one: &Occurrence, now: Timestamp) -> Value {
    let mut body = full(world, meeting, true, now);
    body["start_time"] = json!(zoom_time(one.start_time));
    body["duration"] = json!(one.duration);
    if let Some(agenda) = &one.agenda {
        body["agenda"] = json!(agenda);
    }
    if let Some(settings) = body["settings"].as_object_mut() {
        settings.extend(one.settings.clone());
    }
    body["occurrences"] = json!([one.shown()]);
    body
}

/// A row of the list: no passcode, no start link.
pub(crate) fn listed(world: &World, meeting: &Meeting, now: Timestamp) -> Value {
    let agenda: String = meeting.agenda.chars().take(LISTED_AGENDA_CHARACTERS).collect();
    let mut body = json!({
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host_id, "topic": meeting.topic,
        "type": meeting.kind, "duration": meeting.duration, "timezone": meeting.timezone, "agenda": agenda,
        "created_at": zoom_time(meeting.created_at), "join_url": links::join_url(&world.base_url, meeting),
    });
    if let Some(start) = meeting.next_start(now) {
        body["start_time"] = json!(zoom_time(start));
    }
    if let Some(pmi) = meeting.pmi {
        body["pmi"] = json!(pmi.to_string());
    }
    body
}

/// A row of what comes up for `user`.
pub(crate) fn upcoming(
    world: &World,
    user: &User,
    (start, minutes, meeting): (Timestamp, u32, &Meeting),
) -> Value {
    json!({
        "id": meeting.id, "topic": meeting.topic, "type": meeting.kind, "start_time": zoom_time(start),
        "duration": minutes, "timezone": meeting.timezone, "created_at": zoom_time(meeting.created_at),
        "join_url": links::join_url(&world.base_url, meeting), "passcode": meeting.password,
        "use_pmi": meeting.pmi.is_some(), "is_host": meeting.host_id == user.id, "is_all_day": false,
    })
}

/// Adds what Zoom works out for answers.
fn settings(world: &World, meeting: &Meeting, mut settings: Map<String, Value>) -> Map<String, Value> {
    if let Some(Value::Array(invitees)) = settings.get_mut("meeting_invitees") {
        for one in invitees {
            let internal = one["email"].as_str().and_then(|email| world.user(email));
            one["internal_user"] = json!(internal.is_some_and(|user| !user.outside));
        }
    }
    if let Some(Value::Array(guests)) = settings.get_mut("authentication_exception") {
        for one in guests {
            let name = one["name"].as_str().unwrap_or_default();
            let token = links::invite_token(world, meeting.id, name, None);
            one["join_url"] = json!(links::personal_join_url(&world.base_url, meeting, &token));
        }
    }
    let option = meeting_settings::text(&settings, "authentication_option");
    if !option.is_empty() {
        settings.insert("authentication_name".to_owned(), json!("Sign in to Zoom"));
    }
    if let Some(chat) = settings.get_mut("continuous_meeting_chat").filter(|chat| chat["enable"] == true) {
        chat["channel_id"] = json!(format!("{:x}", meeting.id));
    }
    settings.insert("global_dial_in_numbers".to_owned(), dial_in::numbers(world, meeting).into());
    settings
}

fn visible(fields: &Value) -> Value {
    let mut fields = fields.clone();
    for field in fields.as_array_mut().into_iter().flatten() {
        field["visible"] = json!(true);
    }
    fields
}
