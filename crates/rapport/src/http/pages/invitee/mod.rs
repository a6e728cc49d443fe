//! The page of somebody who is invited: no login, no cookies, in their language. Its address is its key, so it is left
//! out of logs and told to nobody else.

mod answer;
mod ticket;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::{Language, Languages, Zone};
use jiff::SignedDuration;
use store::Unavailable;
use url::form_urlencoded;

use crate::accounts::hash_token;
use crate::app::App;
use crate::calendar::Method;
use crate::http::context::Path;
use crate::http::error::AppError;
use crate::http::rate::{Rate, retry_after};
use crate::http::respond::{invitation_file, page};
use crate::i18n::{self, Message};
use crate::invitations::{
    Answered, Opened, PageError, Reply, Stage, answer as store_answer, calendar_file, open_page,
};
use crate::views::invitee::ClosedPage;

pub(in crate::http) use crate::invitations::FOLDER;

/// How often one page may be asked for, and answered, within ten minutes.
const ASKS: u32 = 120;
const ANSWERS: u32 = 20;
const WHILE: SignedDuration = SignedDuration::from_mins(10);

/// Counters, of looks and of answers.
struct Limits {
    asks: Rate,
    answers: Rate,
}

/// Every address of the page.
pub(in crate::http) fn routes() -> Router<App> {
    let limits = Limits { asks: Rate::new(ASKS, WHILE), answers: Rate::new(ANSWERS, WHILE) };
    Router::new()
        .route("/i/{token}", get(show).post(accept))
        .route("/i/{token}/answer", get(answer::form).post(answer::submit))
        .route("/i/{token}/invitation.ics", get(file))
        .layer(Extension(Arc::new(limits)))
}

/// Fields of a query or a form, in order. Whatever comes can be read.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.all(name).next().unwrap_or_default()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }
}

/// Somebody with a link that leads somewhere.
struct Guest {
    app: App,
    token: String,
    page: Opened,
    language: Language,
    zone: Zone,
}

impl Guest {
    async fn find(
        app: App,
        rate: &Rate,
        token: String,
        fields: &Fields,
        headers: &HeaderMap,
    ) -> Result<Self, Response> {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let browser = Languages::with(Language::ALL.iter().copied()).best(accepted.unwrap_or_default());
        if let Err(wait) = rate.ask(hash_token(&token), app.now()) {
            let text = (Message::InviteeTooOften, Message::InviteeTooOftenText);
            let mut response = closed(StatusCode::TOO_MANY_REQUESTS, browser, text);
            response.headers_mut().insert(header::RETRY_AFTER, retry_after(wait));
            return Err(response);
        }
        let page = match open_page(&app, &token).await {
            Ok(Some(page)) => page,
            Ok(None) => return Err(nothing_here(browser)),
            Err(error) => return Err(trouble(browser, &error)),
        };
        let words = page.invitee.language.as_deref();
        let language = words.and_then(Language::first_in).unwrap_or(browser);
        let chosen = Some(fields.get("zone")).and_then(|zone| Zone::parse(zone).ok());
        let zone = chosen.or_else(|| page.invitee.zone.clone()).unwrap_or_else(|| page.meeting.zone.clone());
        Ok(Self { app, token, page, language, zone })
    }

    fn path(&self) -> String {
        format!("{FOLDER}{}", self.token)
    }

    fn say(&self, message: Message) -> String {
        i18n::text(self.language, message)
    }

    fn to_host(&self, message: Message) -> String {
        i18n::with(self.language, message, &[("host", self.page.host.name.first_name())])
    }

    fn is_open(&self) -> bool {
        self.page.stage(self.app.now()) == Stage::Open
    }

    /// Stores an answer; the page that follows.
    async fn answer(&self, fields: &Fields, reply: &Reply) -> Response {
        let seen = fields.get("seen").parse().ok().and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
        let Some(seen) = seen else { return self.invitation(StatusCode::BAD_REQUEST, None).await };
        match store_answer(&self.app, &self.page, seen, reply).await {
            Ok(Answered::Done | Answered::Closed) => {
                let zone: String = form_urlencoded::byte_serialize(self.zone.id().as_bytes()).collect();
                private(Redirect::to(&format!("{}?zone={zone}", self.path())).into_response())
            }
            Ok(Answered::Moved) => match open_page(&self.app, &self.token).await {
                // As it is now, with the reason why nothing was answered.
                Ok(Some(page)) => {
                    let (app, token, zone) = (self.app.clone(), self.token.clone(), self.zone.clone());
                    let guest = Self { app, token, page, language: self.language, zone };
                    guest.invitation(StatusCode::CONFLICT, Some(self.say(Message::InviteeChanged))).await
                }
                Ok(None) => nothing_here(self.language),
                Err(error) => trouble(self.language, &error),
            },
            Err(error) => trouble(self.language, &error.into()),
        }
    }

    fn respond(&self, rendered: Result<Response, AppError>) -> Response {
        match rendered {
            Ok(response) => private(response),
            Err(error) => {
                tracing::error!(error = ?error, "the page of an invitee failed");
                let text = (Message::InviteeTrouble, Message::InviteeTroubleText);
                closed(StatusCode::INTERNAL_SERVER_ERROR, self.language, text)
            }
        }
    }
}

async fn show(
    State(app): State<App>,
    Extension(limits): Extension<Arc<Limits>>,
    Path(token): Path<String>,
    uri: axum::http::Uri,
    headers: HeaderMap,
) -> Response {
    let fields = Fields::of(uri.query().unwrap_or_default().as_bytes());
    match Guest::find(app, &limits.asks, token, &fields, &headers).await {
        Ok(guest) => guest.invitation(StatusCode::OK, None).await,
        Err(response) => response,
    }
}

/// **I’ll be there**
async fn accept(
    State(app): State<App>,
    Extension(limits): Extension<Arc<Limits>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fields = Fields::of(&body);
    match Guest::find(app, &limits.answers, token, &fields, &headers).await {
        Ok(guest) => guest.answer(&fields, &Reply::Accept).await,
        Err(response) => response,
    }
}

async fn file(
    State(app): State<App>,
    Extension(limits): Extension<Arc<Limits>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let guest = match Guest::find(app, &limits.asks, token, &Fields::of(b""), &headers).await {
        Ok(guest) => guest,
        Err(response) => return response,
    };
    let Opened { meeting, host, link: Some(link), .. } = &guest.page else {
        return nothing_here(guest.language);
    };
    if !guest.is_open() {
        return nothing_here(guest.language);
    }
    let host = (&host.name, &host.email);
    private(invitation_file(calendar_file(
        Method::Request,
        meeting,
        &guest.page.series,
        host,
        &link.way_in(&guest.reader()),
        guest.app.now(),
    )))
}

fn nothing_here(language: Language) -> Response {
    closed(StatusCode::NOT_FOUND, language, (Message::InviteeGone, Message::InviteeGoneText))
}

fn trouble(language: Language, error: &PageError) -> Response {
    let text = (Message::InviteeTrouble, Message::InviteeTroubleText);
    if Unavailable::behind(error).is_some() {
        let mut response = closed(StatusCode::SERVICE_UNAVAILABLE, language, text);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        return response;
    }
    tracing::error!(error = format!("{error:#}"), "the page of an invitee failed");
    closed(StatusCode::INTERNAL_SERVER_ERROR, language, text)
}

fn closed(status: StatusCode, language: Language, (title, text): (Message, Message)) -> Response {
    let view = ClosedPage { language, title: i18n::text(language, title), text: i18n::text(language, text) };
    private(page(status, &view).unwrap_or_else(|_| status.into_response()))
}

/// For one person: no index, no copy, and no other site learns the address.
fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}
