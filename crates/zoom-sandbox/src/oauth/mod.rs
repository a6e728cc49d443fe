//! OAuth as `zoom.us` and `api.zoom.us` speak it, and the data compliance call.

pub(crate) mod authorize;
mod client;
mod compliance;
mod consent;
mod token;

pub(crate) use consent::MessagePage;

use std::sync::Arc;

use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Serialize;

use crate::shared::Shared;

/// Every OAuth route.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/oauth/authorize", get(consent::ask).post(consent::answer))
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(token::revoke))
        .route("/oauth/data/compliance", post(compliance::confirm))
}

/// `{"reason": …, "error": …}`, always with 400, as Zoom answers today.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OAuthError {
    reason: String,
    error: &'static str,
}

impl OAuthError {
    fn new(error: &'static str, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), error }
    }

    fn invalid_token(error: &'static str) -> Self {
        Self::new(error, "Invalid Token!")
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(self)).into_response()
    }
}
