//! The HTTP server: every route, and the layer that faults, counts and logs the calls of clients.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};

use crate::{
    api::{self, call::SharedFacts, error::ApiError},
    connection::Peer,
    control_plane,
    faults::{FaultKind, Trouble, go_wrong},
    oauth::{self, MessagePage},
    portal::{self, page::render_with},
    shared::{RequestEntry, Shared, lock},
};

const TRACKING_ID: HeaderName = HeaderName::from_static("x-zm-trackingid");
const CATEGORY: HeaderName = HeaderName::from_static("x-ratelimit-category");
const RATE_TYPE: HeaderName = HeaderName::from_static("x-ratelimit-type");
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");

/// Zoom's own forms are far smaller; a client that sends more is told by the handler.
const LARGEST_FORM: usize = 1 << 20;

/// The whole program as one router.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let clients = api::routes()
        .merge(oauth::routes())
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), observe));
    Router::new()
        .merge(clients)
        .merge(control_plane::routes())
        .merge(portal::routes())
        .fallback(no_page)
        .layer(middleware::from_fn(refuse_foreign_forms))
        .with_state(shared)
}

/// Faults first, then the call, then Zoom's headers and the log.
async fn observe(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let wants_xml = path.starts_with("/v2/") && !request.headers().contains_key(header::ACCEPT);
    let facts = SharedFacts::default();
    request.extensions_mut().insert(Arc::clone(&facts));

    let mut is_refresh = false;
    if path == "/oauth/token" && lock(&shared.faults).look_for_refreshes() {
        (request, is_refresh) = see_refresh(request).await;
    }
    let at = shared.clock.now();
    let mut faults = lock(&shared.faults).take(&method, &path, is_refresh, at);
    let fault = faults.pop_if(|last| !matches!(last, FaultKind::Latency { .. }));
    let pause = faults.iter().map(|fault| if let FaultKind::Latency { ms } = fault { *ms } else { 0 }).sum();
    wait(pause).await;

    let trouble = match fault {
        None => Trouble::none(next.run(request).await),
        Some(fault) => go_wrong(fault, at, &peer.line, request, next).await,
    };
    let mut response = if wants_xml || trouble.is_xml { as_xml(trouble.response) } else { trouble.response };
    add_headers(&shared, &facts, response.headers_mut());
    let facts = std::mem::take(&mut *lock(&facts));
    shared.log(RequestEntry {
        at,
        method,
        path,
        status: if trouble.is_broken { 0 } else { response.status().as_u16() },
        scope: facts.scope.map(str::to_owned),
        user_id: facts.user_id,
    });
    response
}

/// Whether a call to the token endpoint asks for a refresh. The body is read and put back.
async fn see_refresh(request: Request) -> (Request, bool) {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_FORM).await.unwrap_or_default();
    let asks = |form: &[u8]| {
        url::form_urlencoded::parse(form)
            .any(|(name, value)| name == "grant_type" && value == "refresh_token")
    };
    let is_refresh = asks(&body) || asks(parts.uri.query().unwrap_or_default().as_bytes());
    (Request::from_parts(parts, body.into()), is_refresh)
}

#[expect(clippy::disallowed_methods, reason = "latency is a fault that takes real time, and only on request")]
async fn wait(milliseconds: u64) {
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

fn add_headers(shared: &Shared, facts: &SharedFacts, headers: &mut HeaderMap) {
    let tracking = format!("v=2.0;clid=us02;rid=WEB_{}", hex::encode(shared.random.bytes::<16>()));
    if let Ok(value) = HeaderValue::from_str(&tracking) {
        headers.insert(TRACKING_ID, value);
    }
    let Some(rate) = lock(facts).rate else { return };
    headers.insert(CATEGORY, HeaderValue::from_static(rate.label.name()));
    // A 429 has already said which limit it hit.
    headers.entry(RATE_TYPE).or_insert(HeaderValue::from_static("QPS"));
    headers.entry(LIMIT).or_insert(HeaderValue::from(rate.limit));
    headers.entry(REMAINING).or_insert(HeaderValue::from(rate.remaining));
}

/// Zoom falls back to XML for errors when a client does not say what it accepts.
fn as_xml(response: Response) -> Response {
    let Some(error) = response.extensions().get::<ApiError>() else { return response };
    let xml = error.xml();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml;charset=UTF-8"));
    Response::from_parts(parts, xml.into())
}

/// Another site's page must not press the sandbox's buttons in the user's browser.
async fn refuse_foreign_forms(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let foreign = matches!(site, Some("cross-site" | "same-site"));
    if foreign && !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        let page = MessagePage {
            title: "Refused".to_owned(),
            text: "A page of another site sent this form.".to_owned(),
            code: None,
        };
        return render_with(StatusCode::FORBIDDEN, &page);
    }
    next.run(request).await
}

async fn no_page() -> Response {
    let page = MessagePage {
        title: "There is no such page".to_owned(),
        text: "The portal is at /, the REST API under /v2, OAuth under /oauth, the control plane under /_sandbox."
            .to_owned(),
        code: None,
    };
    render_with(StatusCode::NOT_FOUND, &page)
}
