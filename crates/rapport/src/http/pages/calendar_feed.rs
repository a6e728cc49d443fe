//! The calendar feed: the page that gives its address, and the file for calendar programs.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::display;
use jiff::SignedDuration;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use store::Unavailable;

use super::words::on;
use crate::accounts::{FeedError, end_feed, feed, feed_token, hash_token, new_feed};
use crate::app::App;
use crate::http::context::{Ctx, Path};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::AppError;
use crate::http::rate::{Rate, retry_after};
use crate::http::respond::{notice, page};
use crate::views::calendar_feed::{CalendarFeedPage, FeedAddress};
use crate::views::shell::NoteKind;

/// What addresses of feeds begin with.
pub(in crate::http) const FOLDER: &str = "/feeds/";
/// The route of a feed.
pub(in crate::http) const ROUTE: &str = "/feeds/{file}";
/// How often one feed may be asked for: calendar programs ask every few minutes at most.
pub(in crate::http) const ASKS: u32 = 60;
/// … within this while.
pub(in crate::http) const WHILE: SignedDuration = SignedDuration::from_mins(10);

const PAGE: &str = "/settings/calendar";

/// `GET /settings/calendar`
pub(in crate::http) async fn settings(ctx: Ctx) -> Result<Response, AppError> {
    let found = feed_token(&ctx.app, ctx.workspace(), ctx.user()).await?;
    let address = found.map(|(token, made)| {
        let file = ctx.app.link(&format!("{FOLDER}{}.ics", token.expose_secret()));
        let subscribe =
            file.split_once("://").map_or_else(|| file.clone(), |(_, rest)| format!("webcal://{rest}"));
        FeedAddress { file, subscribe, made: on(&display::day_time(made, ctx.now(), ctx.zone())) }
    });
    page(StatusCode::OK, &CalendarFeedPage { shell: ctx.shell("Calendar feed"), address })
}

/// `POST /settings/calendar/new-address`: turns the feed on, too.
pub(in crate::http) async fn new_address(
    ctx: Ctx,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    new_feed(&ctx.app, ctx.by()).await?;
    let text = "Add it to your calendar program. An address from before leads nowhere any more.";
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, "The calendar feed has a new address", text))))
}

/// `POST /settings/calendar/turn-off`
pub(in crate::http) async fn turn_off(
    ctx: Ctx,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    end_feed(&ctx.app, ctx.by()).await?;
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, "Calendar feed turned off", ""))))
}

/// `GET /feeds/{token}.ics`, for programs: no session, no cookies, plain words when something is wrong.
pub(in crate::http) async fn file(
    State(app): State<App>,
    Extension(rate): Extension<Arc<Rate>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(token) = file.strip_suffix(".ics") else { return nothing_here() };
    if let Err(wait) = rate.ask(hash_token(token), app.now()) {
        let text = "This calendar was asked for too often. Ask again later.\n";
        return quiet(
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, retry_after(wait))], text).into_response(),
        );
    }
    match feed(&app, token).await {
        Ok(Some(calendar)) => quiet(answer(calendar, &headers)),
        Ok(None) => nothing_here(),
        Err(error) => quiet(trouble(&error)),
    }
}

/// The calendar, unless the program has it already.
fn answer(calendar: String, headers: &HeaderMap) -> Response {
    // Weak: the same calendar may be sent compressed or not.
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(calendar.as_bytes())[..16]));
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let same = known.flat_map(|list| list.split(',')).any(|one| matches(one.trim(), &tag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
        (content, calendar).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Weak comparison: a proxy may have made the tag weak or strong.
fn matches(given: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    given == "*" || opaque(given) == opaque(tag)
}

fn nothing_here() -> Response {
    let text = "There is no calendar at this address. It may have been turned off or given a new address.\n";
    quiet((StatusCode::NOT_FOUND, text).into_response())
}

fn trouble(error: &FeedError) -> Response {
    if Unavailable::behind(error).is_some() {
        let again = [(header::RETRY_AFTER, "60")];
        return (StatusCode::SERVICE_UNAVAILABLE, again, "The database does not answer. Ask again later.\n")
            .into_response();
    }
    tracing::error!(error = format!("{error:#}"), "a calendar feed failed");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.\n").into_response()
}

/// For one program, and for no index.
fn quiet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}
