//! Counts requests by the pattern of their route, never by their path: paths name people's records.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::metrics::Metrics;

/// The middleware.
pub(super) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let started = now();
    let response = next.run(request).await;
    let status = match response.status().as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    metrics::counter!("rapport_http_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("rapport_http_request_duration_seconds", "route" => route).record(started.elapsed());
    response
}

#[expect(clippy::disallowed_methods, reason = "measures how long a request took")]
fn now() -> Instant {
    Instant::now()
}

/// `GET /metrics` on the web server itself: only for who shows the token; without one there is nothing here.
pub(super) async fn with_token(State(app): State<App>, request: Request) -> Response {
    let Some((metrics, token)) =
        app.metrics.as_ref().and_then(|metrics| Some((metrics, metrics.token.as_ref()?)))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let given = request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let given = given.and_then(|value| value.strip_prefix(b"Bearer ")).unwrap_or_default();
    if !bool::from(given.ct_eq(token.expose_secret().as_bytes())) {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    text(&app, metrics).await
}

/// `GET /metrics` on a listener of its own, which only the operator's network reaches.
pub(super) async fn on_own_listener(State(app): State<App>) -> Response {
    match &app.metrics {
        Some(metrics) => text(&app, metrics).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn text(app: &App, metrics: &Metrics) -> Response {
    match metrics.render(app).await {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the queue could not be counted");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
