//! Extractors: who asks, and what surrounds the answer. Authorisation is in the handler's signature:
//! [`Ctx`] is anyone logged in, [`WriteCtx`] anyone who may change things, [`AdminCtx`] who runs the workspace.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use domain::{UserId, WorkspaceId, Zone};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use store::sessions::SessionUser;
use store::workspaces;

use super::client::Client;
use super::error::{AppError, forbidden, not_found, refused};
use super::respond::{Done, notice_of};
use super::session::Visitor;
use crate::app::App;
use crate::audit::By;
use crate::connections::ZoomStandingNow;
use crate::views::dialog::DialogPage;
use crate::views::shell::{Nav, NoteAction, NoteKind, Notice, Person, Shell, Simulated, ZoomLine};

/// Where a connection is mended.
const INTEGRATIONS: &str = "/settings/integrations";
/// The same, after an answer of Zoom that nobody took because nobody was logged in.
const FINISH: &str = "/settings/integrations?finish=zoom";
/// For how long pages say that a connection was ended: long enough to be seen, without a button to close it.
const ENDED_SHOWN: SignedDuration = SignedDuration::from_hours(24 * 7);

/// A logged-in person's request.
#[derive(Debug, Clone)]
pub(super) struct Ctx {
    pub(super) app: App,
    pub(super) me: SessionUser,
    /// The answer goes into a dialog of the page before.
    pub(super) fragment: bool,
    notice: Option<Notice>,
    today_count: u64,
    tasks_count: u64,
    path: String,
    client: Client,
    now: Timestamp,
}

/// A request that may change things.
#[derive(Debug, Clone)]
pub(super) struct WriteCtx(Ctx);

/// A request of somebody who runs the workspace.
#[derive(Debug, Clone)]
pub(super) struct AdminCtx(Ctx);

/// A request of somebody who runs the installation: an owner or admin of its first workspace, because what they set
/// here holds for every workspace.
#[derive(Debug, Clone)]
pub(super) struct InstallationCtx(AdminCtx);

impl Deref for InstallationCtx {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.0
    }
}

impl Deref for AdminCtx {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.0
    }
}

impl Deref for WriteCtx {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.0
    }
}

impl FromRequestParts<App> for Ctx {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        match visitor {
            Some(visitor) => {
                let client = parts.extensions.get().copied().unwrap_or_default();
                Ok(Self { client, ..Self::build(app, &parts.headers, path, visitor).await? })
            }
            None => Err(AppError::LoggedOut(way_back(path))),
        }
    }
}

impl FromRequestParts<App> for WriteCtx {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let ctx = Ctx::from_request_parts(parts, app).await?;
        if ctx.me.user.role.can_write() {
            Ok(Self(ctx))
        } else {
            Err(forbidden("Your role is read-only. Ask an admin of the workspace to change it."))
        }
    }
}

impl FromRequestParts<App> for AdminCtx {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let ctx = Ctx::from_request_parts(parts, app).await?;
        if ctx.me.user.role.manages_workspace() {
            Ok(Self(ctx))
        } else {
            Err(forbidden("This is for owners and admins of the workspace. Ask one of them."))
        }
    }
}

impl FromRequestParts<App> for InstallationCtx {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let ctx = AdminCtx::from_request_parts(parts, app).await?;
        let first = workspaces::first(&app.store.begin_read().await).await?;
        match first {
            Some(first) if first.id == ctx.workspace() => Ok(Self(ctx)),
            _ => Err(forbidden("This holds for the whole installation. Ask whoever set it up.")),
        }
    }
}

/// A part of the path. One that cannot be read names nothing we have.
#[derive(Debug)]
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        match axum::extract::Path::<T>::from_request_parts(parts, app).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(not_found("page")),
        }
    }
}

/// The query of the address. One that cannot be read is answered with a sentence.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        match axum::extract::Query::<T>::from_request_parts(parts, app).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(_) => Err(refused(
                StatusCode::BAD_REQUEST,
                "The address is not complete",
                "Part of the link is missing or stands there twice. Go back and follow the link again.",
            )),
        }
    }
}

impl Ctx {
    pub(super) async fn build(
        app: &App,
        headers: &HeaderMap,
        path: String,
        visitor: Visitor,
    ) -> Result<Self, AppError> {
        let Some(me) = visitor.user else { return Err(AppError::LoggedOut(way_back(path))) };
        let fragment = headers.contains_key("x-rapport-fragment");
        let now = app.now();
        let notice = notice_of(&CookieJar::from_headers(headers));
        let (today_count, tasks_count) = if fragment {
            (0, 0)
        } else {
            let (workspace, user, zone) = (me.user.workspace_id, me.user.id, &me.user.zone);
            let meetings = crate::meetings::left_today(app, workspace, user, zone).await?;
            (meetings, crate::tasks::due_today(app, workspace, user, zone).await?)
        };
        let client = Client::default();
        Ok(Self { app: app.clone(), me, fragment, notice, today_count, tasks_count, path, client, now })
    }

    /// The same for a program of this person, which sees no pages.
    pub(super) fn of_program(app: &App, me: SessionUser, client: Client) -> Self {
        let (path, now) = (String::new(), app.now());
        let (today_count, tasks_count) = (0, 0);
        Self {
            app: app.clone(),
            me,
            fragment: true,
            notice: None,
            today_count,
            tasks_count,
            path,
            client,
            now,
        }
    }

    pub(super) fn workspace(&self) -> WorkspaceId {
        self.me.user.workspace_id
    }

    pub(super) fn user(&self) -> UserId {
        self.me.user.id
    }

    /// Whether the person may do what only the host may: it is their meeting, and their role changes things.
    pub(super) fn hosts(&self, host: UserId) -> bool {
        host == self.user() && self.me.user.role.can_write()
    }

    /// Who acts, and from where.
    pub(super) fn by(&self) -> By {
        By { workspace: self.workspace(), user: self.user(), from: self.client.address }
    }

    pub(super) fn zone(&self) -> &Zone {
        &self.me.user.zone
    }

    /// The moment of the request, the same for everything on the page.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// How the person's Zoom connection stands.
    pub(super) fn zoom_standing(&self) -> ZoomStandingNow {
        ZoomStandingNow::of(self.me.zoom_feature, self.me.zoom.as_ref())
    }

    /// What surrounds a page of this title. The place in the navigation follows from the path.
    pub(super) fn shell(&self, title: &str) -> Shell {
        let user = &self.me.user;
        Shell {
            title: title.to_owned(),
            active: nav(&self.path),
            workspace: self.me.workspace_name.clone(),
            person: person(user.name.as_str(), user.id.as_uuid()),
            manages_workspace: user.role.manages_workspace(),
            can_write: user.role.can_write(),
            zoom: match self.zoom_standing() {
                ZoomStandingNow::TurnedOff => ZoomLine::TurnedOff,
                ZoomStandingNow::NotConnected => ZoomLine::NotConnected,
                ZoomStandingNow::Connected => ZoomLine::Connected,
                ZoomStandingNow::NotAnswering => ZoomLine::NotAnswering,
                ZoomStandingNow::AppRefused => ZoomLine::AppRefused,
                ZoomStandingNow::NeedsReconnect | ZoomStandingNow::OtherApp => ZoomLine::NeedsReconnect,
            },
            theme: crate::views::shell::Theme::from_word(user.theme.as_str()),
            csrf: self.me.csrf_token.clone().into(),
            notice: self.notice.clone(),
            banner: self.banner(),
            simulated: simulated(&self.app),
            now: self.now.to_string(),
            today_count: self.today_count,
            tasks_count: self.tasks_count,
        }
    }

    /// A connection that broke, on every page but the one where it is mended. An outage of Zoom is no break.
    fn banner(&self) -> Option<Notice> {
        let ended = self.me.zoom_ended_at.filter(|at| self.now.duration_since(*at) < ENDED_SHOWN);
        let (kind, title, text, action) = match self.zoom_standing() {
            _ if self.path.starts_with(INTEGRATIONS) => return None,
            ZoomStandingNow::NeedsReconnect => (
                NoteKind::Bad,
                "Zoom stopped accepting our access",
                "Scheduling, starting and removing meetings wait until you reconnect. Join links still work.",
                "Reconnect Zoom",
            ),
            ZoomStandingNow::OtherApp => (
                NoteKind::Warn,
                "Rapport uses another Zoom app now",
                "Connect your Zoom account once more. Your meetings and links are kept; scheduling, moving and starting \
                 them wait until then.",
                "Reconnect Zoom",
            ),
            ZoomStandingNow::TurnedOff if self.me.zoom.is_some() => (
                NoteKind::Warn,
                "Zoom is turned off for you",
                "Scheduling, moving and starting meetings wait until an owner or admin turns it on again. Join links \
                 still work, and nothing was deleted.",
                "Open integrations",
            ),
            ZoomStandingNow::NotConnected if ended.is_some() => (
                NoteKind::Warn,
                "Zoom is no longer connected",
                "The app was removed in Zoom, or somebody who uses the same account disconnected it.",
                "Open integrations",
            ),
            _ => return None,
        };
        let action = NoteAction { label: action.to_owned(), href: INTEGRATIONS.to_owned() };
        Some(Notice { kind, title: title.to_owned(), text: text.to_owned(), actions: vec![action] })
    }

    /// Answers a page that may also be a dialog.
    pub(super) fn dialog(&self, status: StatusCode, page: &impl DialogPage) -> Result<Response, AppError> {
        use axum::response::{Html, IntoResponse};
        let html = if self.fragment { page.fragment()? } else { page.page()? };
        Ok((status, Html(html)).into_response())
    }

    /// Done; the browser goes on to `to` and shows the notice there.
    pub(super) fn done(&self, to: impl Into<String>, notice: Option<Notice>) -> Response {
        use axum::response::IntoResponse;
        Done { app: &self.app, to: to.into(), notice, fragment: self.fragment }.into_response()
    }
}

/// Where somebody goes on after logging in. An answer from Zoom is not carried along: its code would stand in
/// addresses and pages, and connecting begins on the settings page anyway (RT-18). There they read why.
fn way_back(path: String) -> String {
    match path.strip_prefix("/integrations/") {
        Some(answer) if answer.starts_with("zoom/callback") && answer.contains("code=") => FINISH.to_owned(),
        Some(_) => INTEGRATIONS.to_owned(),
        None => path,
    }
}

/// Avatar and name of a record.
pub(super) fn person(name: &str, id: uuid::Uuid) -> Person {
    Person { name: name.to_owned(), initials: initials(name), tint: domain::tint(id) }
}

/// First letters of the first and the last word.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

fn simulated(app: &App) -> Option<Simulated> {
    let zoom_portal_url = app.zoom.portal_url();
    let mailbox = app.mailer.stays_inside();
    (zoom_portal_url.is_some() || mailbox).then_some(Simulated { zoom_portal_url, mailbox })
}

fn nav(path: &str) -> Nav {
    match path.split(['/', '?']).nth(1).unwrap_or_default() {
        "contacts" => Nav::Contacts,
        "companies" => Nav::Companies,
        "deals" => Nav::Deals,
        "tasks" => Nav::Tasks,
        "meetings" => Nav::Meetings,
        "settings" => Nav::Settings,
        "" => Nav::Today,
        _ => Nav::None,
    }
}
