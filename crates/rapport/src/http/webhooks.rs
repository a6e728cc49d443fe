//! Where Zoom sends events. 2xx when kept, 401 when not Zoom's, 503 when our storage failed: Zoom repeats only
//! what was answered with 5xx (Zoom reference J5).

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use zoom::webhook::{SIGNATURE_HEADER, TIMESTAMP_HEADER};

use super::arrival;
use super::client::Client;
use crate::app::App;
use crate::connections::{Delivery, ReceiveError, Received, receive};

/// No event of Zoom is nearly as long.
const LONGEST: usize = 128 * 1024;
/// Zoom keeps to its own times; others may read this.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("60");

pub(super) async fn zoom(
    State(app): State<App>,
    client: Client,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (timestamp, signature) = (text(TIMESTAMP_HEADER), text(SIGNATURE_HEADER));
    // What nobody signed, or what is too long, is not even read.
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > LONGEST as u64) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let body = if signature.is_some() { body } else { Body::empty() };
    let Ok(body) = to_bytes(body, LONGEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let arrived_at = arrival::address(&app.public_url, client, &headers, &uri);
    let delivery = Delivery { timestamp, signature, arrived_at: arrived_at.as_deref() };
    match receive(&app, &body, delivery).await {
        Ok(Received::Kept) => StatusCode::OK.into_response(),
        Ok(Received::Challenge(answer)) => Json(answer).into_response(),
        Err(ReceiveError::Refused(reason)) => {
            tracing::warn!(reason, "an event was refused");
            StatusCode::UNAUTHORIZED.into_response()
        }
        Err(ReceiveError::NotAnEvent) => StatusCode::BAD_REQUEST.into_response(),
        Err(error @ ReceiveError::SecretUnderWay) => {
            tracing::warn!(%error, "Zoom is asked to send an event again");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)]).into_response()
        }
        Err(error @ (ReceiveError::Store(_) | ReceiveError::Busy)) => {
            tracing::error!(%error, "an event could not be stored");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)]).into_response()
        }
    }
}
