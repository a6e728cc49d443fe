//! `/j/{id}`: where a join link leads.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
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
    step: Step,
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
        let step = if let Some(step) = where_is(meeting, &query.participant) {
            step
        } else if may_enter(meeting) {
            Step::Ask { passcode: query.pwd != meeting.encrypted_password, wrong: false }
        } else {
            Step::Wait
        };
        render(&page(world, meeting, &query.pwd, step))
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
        if !may_enter(meeting) {
            return render(&page(world, meeting, &form.pwd, Step::Wait));
        }
        if form.pwd != meeting.encrypted_password && form.passcode != meeting.password {
            let step = Step::Ask { passcode: true, wrong: true };
            return render_with(StatusCode::FORBIDDEN, &page(world, meeting, "", step));
        }
        // The first guest of a meeting that allows it starts the meeting.
        if world.start_meeting(id, now, random).is_err() {
            return gone();
        }
        let participant = world.join_meeting(id, &form.name, "", now, random);
        match (world.meeting(id, now), participant) {
            (Ok(meeting), Some(participant)) => match where_is(meeting, &participant) {
                Some(step) => render(&page(world, meeting, &form.pwd, step)),
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
            Ok(meeting) => render(&page(world, meeting, "", Step::Left)),
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

fn page(world: &World, meeting: &Meeting, pwd: &str, step: Step) -> JoinPage {
    JoinPage {
        id: meeting.id,
        meeting_id: grouped(meeting.id),
        topic: meeting.topic.clone(),
        host: world.user(&meeting.host_id).map(crate::world::user::User::display_name).unwrap_or_default(),
        start: meeting.start_time.map(minute),
        state: meeting.state(),
        pwd: pwd.to_owned(),
        here: format!("/j/{}?pwd={pwd}", meeting.id),
        step,
    }
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
