//! Pages of a list: `page_size`, `next_page_token`, and the older `page_number`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use super::{error::ApiError, query::Query};
use crate::{clock::shift, webhooks::sign::hmac_hex};

const DEFAULT_SIZE: i64 = 30;
const LARGEST_SIZE: i64 = 300;
const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    offset: usize,
    size: usize,
}

impl Window {
    /// Reads the query; `key` signs tokens, `list` names what they belong to.
    pub(crate) fn read(query: &Query, key: &str, list: &str, now: Timestamp) -> Result<Self, ApiError> {
        let size = query.number("page_size")?.unwrap_or(DEFAULT_SIZE).clamp(1, LARGEST_SIZE);
        let page = query.number("page_number")?.unwrap_or(1).max(1);
        let size = usize::try_from(size).unwrap_or_default();
        let offset = match query.text("next_page_token") {
            Some(token) => read_token(key, list, token, now)
                .ok_or_else(|| ApiError::bad(300, "The next page token is either invalid or has expired."))?,
            None => usize::try_from(page - 1).unwrap_or_default().saturating_mul(size),
        };
        Ok(Self { offset, size })
    }

    /// Cuts the page out of `all`; the counts beside it, and the token of the page after it, empty on the last.
    pub(crate) fn cut<T>(
        self,
        all: Vec<T>,
        key: &str,
        list: &str,
        now: Timestamp,
    ) -> (Vec<T>, Map<String, Value>) {
        let total = all.len();
        let next = self.offset.saturating_add(self.size);
        let token = if next < total { make_token(key, list, next, now) } else { String::new() };
        let counts = json!({
            "page_count": total.div_ceil(self.size), "page_size": self.size, "total_records": total,
            "next_page_token": token,
        });
        let page = all.into_iter().skip(self.offset).take(self.size).collect();
        (page, if let Value::Object(counts) = counts { counts } else { Map::new() })
    }

    /// The older number of this page, from 1.
    pub(crate) fn number(self) -> usize {
        self.offset / self.size + 1
    }
}

fn make_token(key: &str, list: &str, offset: usize, now: Timestamp) -> String {
    let text = format!("{list}.{offset}.{}", shift(now, TOKEN_LIFE).as_second());
    URL_SAFE_NO_PAD.encode(format!("{text}.{}", hmac_hex(key, &text)))
}

fn read_token(key: &str, list: &str, token: &str, now: Timestamp) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (text, signature) = text.rsplit_once('.')?;
    let genuine: bool = hmac_hex(key, text).as_bytes().ct_eq(signature.as_bytes()).into();
    let (text, expires) = text.rsplit_once('.')?;
    let (belongs_to, offset) = text.rsplit_once('.')?;
    let expires: i64 = expires.parse().ok()?;
    (genuine && belongs_to == list && expires > now.as_second()).then(|| offset.parse().ok())?
}
