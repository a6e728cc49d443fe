//! TLS of the public address, as our own TLS library sees it: version, name, chain, expiry. The handshake takes any
//! certificate, so that a bad one can be described; nothing is sent over it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, ProtocolVersion, RootCertStore,
    SignatureScheme,
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Finding, Subject};

/// Certificates are renewed a month before they end; one this close was forgotten.
const SOON_DAYS: i64 = 14;
/// A moment at which no certificate is valid any more: asking about it makes the library name the end.
const FAR: Duration = Duration::from_hours(24 * 365 * 8000);
const RENEW: &str = "Renew it, and let the proxy load the new one. Caddy and certbot do both by themselves.";

/// What a server showed.
struct Shown {
    version: Option<ProtocolVersion>,
    chain: Vec<CertificateDer<'static>>,
}

pub(super) async fn look(subject: &Subject) -> Option<Finding> {
    if subject.public_url.scheme() != "https" {
        return None;
    }
    let (host, port) = address(subject)?;
    let Ok(name) = ServerName::try_from(host.clone()) else { return None };
    let provider = Arc::new(ring::default_provider());
    let shown = match handshake(&host, port, name.clone(), provider.clone()).await {
        Ok(shown) => shown,
        Err(error) => {
            return Some(Finding::fail(
                format!("no TLS connection to {host}:{port} ({error})"),
                "Let the proxy or tunnel serve TLS 1.2 or newer there.",
            ));
        }
    };
    Some(judge(subject, &shown, &name, &provider))
}

/// Host and port of the public address, without the brackets of IPv6.
pub(super) fn address(subject: &Subject) -> Option<(String, u16)> {
    let host = subject.public_url.host_str()?.trim_matches(['[', ']']).to_owned();
    Some((host, subject.public_url.port_or_known_default()?))
}

async fn handshake(
    host: &str,
    port: u16,
    name: ServerName<'static>,
    provider: Arc<CryptoProvider>,
) -> io::Result<Shown> {
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(TakeAny(provider)))
        .with_no_client_auth();
    let stream = TcpStream::connect((host, port)).await?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let connection = stream.get_ref().1;
    let chain = connection.peer_certificates().unwrap_or_default();
    Ok(Shown {
        version: connection.protocol_version(),
        chain: chain.iter().map(|certificate| certificate.clone().into_owned()).collect(),
    })
}

fn judge(subject: &Subject, shown: &Shown, name: &ServerName<'_>, provider: &Arc<CryptoProvider>) -> Finding {
    let version = match shown.version {
        Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
        _ => "TLS 1.2",
    };
    let more = &subject.means.outside.more_roots;
    let check = |more: &[Vec<u8>], at| verify(shown, name, more, provider, at);
    let now = subject.clock.now();
    let at =
        UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.as_second()).unwrap_or_default()));
    if let Err(error) = check(more, at) {
        return refused(&error, shown.chain.len());
    }
    let end = match check(more, UnixTime::since_unix_epoch(FAR)) {
        Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            moment(not_after)
        }
        _ => None,
    };
    let days = end.map(|end| (end.as_second() - now.as_second()) / (24 * 60 * 60));
    let until = end.map_or_else(String::new, |end| format!(", valid until {}", end.strftime("%-d %B %Y")));
    if days.is_some_and(|days| days < SOON_DAYS) {
        return Finding::warn(format!("the certificate ends soon{until}"), RENEW);
    }
    if check(&[], at).is_err() {
        return Finding::warn(
            format!("{version}{until}; trusted here because `trusted_roots` says so, and not by Zoom"),
            "For Zoom, use a certificate of a public authority, for example of Let's Encrypt.",
        );
    }
    Finding::pass(format!("{version}{until}"))
}

fn verify(
    shown: &Shown,
    name: &ServerName<'_>,
    more_roots: &[Vec<u8>],
    provider: &Arc<CryptoProvider>,
    at: UnixTime,
) -> Result<(), Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    for root in more_roots {
        roots.add(CertificateDer::from(root.as_slice()))?;
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| Error::General(error.to_string()))?;
    let (first, rest) = shown.chain.split_first().ok_or(Error::NoCertificatesPresented)?;
    verifier.verify_server_cert(first, rest, name, &[], at).map(drop)
}

fn refused(error: &Error, sent: usize) -> Finding {
    let Error::InvalidCertificate(error) = error else {
        return Finding::fail(format!("the certificate cannot be used: {error}"), RENEW);
    };
    let day = |at: &UnixTime| moment(*at).map_or_else(String::new, |at| at.strftime("%-d %B %Y").to_string());
    match error {
        CertificateError::ExpiredContext { not_after, .. } => Finding::fail(
            format!("the certificate, or one of its chain, expired on {}", day(not_after)),
            RENEW,
        ),
        CertificateError::NotValidYetContext { not_before, .. } => Finding::fail(
            format!("the certificate is not valid before {}", day(not_before)),
            "See Clock. If it is right, wait, or get another certificate.",
        ),
        CertificateError::NotValidForNameContext { presented, .. } => Finding::fail(
            format!("the certificate is not for this name, but for {}", names(presented)),
            "Get a certificate for the name in `public_url`, and let the proxy use it for that name.",
        ),
        CertificateError::UnknownIssuer if sent == 1 => Finding::fail(
            "nobody that is trusted signed the certificate, and no other was sent with it",
            "Let the proxy send the whole chain (fullchain.pem), not the certificate alone. A self-signed one does not do; \
             for one of your own authority set `trusted_roots`.",
        ),
        CertificateError::UnknownIssuer => Finding::fail(
            "the chain of the certificate leads to nobody that is trusted",
            "Use a certificate of a public authority, or name your own authority in `trusted_roots`.",
        ),
        other => Finding::fail(format!("the certificate cannot be used: {other}"), RENEW),
    }
}

/// `DnsName("crm.example.com")` as the library writes it, without its own words.
fn names(presented: &[String]) -> String {
    let plain = |name: &String| name.split('"').nth(1).map_or_else(|| name.clone(), str::to_owned);
    match presented {
        [] => "no name at all".to_owned(),
        names => names.iter().take(5).map(plain).collect::<Vec<_>>().join(", "),
    }
}

fn moment(at: UnixTime) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(at.as_secs()).ok()?).ok()
}

/// Takes every certificate, and still checks that the server holds its key.
#[derive(Debug)]
struct TakeAny(Arc<CryptoProvider>);

impl ServerCertVerifier for TakeAny {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
