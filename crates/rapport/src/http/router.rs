//! Every route of the program.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Extension, Router};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;
use url::Url;

use super::api;
use super::events::{self, Hub};
use super::pages::{
    activity, activity_export, api_tokens, audit, calendar_feed, call, check, companies, company,
    company_form, company_meeting, compare, contact, contact_form, contacts, deal, deal_form, deals,
    disconnect, forgot, held, integrations, invitee, jobs, join, login, mailbox, meet_now, meeting,
    meeting_life, meetings, outcome, password, people, profile, proposal, public, remove, remove_member,
    reschedule, reset, schedule, search, send_again, sessions, setup, task_form, tasks, today, zoom_app,
};
use super::rate::Rate;
use super::{client, frame, headers, health, measure, overload, request_id::NewRequestId, statics, webhooks};
use crate::app::App;
use crate::marketplace::urls::ZoomUrl;

/// Requests for pages that a process works on at a time, the waiting ones included.
const PLACES: usize = 256;
/// The same for events from Zoom, so that neither crowds out the other.
const EVENT_PLACES: usize = 64;
/// The same for people who are invited.
const GUEST_PLACES: usize = 64;
/// The same for calendar programs.
const FEED_PLACES: usize = 32;
/// The same for programs of users.
const PROGRAM_PLACES: usize = 64;
/// How long a sender may pause within a body.
const BODY_PAUSE: Duration = Duration::from_secs(10);
/// Forms and webhooks are small.
const BODY_LIMIT: usize = 256 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The whole program behind one service.
pub fn router(app: App) -> Router {
    with_hub(app, Arc::default())
}

/// The same, with the streams that a server ends when it stops.
pub(super) fn with_hub(app: App, hub: Arc<Hub>) -> Router {
    let pages = Router::new()
        // Coming in
        .route("/login", get(login::form).post(login::submit))
        .route("/login/forgot", get(forgot::form).post(forgot::submit))
        .route(reset::ROUTE, get(reset::form).post(reset::submit))
        .route(join::ROUTE, get(join::form).post(join::submit))
        .route("/logout", post(login::log_out))
        .route("/setup", get(setup::form).post(setup::submit))
        // Today
        .route("/", get(today::page))
        // Contacts
        .route("/contacts", get(contacts::page).post(contact_form::create))
        .route("/contacts/new", get(contact_form::new))
        .route("/contacts/{id}", get(contact::page).post(contact_form::update))
        .route("/contacts/{id}/edit", get(contact_form::edit))
        .route("/contacts/{id}/notes", post(contact::add_note))
        .route("/contacts/{id}/calls", post(call::submit))
        .route("/contacts/{id}/calls/new", get(call::form))
        // Companies
        .route("/companies", get(companies::page).post(company_form::create))
        .route("/companies/new", get(company_form::new))
        .route("/companies/{id}", get(company::page).post(company_form::update))
        .route("/companies/{id}/edit", get(company_form::edit))
        .route("/companies/{id}/delete", get(company::delete_form).post(company::delete))
        .route("/companies/{id}/meetings/new", get(company_meeting::page))
        // Deals
        .route("/deals", get(deals::page).post(deal_form::create))
        .route("/deals/new", get(deal_form::new))
        .route("/deals/{id}", get(deal::page).post(deal_form::update))
        .route("/deals/{id}/edit", get(deal_form::edit))
        .route("/deals/{id}/move", post(deal::move_to))
        .route("/deals/{id}/delete", get(deal::delete_form).post(deal::delete))
        .route("/deals/{id}/meetings/new", get(deal::schedule))
        // Tasks
        .route("/tasks", get(tasks::page).post(task_form::create))
        .route("/tasks/new", get(task_form::new))
        .route("/tasks/{id}", post(task_form::update))
        .route("/tasks/{id}/edit", get(task_form::edit))
        .route("/tasks/{id}/done", post(tasks::done))
        .route("/tasks/{id}/reopen", post(tasks::reopen))
        .route("/tasks/{id}/delete", post(tasks::delete))
        // Meetings
        .route("/contacts/{id}/meetings", post(schedule::submit))
        .route("/contacts/{id}/meetings/new", get(schedule::form))
        .route("/contacts/{id}/meetings/now", post(meet_now::submit))
        .route("/meetings", get(meetings::page))
        .route("/meetings/new", get(schedule::choose_contact))
        .route("/meetings/{id}", get(meeting::page))
        .route("/meetings/{id}/start", get(meeting::start))
        .route("/meetings/{id}/reschedule", get(reschedule::form).post(reschedule::submit))
        .route("/meetings/{id}/proposals/{proposal}", post(proposal::take))
        .route("/meetings/{id}/recreate", post(meeting::recreate))
        .route("/meetings/{id}/attendance", post(meeting_life::confirm))
        .route("/meetings/{id}/outcome", get(outcome::form).post(outcome::submit))
        .route("/meetings/{id}/retry", post(meeting::retry))
        .route("/meetings/{id}/invitation", get(send_again::form).post(send_again::submit))
        .route("/meetings/{id}/invitation.ics", get(meeting::calendar_file))
        .route("/meetings/{id}/remove", get(remove::form).post(remove::submit))
        // Search
        .route("/search", get(search::page))
        // News for open pages
        .route("/events", get(events::stream))
        // Settings
        .route("/settings", get(profile::settings))
        .route("/settings/profile", get(profile::form).post(profile::submit))
        .route("/settings/password", get(password::form).post(password::submit))
        .route("/settings/sessions/end", post(sessions::end))
        .route("/settings/sessions/end-others", post(sessions::end_others))
        .route("/settings/people", get(people::list))
        .route("/settings/people/invite", post(people::send))
        .route("/settings/people/invited/{id}/again", post(people::again))
        .route("/settings/people/invited/{id}/withdraw", post(people::withdraw))
        .route("/settings/people/{id}", get(people::one).post(people::set_role))
        .route("/settings/people/{id}/remove", get(remove_member::form).post(remove_member::submit))
        .route("/settings/calendar", get(calendar_feed::settings))
        .route("/settings/calendar/new-address", post(calendar_feed::new_address))
        .route("/settings/calendar/turn-off", post(calendar_feed::turn_off))
        .route("/settings/api-tokens", get(api_tokens::list).post(api_tokens::make))
        .route("/settings/api-tokens/{id}/revoke", post(api_tokens::revoke))
        .route("/settings/integrations", get(integrations::page))
        .route("/settings/integrations/zoom/disconnect", get(disconnect::form).post(disconnect::submit))
        .route("/settings/integrations/zoom/data", get(held::page).post(held::download))
        .route("/settings/activity", get(activity::page).post(activity_export::export))
        .route("/settings/audit", get(audit::page).post(audit::export))
        .route("/settings/jobs", get(jobs::page))
        .route("/settings/jobs/run-again", post(jobs::run_all_again))
        .route("/settings/jobs/{id}/run-again", post(jobs::run_again))
        .route("/settings/zoom-app", get(zoom_app::page))
        .route("/settings/zoom-app/availability", post(zoom_app::availability::submit))
        .route("/settings/zoom-app/events", post(zoom_app::meeting_events::submit))
        .route("/settings/zoom-app/own-settings", post(zoom_app::own_settings::submit))
        .route("/settings/zoom-app/credentials/{environment}", post(zoom_app::credentials::save))
        .route(
            "/settings/zoom-app/credentials/{environment}/new-secret",
            post(zoom_app::credentials::new_secret),
        )
        .route(
            "/settings/zoom-app/use/{environment}",
            get(zoom_app::credentials::switch_form).post(zoom_app::credentials::switch),
        )
        .route("/settings/zoom-app/verification", post(zoom_app::verification::submit))
        .route("/settings/zoom-app/check", get(check::page).post(check::run))
        .route("/integrations/zoom/connect", post(integrations::connect))
        .route(ZoomUrl::Redirect.path(), get(integrations::callback))
        .route("/integrations/zoom/check", post(integrations::check_now))
        .route("/integrations/zoom/compare", post(compare::submit))
        .route(
            "/settings/zoom-app/pages/{name}",
            get(zoom_app::public_pages::form).post(zoom_app::public_pages::submit),
        )
        .route("/settings/zoom-app/languages", post(zoom_app::public_pages::languages))
        // For everybody, once they are published
        .route(ZoomUrl::Documentation.path(), get(public::documentation))
        .route(ZoomUrl::Support.path(), get(public::support))
        .route(ZoomUrl::Privacy.path(), get(public::privacy))
        .route(ZoomUrl::Terms.path(), get(public::terms))
        // Mail that stays inside
        .route("/mailbox", get(mailbox::list))
        .route("/mailbox/{id}", get(mailbox::message))
        .route("/mailbox/{id}/message.eml", get(mailbox::raw))
        .route("/mailbox/{id}/html", get(mailbox::html))
        .route("/mailbox/{id}/attachments/{number}", get(mailbox::attachment))
        .fallback(frame::nothing_here)
        .layer(Extension(hub))
        .layer(from_fn_with_state(app.clone(), frame::frame))
        .layer(from_fn_with_state(overload::Gate::new(PLACES), overload::limit));
    let feeds = Router::new()
        .route(calendar_feed::ROUTE, get(calendar_feed::file))
        .layer(Extension(Arc::new(Rate::new(calendar_feed::ASKS, calendar_feed::WHILE))))
        .layer(from_fn_with_state(overload::Gate::new(FEED_PLACES), overload::limit));
    let guests =
        invitee::routes().layer(from_fn_with_state(overload::Gate::new(GUEST_PLACES), overload::limit));
    let machines = Router::new()
        // Zoom calls this
        .route(ZoomUrl::Webhook.path(), post(webhooks::zoom))
        .layer(from_fn_with_state(overload::Gate::new(EVENT_PLACES), overload::limit))
        // Zoom looks for these when it verifies the domain
        .route(ZoomUrl::VerificationFile.path(), get(zoom_app::verification::file))
        .route(ZoomUrl::VerificationFolder.path(), get(zoom_app::verification::file))
        // Calendar programs call this
        .merge(feeds)
        // People who are invited: no session, no cookies
        .merge(guests)
        // Operation
        .route("/healthz", get(health::alive))
        .route("/healthz/installation", get(health::installation))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(measure::with_token))
        .route("/static/{*path}", get(statics::file));
    let policy = headers::Policy {
        content: headers::content_policy(&app.zoom.form_targets().join(" ")),
        https: app.public_url.scheme() == "https",
    };
    let new_request_id = NewRequestId::new(app.random.clone());
    let all = Router::new()
        .merge(pages)
        .merge(machines)
        .layer(forms_of(&app.public_url))
        // Programs of users: a token instead of a session, so there is nothing that another site could borrow
        .nest(
            api::FOLDER,
            api::routes(&app).layer(from_fn_with_state(overload::Gate::new(PROGRAM_PLACES), overload::limit)),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE));
    headers::around(all, policy)
        .layer(from_fn(measure::measure))
        .layer(CompressionLayer::new())
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        // The path only: a query may hold an authorization code.
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request<_>| {
            let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
            tracing::info_span!("request", id, method = %request.method(), path = masked(request.uri().path()))
        }))
        .layer(SetRequestIdLayer::new(REQUEST_ID, new_request_id))
        .layer(from_fn(frame::drop_foreign_request_id))
        .layer(from_fn_with_state(app.clone(), client::find))
        .with_state(app)
}

/// A path for the log: what makes an address secret is left out.
pub(super) fn masked(path: &str) -> &str {
    [calendar_feed::FOLDER, invitee::FOLDER, reset::FOLDER, join::FOLDER]
        .into_iter()
        .find(|secret| path.starts_with(secret))
        .unwrap_or(path)
}

/// Browsers that do not say `Sec-Fetch-Site` say where a form comes from. That is the public address, whatever a proxy
/// makes of `Host`.
fn forms_of(public_url: &Url) -> CsrfLayer {
    let origin = public_url.origin().ascii_serialization();
    CsrfLayer::new().add_trusted_origin(origin).unwrap_or_else(|_| CsrfLayer::new())
}
