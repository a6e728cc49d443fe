//! The page on which a user allows or declines, and its answer.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Json,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::authorize::{Refused, Request};
use crate::{
    portal::page::{found, render, render_with},
    scopes,
    shared::Shared,
    webhooks::app_events,
    world::{
        World,
        app::{Approval, Decline},
        user::{Plan, User},
    },
};

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    app_name: String,
    client_id: String,
    goes_back_to: String,
    users: Vec<Choice>,
    scopes: Vec<(String, &'static str)>,
    query: String,
    decline_redirects: bool,
    /// An admin has to approve the app first.
    needs_approval: bool,
}

struct Choice {
    email: String,
    plan: &'static str,
    plan_number: u8,
    limits: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage {
    pub(crate) title: String,
    pub(crate) text: String,
    /// A machine-readable answer, shown as is.
    pub(crate) code: Option<String>,
}

/// What the form sends back.
#[derive(Deserialize)]
pub(crate) struct Answer {
    /// The original query, checked again.
    query: String,
    user: Option<String>,
    decision: String,
}

pub(crate) async fn ask(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = uri.query().unwrap_or_default();
    let request = match shared.read(|world, _| Request::parse(query, &world.app)) {
        Ok(request) => request,
        Err(refused) => return refusal(&refused, &headers),
    };
    if shared.read(|world, _| world.app.approval) == Approval::Open && request.auto_approve {
        return approve(&shared, &request, request.login_as.as_deref());
    }
    render(&shared.read(|world, _| ConsentPage {
        app_name: world.app.name.clone(),
        client_id: world.app.client_id.clone(),
        goes_back_to: origin(&request.redirect_uri),
        users: choices(&world.users, request.login_as.as_deref()),
        scopes: request.scopes.iter().map(|scope| (scope.clone(), scopes::words(scope))).collect(),
        query: query.to_owned(),
        decline_redirects: world.app.decline == Decline::Redirect,
        needs_approval: world.app.approval == Approval::Required,
    }))
}

pub(crate) async fn answer(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    let (request, decline, approval) = shared
        .read(|world, _| (Request::parse(&answer.query, &world.app), world.app.decline, world.app.approval));
    let request = match request {
        Ok(request) => request,
        Err(refused) => return refusal(&refused, &headers),
    };
    let user = answer.user.as_deref();
    match (answer.decision.as_str(), approval, decline) {
        ("allow", Approval::Open, _) => approve(&shared, &request, user),
        ("allow" | "request", ..) => ask_admin(&shared, &request, user),
        (_, _, Decline::Redirect) => found(&request.declined()),
        (_, _, Decline::Stay) => render(&MessagePage {
            title: "You declined".to_owned(),
            text: "The app was not told. You can close this page.".to_owned(),
            code: None,
        }),
    }
}

/// Tells the admins' apps that this user wants the app. Nothing goes back to the app itself.
fn ask_admin(shared: &Shared, request: &Request, user: Option<&str>) -> Response {
    let app_name = shared.write(|world, now, _| {
        let user = consenting(world, user)?.clone();
        let body = app_events::authorization_request(world, &user, &request.scopes, now);
        world.publish("app.authorization_request_created", body, now);
        Some(world.app.name.clone())
    });
    match app_name {
        Some(app_name) => render(&MessagePage {
            title: "Your request was sent".to_owned(),
            text: format!("Once an admin of your account approves {app_name}, you can add it."),
            code: None,
        }),
        None => no_such_user(user),
    }
}

/// Who answers: the user named, or the first. Only active users can.
fn consenting<'a>(world: &'a World, named: Option<&str>) -> Option<&'a User> {
    let user = match named {
        Some(named) => world.user(named),
        None => world.users.iter().find(|user| user.is_active()),
    };
    user.filter(|user| user.is_active())
}

fn approve(shared: &Shared, request: &Request, user: Option<&str>) -> Response {
    let code = shared.write(|world, now, random| {
        let user_id = consenting(world, user)?.id.clone();
        let (uri, scopes) = (&request.redirect_uri, request.scopes.clone());
        Some(world.issue_code(&user_id, uri, scopes, request.challenge.clone(), now, random))
    });
    code.map_or_else(|| no_such_user(user), |code| found(&request.with_code(&code)))
}

fn no_such_user(named: Option<&str>) -> Response {
    let page = MessagePage {
        title: "There is no such user".to_owned(),
        text: format!(
            "The sandbox has no active user {}. Its users are on the portal's first page.",
            named.unwrap_or("")
        ),
        code: None,
    };
    render_with(StatusCode::BAD_REQUEST, &page)
}

fn refusal(refused: &Refused, headers: &HeaderMap) -> Response {
    let body = json!({
        "status": false, "errorCode": refused.code, "errorMessage": refused.message, "result": null,
    });
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.starts_with("application/json") {
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    render_with(
        StatusCode::BAD_REQUEST,
        &MessagePage {
            title: format!("{} ({})", refused.message.trim_end_matches('.'), refused.code),
            text: refused.explanation.clone(),
            code: Some(body.to_string()),
        },
    )
}

fn choices(users: &[User], login_as: Option<&str>) -> Vec<Choice> {
    let users: Vec<&User> = users.iter().filter(|user| user.is_active()).collect();
    let chosen = users
        .iter()
        .position(|user| login_as.is_some_and(|named| user.email.eq_ignore_ascii_case(named)))
        .unwrap_or_default();
    users
        .iter()
        .enumerate()
        .map(|(place, user)| Choice {
            email: user.email.clone(),
            plan: user.plan.name(),
            plan_number: user.plan.number(),
            limits: if user.plan == Plan::Basic { " 40-minute limit, no cloud recording." } else { "" },
            chosen: place == chosen,
        })
        .collect()
}

fn origin(uri: &str) -> String {
    Url::parse(uri).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}
