//! **Can’t make it?**: decline, or propose up to three other times.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use domain::parse_start;
use jiff::{Timestamp, ToSpan};
use url::form_urlencoded;

use super::{Fields, Guest, Limits};
use crate::app::App;
use crate::http::context::Path;
use crate::http::respond::page;
use crate::i18n::{self, Message, dates};
use crate::invitations::{LONGEST_MESSAGE, MOST_TIMES, Reply};
use crate::views::invitee::{AnswerPage, TimeRow};

/// `GET /i/{token}/answer`
pub(super) async fn form(
    State(app): State<App>,
    Extension(limits): Extension<Arc<Limits>>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let fields = Fields::of(uri.query().unwrap_or_default().as_bytes());
    match Guest::find(app, &limits.asks, token, &fields, &headers).await {
        Ok(guest) if !guest.is_open() || guest.page.moving => guest.invitation(StatusCode::OK, None).await,
        Ok(guest) => guest.answer_form(StatusCode::OK, guest.fresh()).await,
        Err(response) => response,
    }
}

/// `POST /i/{token}/answer`
pub(super) async fn submit(
    State(app): State<App>,
    Extension(limits): Extension<Arc<Limits>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = Fields::of(&body);
    let only_looks = fields.has("add") || fields.has("check");
    let rate = if only_looks { &limits.asks } else { &limits.answers };
    let guest = match Guest::find(app, rate, token, &fields, &headers).await {
        Ok(guest) => guest,
        Err(response) => return response,
    };
    if !guest.is_open() {
        return guest.invitation(StatusCode::OK, None).await;
    }
    let mut draft = guest.read(&fields);
    if only_looks {
        if fields.has("add") && draft.times.len() < MOST_TIMES {
            draft.times.push(TimeRow::default());
        }
        draft.errors.clear();
        return guest.answer_form(StatusCode::OK, draft).await;
    }
    match draft.reply {
        Some(reply) => guest.answer(&fields, &reply).await,
        None => guest.answer_form(StatusCode::UNPROCESSABLE_ENTITY, draft).await,
    }
}

/// The form as it stands, and the answer if nothing about it needs a change.
struct Draft {
    decline: bool,
    times: Vec<TimeRow>,
    message: String,
    errors: Vec<String>,
    reply: Option<Reply>,
}

impl Guest {
    /// The same time of day on the next two working days.
    fn fresh(&self) -> Draft {
        let start = self.zone.local(self.page.meeting.starts_at);
        let mut date = start.date();
        let mut rows = Vec::new();
        while rows.len() < 2 {
            date = date.saturating_add(1.day());
            if date.weekday().to_monday_zero_offset() < 5 {
                let time = start.time().strftime("%H:%M").to_string();
                rows.push((date.to_string(), time));
            }
        }
        let times = rows.into_iter().map(|(date, time)| self.row(date, time).0).collect();
        Draft { decline: false, times, message: String::new(), errors: Vec::new(), reply: None }
    }

    /// What was sent. Rows without date and time are no rows.
    fn read(&self, fields: &Fields) -> Draft {
        let decline = fields.get("answer") == "decline";
        let message = fields.get("message").trim().replace("\r\n", "\n");
        let rows = fields.all("date").zip(fields.all("time")).take(MOST_TIMES);
        let (mut times, mut starts) = (Vec::new(), Vec::new());
        for (date, time) in rows {
            let (row, start) = if date.is_empty() && time.is_empty() {
                (TimeRow::default(), None)
            } else {
                self.row(date.to_owned(), time.to_owned())
            };
            times.push(row);
            starts.extend(start);
        }
        starts.dedup();
        if times.is_empty() {
            times.push(TimeRow::default());
        }
        let mut errors: Vec<String> = Vec::new();
        if !decline {
            errors.extend(times.iter().filter_map(|row| row.error.clone()));
            if starts.is_empty() && errors.is_empty() {
                errors.push(self.say(Message::InviteeWrongNone));
            }
        }
        if message.chars().count() > LONGEST_MESSAGE {
            let most = LONGEST_MESSAGE.to_string();
            errors.push(i18n::with(self.language, Message::InviteeWrongLong, &[("n", &most)]));
        }
        errors.dedup();
        let to_host = message.clone();
        let reply = if decline {
            Reply::Decline { message: to_host }
        } else {
            Reply::Propose { times: starts, message: to_host }
        };
        let reply = errors.is_empty().then_some(reply);
        Draft { decline, times, message, errors, reply }
    }

    /// One row, with the host's time or what is wrong with it.
    fn row(&self, date: String, time: String) -> (TimeRow, Option<Timestamp>) {
        let wrong = if date.is_empty() || time.is_empty() {
            Message::InviteeWrongHalf
        } else {
            match parse_start(&date, &time, &self.zone) {
                Ok(start) if start > self.app.now() => {
                    let for_host = self.for_host(start);
                    return (TimeRow { date, time, for_host, error: None }, Some(start));
                }
                Ok(_) => Message::InviteeWrongPast,
                Err(_) => Message::InviteeWrongTime,
            }
        };
        (TimeRow { date, time, for_host: None, error: Some(self.say(wrong)) }, None)
    }

    /// The dates of a series, each with the form that is about it alone.
    fn dates(&self) -> Vec<(String, String)> {
        let zone: String = form_urlencoded::byte_serialize(self.zone.id().as_bytes()).collect();
        let when = |at: Timestamp| {
            let day = dates::long_day(self.language, self.zone.local(at).date());
            format!("{day}, {}", dates::time(self.language, at, &self.zone))
        };
        self.page.dates.iter().map(|(at, path)| (when(*at), format!("{path}/answer?zone={zone}"))).collect()
    }

    async fn answer_form(&self, status: StatusCode, draft: Draft) -> Response {
        let view = AnswerPage {
            ticket: self.ticket().await,
            errors: draft.errors,
            repeats: self.page.meeting.repeat().is_some(),
            dates: self.dates(),
            decline: draft.decline,
            can_add: draft.times.len() < MOST_TIMES,
            times: draft.times,
            message: draft.message,
        };
        self.respond(page(status, &view))
    }
}
