//! Where a request comes from: the address of whoever opened the connection, or, if that is one of our proxies, the one
//! that the proxy names. Anybody else's word on it counts nothing.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use store::session_places::Place;

use crate::accounts::Origin;
use crate::app::App;
use crate::config::{ProxiesConfig, ProxyHeader};

/// Whoever asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Client {
    /// Their address. `None` where nobody opened a connection, as in a rehearsal.
    pub(super) address: Option<IpAddr>,
    /// Many may have this address: it is most likely a proxy's that the configuration does not name.
    pub(super) of_many: bool,
    /// Whether the connection comes from a proxy, so that its word counts on what it was asked for: from one that the
    /// configuration names, or from beside us where it names none, as from a tunnel on a developer's machine.
    pub(super) by_proxy: bool,
}

impl Client {
    /// For whoever counts tries: an address of many says nothing about one of them.
    pub(super) fn origin(self) -> Origin {
        Origin { address: self.address, of_many: self.of_many }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}

/// What a browser tells about itself, and where it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Device {
    agent: String,
    client: Client,
}

/// More of a `User-Agent` than this says nothing more.
const LONGEST_AGENT: usize = 300;

impl Device {
    pub(super) fn of(client: Client, headers: &HeaderMap) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Self { agent: agent.chars().take(LONGEST_AGENT).collect(), client }
    }

    /// For the list of sessions. An address of many is the proxy's, and says nothing.
    pub(super) fn place(&self) -> Place {
        let address = self.client.address.filter(|_| !self.client.of_many);
        Place { agent: self.agent.clone(), address: address.map(|address| address.to_string()) }
    }
}

impl<S: Sync> FromRequestParts<S> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let client = parts.extensions.get().copied().unwrap_or_default();
        Ok(Self::of(client, &parts.headers))
    }
}

/// The middleware that finds it, once for each request.
pub(super) async fn find(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let client = peer.map(|peer| client(&app.proxies, peer, request.headers()));
    request.extensions_mut().insert(client.unwrap_or_default());
    next.run(request).await
}

fn client(proxies: &ProxiesConfig, peer: IpAddr, headers: &HeaderMap) -> Client {
    // A connection from beside us that says it forwards, and no proxy is named: a setting was forgotten. The header is
    // not believed for that, and nobody is locked out for what others behind the same proxy do.
    let forwards = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let of_many = proxies.trusted.is_empty() && forwards && is_near(peer);
    let by_proxy = proxies.trusts(peer) || proxies.trusted.is_empty() && is_near(peer);
    Client { address: Some(origin(proxies, peer, headers)), of_many, by_proxy }
}

/// An address of this machine or of a network that is not the internet.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// Follows the proxies back, from the one that talks to us, as long as we know them.
fn origin(proxies: &ProxiesConfig, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut known = peer;
    if !proxies.trusts(peer) {
        return known;
    }
    for hop in hops(proxies.header, headers).into_iter().rev() {
        // A hop that hides its address, or is no address: the proxy that wrote it is the last that we know.
        let Some(address) = hop else { break };
        known = address;
        if !proxies.trusts(address) {
            break;
        }
    }
    known
}

/// What the header says, the first hop first. Every proxy adds one at the end.
fn hops(header: ProxyHeader, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let name = match header {
        ProxyHeader::XForwardedFor => "x-forwarded-for",
        ProxyHeader::Forwarded => "forwarded",
    };
    // Each hop by itself: what cannot be read of one does not take the others along.
    let lines = headers.get_all(name).into_iter().map(HeaderValue::as_bytes);
    match header {
        ProxyHeader::XForwardedFor => {
            lines.flat_map(|line| line.split(|byte| *byte == b',')).map(|hop| address(text(hop)?)).collect()
        }
        ProxyHeader::Forwarded => lines.flat_map(|line| parts(line, b',')).map(forwarded_for).collect(),
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().map(str::trim)
}

/// `for=192.0.2.60;proto=http`, `for="[2001:db8::1]:4711"`.
fn forwarded_for(element: &[u8]) -> Option<IpAddr> {
    let pairs = parts(element, b';');
    let value = pairs.into_iter().find_map(|pair| {
        let (name, value) = text(pair)?.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim())
    })?;
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    // An address has nothing that needs a backslash, but may have one.
    quoted.map_or_else(|| address(value), |value| address(&value.replace('\\', "")))
}

/// Splits at a separator outside quotes. From the right: the proxy that talks to us wrote the end, so a quotation mark
/// that the sender left open before it swallows nothing of that.
fn parts(line: &[u8], separator: u8) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let (mut end, mut quoted) = (line.len(), false);
    for (at, byte) in line.iter().enumerate().rev() {
        match byte {
            b'"' if quoted => {
                let escapes = line.iter().take(at).rev().take_while(|byte| **byte == b'\\').count();
                quoted = escapes % 2 == 1;
            }
            b'"' => quoted = true,
            byte if *byte == separator && !quoted => {
                found.push(line.get(at + 1..end).unwrap_or_default());
                end = at;
            }
            _ => {}
        }
    }
    found.push(line.get(..end).unwrap_or_default());
    found.reverse();
    found
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_one_that_is_named_or_one_beside_us_while_none_is() {
        let by_proxy = |trusted: &[&str], peer: &str| {
            let trusted = trusted.iter().map(|text| text.parse().unwrap()).collect();
            let proxies = ProxiesConfig { trusted, header: ProxyHeader::XForwardedFor };
            client(&proxies, peer.parse().unwrap(), &HeaderMap::new()).by_proxy
        };
        assert!(by_proxy(&["10.0.0.0/8"], "10.1.2.3"));
        assert!(!by_proxy(&["10.0.0.0/8"], "127.0.0.1"), "another one is named");
        assert!(!by_proxy(&["10.0.0.0/8"], "203.0.113.77"));
        assert!(by_proxy(&[], "127.0.0.1"), "a tunnel on a developer's machine");
        assert!(!by_proxy(&[], "203.0.113.77"));
    }

    fn seen(peer: &str, header: ProxyHeader, lines: &[&str]) -> String {
        let lines: Vec<_> = lines.iter().map(|line| line.as_bytes()).collect();
        seen_bytes(peer, header, &lines)
    }

    fn seen_bytes(peer: &str, header: ProxyHeader, lines: &[&[u8]]) -> String {
        let trusted = ["10.0.0.0/8", "2001:db8::5"].map(|text| text.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        let name = if header == ProxyHeader::Forwarded { "forwarded" } else { "x-forwarded-for" };
        for line in lines {
            headers.append(name, HeaderValue::from_bytes(line).unwrap());
        }
        origin(&ProxiesConfig { trusted, header }, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn what_a_stranger_says_about_itself_counts_nothing() {
        let plain = ProxyHeader::XForwardedFor;
        assert_eq!(seen("203.0.113.7", plain, &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(seen("203.0.113.7", ProxyHeader::Forwarded, &["for=198.51.100.1"]), "203.0.113.7");
    }

    #[test]
    fn behind_our_proxies_the_last_foreign_hop_counts_and_not_what_it_claims() {
        let plain = ProxyHeader::XForwardedFor;
        assert_eq!(seen("10.0.0.1", plain, &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen("10.0.0.1", plain, &["1.1.1.1, 203.0.113.7, 10.0.0.9"]), "203.0.113.7");
        assert_eq!(
            seen("10.0.0.1", plain, &["1.1.1.1", "203.0.113.7"]),
            "203.0.113.7",
            "two lines are one list"
        );
        assert_eq!(seen("2001:db8::5", plain, &["203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(seen("10.0.0.1", plain, &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", plain, &["203.0.113.7, unknown"]), "10.0.0.1", "a hop that hides");
        assert_eq!(seen("10.0.0.1", plain, &["nonsense, ::ffff:203.0.113.7"]), "203.0.113.7");
    }

    #[test]
    fn the_header_of_the_standard_is_read_too_and_only_the_configured_one() {
        let standard = ProxyHeader::Forwarded;
        assert_eq!(seen("10.0.0.1", standard, &["For=\"[2001:db8::7]:4711\";proto=https"]), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", standard, &["for=1.1.1.1, by=10.0.0.2;for=203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen("10.0.0.1", standard, &["for=_hidden"]), "10.0.0.1");
    }

    #[test]
    fn a_sender_does_not_hide_behind_bytes_that_are_no_text() {
        let plain = ProxyHeader::XForwardedFor;
        assert_eq!(seen_bytes("10.0.0.1", plain, &[b"\xff, 203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen_bytes("10.0.0.1", plain, &[b"\xff", b"203.0.113.7"]), "203.0.113.7");
        let standard = ProxyHeader::Forwarded;
        assert_eq!(
            seen_bytes("10.0.0.1", standard, &[b"for=\xff, for=203.0.113.7;host=\"\xe4\""]),
            "203.0.113.7"
        );
    }

    #[test]
    fn a_sender_does_not_forge_by_quotes() {
        let standard = ProxyHeader::Forwarded;
        for line in [
            r#"host="a;for=1.1.1.1";for=203.0.113.7"#,
            r#"for=203.0.113.7;host="a, for=1.1.1.1""#,
            r#"for=203.0.113.7;host="a\", for=1.1.1.1""#,
            r#"for=203.0.113.7;host="\\";by=10.0.0.1"#,
            r#"for="1.1.1.1, for=203.0.113.7"#,
            r#"for="1.1.1.1, for="203.0.113.7";by="10.0.0.1""#,
        ] {
            assert_eq!(seen("10.0.0.1", standard, &[line]), "203.0.113.7", "{line}");
        }
    }

    #[test]
    fn only_a_neighbour_that_forwards_without_being_named_has_an_address_of_many() {
        let of_many = |trusted: &[&str], peer: &str, name: &'static str| {
            let trusted = trusted.iter().map(|text| text.parse().unwrap()).collect();
            let mut headers = HeaderMap::new();
            headers.append(name, HeaderValue::from_static("203.0.113.7"));
            let proxies = ProxiesConfig { trusted, header: ProxyHeader::XForwardedFor };
            client(&proxies, peer.parse().unwrap(), &headers).of_many
        };
        for near in ["127.0.0.1", "::1", "172.17.0.1", "192.168.1.9", "fd00::1"] {
            assert!(of_many(&[], near, "x-forwarded-for"), "{near}");
            assert!(of_many(&[], near, "forwarded"), "{near}");
            assert!(!of_many(&[], near, "user-agent"), "{near}");
        }
        assert!(!of_many(&[], "198.51.100.7", "x-forwarded-for"), "a stranger says it");
        assert!(!of_many(&["127.0.0.1"], "127.0.0.1", "x-forwarded-for"));
    }
}
