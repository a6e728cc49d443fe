//! Around every page: finds the visitor once, draws error pages in the right surroundings, forgets shown notices.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use tower_http::request_id::RequestId;

use super::context::Ctx;
use super::error::{AppError, ErrorInfo, not_found};
use super::respond::{NOTICE, page, set_cookie};
use super::session::Visitor;
use crate::app::App;
use crate::views::problem::{Problem, ProblemLink, ProblemPage, PublicProblemPage};
use crate::views::shell::{Public, Theme};

/// The middleware.
pub(super) async fn frame(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let request_id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let request_id = request_id.unwrap_or_default().to_owned();
    let visitor = match Visitor::find(&app, &headers).await {
        Ok(visitor) => visitor,
        Err(error) => return AppError::from(error).into_response(),
    };
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

async fn draw(
    app: &App,
    headers: &HeaderMap,
    path: String,
    visitor: Visitor,
    info: ErrorInfo,
    request_id: String,
    plain: Response,
) -> Response {
    let status = info.status.as_u16();
    let reference = if info.status.is_server_error() {
        format!("{status}, request {request_id}")
    } else {
        format!("{status}, {path}")
    };
    let way_on =
        |label: &str, href: &str| vec![ProblemLink { label: label.to_owned(), href: href.to_owned() }];
    let problem = |links| Problem { title: info.title.clone(), text: info.text.clone(), links, reference };
    let drawn = if let Ok(ctx) = Ctx::build(app, headers, path, visitor).await {
        let problem = problem(way_on("Go to Today", "/"));
        page(info.status, &ProblemPage { shell: ctx.shell(&info.title), problem })
    } else {
        let problem = problem(way_on("Log in", "/login"));
        let public = Public { title: info.title.clone(), theme: Theme::System, csrf: String::new() };
        page(info.status, &PublicProblemPage { public, problem })
    };
    let Ok(mut drawn) = drawn else { return plain };
    // Cookies that the handler set must reach the browser also with an error.
    for cookie in plain.headers().get_all(header::SET_COOKIE) {
        drawn.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    drawn
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
