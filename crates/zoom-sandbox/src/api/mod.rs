//! The REST API under `/v2`.

pub(crate) mod call;
mod dial_in;
pub(crate) mod error;
mod fields;
pub(crate) mod input;
mod invitation;
mod meeting_body;
mod meeting_lists;
mod meetings;
mod page;
mod past_meetings;
mod query;
mod refusals;
mod registrants;
mod shape;
mod user_settings;
mod users;

use std::sync::Arc;

use axum::{
    Router,
    routing::{MethodRouter, any, get, post, put},
};

use crate::shared::Shared;
use error::ApiError;

/// Every REST route.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    let table: [(&str, MethodRouter<Arc<Shared>>); 16] = [
        ("/v2/users/email", get(users::email)),
        ("/v2/users/{user}", get(users::show).patch(users::update)),
        ("/v2/users/{user}/settings", get(users::settings)),
        ("/v2/users/{user}/zak", get(users::zak)),
        ("/v2/users/{user}/token", get(users::token)),
        ("/v2/users/{user}/meetings", get(meeting_lists::list).post(meetings::create)),
        ("/v2/users/{user}/upcoming_meetings", get(meeting_lists::upcoming)),
        ("/v2/meetings/{id}", get(meetings::show).patch(meetings::update).delete(meetings::delete)),
        ("/v2/meetings/{id}/status", put(meetings::set_status)),
        ("/v2/meetings/{id}/invitation", get(invitation::show)),
        ("/v2/meetings/{id}/invite_links", post(invitation::make_links)),
        ("/v2/meetings/{id}/registrants", get(registrants::list).post(registrants::add)),
        ("/v2/meetings/{id}/registrants/status", put(registrants::set_status)),
        ("/v2/past_meetings/{id}", get(past_meetings::show)),
        ("/v2/past_meetings/{id}/participants", get(past_meetings::participants)),
        ("/v2/past_meetings/{id}/instances", get(past_meetings::instances)),
    ];
    let unknown = || async { ApiError::unknown_endpoint() };
    let router = table.into_iter().fold(Router::new(), |router, (path, methods)| {
        let methods = methods.fallback(unknown);
        // Stock clients send a slash at the end; Zoom does not mind.
        router.route(&format!("{path}/"), methods.clone()).route(path, methods)
    });
    router.route("/v2/{*rest}", any(unknown))
}
