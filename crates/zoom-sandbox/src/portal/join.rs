//! `/j/{id}`: where a join link leads.

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
    oauth::MessagePage,
    shared::Shared,
    world::{World, meeting::Meeting},
};

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage {
    id: i64,
    meeting_id: String,
    topic: String,
    host: String,
    start: Option<String>,
    state: &'static str,
    pwd: String,
    here: String,
    guest: Guest,
    step: Step,
}

/// Whom a personal link was made for; nobody in particular if the link names nobody.
#[derive(Default)]
struct Guest {
    tk: String,
    name: String,
    email: String,
}

/// How far the visitor has come.
enum Step {
    Wait,
    Ask { passcode: bool, wrong: bool },
    Inside { participant: String, name: String },
    InWaitingRoom { participant: String, name: String },
    Left,
}

#[derive(Default, Deserialize)]
pub(crate) struct JoinForm {
    #[serde(default)]
    pwd: String,
    /// Of a personal link.
    #[serde(default)]
    tk: String,
    #[serde(default)]
    passcode: String,
    #[serde(default)]
    name: String,
    /// Whoever joined already and looks again.
    #[serde(default)]
    participant: String,
}

#[derive(Deserialize)]
pub(crate) struct LeaveForm {
    participant: String,
}

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Query(query): Query<JoinForm>,
) -> Response {
    let Ok(id) = id.parse::<i64>() else { return gone() };
    shared.read(|world, now| {
        let Ok(meeting) = world.meeting(id, now) else { return gone() };
        let Some(guest) = guest(world, id, query.tk, now) else { return not_for_you() };
        let step = if let Some(step) = where_is(meeting, &query.participant) {
            step
        } else if may_enter(meeting) {
            Step::Ask { passcode: query.pwd != meeting.encrypted_password, wrong: false }
        } else {
            Step::Wait
        };
        render(&page(world, meeting, &query.pwd, guest, step))
    })
}

pub(crate) async fn join(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Form(form): Form<JoinForm>,
) -> Response {
    let Ok(id) = id.parse::<i64>() else { return gone() };
    shared.write(|world, now, random| {
        let Ok(meeting) = world.meeting(id, now) else { return gone() };
        let Some(guest) = guest(world, id, form.tk, now) else { return not_for_you() };
        if !may_enter(meeting) {
            return render(&page(world, meeting, &form.pwd, guest, Step::Wait));
        }
        if form.pwd != meeting.encrypted_password && form.passcode != meeting.password {
            let step = Step::Ask { passcode: true, wrong: true };
            return render_with(StatusCode::FORBIDDEN, &page(world, meeting, "", guest, step));
        }
        // The first guest of a meeting that allows it starts the meeting.
        if world.start_meeting(id, now, random).is_err() {
            return gone();
        }
        let participant = world.join_meeting(id, &form.name, &guest.email, now, random);
        match (world.meeting(id, now), participant) {
            (Ok(meeting), Some(participant)) => match where_is(meeting, &participant) {
                Some(step) => render(&page(world, meeting, &form.pwd, guest, step)),
                None => gone(),
            },
            _ => gone(),
        }
    })
}

pub(crate) async fn leave(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Form(form): Form<LeaveForm>,
) -> Response {
    let Ok(id) = id.parse::<i64>() else { return gone() };
    shared.write(|world, now, _| {
        world.leave_meeting(id, &form.participant, now);
        match world.meeting(id, now) {
            Ok(meeting) => render(&page(world, meeting, "", Guest::default(), Step::Left)),
            Err(_) => gone(),
        }
    })
}

/// How far somebody who joined has come; `None` if nobody of this id did.
fn where_is(meeting: &Meeting, participant: &str) -> Option<Step> {
    let one = meeting.session()?.participants.iter().find(|one| one.id == participant)?;
    let (participant, name) = (one.id.clone(), one.name.clone());
    Some(match (one.left_at, one.in_waiting_room) {
        (Some(_), _) => Step::Left,
        (None, true) => Step::InWaitingRoom { participant, name },
        (None, false) => Step::Inside { participant, name },
    })
}

fn may_enter(meeting: &Meeting) -> bool {
    meeting.is_started() || meeting.settings.get("join_before_host").is_some_and(|value| value == true)
}

/// `None` if a personal link was made for another meeting, has expired, or its registration was not approved.
fn guest(world: &World, id: i64, tk: String, now: Timestamp) -> Option<Guest> {
    if tk.is_empty() {
        return Some(Guest::default());
    }
    let (name, email) = world.guest(id, &tk, now)?;
    Some(Guest { tk, name, email })
}

fn page(world: &World, meeting: &Meeting, pwd: &str, guest: Guest, step: Step) -> JoinPage {
    let tk = if guest.tk.is_empty() { String::new() } else { format!("&tk={}", guest.tk) };
    JoinPage {
        id: meeting.id,
        meeting_id: grouped(meeting.id),
        topic: meeting.topic.clone(),
        host: world.user(&meeting.host_id).map(crate::world::user::User::display_name).unwrap_or_default(),
        start: meeting.start_time.map(minute),
        state: meeting.state(),
        pwd: pwd.to_owned(),
        here: format!("/j/{}?pwd={pwd}{tk}", meeting.id),
        guest,
        step,
    }
}

fn not_for_you() -> Response {
    render_with(
        StatusCode::FORBIDDEN,
        &MessagePage {
            title: "This personal link does not work".to_owned(),
            text: "It has expired, was made for another meeting, or its registration is not approved. Ask the host."
                .to_owned(),
            code: None,
        },
    )
}

fn gone() -> Response {
    render_with(
        StatusCode::NOT_FOUND,
        &MessagePage {
            title: "This meeting does not exist".to_owned(),
            text: "Its id was never given, the meeting was deleted, or it has expired.".to_owned(),
            code: None,
        },
    )
}
