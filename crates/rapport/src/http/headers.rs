//! Headers of every answer: no inline code, no framing by others, no sniffing, nothing kept by caches unless the
//! answer says so.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;

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

/// Puts the headers on every answer of these routes, also on that of a handler that panicked.
pub(super) fn around<S: Clone + Send + Sync + 'static>(routes: Router<S>, policy: Policy) -> Router<S> {
    routes.layer(CatchPanicLayer::new()).layer(from_fn_with_state(policy, secure))
}

/// Adds what the answer does not say itself.
async fn secure(State(policy): State<Policy>, request: Request, next: Next) -> Response {
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

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn broken() {
        panic!("on purpose");
    }

    #[tokio::test]
    async fn the_answer_of_a_handler_that_panics_carries_the_headers_too() {
        let policy = Policy { content: content_policy("https://zoom.us"), https: true };
        let routes = around(Router::new().route("/", get(broken)), policy);
        let answer = routes.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "x-frame-options",
            "permissions-policy",
            "cross-origin-opener-policy",
            "cache-control",
            "strict-transport-security",
        ] {
            assert!(answer.headers().contains_key(name), "{name}");
        }
    }
}
