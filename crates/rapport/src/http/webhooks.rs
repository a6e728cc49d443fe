//! Where Zoom sends events. 2xx when kept, 401 when not Zoom's, 503 when our storage failed: Zoom repeats only
//! what was answered with 5xx (Zoom reference J5).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use zoom::webhook::{SIGNATURE_HEADER, TIMESTAMP_HEADER};

use crate::app::App;
use crate::connections::{ReceiveError, Received, receive};

pub(super) async fn zoom(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match receive(&app, &body, header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER)).await {
        Ok(Received::Kept) => StatusCode::OK.into_response(),
        Ok(Received::Challenge(answer)) => Json(answer).into_response(),
        Err(ReceiveError::Refused(reason)) => {
            tracing::warn!(reason, "an event was refused");
            StatusCode::UNAUTHORIZED.into_response()
        }
        Err(ReceiveError::NotAnEvent) => StatusCode::BAD_REQUEST.into_response(),
        Err(ReceiveError::Store(error)) => {
            tracing::error!(%error, "an event could not be stored");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
