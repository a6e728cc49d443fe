//! Pages for people: the portal, the join page, the host page. All work without JavaScript.

mod actions;
mod host;
mod join;
mod overview;
pub(crate) mod page;
mod register;
mod texts;

use std::sync::Arc;

use axum::{
    Router,
    http::header,
    routing::{get, post},
};

use crate::shared::Shared;

/// Every page and form.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(overview::show))
        .route("/sandbox.css", get(stylesheet))
        .route("/j/{id}", get(join::show).post(join::join))
        .route("/j/{id}/leave", post(join::leave))
        .route("/meeting/register/{token}", get(register::show).post(register::register))
        .route("/s/{id}", get(host::show))
        .route("/s/{id}/admit", post(host::admit))
        .route("/s/{id}/end", post(host::end))
        .route("/portal/meetings/{id}/{action}", post(actions::meeting))
        .route("/portal/deauthorize", post(actions::deauthorize))
        .route("/portal/invalidate", post(actions::invalidate))
        .route("/portal/expire", post(actions::expire))
        .route("/portal/plan", post(actions::plan))
        .route("/portal/faults", post(actions::faults))
        .route("/portal/clock", post(actions::clock))
        .route("/portal/validate", post(actions::validate))
        .route("/portal/deliveries/{id}/redeliver", post(actions::redeliver))
}

async fn stylesheet() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../assets/sandbox.css"))
}
