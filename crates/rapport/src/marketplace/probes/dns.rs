//! Looking up TXT records. Whoever needs no network passes in another [`Resolver`].

use std::fmt::Debug;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::RData;

/// What there is at a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Its TXT records, each as one text.
    Texts(Vec<String>),
    /// The name exists, or a name below it does, but has no TXT record.
    OtherRecords,
    /// Neither the name exists nor any below it (RFC 8020).
    NoSuchName,
}

/// Why that is not known, in words.
#[derive(Debug, Clone)]
pub struct Unresolved(pub String);

/// An answer that is awaited.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Found, Unresolved>> + Send + 'a>>;

/// Asks for TXT records.
pub trait Resolver: Debug + Send + Sync {
    /// The TXT records at `name`, which is taken as a whole name.
    fn txt<'a>(&'a self, name: &'a str) -> Answer<'a>;
}

/// Name servers, asked over UDP, and over TCP where an answer is long.
#[derive(Debug)]
pub struct Dns {
    server: Option<SocketAddr>,
    /// Made at the first question: reading the system's settings may fail, and most processes never ask.
    resolver: OnceLock<Result<TokioResolver, String>>,
}

/// How long one name server may take.
const PATIENCE: Duration = Duration::from_secs(3);

impl Dns {
    /// Those of the system's settings.
    pub const fn of_the_system() -> Self {
        Self { server: None, resolver: OnceLock::new() }
    }

    /// One only.
    pub const fn at(server: SocketAddr) -> Self {
        Self { server: Some(server), resolver: OnceLock::new() }
    }

    fn resolver(&self) -> Result<&TokioResolver, Unresolved> {
        let made = self.resolver.get_or_init(|| self.build().map_err(|error| error.to_string()));
        made.as_ref().map_err(|why| Unresolved(why.clone()))
    }

    fn build(&self) -> Result<TokioResolver, NetError> {
        let mut builder = match self.server {
            None => TokioResolver::builder_tokio()?,
            Some(server) => {
                let line = |mut line: ConnectionConfig| {
                    line.port = server.port();
                    line
                };
                let lines = vec![line(ConnectionConfig::udp()), line(ConnectionConfig::tcp())];
                let servers = vec![NameServerConfig::new(server.ip(), true, lines)];
                let config = ResolverConfig::from_parts(None, Vec::new(), servers);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
        };
        builder.options_mut().timeout = PATIENCE;
        builder.options_mut().attempts = 1;
        // Somebody who corrects a record wants to see it at the next look.
        builder.options_mut().cache_size = 0;
        builder.build()
    }
}

impl Resolver for Dns {
    fn txt<'a>(&'a self, name: &'a str) -> Answer<'a> {
        Box::pin(async move {
            // The dot at the end: no search list is tried.
            match self.resolver()?.txt_lookup(format!("{name}.")).await {
                Ok(answer) => {
                    let texts: Vec<_> =
                        answer.answers().iter().filter_map(|record| text(&record.data)).collect();
                    Ok(if texts.is_empty() { Found::OtherRecords } else { Found::Texts(texts) })
                }
                Err(NetError::Dns(DnsError::NoRecordsFound(none))) => match none.response_code {
                    ResponseCode::NXDomain => Ok(Found::NoSuchName),
                    ResponseCode::NoError => Ok(Found::OtherRecords),
                    other => Err(Unresolved(other.to_string())),
                },
                Err(error) => Err(Unresolved(error.to_string())),
            }
        })
    }
}

/// The parts of a record are one text, without anything between them (RFC 7208, 3.3).
fn text(data: &RData) -> Option<String> {
    let RData::TXT(txt) = data else { return None };
    Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned())
}
