//! Around every page: finds the visitor once, draws error pages in the right surroundings, forgets shown notices.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use tower_http::request_id::RequestId;

use super::client::{Client, Device};
use super::context::Ctx;
use super::error::{AppError, ErrorInfo, ask_to_retry, not_found};
use super::respond::{NOTICE, page, set_cookie};
use super::router::masked;
use super::session::Visitor;
use crate::accounts::note_use;
use crate::app::App;
use crate::views::form::FormToken;
use crate::views::problem::{Problem, ProblemLink, ProblemPage, PublicProblemPage};
use crate::views::shell::{Public, Theme};

/// How long a page waits until the use of its session is written down.
const NOTING: Duration = Duration::from_millis(200);

/// The middleware.
pub(super) async fn frame(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let request_id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let request_id = request_id.unwrap_or_default().to_owned();
    let visitor = match Visitor::find(&app, &headers).await {
        Ok(visitor) => visitor,
        Err(error) => {
            let plain = AppError::from(error).into_response();
            let Some(info) = plain.extensions().get::<ErrorInfo>().cloned() else { return plain };
            let reference = reference(&info, &path, &request_id);
            return draw_alone(&info, reference, ("Try again", "/")).unwrap_or(plain);
        }
    };
    let client = request.extensions().get::<Client>().copied().unwrap_or_default();
    let device = Device::of(client, &headers);
    look_after_session(&app, &visitor, &device).await;
    request.extensions_mut().insert(visitor.clone());
    let response = next.run(request).await;
    let mut response = match response.extensions().get::<ErrorInfo>().cloned() {
        Some(info) => draw(&app, &headers, path, visitor, info, request_id, response).await,
        None => response,
    };
    let shown = response.status() != StatusCode::SEE_OTHER && response.status() != StatusCode::NO_CONTENT;
    if shown && CookieJar::from_headers(&headers).get(NOTICE).is_some() {
        let mut forget = Cookie::build((NOTICE, "")).path("/").build();
        forget.make_removal();
        set_cookie(&mut response, &forget);
    }
    response
}

/// Writes down that a session is used. A page neither fails nor waits long for it: the next request does the same.
async fn look_after_session(app: &App, visitor: &Visitor, device: &Device) {
    let Some(me) = &visitor.user else { return };
    let who = (me.user.workspace_id, me.user.id);
    let place = device.place();
    match tokio::time::timeout(NOTING, note_use(app, who, &me.session, &place)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "the use of a session was not written down"),
        Err(_) => tracing::debug!("the use of a session was not written down: the database is busy"),
    }
}

async fn draw(
    app: &App,
    headers: &HeaderMap,
    path: String,
    visitor: Visitor,
    info: ErrorInfo,
    request_id: String,
    plain: Response,
) -> Response {
    let reference = reference(&info, &path, &request_id);
    // What surrounds a page comes from the database, which is just what is missing behind a 503.
    let drawn = if info.status == StatusCode::SERVICE_UNAVAILABLE {
        draw_alone(&info, reference, ("Try again", "/"))
    } else if let Ok(ctx) = Ctx::build(app, headers, path, visitor).await {
        let problem = problem(&info, reference, ("Go to Today", "/"));
        page(info.status, &ProblemPage { shell: ctx.shell(&info.title), problem })
    } else {
        draw_alone(&info, reference, ("Log in", "/login"))
    };
    let Ok(mut drawn) = drawn else { return plain };
    // Cookies that the handler set must reach the browser also with an error.
    for cookie in plain.headers().get_all(header::SET_COOKIE) {
        drawn.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    drawn
}

/// The error page for everybody, which needs nothing but itself.
fn draw_alone(info: &ErrorInfo, reference: String, way_on: (&str, &str)) -> Result<Response, AppError> {
    let public = Public { title: info.title.clone(), theme: Theme::System, csrf: FormToken::default() };
    let problem = problem(info, reference, way_on);
    let mut drawn = page(info.status, &PublicProblemPage { public, problem })?;
    ask_to_retry(info.status, drawn.headers_mut());
    Ok(drawn)
}

fn problem(info: &ErrorInfo, reference: String, (label, href): (&str, &str)) -> Problem {
    let links = vec![ProblemLink { label: label.to_owned(), href: href.to_owned() }];
    Problem { title: info.title.clone(), text: info.text.clone(), links, reference }
}

/// What a person can read out to whoever runs the server.
fn reference(info: &ErrorInfo, path: &str, request_id: &str) -> String {
    let status = info.status.as_u16();
    if info.status.is_server_error() {
        format!("{status}, request {request_id}")
    } else {
        format!("{status}, {}", masked(path))
    }
}

/// No route has this path.
pub(super) async fn nothing_here() -> AppError {
    not_found("page")
}

/// The request id is ours: one from outside could forge lines of the log.
pub(super) async fn drop_foreign_request_id(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove("x-request-id");
    next.run(request).await
}
