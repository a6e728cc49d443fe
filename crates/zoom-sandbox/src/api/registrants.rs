//! Registrants of a meeting: list, add, approve, deny, cancel.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use super::{
    call::Call,
    error::ApiError,
    fields::registrant::{REGISTRANT, REGISTRANT_STATUS},
    input,
    meetings::find,
    page::Window,
    query::Query,
    refusals::{self, Doing},
};
use crate::{
    clock::zoom_time,
    links,
    scopes::{REGISTRANT_ADD, REGISTRANT_LIST, REGISTRANT_STATUS as MAY_JUDGE},
    shared::Shared,
    world::{
        World,
        meeting::Meeting,
        recurrence::Occurrence,
        registrant::Registrant,
        registrants::{NoRegistration, Verdict},
    },
};

pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require_host(&REGISTRANT_LIST)?;
    let status = query.one_of("status", &["pending", "approved", "denied"], "approved")?;
    shared.read(|world, now| {
        let id = find(world, &id, Doing::Reading, now)?;
        let meeting = world.meeting_with_registration(id, &user, now).map_err(|no| match no {
            NoRegistration::NotAsked(id) => {
                ApiError::bad(300, format!("This meeting has not set registration as required: {id}."))
            }
            no => refusals::registration(no, now),
        })?;
        let list = format!("registrants:{id}:{status}");
        let window = Window::read(&query, &world.signing_key, &list, now)?;
        let wanted = |one: &&Registrant| {
            let comes = query.text("occurrence_id").is_none_or(|occurrence| one.comes_to(occurrence));
            one.standing.name() == status && comes
        };
        let all: Vec<&Registrant> = meeting.registrants.iter().filter(wanted).collect();
        let (page, mut body) = window.cut(all, &world.signing_key, &list, now);
        body.insert("page_number".to_owned(), json!(window.number()));
        let rows = page.into_iter().map(|one| row(world, meeting, one));
        body.insert("registrants".to_owned(), rows.collect());
        Ok(Json(Value::Object(body)))
    })
}

pub(crate) async fn add(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    query: Query,
    call: Call,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let user = call.require_host(&REGISTRANT_ADD)?;
    let answers = input::fields(REGISTRANT, &input::json_object(&body)?)?;
    shared.write(|world, now, random| {
        let id = find(world, &id, Doing::Reading, now)?;
        let occurrences = query.text("occurrence_ids").into_iter().flat_map(|ids| ids.split(','));
        // What is not a number names no occurrence, and is refused as such.
        let occurrences: Vec<i64> = occurrences.map(|id| id.trim().parse().unwrap_or_default()).collect();
        let registrant = world
            .register(id, &user, answers, occurrences, now, random)
            .map_err(|no| refusals::registration(no, now))?;
        let meeting = world.meeting(id, now).map_err(|no| refusals::meeting(no, Doing::Reading, now))?;
        let found = meeting.registrants.iter().find(|one| one.id == registrant);
        let one = found.ok_or_else(|| ApiError::no_meeting(id))?;
        let chosen = |occurrence: &i64| one.occurrences.is_empty() || one.occurrences.contains(occurrence);
        let occurrences = meeting.occurrences.iter().filter(|occurrence| chosen(&occurrence.id));
        let mut body = json!({
            "id": id, "registrant_id": one.id, "topic": meeting.topic,
            "start_time": meeting.next_start(now).map(zoom_time), "participant_pin_code": one.pin,
            "occurrences": occurrences.map(Occurrence::shown).collect::<Vec<_>>(),
        });
        if one.may_join() {
            body["join_url"] = json!(links::personal_join_url(&world.base_url, meeting, &one.token));
        }
        Ok((StatusCode::CREATED, Json(body)))
    })
}

pub(crate) async fn set_status(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let user = call.require_host(&MAY_JUDGE)?;
    let body = input::fields(REGISTRANT_STATUS, &input::json_object(&body)?)?;
    let verdict = body.get("action").and_then(Value::as_str).and_then(Verdict::parse);
    let verdict = verdict.ok_or_else(|| super::query::refuse("action"))?;
    let named: Vec<&str> = body
        .get("registrants")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| one["id"].as_str().or_else(|| one["email"].as_str()))
        .collect();
    shared.write(|world, now, _| {
        let id = find(world, &id, Doing::Changing, now)?;
        world.judge(id, &user, &named, verdict, now).map_err(|no| refusals::registration(no, now))?;
        Ok(StatusCode::NO_CONTENT)
    })
}

fn row(world: &World, meeting: &Meeting, one: &Registrant) -> Value {
    let mut row = world.shown_registrant(meeting, one);
    row.insert("create_time".to_owned(), json!(zoom_time(one.registered_at)));
    row.insert("participant_pin_code".to_owned(), json!(one.pin));
    row.entry("last_name").or_insert_with(|| json!(""));
    row.entry("custom_questions").or_insert_with(|| json!([]));
    Value::Object(row)
}
