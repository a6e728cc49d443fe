//! Pages of a list: `page_size`, `next_page_token`, and the older `page_number`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::error::{ApiError, FieldError};
use crate::{clock::shift, webhooks::sign::hmac_hex};

const DEFAULT_SIZE: usize = 30;
const LARGEST_SIZE: usize = 300;
const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// The query of a list call. Text, because Zoom names the field it refuses.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PageQuery {
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    page_size: Option<String>,
    page_number: Option<String>,
    next_page_token: Option<String>,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) offset: usize,
    pub(crate) size: usize,
}

impl PageQuery {
    /// Resolves the query; `key` signs tokens, `list` names what they belong to.
    pub(crate) fn window(&self, key: &str, list: &str, now: Timestamp) -> Result<Window, ApiError> {
        let size = number("page_size", self.page_size.as_deref(), DEFAULT_SIZE)?.clamp(1, LARGEST_SIZE);
        let page = number("page_number", self.page_number.as_deref(), 1)?.max(1);
        let offset = match self.next_page_token.as_deref().filter(|token| !token.is_empty()) {
            Some(token) => read_token(key, list, token, now)
                .ok_or_else(|| ApiError::bad(300, "The next page token is either invalid or has expired."))?,
            None => (page - 1).saturating_mul(size),
        };
        Ok(Window { offset, size })
    }
}

impl Window {
    /// The token of the page after this one; empty on the last.
    pub(crate) fn next_token(self, key: &str, list: &str, total: usize, now: Timestamp) -> String {
        let next = self.offset.saturating_add(self.size);
        if next >= total {
            return String::new();
        }
        let text = format!("{list}.{next}.{}", shift(now, TOKEN_LIFE).as_second());
        URL_SAFE_NO_PAD.encode(format!("{text}.{}", hmac_hex(key, &text)))
    }
}

fn read_token(key: &str, list: &str, token: &str, now: Timestamp) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (text, signature) = text.rsplit_once('.')?;
    let genuine: bool = hmac_hex(key, text).as_bytes().ct_eq(signature.as_bytes()).into();
    let mut parts = text.rsplit('.');
    let expires: i64 = parts.next()?.parse().ok()?;
    let offset: usize = parts.next()?.parse().ok()?;
    let belongs = parts.next() == Some(list);
    (genuine && belongs && expires > now.as_second()).then_some(offset)
}

fn number(field: &str, text: Option<&str>, default: usize) -> Result<usize, ApiError> {
    match text.filter(|text| !text.is_empty()) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| {
            let message = format!("Invalid parameter: {field}.");
            ApiError::validation(vec![FieldError { field: field.to_owned(), message }])
        }),
    }
}
