//! Form fields and client credentials of the token, revoke and compliance calls.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use subtle::ConstantTimeEq;

use super::OAuthError;
use crate::world::app::App;

/// Fields of a form body and of the query. No `Debug`: they hold secrets.
pub(crate) struct Fields {
    query: Vec<(String, String)>,
    body: Vec<(String, String)>,
}

impl Fields {
    pub(crate) fn parse(query: &str, body: &[u8]) -> Self {
        Self { query: pairs(query.as_bytes()), body: pairs(body) }
    }

    /// A field from the body or the query; empty counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        find(&self.body, name).or_else(|| find(&self.query, name))
    }

    /// A token value. Since 2023 Zoom reads these from the body only.
    pub(crate) fn secret(&self, name: &str) -> Option<&str> {
        find(&self.body, name)
    }
}

fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(bytes).into_owned().collect()
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// Checks the client: Basic if there is such a header, otherwise fields of the body.
pub(crate) fn check(app: &App, headers: &HeaderMap, fields: &Fields) -> Result<(), OAuthError> {
    let (id, secret) = match basic(headers) {
        Some(pair) => pair,
        None => match (fields.get("client_id"), fields.secret("client_secret")) {
            (Some(id), Some(secret)) => (id.to_owned(), secret.to_owned()),
            _ => return Err(OAuthError::new("invalid_client", "Client ID or client secret is missing.")),
        },
    };
    if same(&id, &app.client_id) && same(&secret, &app.client_secret) {
        Ok(())
    } else {
        Err(OAuthError::new("invalid_client", "Invalid client_id or client_secret"))
    }
}

/// Some libraries URL-encode both halves first, as the OAuth text asks; others do not.
fn same(got: &str, expected: &str) -> bool {
    let decoded = url::form_urlencoded::parse(format!("v={got}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    let plain: bool = got.as_bytes().ct_eq(expected.as_bytes()).into();
    let encoded: bool = decoded.as_bytes().ct_eq(expected.as_bytes()).into();
    plain || encoded
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    decoded.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
