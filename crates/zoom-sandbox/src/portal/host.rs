//! `/s/{id}`: where a start link leads. The ZAK in it starts the meeting.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;

use super::page::{grouped, minute, render, render_with};
use crate::{
    links,
    oauth::MessagePage,
    shared::Shared,
    world::{
        World,
        session::Participant,
        user::{Plan, User},
    },
};

#[derive(Template)]
#[template(path = "host.html")]
struct HostPage {
    id: i64,
    meeting_id: String,
    topic: String,
    host: String,
    passcode: String,
    started: String,
    /// Who else is in the meeting.
    participants: Vec<String>,
    waiting: Vec<Waiting>,
    zak: String,
    join_url: String,
    limited: bool,
}

/// Somebody in the waiting room.
struct Waiting {
    participant: String,
    name: String,
}

#[derive(Deserialize)]
pub(crate) struct AdmitForm {
    zak: String,
    participant: String,
}

#[derive(Deserialize)]
pub(crate) struct ZakField {
    #[serde(default)]
    zak: String,
}

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Query(query): Query<ZakField>,
) -> Response {
    let Ok(id) = id.parse::<i64>() else { return sign_in() };
    let page = shared.write(|world, now, random| {
        let host = host_by_zak(world, id, &query.zak, now)?;
        world.start_meeting(id, now, random).ok()?;
        let session = world.meeting(id, now).ok()?.session()?;
        let is_in = |one: &Participant| one.user_id.as_ref() == Some(&host.id) && one.left_at.is_none();
        if !session.participants.iter().any(is_in) {
            world.join_meeting(id, "", &host.email, now, random);
        }
        host_page(world, id, &host, &query.zak, now)
    });
    page.map_or_else(sign_in, |page| render(&page))
}

/// Lets somebody in from the waiting room.
pub(crate) async fn admit(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Form(form): Form<AdmitForm>,
) -> Response {
    let Ok(id) = id.parse::<i64>() else { return sign_in() };
    let page = shared.write(|world, now, _| {
        let host = host_by_zak(world, id, &form.zak, now)?;
        world.admit(id, &form.participant, now);
        host_page(world, id, &host, &form.zak, now)
    });
    page.map_or_else(sign_in, |page| render(&page))
}

fn host_page(world: &World, id: i64, host: &User, zak: &str, now: Timestamp) -> Option<HostPage> {
    let meeting = world.meeting(id, now).ok()?;
    let session = meeting.session()?;
    let others = || {
        let here = session.participants.iter().filter(|one| one.left_at.is_none());
        here.filter(|one| one.user_id.as_ref() != Some(&host.id))
    };
    Some(HostPage {
        id,
        meeting_id: grouped(id),
        topic: meeting.topic.clone(),
        host: host.email.clone(),
        passcode: meeting.password.clone(),
        started: minute(session.started_at),
        participants: others().filter(|one| !one.in_waiting_room).map(|one| one.name.clone()).collect(),
        waiting: others()
            .filter(|one| one.in_waiting_room)
            .map(|one| Waiting { participant: one.id.clone(), name: one.name.clone() })
            .collect(),
        zak: zak.to_owned(),
        join_url: links::join_url(&world.base_url, meeting),
        limited: host.plan == Plan::Basic,
    })
}

pub(crate) async fn end(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Form(form): Form<ZakField>,
) -> Response {
    let Ok(id) = id.parse::<i64>() else { return sign_in() };
    let ended = shared.write(|world, now, _| {
        host_by_zak(world, id, &form.zak, now)?;
        Some(world.end_meeting(id, now))
    });
    match ended {
        Some(_) => render(&MessagePage {
            title: "The meeting has ended".to_owned(),
            text: "Everybody left. The same link starts it again.".to_owned(),
            code: None,
        }),
        None => sign_in(),
    }
}

/// The host, if this ZAK is theirs and the meeting exists.
fn host_by_zak(world: &World, id: i64, zak: &str, now: Timestamp) -> Option<User> {
    let owner = links::zak_owner(world, zak, now)?;
    world.own_meeting(id, &owner, now).ok()?;
    world.user(&owner).cloned()
}

/// Zoom would ask for a login here.
fn sign_in() -> Response {
    render_with(
        StatusCode::UNAUTHORIZED,
        &MessagePage {
            title: "Sign in to start this meeting".to_owned(),
            text: "This start link has expired, belongs to somebody else, or its meeting is gone. \
                   Start links live two hours: ask for a new one."
                .to_owned(),
            code: None,
        },
    )
}
