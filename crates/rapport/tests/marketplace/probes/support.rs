//! An installation to look at, and what may stand in front of it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rapport::marketplace::probes::{self, INSTALLATION, Outside, Probe, REVIEW, Subject, Verdict};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use testing::{Names, TestApp};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use url::Url;

/// Where the program itself listens.
pub(super) fn origin(app: &TestApp) -> Url {
    let mut url = app.webhook_url().clone();
    url.set_path("/");
    url
}

/// The installation, as it is reached at `public_url`.
pub(super) fn subject_at(app: &TestApp, public_url: Url) -> Subject {
    Subject { public_url, ..Subject::of(app.app()) }
}

/// The same, trusting this authority too.
pub(super) fn trusting(mut subject: Subject, authority: &Authority) -> Subject {
    let roots = vec![authority.der()];
    subject.means.outside = Outside::with_resolver(roots, Arc::new(Names::default())).unwrap();
    subject
}

/// What one check found; `None` if it had nothing to look at.
pub(super) async fn look_at(subject: Subject, id: &str) -> Option<Probe> {
    let one = INSTALLATION.iter().chain(REVIEW).filter(|check| check.id() == id);
    probes::run(subject.into(), one).await.pop()
}

/// What one check found, and its words.
pub(super) async fn look(subject: Subject, id: &str) -> Probe {
    look_at(subject, id).await.unwrap_or_else(|| panic!("{id} had nothing to look at"))
}

#[track_caller]
pub(super) fn assert_passes(probe: &Probe) {
    assert_eq!((probe.result, probe.cure.as_str()), (Verdict::Pass, ""), "{probe:?}");
}

#[track_caller]
pub(super) fn assert_warns(probe: &Probe, words: &str) {
    assert_told(probe, Verdict::Warn, words);
}

#[track_caller]
pub(super) fn assert_fails(probe: &Probe, words: &str) {
    assert_told(probe, Verdict::Fail, words);
}

#[track_caller]
fn assert_told(probe: &Probe, result: Verdict, words: &str) {
    assert_eq!(probe.result, result, "{probe:?}");
    assert!(probe.found.contains(words) || probe.cure.contains(words), "no {words:?} in {probe:?}");
    assert!(!probe.cure.is_empty(), "what is to be done about {probe:?}");
}

/// Serves on a free port; ends with the test.
pub(super) async fn serve(router: Router) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url.parse().unwrap()
}

/// Where nothing listens.
pub(super) async fn nowhere() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap()).parse().unwrap()
}

/// What a bad proxy does to the headers of an answer, and to the body of a request.
#[derive(Clone, Copy)]
pub(super) struct Meddling {
    pub(super) answer: fn(&mut HeaderMap),
    pub(super) body: fn(Vec<u8>) -> Vec<u8>,
}

impl Default for Meddling {
    fn default() -> Self {
        Self { answer: |_| {}, body: |body| body }
    }
}

/// A proxy in front of `upstream`.
pub(super) async fn proxy(upstream: Url, meddling: Meddling) -> Url {
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let http = http.tls_certs_only([]).build().unwrap();
    serve(Router::new().fallback(pass_on).with_state((http, upstream, meddling))).await
}

async fn pass_on(
    State((http, upstream, meddling)): State<(reqwest::Client, Url, Meddling)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let target = upstream.join(parts.uri.path_and_query().unwrap().as_str()).unwrap();
    let body = (meddling.body)(to_bytes(body, usize::MAX).await.unwrap().to_vec());
    let mut headers = parts.headers;
    headers.remove("content-length");
    let answer = http.request(parts.method, target).headers(headers).body(body).send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    (meddling.answer)(response.headers_mut().unwrap());
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}

/// A certificate authority.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A day, as year, month and day.
pub(super) type Day = (i32, u8, u8);

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "An authority of this test");
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(super) fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A server's certificate for `name`, valid between two days.
    pub(super) fn issue(&self, name: &str, from: Day, to: Day) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(from.0, from.1, from.2);
        params.not_after = rcgen::date_time_ymd(to.0, to.1, to.2);
        let certificate = params.signed_by(&key, &self.0).unwrap();
        server_config(certificate.der().clone(), key.serialize_der())
    }

    /// One that is good for all tests.
    pub(super) fn good(&self) -> Arc<ServerConfig> {
        self.issue("localhost", (2020, 1, 1), (2040, 1, 1))
    }
}

/// A certificate that nobody signed but itself.
pub(super) fn self_signed() -> Arc<ServerConfig> {
    let pair = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    server_config(pair.cert.der().clone(), pair.signing_key.serialize_der())
}

fn server_config(certificate: CertificateDer<'static>, key: Vec<u8>) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::try_from(key).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    Arc::new(config.with_single_cert(vec![certificate], key).unwrap())
}

/// Ends TLS in front of `upstream`, at `https://localhost` and a free port.
pub(super) async fn tls(config: Arc<ServerConfig>, upstream: &Url) -> Url {
    let upstream: SocketAddr =
        format!("{}:{}", upstream.host_str().unwrap(), upstream.port().unwrap()).parse().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = TlsAcceptor::from(config.clone());
            tokio::spawn(async move {
                let mut outer = acceptor.accept(stream).await?;
                copy_bidirectional(&mut outer, &mut TcpStream::connect(upstream).await?).await
            });
        }
    });
    format!("https://localhost:{port}").parse().unwrap()
}
