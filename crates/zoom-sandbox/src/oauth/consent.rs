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
    world::{
        app::Decline,
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
    if request.auto_approve {
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
    }))
}

pub(crate) async fn answer(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Response {
    let (request, decline) =
        shared.read(|world, _| (Request::parse(&answer.query, &world.app), world.app.decline));
    let request = match request {
        Ok(request) => request,
        Err(refused) => return refusal(&refused, &headers),
    };
    match (answer.decision.as_str(), decline) {
        ("allow", _) => approve(&shared, &request, answer.user.as_deref()),
        (_, Decline::Redirect) => found(&request.declined()),
        (_, Decline::Stay) => render(&MessagePage {
            title: "You declined".to_owned(),
            text: "The app was not told. You can close this page.".to_owned(),
            code: None,
        }),
    }
}

fn approve(shared: &Shared, request: &Request, user: Option<&str>) -> Response {
    let code = shared.write(|world, now, random| {
        let user = match user {
            Some(named) => world.user(named),
            None => world.users.first(),
        };
        let user_id = user?.id.clone();
        let (uri, scopes) = (&request.redirect_uri, request.scopes.clone());
        Some(world.issue_code(&user_id, uri, scopes, request.challenge.clone(), now, random))
    });
    match code {
        Some(code) => found(&request.with_code(&code)),
        None => render_with(
            StatusCode::BAD_REQUEST,
            &MessagePage {
                title: "There is no such user".to_owned(),
                text: format!(
                    "The sandbox has no user {}. Its users are on the portal's first page.",
                    user.unwrap_or("")
                ),
                code: None,
            },
        ),
    }
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
