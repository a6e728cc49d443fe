//! Headers of every answer: no inline code, no framing by others, no sniffing, nothing kept by caches unless the
//! answer says so.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// The content security policy. Connecting posts a form that is redirected to Zoom's consent page, and Meet now one that
/// is redirected to the meeting, so where these may be stands beside our own origin.
pub(super) fn content_policy(form_targets: &str) -> HeaderValue {
    let text = format!(
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; form-action 'self' {form_targets}; \
         base-uri 'none'; object-src 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// What every answer carries.
#[derive(Clone)]
pub(super) struct Policy {
    pub(super) content: HeaderValue,
    /// People reach us by HTTPS, and never again without.
    pub(super) https: bool,
}

/// Adds what the answer does not say itself.
pub(super) async fn secure(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy.content);
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    if policy.https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
