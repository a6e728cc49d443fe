//! How a meeting looks in answers.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    clock::zoom_time,
    links,
    world::{World, meeting::Meeting},
};

/// Lists cut the agenda.
const LISTED_AGENDA_CHARACTERS: usize = 250;

/// The whole meeting, as create and get answer it. The start link in it is fresh.
pub(crate) fn full(world: &World, meeting: &Meeting, now: Timestamp) -> Value {
    let host_email = world.user(&meeting.host_id).map(|host| host.email.clone()).unwrap_or_default();
    let mut body = json!({
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host_id, "host_email": host_email,
        "topic": meeting.topic, "type": meeting.kind,
        "status": if meeting.is_started() { "started" } else { "waiting" },
        "duration": meeting.duration, "timezone": meeting.timezone, "agenda": meeting.agenda,
        "created_at": zoom_time(meeting.created_at), "start_url": links::start_url(world, meeting, now),
        "join_url": links::join_url(&world.base_url, meeting), "settings": meeting.settings,
        "creation_source": "open_api", "pre_schedule": meeting.pre_schedule,
    });
    if !meeting.password.is_empty() {
        body["password"] = json!(meeting.password);
        body["h323_password"] = json!(numeric(&meeting.password));
        body["pstn_password"] = json!(numeric(&meeting.password));
        body["encrypted_password"] = json!(meeting.encrypted_password);
    }
    if let Some(start) = meeting.start_time {
        body["start_time"] = json!(zoom_time(start));
    }
    if let Some(fields) = &meeting.tracking_fields {
        body["tracking_fields"] = fields.clone();
    }
    body
}

/// A row of the list: no passcode, no start link.
pub(crate) fn listed(world: &World, meeting: &Meeting) -> Value {
    let agenda: String = meeting.agenda.chars().take(LISTED_AGENDA_CHARACTERS).collect();
    let mut body = json!({
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host_id, "topic": meeting.topic,
        "type": meeting.kind, "duration": meeting.duration, "timezone": meeting.timezone, "agenda": agenda,
        "created_at": zoom_time(meeting.created_at), "join_url": links::join_url(&world.base_url, meeting),
    });
    if let Some(start) = meeting.start_time {
        body["start_time"] = json!(zoom_time(start));
    }
    body
}

/// Telephones and room systems can only type digits.
fn numeric(passcode: &str) -> String {
    if passcode.chars().all(|c| c.is_ascii_digit()) {
        return passcode.to_owned();
    }
    passcode.bytes().map(|byte| char::from(b'0' + byte % 10)).collect()
}
