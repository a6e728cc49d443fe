//! From an answer's bytes to a value or to the error that a caller can act on.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, error::Category};

use crate::error::{DecodeKind, DecodeProblem, Error, FieldError, RateLimit, Refusal};
use crate::redact::clean;
use crate::tolerant;
use crate::transport::RawAnswer;

/// Reads JSON and says where it fails, but nothing of what was there.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeProblem> {
    let body = without_bom(body);
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let kind = match error.inner().classify() {
            Category::Eof if body.trim_ascii().is_empty() => DecodeKind::NotJson,
            Category::Eof => DecodeKind::CutOff,
            Category::Syntax | Category::Io => DecodeKind::NotJson,
            Category::Data => DecodeKind::WrongShape,
        };
        DecodeProblem { path: error.path().to_string(), kind }
    })?;
    json.end().map_err(|_| DecodeProblem { path: ".".to_owned(), kind: DecodeKind::NotJson })?;
    Ok(value)
}

/// Proxies have been seen to put a byte order mark before JSON, which JSON does not allow.
fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Sorts an answer: the body of a success, or the error. `secrets` are kept out of the error's text.
pub(crate) fn success(answer: RawAnswer, now: Timestamp, secrets: &[&str]) -> Result<Success, Error> {
    let ok = (200..300).contains(&answer.status);
    let said = Said::read(&answer.body);
    // Some endpoints put an error into an ordinary 200 (reference C.2).
    if !ok || said.is_error() {
        return Err(refusal(&answer, said, now, secrets));
    }
    if let Some(error) = answer.cut_off {
        return Err(error.into());
    }
    let success = Success { status: answer.status, tracking_id: answer.tracking_id(), body: answer.body };
    if answer.too_long {
        return Err(success.unreadable(DecodeProblem { path: ".".to_owned(), kind: DecodeKind::TooLong }));
    }
    Ok(success)
}

/// A complete answer of a call that went well.
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    tracking_id: Option<String>,
}

impl Success {
    /// The error for a success whose body is not what it should be.
    pub(crate) fn unreadable(self, problem: DecodeProblem) -> Error {
        let DecodeProblem { path, kind } = problem;
        Error::Decode { path, kind, status: self.status, tracking_id: self.tracking_id }
    }
}

/// Zoom's error body, as far as it could be read. All of it is optional.
#[derive(Default, Deserialize)]
struct Said {
    #[serde(default, deserialize_with = "tolerant::lenient_i64")]
    code: Option<i64>,
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "tolerant::lenient")]
    errors: Vec<SaidField>,
}

#[derive(Deserialize)]
struct SaidField {
    #[serde(default)]
    field: String,
    #[serde(default)]
    message: String,
}

impl Said {
    fn read(body: &[u8]) -> Self {
        let body = without_bom(body);
        serde_json::from_slice(body).unwrap_or_else(|_| Self::read_xml(body))
    }

    /// Without an `Accept` header that survives the way, Zoom answers errors in XML (reference C.1).
    fn read_xml(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        if !text.trim_start().starts_with("<?xml") {
            return Self::default();
        }
        let element = |name: &str| {
            let (_, rest) = text.split_once(&format!("<{name}>"))?;
            Some(rest.split_once(&format!("</{name}>"))?.0.trim())
        };
        Self {
            code: element("code").and_then(|code| code.parse().ok()),
            message: element("message").map(str::to_owned),
            errors: Vec::new(),
        }
    }

    fn is_error(&self) -> bool {
        self.code.is_some() && self.message.is_some()
    }
}

/// Keys on Zoom's code and text first and on the status second, except that 429 needs no code (reference J8, J9).
fn refusal(answer: &RawAnswer, said: Said, now: Timestamp, secrets: &[&str]) -> Error {
    let status = answer.status;
    let refusal = Refusal {
        status,
        code: said.code,
        message: said.message.map(|message| clean(&message, secrets)).unwrap_or_default(),
        tracking_id: answer.tracking_id(),
    };
    let daily_meetings = refusal.message.contains("maximum of") && refusal.message.contains("in one day");
    if status == 429 || said.code == Some(429) || daily_meetings {
        let kind = if daily_meetings { RateLimit::Daily } else { limit_kind(answer, &refusal.message) };
        return Error::RateLimited { kind, retry_at: retry_at(|name| answer.header(name), now), refusal };
    }
    if let Some(any_of) = missing_scopes(&refusal.message) {
        return Error::MissingScope { any_of, refusal };
    }
    match said.code {
        _ if status == 401 => Error::Unauthorized(refusal),
        _ if status >= 500 => other(refusal),
        Some(124) => Error::Unauthorized(refusal),
        Some(1001 | 3001) => Error::NotFound(refusal),
        _ if status == 404 => Error::NotFound(refusal),
        Some(300) => {
            let fields = said.errors.into_iter().map(|error| FieldError {
                field: clean(&error.field, secrets),
                message: clean(&error.message, secrets),
            });
            Error::Validation { fields: fields.collect(), refusal }
        }
        _ => other(refusal),
    }
}

fn other(Refusal { status, code, message, tracking_id }: Refusal) -> Error {
    Error::Api { status, code, message, tracking_id }
}

/// The scopes in "Invalid access token, does not contain scopes:[a, b]." The code beside it varies (reference B).
fn missing_scopes(message: &str) -> Option<Vec<String>> {
    let (_, rest) = message.split_once("does not contain scopes:")?;
    let inside = rest.trim_start().strip_prefix('[')?.split(']').next()?;
    let scopes: Vec<String> =
        inside.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    (!scopes.is_empty()).then_some(scopes)
}

fn limit_kind(answer: &RawAnswer, message: &str) -> RateLimit {
    let message = message.to_ascii_lowercase();
    match answer.header("x-ratelimit-type").map(str::to_ascii_lowercase).as_deref() {
        Some("qps") => RateLimit::PerSecond,
        Some(kind) if kind.starts_with("daily") => RateLimit::Daily,
        _ if message.contains("per-second") => RateLimit::PerSecond,
        _ if message.contains("daily") => RateLimit::Daily,
        _ => RateLimit::Unknown,
    }
}

/// When to come back: `Retry-After` as the UTC time that Zoom sends, as seconds or as an HTTP date, or else
/// `X-RateLimit-Reset` in Unix seconds (reference D).
pub(crate) fn retry_at<'a>(header: impl Fn(&str) -> Option<&'a str>, now: Timestamp) -> Option<Timestamp> {
    let after = header("retry-after").map(str::trim).and_then(|value| {
        if let Ok(seconds) = value.parse::<u32>() {
            return now.checked_add(std::time::Duration::from_secs(seconds.into())).ok();
        }
        let http_date = || jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok();
        value.parse::<Timestamp>().ok().or_else(http_date)
    });
    let reset = || Timestamp::from_second(header("x-ratelimit-reset")?.trim().parse().ok()?).ok();
    after.or_else(reset)
}

/// Whether a body is JSON at all; used where only an object can be right.
pub(crate) fn json_object(body: &[u8]) -> Option<serde_json::Map<String, Value>> {
    match serde_json::from_slice(without_bom(body)) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
