//! The one HTTP connection pool, and the one place where bytes leave and arrive.

use std::error::Error as StdError;
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use reqwest::{Certificate, Method, redirect};

use crate::error::{Failure, Sent};
use crate::observe::{Exchange, Observer};
use crate::runtime::Runtime;

/// Largest answer that is read, in bytes. A page of 300 meetings is well under 1 MB.
const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// How [`http_client`] builds the pool.
#[derive(Debug, Clone)]
pub struct Options {
    /// Longest wait for TCP and TLS together. Default 5 s.
    pub connect_timeout: Duration,
    /// Longest wait for a whole exchange, from connecting to the last byte of the answer. Default 20 s.
    pub request_timeout: Duration,
    /// Whether `HTTPS_PROXY` and its kin are honoured. Default `true`; turn it off to reach a server on this machine.
    pub proxy_from_environment: bool,
    /// The `User-Agent` header. Default: this crate's name and version.
    pub user_agent: String,
    /// Certificate authorities to trust beside the bundled ones, in DER: of a company whose proxy reads all traffic, or
    /// of a sandbox behind HTTPS. Default: none.
    pub more_roots: Vec<Vec<u8>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(20),
            proxy_from_environment: true,
            user_agent: concat!("zoom-rs/", env!("CARGO_PKG_VERSION")).to_owned(),
            more_roots: Vec::new(),
        }
    }
}

/// The pool could not be built; the cause is in `source`.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be built")]
pub struct BuildError(#[source] reqwest::Error);

/// Builds the connection pool that everything else here uses: build one, clone it freely.
///
/// TLS is rustls with ring, which is installed for the process on the first call. The trusted roots are bundled,
/// because a machine without roots of its own (an empty container) could otherwise not build a client at all.
/// Redirects are not followed: Zoom's API has none, and following one would carry a token elsewhere.
///
/// # Errors
/// [`BuildError`] if an option is unusable, for example a user agent with a line break or a root that is no certificate.
pub fn http_client(options: &Options) -> Result<reqwest::Client, BuildError> {
    static INSTALL: Once = Once::new();
    // An error only means that the program has installed a provider already: then its choice stands.
    INSTALL.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));

    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(AsRef::as_ref)
        .chain(options.more_roots.iter().map(Vec::as_slice))
        .map(Certificate::from_der)
        .collect::<Result<Vec<_>, _>>()
        .map_err(BuildError)?;
    let mut builder = reqwest::Client::builder()
        .connect_timeout(options.connect_timeout)
        .timeout(options.request_timeout)
        .redirect(redirect::Policy::none())
        .referer(false)
        .tls_certs_only(roots)
        .user_agent(&options.user_agent);
    if !options.proxy_from_environment {
        builder = builder.no_proxy();
    }
    builder.build().map_err(BuildError)
}

/// Why an exchange ended without a complete answer. Holds no address, as addresses may carry secrets.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct TransportError {
    /// Whether Zoom may have got the request.
    pub sent: Sent,
    /// Whether a time limit ended it.
    pub timed_out: bool,
    #[source]
    source: reqwest::Error,
}

impl TransportError {
    pub(crate) fn new(source: reqwest::Error) -> Self {
        // Failing to connect (name, TCP, TLS) or to build the request is the only proof that nothing was sent.
        let sent = if source.is_connect() || source.is_builder() { Sent::No } else { Sent::Perhaps };
        Self { sent, timed_out: source.is_timeout(), source: source.without_url() }
    }

    fn sentence(&self) -> &'static str {
        if self.source.is_builder() {
            return "the request to Zoom could not be built";
        }
        match (self.sent, self.timed_out) {
            (Sent::No, false) => "Zoom could not be reached",
            (Sent::No, true) => "Zoom could not be reached in time",
            (Sent::Perhaps, false) => "the connection to Zoom broke before its answer was complete",
            (Sent::Perhaps, true) => "Zoom did not answer in time",
        }
    }

    /// The innermost cause in words, such as "Connection refused".
    pub fn root_cause(&self) -> String {
        let mut cause: &dyn StdError = &self.source;
        while let Some(next) = cause.source() {
            cause = next;
        }
        cause.to_string()
    }
}

/// An answer as it came: nothing is known about it yet but its status.
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Set when the body did not arrive whole. The status still counts.
    pub(crate) cut_off: Option<TransportError>,
    /// Set when the body was longer than we read.
    pub(crate) too_long: bool,
}

impl RawAnswer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Zoom's name for this exchange; its support asks for it.
    pub(crate) fn tracking_id(&self) -> Option<String> {
        self.header("x-zm-trackingid").map(|id| crate::redact::clean(id, &[]))
    }
}

/// The pool with what surrounds each exchange.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) http: reqwest::Client,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) runtime: Arc<dyn Runtime>,
}

impl Wire {
    /// One exchange: sends, reads, lets `read` make sense of the answer, tells the observer.
    pub(crate) async fn exchange<T, E>(
        &self,
        method: &Method,
        route: &'static str,
        request: reqwest::RequestBuilder,
        read: impl FnOnce(RawAnswer) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: Failure + From<TransportError>,
    {
        #[expect(clippy::disallowed_methods, reason = "measures how long the call took")]
        let started = Instant::now();
        let (status, tracking_id, result) = match send(request).await {
            Ok(answer) => (Some(answer.status), answer.tracking_id(), read(answer)),
            Err(error) => (None, None, Err(E::from(error))),
        };
        if let Some(observer) = &self.observer {
            observer.exchanged(&Exchange {
                method,
                route,
                status,
                duration: started.elapsed(),
                tracking_id: tracking_id.as_deref(),
                error: result.as_ref().err().map(Failure::kind),
            });
        }
        result
    }
}

async fn send(request: reqwest::RequestBuilder) -> Result<RawAnswer, TransportError> {
    let mut response = request.send().await.map_err(TransportError::new)?;
    let mut answer = RawAnswer {
        status: response.status().as_u16(),
        headers: std::mem::take(response.headers_mut()),
        body: Vec::new(),
        cut_off: None,
        too_long: false,
    };
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if answer.body.len() + chunk.len() > MAX_ANSWER_BYTES => {
                answer.too_long = true;
                return Ok(answer);
            }
            Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
            Ok(None) => return Ok(answer),
            Err(error) => {
                answer.cut_off = Some(TransportError { sent: Sent::Perhaps, ..TransportError::new(error) });
                return Ok(answer);
            }
        }
    }
}
