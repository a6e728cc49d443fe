//! Delivery to a mail server, step by step (RFC 5321), because what a failure means depends on the step: before the
//! message is handed over nothing was delivered; after it, only the server's answer tells.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use lettre::transport::smtp::{Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use lettre::{Address, Message};
use percent_encoding::percent_decode_str;
use url::Url;

use super::greet::{Greeted, NoGreeting, Opening};
use super::outbox::Stop;
use super::{Delivery, answer};

/// How long one step may take.
const STEP: Duration = Duration::from_secs(30);
/// How long the server may think about a whole message. Filters take their time, and giving up early is how people
/// get a mail twice (RFC 5321, 4.5.3.2.6).
const THINKING: Duration = Duration::from_mins(5);
/// Connections kept open for the next mail.
const IDLE: usize = 4;

/// One mail server.
#[derive(Clone)]
pub(super) struct Smtp(Arc<Server>);

struct Server {
    host: String,
    port: u16,
    tls: Tls,
    name: ClientId,
    credentials: Option<Credentials>,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

enum Tls {
    Never,
    /// From the first byte.
    Wrapped(TlsParameters),
    /// By STARTTLS, or not at all.
    Required(TlsParameters),
    /// By STARTTLS, if the server offers it.
    Offered(TlsParameters),
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("host", &self.0.host).field("port", &self.0.port).finish_non_exhaustive()
    }
}

/// Why a mail did not get as far as the server's last word.
enum Failure {
    /// The server said no.
    Said(Error),
    /// There was no sensible answer.
    Silent(String),
}

impl Smtp {
    /// From `smtps://user:password@host`, `smtp://host:587?tls=required` (or `opportunistic`); a path is the name to
    /// say in `EHLO`. `None` if the URL is none of these.
    pub(super) fn from_url(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        let tls = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let parameters = || TlsParameters::new(host.clone()).ok();
        let (port, tls) = match (url.scheme(), tls.as_deref()) {
            ("smtp", None) => (SMTP_PORT, Tls::Never),
            ("smtp", Some("required")) => (SUBMISSION_PORT, Tls::Required(parameters()?)),
            ("smtp", Some("opportunistic")) => (SUBMISSION_PORT, Tls::Offered(parameters()?)),
            ("smtps", _) => (SUBMISSIONS_PORT, Tls::Wrapped(parameters()?)),
            _ => return None,
        };
        let decoded =
            |text: &str| percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned);
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        let name = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        let port = url.port().unwrap_or(port);
        Some(Self(Arc::new(Server { host, port, tls, name, credentials, idle: Mutex::default() })))
    }

    /// Hands one message over. `hand_over` is awaited when the server is ready for it, right before the message leaves;
    /// if it fails, nothing does.
    pub(super) async fn send(
        &self,
        message: &Message,
        hand_over: impl Future<Output = Result<(), Stop>>,
    ) -> Delivery {
        let mut connection = match self.ready().await {
            Ok(connection) => connection,
            Err(failure) => return answer::before_the_recipient(failure.error(), failure.words()),
        };
        let bytes = message.formatted();
        if let Err((refused_at, failure)) = envelope(&mut connection, message, &bytes).await {
            let delivery = refused_at(failure.error(), failure.words());
            close(connection).await;
            return delivery;
        }
        if let Err(stopped) = hand_over.await {
            close(connection).await;
            return Delivery::Stopped(stopped);
        }
        match step(STEP, connection.command(Data)).await {
            Ok(_) => {}
            Err(failure) => return answer::after_the_sender(failure.error(), failure.words()),
        }
        match step(THINKING, connection.message(&bytes)).await {
            Ok(answer) => {
                self.keep(connection);
                Delivery::Taken(words(&answer))
            }
            Err(Failure::Said(error)) => answer::after_the_sender(Some(&error), said(&error)),
            // It may have arrived before the connection broke, or may not.
            Err(Failure::Silent(words)) => Delivery::Unclear(words),
        }
    }

    /// A connection that is greeted, encrypted and logged in.
    async fn ready(&self) -> Result<AsyncSmtpConnection, Failure> {
        let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(mut connection) = idle
            && tokio::time::timeout(STEP, connection.test_connected()).await.unwrap_or(false)
        {
            return Ok(connection);
        }
        self.open().await.map_err(|(_, failure)| failure)
    }

    /// A new one; a failure says how far it came.
    async fn open(&self) -> Result<AsyncSmtpConnection, (Opening, Failure)> {
        let server = &*self.0;
        let wrapped = match &server.tls {
            Tls::Wrapped(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let address = (server.host.as_str(), server.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(address, Some(STEP), &server.name, wrapped, None);
        let at = |opening| move |failure| (opening, failure);
        let mut connection = step(STEP * 2, connecting).await.map_err(at(Opening::Connect))?;
        let encrypt = match &server.tls {
            Tls::Required(parameters) => Some(parameters),
            Tls::Offered(parameters) => connection.can_starttls().then_some(parameters),
            Tls::Never | Tls::Wrapped(_) => None,
        };
        if let Some(parameters) = encrypt {
            let encrypting = connection.starttls(parameters.clone(), &server.name);
            step(STEP, encrypting).await.map_err(at(Opening::Encrypt))?;
        }
        if let Some(credentials) = &server.credentials {
            let login = connection.auth(DEFAULT_MECHANISMS, credentials);
            step(STEP, login).await.map_err(at(Opening::LogIn))?;
        }
        Ok(connection)
    }

    /// Opens a connection as for a mail, and closes it.
    pub(super) async fn greet(&self) -> Result<Greeted, NoGreeting> {
        let server = format!("{}:{}", self.0.host, self.0.port);
        match self.open().await {
            Ok(connection) => {
                let encrypted = connection.is_encrypted();
                close(connection).await;
                Ok(Greeted { server, encrypted, logged_in: self.0.credentials.is_some() })
            }
            Err((at, failure)) => Err(NoGreeting { server, at, words: failure.words() }),
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(connection);
        }
    }
}

/// What a refusal means at the step where it came.
type Meaning = fn(Option<&Error>, String) -> Delivery;

/// `MAIL FROM` and `RCPT TO`.
async fn envelope(
    connection: &mut AsyncSmtpConnection,
    message: &Message,
    bytes: &[u8],
) -> Result<(), (Meaning, Failure)> {
    let envelope = message.envelope();
    let offers = |feature| connection.server_info().supports_feature(feature);
    let mut parameters = Vec::new();
    let beyond_ascii = |address: &Address| !AsRef::<str>::as_ref(address).is_ascii();
    if envelope.from().is_some_and(beyond_ascii) || envelope.to().iter().any(beyond_ascii) {
        if !offers(Extension::SmtpUtfEight) {
            let words = "the mail server cannot write to addresses with such characters".to_owned();
            return Err((answer::after_the_sender, Failure::Silent(words)));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() && offers(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let sender = Mail::new(envelope.from().cloned(), parameters);
    step(STEP, connection.command(sender))
        .await
        .map_err(|failure| (answer::before_the_recipient as Meaning, failure))?;
    for recipient in envelope.to() {
        let recipient = Rcpt::new(recipient.clone(), Vec::new());
        let named = step(STEP, connection.command(recipient)).await;
        named.map_err(|failure| (answer::after_the_sender as Meaning, failure))?;
    }
    Ok(())
}

async fn step<T>(limit: Duration, asked: impl Future<Output = Result<T, Error>>) -> Result<T, Failure> {
    match tokio::time::timeout(limit, asked).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) if error.status().is_some() => Err(Failure::Said(error)),
        Ok(Err(error)) => Err(Failure::Silent(said(&error))),
        Err(_) => Err(Failure::Silent("the mail server did not answer in time".to_owned())),
    }
}

/// Says good-bye, without waiting long for an answer.
async fn close(mut connection: AsyncSmtpConnection) {
    let _ = tokio::time::timeout(Duration::from_secs(1), connection.abort()).await;
}

impl Failure {
    fn error(&self) -> Option<&Error> {
        match self {
            Self::Said(error) => Some(error),
            Self::Silent(_) => None,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Said(error) => said(error),
            Self::Silent(words) => words.clone(),
        }
    }
}

/// The server's words with its code, on one line; or what the library says.
fn said(error: &Error) -> String {
    let cause = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    let words = cause.split_whitespace().collect::<Vec<_>>().join(" ");
    match error.status() {
        Some(code) => format!("{code} {words}"),
        None => words,
    }
}

fn words(answer: &Response) -> String {
    format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" ")).trim_end().to_owned()
}
