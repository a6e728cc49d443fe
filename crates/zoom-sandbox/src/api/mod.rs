//! The REST API under `/v2`.

pub(crate) mod call;
pub(crate) mod error;
pub(crate) mod input;
mod meeting_body;
mod meetings;
mod page;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    routing::{MethodRouter, get, put},
};

use crate::shared::Shared;
use error::ApiError;

/// Every REST route.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    let table: [(&str, MethodRouter<Arc<Shared>>); 6] = [
        ("/v2/users/{user}", get(users::show)),
        ("/v2/users/{user}/settings", get(users::settings)),
        ("/v2/users/{user}/zak", get(users::zak)),
        ("/v2/users/{user}/meetings", get(meetings::list).post(meetings::create)),
        ("/v2/meetings/{id}", get(meetings::show).patch(meetings::update).delete(meetings::delete)),
        ("/v2/meetings/{id}/status", put(meetings::set_status)),
    ];
    let unknown = || async { ApiError::unknown_endpoint() };
    let router = table.into_iter().fold(Router::new(), |router, (path, methods)| {
        let methods = methods.fallback(unknown);
        // Stock clients send a slash at the end; Zoom does not mind.
        router.route(&format!("{path}/"), methods.clone()).route(path, methods)
    });
    router.route("/v2/{*rest}", axum::routing::any(unknown))
}
