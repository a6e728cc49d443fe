//! What programs send: bodies, queries, ids and keys, each refused with a problem.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use store::idempotency_keys;
use uuid::Uuid;

use super::caller::Writer;
use super::problem::ApiError;
use crate::accounts::new_token;
use crate::app::App;

/// Longest key, in characters.
const LONGEST_KEY: usize = 255;

/// A JSON body, and the wish that it stands for.
pub(super) struct Body<T> {
    pub(super) value: T,
    /// What the idempotency key of the request belongs to: method, path and body.
    wish: [u8; 32],
    key: Option<String>,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "The body is not JSON",
                "Send JSON, and say so: Content-Type: application/json.",
            ));
        }
        let key = key_of(request.headers())?;
        let target = format!("{} {} ", request.method(), request.uri().path());
        let bytes =
            Bytes::from_request(request, app).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "too-large",
                    "The body is too large",
                    "Send at most 256 KiB.",
                ),
                status => ApiError::new(status, "bad-request", "The body cannot be read", "Send it again."),
            })?;
        let mut wish = Sha256::new_with_prefix(target);
        wish.update(&bytes);
        Ok(Self { value: parse(&bytes)?, wish: wish.finalize().into(), key })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// First whether it is JSON at all, then what its fields say.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let json: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| {
        ApiError::new(StatusCode::BAD_REQUEST, "bad-json", "The body is not JSON", format!("{error}."))
    })?;
    serde_path_to_error::deserialize(json).map_err(|error| {
        let place = error.path().to_string();
        let place = if place == "." { String::new() } else { place };
        ApiError::fields(vec![(place, format!("{}.", error.inner()))])
    })
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let key = key.ok_or_else(|| {
        let detail = format!("Idempotency-Key has 1 to {LONGEST_KEY} visible characters of ASCII.");
        ApiError::unreadable(detail)
    })?;
    Ok(Some(key.to_owned()))
}

impl<T> Body<T> {
    /// What this request made the first time, if it came before: its id. Comes before anything else is asked.
    pub(super) async fn made(&self, writer: &Writer) -> Result<Option<String>, ApiError> {
        let Some(known) = self.known() else { return Ok(None) };
        let (workspace, user) = (writer.workspace(), writer.user());
        let db = writer.app.store.begin_read().await;
        match idempotency_keys::find(&db, workspace, user, &known).await? {
            None => Ok(None),
            Some(first) if first != self.wish() => Err(reused()),
            Some(_) => Ok(idempotency_keys::find(&db, workspace, user, &made_key(&known)).await?),
        }
    }

    /// The key under which the use case does its work once. A key that came with another body before is refused.
    /// Comes after everything else was read, so that a key is not used up by what could not be done anyway.
    pub(super) async fn key(&self, writer: &Writer) -> Result<String, ApiError> {
        let app = &writer.app;
        let Some(known) = self.known() else { return Ok(new_token(&*app.random)) };
        let (workspace, user) = (writer.workspace(), writer.user());
        let wish = self.wish();
        let tx = app.store.begin_write().await?;
        if idempotency_keys::insert(&tx, workspace, user, &known, &wish, app.now()).await? {
            tx.commit().await?;
        } else if idempotency_keys::find(&tx, workspace, user, &known)
            .await?
            .is_some_and(|first| first != wish)
        {
            return Err(reused());
        }
        Ok(known)
    }

    /// The key as it is stored: forms have keys, too.
    fn known(&self) -> Option<String> {
        self.key.as_ref().map(|key| format!("program:{key}"))
    }

    fn wish(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.wish)
    }
}

/// Where what a request makes is noted by its key alone.
pub(super) fn made_key(key: &str) -> String {
    format!("made:{key}")
}

fn reused() -> ApiError {
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "key-reused",
        "This Idempotency-Key belongs to another request",
        "It came with another body or to another address before. Take a new key for a new wish.",
    )
}

/// A part of the path. One that is no id names nothing we have.
pub(super) struct Id<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match axum::extract::Path::<T>::from_request_parts(parts, app).await {
            Ok(axum::extract::Path(id)) => Ok(Self(id)),
            Err(_) => Err(ApiError::missing("address")),
        }
    }
}

/// The query of the address; unknown parts and those that come twice are refused.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match axum::extract::Query::<T>::from_request_parts(parts, app).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(ApiError::unreadable(format!("{rejection}."))),
        }
    }
}

/// What a change says about a field that can be empty.
#[derive(Debug, Clone, Default)]
pub(super) enum Change<T> {
    /// Nothing: it stays as it is.
    #[default]
    Keep,
    /// `null`: it becomes empty.
    Clear,
    /// It becomes this.
    To(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::To))
    }
}

impl<T> Change<T> {
    /// The field as it is to be.
    pub(super) fn on(self, now: Option<T>) -> Option<T> {
        match self {
            Self::Keep => now,
            Self::Clear => None,
            Self::To(value) => Some(value),
        }
    }
}

impl Change<String> {
    /// The same for a field of a form, in which nothing is an empty text.
    pub(super) fn text(self, now: String) -> String {
        self.on(Some(now)).unwrap_or_default()
    }
}

/// What a field says that is absent and means yes.
pub(super) const fn yes() -> bool {
    true
}

/// For a field of a change that cannot be empty: absent means that it stays, and `null` means nothing.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// How many rows a page of a list has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit(pub(super) u32);

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let limit = text.parse().ok().filter(|limit| plain && (1..=100).contains(limit));
        limit.map(Self).ok_or_else(|| D::Error::custom("limit is a whole number from 1 to 100"))
    }
}

/// Where a list goes on: what the page before said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Cursor(Option<String>);

impl Cursor {
    /// As the store knows it.
    pub(super) fn after(self) -> Result<Option<String>, ApiError> {
        let Some(text) = self.0 else { return Ok(None) };
        let decoded = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let known = decoded.filter(|text| {
            let mut parts = text.splitn(3, '.');
            let next = parts.next() == Some("next");
            let id = parts.next().is_some_and(|id| Uuid::try_parse(id).is_ok());
            next && id && parts.next().is_some_and(|key| !key.contains('\0'))
        });
        let sentence = "A cursor is what `next` of the page before said.";
        known.map(Some).ok_or_else(|| ApiError::fields(vec![("cursor".to_owned(), sentence.to_owned())]))
    }

    /// As programs get it.
    pub(super) fn text(next: Option<String>) -> Option<String> {
        next.map(|next| URL_SAFE_NO_PAD.encode(next))
    }
}

/// A moment: RFC 3339 with its offset, and nothing else that a parser of times may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instant(Timestamp);

impl Instant {
    pub(super) const fn of(at: Timestamp) -> Self {
        Self(at)
    }

    pub(super) const fn at(self) -> Timestamp {
        self.0
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = text.as_bytes();
        let signs = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        let shaped = bytes.len() >= 20
            && signs.iter().all(|(place, sign)| bytes.get(*place) == Some(sign))
            && bytes.get(10).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'T'))
            && bytes.get(..4).is_some_and(|year| year.iter().all(u8::is_ascii_digit))
            && (bytes.ends_with(b"Z") || bytes.ends_with(b"z") || has_offset(bytes));
        let at = text.parse().ok().filter(|_| shaped);
        at.map(Self).ok_or_else(|| D::Error::custom("a time is written as in 2027-03-18T16:00:00+01:00"))
    }
}

/// `+01:00` at the end.
fn has_offset(bytes: &[u8]) -> bool {
    let Some([sign, a, b, colon, c, d]) = bytes.last_chunk::<6>() else { return false };
    matches!(sign, b'+' | b'-') && *colon == b':' && [a, b, c, d].iter().all(|digit| digit.is_ascii_digit())
}
