//! The interface for programs of users: JSON over HTTP with a token, described by its own OpenAPI document. It decides
//! nothing: pages and programs call the same use cases.

mod answer;
mod caller;
mod companies;
mod contacts;
mod deals;
mod document;
mod input;
mod me;
mod meetings;
mod notes;
mod problem;
mod scheduling;
mod search;

use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use caller::Door;
use problem::ApiError;

/// What every address begins with.
pub(super) const FOLDER: &str = "/api/v1";

/// What the header `Idempotency-Key` is for.
const KEY: &str = "Of your choice: the same request sent again with the same key does its work once and is answered \
    again. Known for a week; with another body it is refused.";

/// All routes below [`FOLDER`].
pub(super) fn routes(app: &App) -> Router<App> {
    let (routes, paths) = described().split_for_parts();
    let document = document::complete(paths, &app.link(FOLDER));
    routes
        .fallback(nothing_here)
        .method_not_allowed_fallback(another_method)
        .layer(from_fn_with_state(Door::new(app.clone()), caller::known))
        .route("/openapi.json", get(async move || Json(document)).fallback(another_method))
        .layer(CatchPanicLayer::custom(|_| broken()))
}

/// Every operation with its description: one list for both.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(document::head())
        // Who asks
        .routes(routes!(me::get))
        // Contacts
        .routes(routes!(contacts::list, contacts::add))
        .routes(routes!(contacts::get, contacts::change))
        .routes(routes!(notes::list, notes::add))
        // Companies
        .routes(routes!(companies::list, companies::add))
        .routes(routes!(companies::get, companies::change))
        // Deals
        .routes(routes!(deals::list, deals::add))
        .routes(routes!(deals::get, deals::change))
        .routes(routes!(deals::move_to))
        // Meetings
        .routes(routes!(meetings::list, scheduling::schedule))
        .routes(routes!(meetings::get, scheduling::change))
        .routes(routes!(scheduling::remove))
        // Search
        .routes(routes!(search::find))
}

async fn nothing_here() -> Response {
    let detail = format!("What there is stands in {FOLDER}/openapi.json.");
    ApiError::new(StatusCode::NOT_FOUND, "not-found", "There is nothing at this address", detail)
        .into_response()
}

async fn another_method() -> Response {
    let detail = "The header Allow names the methods that this address knows.";
    let status = StatusCode::METHOD_NOT_ALLOWED;
    ApiError::new(status, "method-not-allowed", "This address does not know that method", detail)
        .into_response()
}

fn broken() -> Response {
    let detail = "Tell the person who runs this server the number in X-Request-Id.";
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    ApiError::new(status, "internal", "Something went wrong on our side", detail).into_response()
}
