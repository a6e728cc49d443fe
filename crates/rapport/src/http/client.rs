//! Where a request comes from: the address of whoever opened the connection, or, if that is one of our proxies, the one
//! that the proxy names. Anybody else's word on it counts nothing.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::config::{ProxiesConfig, ProxyHeader};

/// The address of whoever asks. `None` where nobody opened a connection, as in a rehearsal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Client(pub(super) Option<IpAddr>);

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}

/// The middleware that finds it, once for each request.
pub(super) async fn find(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let client = peer.map(|peer| origin(&app.proxies, peer, request.headers()));
    request.extensions_mut().insert(Client(client));
    next.run(request).await
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
    let lines = headers.get_all(name).into_iter().map(|line| line.to_str().unwrap_or_default());
    let parts = lines.flat_map(|line| line.split(','));
    match header {
        ProxyHeader::XForwardedFor => parts.map(|part| address(part.trim())).collect(),
        ProxyHeader::Forwarded => parts.map(forwarded_for).collect(),
    }
}

/// `for=192.0.2.60;proto=http`, `for="[2001:db8::1]:4711"`.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    let (_, value) = found.next()?;
    address(value.trim().trim_matches('"'))
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

    fn seen(peer: &str, header: ProxyHeader, lines: &[&str]) -> String {
        let trusted = ["10.0.0.0/8", "2001:db8::5"].map(|text| text.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        let name = if header == ProxyHeader::Forwarded { "forwarded" } else { "x-forwarded-for" };
        for line in lines {
            headers.append(name, line.parse().unwrap());
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
}
