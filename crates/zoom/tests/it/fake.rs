//! A server that gives prepared answers in order, and keeps the requests.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use jiff::Timestamp;
use url::Url;
use zoom::observe::{Exchange, Observer};
use zoom::retry::Policy;
use zoom::runtime::Runtime;
use zoom::transport::{Options, http_client};
use zoom::{App, Credentials, Endpoints, ErrorKind};

/// The app's secret, which must show up nowhere.
pub(crate) const CLIENT_SECRET: &str = "cl1ent-s3cret";

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.uri)
    }

    pub(crate) fn form(&self) -> BTreeMap<String, String> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A prepared answer.
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

pub(crate) fn answer(status: u16, body: impl Into<String>) -> Answer {
    Answer { status, headers: vec![("x-zm-trackingid", "rid=WEB_1".into())], body: body.into() }
}

impl Answer {
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// What the observer saw: method, route, status, tracking id, error.
pub(crate) type Seen = (String, &'static str, Option<u16>, Option<String>, Option<ErrorKind>);

/// The server, an app that calls it, and all that was seen.
#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) app: App,
    pub(crate) base: Url,
    script: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Fake {
    /// A server that gives these answers, and 599 when it runs out of them.
    pub(crate) async fn answering(script: impl IntoIterator<Item = Answer>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let slept = Arc::default();
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let app = app_at(&base)
            .with_observer(observer(Arc::clone(&seen)))
            .with_runtime(Arc::new(Still { slept: Arc::clone(&slept) }))
            .with_retry(Policy::default());
        let fake = Self {
            app,
            base,
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            asked: Arc::default(),
            seen,
            slept,
        };
        let router = Router::new().fallback(serve).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

pub(crate) fn app_at(base: &Url) -> App {
    let http = http_client(&Options { proxy_from_environment: false, ..Options::default() }).unwrap();
    let credentials = Credentials { client_id: "cl1ent".into(), client_secret: CLIENT_SECRET.into() };
    App::new(http, Endpoints::single(base.clone()), credentials)
}

fn observer(seen: Arc<Mutex<Vec<Seen>>>) -> Arc<dyn Observer> {
    Arc::new(move |exchange: &Exchange<'_>| {
        seen.lock().unwrap().push((
            exchange.method.to_string(),
            exchange.route,
            exchange.status,
            exchange.tracking_id.map(str::to_owned),
            exchange.error,
        ));
    })
}

async fn serve(
    State(fake): State<Fake>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    fake.asked.lock().unwrap().push(Asked { method, uri, headers, body });
    let answer = fake.script.lock().unwrap().pop_front().unwrap_or_else(|| answer(599, "out of answers"));
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(answer.body.into()).unwrap()
}

/// A clock that stands still and remembers how long it was asked to wait.
struct Still {
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Runtime for Still {
    fn now(&self) -> Timestamp {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.slept.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self) -> f64 {
        1.0
    }
}
