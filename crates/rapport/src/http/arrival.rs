//! The address that a request was sent to, as whoever sent it sees it: a proxy says what it was before it, and nobody
//! else's word on it counts.

use axum::http::{HeaderMap, Uri, header};
use url::Url;

use super::client::Client;

/// `https://crm.example.com/integrations/zoom/callback`, without the query. What the request does not tell is taken
/// from the public address. `None` if it names no host that an address can have.
pub(super) fn address(public_url: &Url, client: Client, headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let text = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        // Of several proxies the first one is what the sender talked to.
        value.split(',').next().map(str::trim).filter(|value| !value.is_empty())
    };
    let forwarded = |name: &str| text(name).filter(|_| client.by_proxy);
    let host =
        forwarded("x-forwarded-host").or_else(|| text(header::HOST.as_str())).or_else(|| uri.host())?;
    let scheme = match forwarded("x-forwarded-proto") {
        Some(scheme @ ("http" | "https")) => scheme,
        _ => public_url.scheme(),
    };
    let mut url = Url::parse(&format!("{scheme}://{host}")).ok()?;
    url.set_path(uri.path());
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(headers: &[(&'static str, &str)]) -> Option<String> {
        seen_from(Client { by_proxy: true, ..Client::default() }, headers)
    }

    fn seen_from(client: Client, headers: &[(&'static str, &str)]) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        address(&"https://crm.example.com".parse().unwrap(), client, &map, &Uri::from_static("/x?code=1"))
    }

    #[test]
    fn what_a_proxy_says_counts_and_the_query_is_left_out() {
        assert_eq!(seen(&[("host", "crm.example.com")]).as_deref(), Some("https://crm.example.com/x"));
        let proxied = [
            ("host", "127.0.0.1:8080"),
            ("x-forwarded-host", "old.example.com, b"),
            ("x-forwarded-proto", "http"),
        ];
        assert_eq!(seen(&proxied).as_deref(), Some("http://old.example.com/x"));
        let direct = seen_from(Client::default(), &proxied);
        assert_eq!(direct.as_deref(), Some("https://127.0.0.1:8080/x"), "a stranger's word counts nothing");
        assert_eq!(seen(&[]), None);
        assert_eq!(seen(&[("host", "no host")]), None);
    }
}
