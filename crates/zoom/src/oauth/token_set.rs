//! The answer of the token endpoint (reference A.5).

use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::token::AccessToken;
use crate::tolerant;

/// A pair of tokens, just issued. `Debug` shows neither.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TokenSet {
    /// Opens the API for [`expires_in`](Self::expires_in). May be several kilobytes long.
    #[serde(rename = "access_token", deserialize_with = "tolerant::secret")]
    pub access: SecretString,
    /// Good for one refresh. May be several kilobytes long.
    #[serde(rename = "refresh_token", deserialize_with = "tolerant::secret")]
    pub refresh: SecretString,
    /// How long the access token lives from now on, in whole seconds; about an hour.
    #[serde(deserialize_with = "seconds")]
    pub expires_in: Duration,
    /// The scopes that the user granted, sorted.
    #[serde(rename = "scope", default, deserialize_with = "words")]
    pub scopes: Vec<String>,
    /// Address of the API for this account; `None` if the answer had none.
    #[serde(default, deserialize_with = "url")]
    pub api_url: Option<Url>,
}

impl TokenSet {
    /// The access token as a client takes it.
    pub fn access_token(&self) -> AccessToken {
        AccessToken::new(self.access.clone()).with_api_url(self.api_url.clone())
    }
}

/// A token of the app itself, from [`client_credentials`](super::OAuth::client_credentials). Nothing refreshes it:
/// ask for another. `Debug` does not show it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct AppToken {
    /// Opens what belongs to the app for [`expires_in`](Self::expires_in).
    #[serde(rename = "access_token", deserialize_with = "tolerant::secret")]
    pub access: SecretString,
    /// How long it lives from now on, in whole seconds; about an hour.
    #[serde(deserialize_with = "seconds")]
    pub expires_in: Duration,
    /// The scopes of the app itself, sorted.
    #[serde(rename = "scope", default, deserialize_with = "words")]
    pub scopes: Vec<String>,
    /// Address of the API; `None` if the answer had none.
    #[serde(default, deserialize_with = "url")]
    pub api_url: Option<Url>,
}

impl AppToken {
    /// The token as a client takes it.
    pub fn access_token(&self) -> AccessToken {
        AccessToken::new(self.access.clone()).with_api_url(self.api_url.clone())
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let seconds = tolerant::lenient_u64(deserializer)?;
    seconds.map(Duration::from_secs).ok_or_else(|| serde::de::Error::custom("no seconds"))
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words.dedup();
    Ok(words)
}

/// An address that cannot be read counts as none: it is a convenience, and must not cost a rotated token.
fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    Ok(tolerant::lenient_text(deserializer)?.and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::answer::decode;

    #[test]
    fn rt_16_tokens_of_6_kb_survive_and_do_not_show() {
        let token = "t0ken".repeat(1_300);
        let body = format!(
            r#"{{"access_token":"{token}","token_type":"bearer","refresh_token":"r3fresh","expires_in":3599,
               "scope":"user:read:user meeting:read:meeting user:read:user","api_url":"https://api-us.zoom.us","new":[1]}}"#
        );
        let tokens: TokenSet = decode(body.as_bytes()).unwrap();
        assert_eq!(tokens.access.expose_secret(), token);
        assert_eq!(tokens.expires_in, Duration::from_secs(3599));
        assert_eq!(tokens.scopes, ["meeting:read:meeting", "user:read:user"]);
        assert_eq!(tokens.access_token().api_url().unwrap().host_str(), Some("api-us.zoom.us"));
        let debug = format!("{tokens:?} {:?}", tokens.access_token());
        assert!(!debug.contains("t0ken") && !debug.contains("r3fresh"), "{debug}");
    }

    #[test]
    fn an_older_answer_without_address_and_scope_is_fine() {
        let body =
            r#"{"access_token":"a","refresh_token":"r","expires_in":"3599","api_url":"not an address"}"#;
        let tokens: TokenSet = decode(body.as_bytes()).unwrap();
        assert_eq!(tokens.api_url, None);
        assert!(tokens.scopes.is_empty());
    }

    #[test]
    fn an_answer_without_a_token_names_the_place_only() {
        let problem =
            decode::<TokenSet>(br#"{"access_token":7,"refresh_token":"r","expires_in":1}"#).unwrap_err();
        assert_eq!(problem.to_string(), "missing or of the wrong type at `access_token`");
        assert!(decode::<TokenSet>(br#"{"access_token":"a","refresh_token":"","expires_in":1}"#).is_err());
    }
}
