use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// The proxies in front of Rapport. What they say about where a request comes from is believed; what anybody else says is
/// not.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProxiesConfig {
    /// Addresses and networks of the proxies: `["127.0.0.1", "10.0.0.0/8"]`.
    pub trusted: Vec<TrustedProxy>,
    /// The header in which they say it. They must set or extend it themselves: a proxy that only knows the one hands the
    /// other on as the sender wrote it.
    pub header: ProxyHeader,
}

/// Which header says where a request comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For: 203.0.113.7, 10.0.0.3`, which most proxies write.
    #[default]
    XForwardedFor,
    /// `Forwarded: for=203.0.113.7` (RFC 7239).
    Forwarded,
}

/// One address, or all of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrustedProxy(IpNet);

impl FromStr for TrustedProxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| format!("“{text}” is no address and no network"))
    }
}

impl TryFrom<String> for TrustedProxy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<TrustedProxy> for String {
    fn from(proxy: TrustedProxy) -> Self {
        proxy.0.to_string()
    }
}

impl ProxiesConfig {
    /// Whether this is one of our proxies.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|proxy| proxy.0.contains(&address))
    }
}
