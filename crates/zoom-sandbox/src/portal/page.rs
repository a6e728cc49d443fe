//! How pages are sent, and how times and ids read on them.

use askama::Template;
use axum::{
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use jiff::Timestamp;

/// Pages load their own stylesheet and nothing else. Forms may lead back to any app, so `form-action` stays open.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// A page with 200.
pub(crate) fn render(page: &impl Template) -> Response {
    render_with(StatusCode::OK, page)
}

/// A page with another status.
pub(crate) fn render_with(status: StatusCode, page: &impl Template) -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    match page.render() {
        Ok(html) => (status, headers, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page of the sandbox cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// 302, as Zoom sends people back to an app.
pub(crate) fn found(to: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

/// `2027-03-16 09:00`.
pub(crate) fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// `820 0000 0142` or `354 247 1135`, as Zoom groups ids.
pub(crate) fn grouped(id: i64) -> String {
    let digits = id.to_string();
    let tail = digits.len().saturating_sub(4);
    let middle = tail.min(3);
    format!("{} {} {}", &digits[..middle], &digits[middle..tail], &digits[tail..]).trim().to_owned()
}
