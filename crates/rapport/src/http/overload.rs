//! A limit on the requests that a process works on at a time. One more is refused at once, without asking the
//! database: a short answer now is worth more than a page in a minute, and nothing piles up.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use tokio::sync::Semaphore;
use tower_http::request_id::RequestId;

use crate::views::form::FormToken;
use crate::views::problem::{Problem, ProblemLink, PublicProblemPage};
use crate::views::shell::{Public, Theme};

/// When to try again, in seconds.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("2");
const TITLE: &str = "Rapport is busy";
const TEXT: &str = "Nothing was done. Wait a moment, then go back and try again.";

/// Places for requests.
#[derive(Debug, Clone)]
pub(super) struct Gate(Arc<Semaphore>);

impl Gate {
    pub(super) fn new(places: usize) -> Self {
        Self(Arc::new(Semaphore::new(places)))
    }
}

/// The middleware.
pub(super) async fn limit(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    match gate.0.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => refuse(&request),
    }
}

fn refuse(request: &Request) -> Response {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let id = id.unwrap_or_default();
    tracing::warn!("a request was refused: too many at a time");
    let mut response = if wants_json(request.uri().path(), request.headers()) {
        let problem = json!({
            "type": "about:blank", "title": TITLE, "status": 503, "detail": TEXT, "request_id": id,
        });
        let content = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        (StatusCode::SERVICE_UNAVAILABLE, [content], Json(problem)).into_response()
    } else {
        let path = request.uri().path().to_owned();
        let problem = Problem {
            title: TITLE.to_owned(),
            text: TEXT.to_owned(),
            links: vec![ProblemLink { label: "Try again".to_owned(), href: path }],
            reference: format!("503, request {id}"),
        };
        let public = Public { title: TITLE.to_owned(), theme: Theme::System, csrf: FormToken::default() };
        let page = PublicProblemPage { public, problem }.render().unwrap_or_else(|_| TITLE.to_owned());
        (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
    };
    response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    response
}

/// Programs say so, and only programs come to the interface for them.
fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || (accepts.contains("json") && !accepts.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tokio::sync::Notify;
    use tower::ServiceExt;

    use super::*;

    /// One place, taken by a request that never ends until it is told to.
    async fn full_house() -> (Router, Arc<Notify>, tokio::task::JoinHandle<Response>) {
        let (inside, end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let handler = {
            let (inside, end) = (inside.clone(), end.clone());
            move || async move {
                inside.notify_one();
                end.notified().await;
            }
        };
        let router = Router::new()
            .route("/slow", get(handler))
            .route("/contacts", get(|| async {}))
            .layer(from_fn_with_state(Gate::new(1), limit));
        let first = tokio::spawn(router.clone().oneshot(request("/slow", "text/html")));
        inside.notified().await;
        (router, end, tokio::spawn(async move { first.await.unwrap().unwrap() }))
    }

    fn request(path: &str, accept: &str) -> Request {
        let mut request =
            Request::builder().uri(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
        request.extensions_mut().insert(RequestId::new(HeaderValue::from_static("abc123")));
        request
    }

    async fn body(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn one_request_too_many_is_told_at_once_when_to_come_back() {
        let (router, end, first) = full_house().await;
        let refused = router.clone().oneshot(request("/contacts", "text/html")).await.unwrap();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers()[header::RETRY_AFTER], "2");
        let page = body(refused).await;
        assert!(page.contains(TITLE) && page.contains("request abc123"), "{page}");
        end.notify_one();
        assert_eq!(first.await.unwrap().status(), StatusCode::OK);
        let free = router.oneshot(request("/contacts", "text/html")).await.unwrap();
        assert_eq!(free.status(), StatusCode::OK, "the place is free again");
    }

    #[tokio::test]
    async fn a_program_is_told_in_json() {
        let (router, end, _first) = full_house().await;
        for (path, accept) in [("/contacts", "application/json"), ("/api/v1/contacts", "*/*")] {
            let refused = router.clone().oneshot(request(path, accept)).await.unwrap();
            assert_eq!(refused.headers()[header::CONTENT_TYPE], "application/problem+json");
            let problem: serde_json::Value = serde_json::from_str(&body(refused).await).unwrap();
            assert_eq!((&problem["status"], &problem["request_id"]), (&json!(503), &json!("abc123")));
        }
        end.notify_one();
    }
}
