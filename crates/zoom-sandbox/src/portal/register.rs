//! `/meeting/register/{token}`: where people register for a meeting that asks for it.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::page::{minute, render, render_with};
use crate::{
    links,
    oauth::MessagePage,
    shared::Shared,
    world::{World, meeting::Meeting, registrant::Registrant, registrants::NoRegistration, user::User},
};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    here: String,
    topic: String,
    host: String,
    start: Option<String>,
    problem: Option<String>,
    first_name: String,
    last_name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "registered.html")]
struct RegisteredPage {
    topic: String,
    email: String,
    /// `None` while the host has not approved.
    join_url: Option<String>,
}

#[derive(Default, Deserialize)]
pub(crate) struct RegisterForm {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    email: String,
}

pub(crate) async fn show(State(shared): State<Arc<Shared>>, Path(token): Path<String>) -> Response {
    shared.read(|world, now| match find(world, &token, now) {
        Some(meeting) => render(&page(world, meeting, &RegisterForm::default(), None, now)),
        None => closed(),
    })
}

pub(crate) async fn register(
    State(shared): State<Arc<Shared>>,
    Path(token): Path<String>,
    Form(form): Form<RegisterForm>,
) -> Response {
    shared.write(|world, now, random| {
        let Some(id) = find(world, &token, now).map(|meeting| meeting.id) else { return closed() };
        let host = world.meeting(id, now).ok().and_then(|meeting| world.user(&meeting.host_id)).cloned();
        let Some(host) = host else { return closed() };
        let registered = match answers(&form) {
            Some(answers) => world.register(id, &host, answers, Vec::new(), now, random).map_err(sentence),
            None => Err("Write your first name and your email address.".to_owned()),
        };
        let Ok(meeting) = world.meeting(id, now) else { return closed() };
        match registered {
            Ok(registrant) => match meeting.registrants.iter().find(|one| one.id == registrant) {
                Some(one) => render(&registered_page(world, meeting, one)),
                None => closed(),
            },
            Err(problem) => {
                render_with(StatusCode::BAD_REQUEST, &page(world, meeting, &form, Some(problem), now))
            }
        }
    })
}

fn find<'a>(world: &'a World, token: &str, now: Timestamp) -> Option<&'a Meeting> {
    let mut meetings = world.meetings.values();
    let found = meetings.find(|meeting| !token.is_empty() && meeting.registration_token == token)?;
    (found.is_alive(now) && found.asks_for_registration()).then_some(found)
}

/// What the API would be sent; `None` if something is missing.
fn answers(form: &RegisterForm) -> Option<Map<String, Value>> {
    let (first_name, email) = (form.first_name.trim(), form.email.trim());
    let complete =
        !first_name.is_empty() && email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    let named = |name: &str, value: &str| (name.to_owned(), json!(value));
    complete.then(|| {
        let last_name = form.last_name.trim();
        [named("first_name", first_name), named("last_name", last_name), named("email", email)]
            .into_iter()
            .collect()
    })
}

fn sentence(refused: NoRegistration) -> String {
    match refused {
        NoRegistration::Full => "This meeting is full.".to_owned(),
        NoRegistration::DailyLimit(email, limit) => {
            format!("{email} was registered {limit} times today. Try again after midnight UTC.")
        }
        NoRegistration::Meeting(_) | NoRegistration::NotAsked(_) => {
            "The host's licence does not cover registration any more.".to_owned()
        }
    }
}

fn page(
    world: &World,
    meeting: &Meeting,
    form: &RegisterForm,
    problem: Option<String>,
    now: Timestamp,
) -> RegisterPage {
    RegisterPage {
        here: format!("/meeting/register/{}", meeting.registration_token),
        topic: meeting.topic.clone(),
        host: world.user(&meeting.host_id).map(User::display_name).unwrap_or_default(),
        start: meeting.next_start(now).map(minute),
        problem,
        first_name: form.first_name.clone(),
        last_name: form.last_name.clone(),
        email: form.email.clone(),
    }
}

fn registered_page(world: &World, meeting: &Meeting, one: &Registrant) -> RegisteredPage {
    let url = || links::personal_join_url(&world.base_url, meeting, &one.token);
    RegisteredPage {
        topic: meeting.topic.clone(),
        email: one.email.clone(),
        join_url: one.may_join().then(url),
    }
}

fn closed() -> Response {
    render_with(
        StatusCode::NOT_FOUND,
        &MessagePage {
            title: "Nobody can register here".to_owned(),
            text: "The meeting was deleted, has expired, or no longer asks for registration.".to_owned(),
            code: None,
        },
    )
}
