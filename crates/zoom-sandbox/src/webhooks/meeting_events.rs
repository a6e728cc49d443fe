//! Meeting events in Zoom's shapes: ids are numbers in created, updated, deleted and text in started, ended and
//! participant events.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::changes;
use crate::{
    clock::zoom_time,
    world::{
        World,
        meeting::{Meeting, SERIES},
        recurrence::Occurrence,
        registrant::Registrant,
        session::Participant,
        user::User,
    },
};

pub(crate) fn meeting_created(world: &World, meeting: &Meeting, operator: &User) -> Value {
    let settings = &meeting.settings;
    let mut object = planned(meeting);
    object["join_url"] = json!(crate::links::join_url(&world.base_url, meeting));
    if !meeting.password.is_empty() {
        object["password"] = json!(meeting.password);
    }
    let told = ["use_pmi", "alternative_hosts", "join_before_host", "jbh_time", "meeting_invitees"];
    let told = told.iter().filter_map(|name| Some(((*name).to_owned(), settings.get(*name)?.clone())));
    object["settings"] = Value::Object(told.collect());
    if let Some(pmi) = meeting.pmi {
        object["pmi"] = json!(pmi.to_string());
    }
    if let Some(rule) = &meeting.recurrence {
        object["recurrence"] = json!(rule);
        object["occurrences"] = meeting.occurrences.iter().map(Occurrence::shown).collect();
    }
    by_operator(&world.account.id, operator, &object, meeting.kind != SERIES)
}

/// Deleted or recovered: the whole meeting, or one date of a series.
pub(crate) fn meeting_removed(account_id: &str, meeting: &Meeting, host: &User, only: Option<i64>) -> Value {
    let mut object = planned(meeting);
    let concerned = meeting.occurrences.iter().filter(|one| only.is_none_or(|only| only == one.id));
    let concerned: Vec<Value> = concerned.map(Occurrence::shown).collect();
    if !concerned.is_empty() {
        object["occurrences"] = json!(concerned);
    }
    by_operator(account_id, host, &object, only.is_some() || meeting.kind != SERIES)
}

/// Somebody registered, or their registration was judged.
pub(crate) fn registration(world: &World, meeting: &Meeting, one: &Registrant) -> Value {
    let mut object = planned(meeting);
    object["registrant"] = Value::Object(world.shown_registrant(meeting, one));
    json!({ "account_id": world.account.id, "object": object })
}

/// Only what changed, in both objects; `None` if nothing did.
pub(crate) fn meeting_updated(
    account_id: &str,
    id: i64,
    operator: &User,
    (before, after): (&Map<String, Value>, &Map<String, Value>),
    single: bool,
    now: Timestamp,
) -> Option<Value> {
    let (old, new) = changes::between(before, after)?;
    let named = |fields: Map<String, Value>| {
        let mut object = Map::from_iter([("id".to_owned(), json!(id))]);
        object.extend(fields);
        Value::Object(object)
    };
    Some(json!({
        "account_id": account_id, "operator": operator.email, "operator_id": operator.id,
        "scope": if single { "single" } else { "all" },
        "object": named(new), "old_object": named(old), "time_stamp": now.as_millisecond(),
    }))
}

/// The fields an update can change, for comparison.
pub(crate) fn changeable(meeting: &Meeting) -> Map<String, Value> {
    let fields = json!({
        "topic": meeting.topic, "type": meeting.kind, "start_time": meeting.start_time.map(zoom_time),
        "duration": meeting.duration, "timezone": meeting.timezone, "agenda": meeting.agenda,
        "password": meeting.password, "settings": meeting.settings, "recurrence": meeting.recurrence,
        "occurrences": meeting.occurrences.iter().map(Occurrence::shown).collect::<Vec<_>>(),
    });
    if let Value::Object(map) = fields { map } else { Map::new() }
}

pub(crate) fn meeting_started(account_id: &str, meeting: &Meeting) -> Value {
    json!({ "account_id": account_id, "object": live(meeting) })
}

pub(crate) fn meeting_ended(account_id: &str, meeting: &Meeting) -> Value {
    let mut object = live(meeting);
    let ended = meeting.sessions.last().and_then(|session| session.ended_at);
    object["end_time"] = json!(ended.map(zoom_time));
    json!({ "account_id": account_id, "object": object })
}

pub(crate) fn participant_joined(account_id: &str, meeting: &Meeting, one: &Participant) -> Value {
    let mut participant = who(one);
    participant["join_time"] = json!(zoom_time(one.joined_at));
    let mut object = live(meeting);
    object["participant"] = participant;
    json!({ "account_id": account_id, "object": object })
}

pub(crate) fn participant_left(
    account_id: &str,
    meeting: &Meeting,
    one: &Participant,
    reason: &str,
) -> Value {
    let mut participant = who(one);
    participant["leave_time"] = json!(one.left_at.map(zoom_time));
    participant["leave_reason"] = json!(format!("{} left the meeting.<br>Reason: {reason}", one.name));
    let mut object = live(meeting);
    object["participant"] = participant;
    json!({ "account_id": account_id, "object": object })
}

/// Waiting room events: the same participant, with the time of this step.
pub(crate) fn waiting_room(account_id: &str, meeting: &Meeting, one: &Participant, at: Timestamp) -> Value {
    let mut participant = who(one);
    participant["date_time"] = json!(zoom_time(at));
    let mut object = live(meeting);
    object["participant"] = participant;
    json!({ "account_id": account_id, "object": object })
}

/// Guests have no Zoom user id and no email.
fn who(one: &Participant) -> Value {
    let mut participant = json!({
        "user_id": one.id, "user_name": one.name, "id": one.user_id.clone().unwrap_or_default(),
        "participant_uuid": one.uuid, "email": one.email,
    });
    if let Some(user_id) = &one.user_id {
        participant["participant_user_id"] = json!(user_id);
    }
    if let Some(registrant_id) = &one.registrant_id {
        participant["registrant_id"] = json!(registrant_id);
    }
    participant
}

/// The object of created, deleted and recovered: the id is a number.
fn planned(meeting: &Meeting) -> Value {
    let mut object = json!({
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host_id, "topic": meeting.topic,
        "type": meeting.kind, "duration": meeting.duration, "timezone": meeting.timezone,
    });
    if let Some(start) = meeting.start_time {
        object["start_time"] = json!(zoom_time(start));
    }
    object
}

/// The object of started, ended and participants: the id is text, the time is the session's.
fn live(meeting: &Meeting) -> Value {
    let started = meeting.sessions.last().map(|session| session.started_at);
    json!({
        "id": meeting.id.to_string(), "uuid": meeting.uuid, "host_id": meeting.host_id, "topic": meeting.topic,
        "type": meeting.kind, "start_time": started.map(zoom_time), "timezone": meeting.timezone,
        "duration": meeting.duration,
    })
}

fn by_operator(account_id: &str, host: &User, object: &Value, single: bool) -> Value {
    json!({
        "account_id": account_id, "operator": host.email, "operator_id": host.id,
        "operation": if single { "single" } else { "all" }, "object": object,
    })
}
