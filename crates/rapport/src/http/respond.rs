//! Answers: a page, or "done, go there", with a sentence that the next page shows.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::error::AppError;
use super::session;
use crate::app::App;
use crate::csv::Csv;
use crate::views::shell::{NoteAction, NoteKind, Notice};

/// Cookie that carries a notice over one redirect.
pub(super) const NOTICE: &str = "rapport_notice";

/// A rendered page.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Result<Response, AppError> {
    Ok((status, Html(template.render()?)).into_response())
}

/// A file to keep, not a page to look at. Its name has nothing in it that a header would read otherwise.
pub(super) fn file(kind: &str, name: &str, body: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, body).into_response()
}

/// An invitation as a calendar file.
pub(super) fn invitation_file(text: String) -> Response {
    file("text/calendar; charset=utf-8; method=REQUEST", "invitation.ics", text)
}

/// A table for spreadsheets.
pub(super) fn table(name: &str, csv: Csv) -> Response {
    file("text/csv; charset=utf-8", name, csv.into_string())
}

/// The action is done; the browser goes on to `to`.
pub(super) struct Done<'a> {
    pub(super) app: &'a App,
    pub(super) to: String,
    pub(super) notice: Option<Notice>,
    /// The request came from an island, which follows redirects itself.
    pub(super) fragment: bool,
}

impl IntoResponse for Done<'_> {
    fn into_response(self) -> Response {
        let mut response = if self.fragment {
            let mut response = StatusCode::NO_CONTENT.into_response();
            if let Ok(value) = HeaderValue::from_str(&self.to) {
                response.headers_mut().insert(HeaderName::from_static("x-rapport-location"), value);
            }
            response
        } else {
            axum::response::Redirect::to(&self.to).into_response()
        };
        if let Some(notice) = &self.notice {
            set_cookie(&mut response, &session::cookie(self.app, NOTICE, encode(notice)));
        }
        response
    }
}

/// Adds one `Set-Cookie`.
pub(super) fn set_cookie(response: &mut Response, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.encoded().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The notice that the page before left, if any.
pub(super) fn notice_of(jar: &CookieJar) -> Option<Notice> {
    let bytes = URL_SAFE_NO_PAD.decode(jar.get(NOTICE)?.value()).ok()?;
    let carried: Carried = serde_json::from_slice(&bytes).ok()?;
    let kind = match carried.kind {
        'o' => NoteKind::Ok,
        'w' => NoteKind::Warn,
        'b' => NoteKind::Bad,
        _ => NoteKind::Info,
    };
    let actions = carried.actions.into_iter().map(|(label, href)| NoteAction { label, href }).collect();
    Some(Notice { kind, title: carried.title, text: carried.text, actions })
}

/// A notice without actions.
pub(super) fn notice(kind: NoteKind, title: impl Into<String>, text: impl Into<String>) -> Notice {
    Notice { kind, title: title.into(), text: text.into(), actions: Vec::new() }
}

#[derive(Serialize, Deserialize)]
struct Carried {
    kind: char,
    title: String,
    text: String,
    actions: Vec<(String, String)>,
}

fn encode(notice: &Notice) -> String {
    let kind = match notice.kind {
        NoteKind::Ok => 'o',
        NoteKind::Info => 'i',
        NoteKind::Warn => 'w',
        NoteKind::Bad => 'b',
    };
    let actions = notice.actions.iter().map(|action| (action.label.clone(), action.href.clone())).collect();
    let carried = Carried { kind, title: notice.title.clone(), text: notice.text.clone(), actions };
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&carried).unwrap_or_default())
}
