//! Errors of the interface for programs: RFC 9457, always.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::error::{AppError, ErrorInfo, ask_to_retry};
use crate::http::rate::retry_after;
use crate::views::form::Wrong;

/// Why a request was not answered as it wished (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:rapport:problem:invalid", "title": "This cannot be saved as it is", "status": 422,
    "detail": "1 field needs a change.",
    "fields": [{ "field": "email", "message": "An email address has exactly one @, as in ana@example.com." }]
}))]
pub(super) struct Problem {
    /// What kind of problem it is, the same word for the same kind.
    #[serde(rename = "type")]
    kind: String,
    /// What happened.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What it means and what to do.
    detail: String,
    /// What is wrong in the body, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    fields: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct FieldProblem {
    /// Its place in the body, as in `value.amount`; empty for the body as a whole.
    field: String,
    /// What to change.
    message: String,
}

/// An answer that is a [`Problem`].
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    word: &'static str,
    title: String,
    detail: String,
    fields: Vec<FieldProblem>,
    wait: Option<SignedDuration>,
}

impl ApiError {
    pub(super) fn new(
        status: StatusCode,
        word: &'static str,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self { status, word, title: title.into(), detail: detail.into(), fields: Vec::new(), wait: None }
    }

    /// Nobody we know comes with this request.
    pub(super) fn unknown(detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "This needs a token", detail)
    }

    /// They may not do that, and why.
    pub(super) fn forbidden(detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "You cannot do that", detail)
    }

    /// Whether it says that there is no such thing.
    pub(super) fn is_missing(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// There is no such thing here.
    pub(super) fn missing(what: &'static str) -> Self {
        AppError::NotFound(what).into()
    }

    /// Something about the address or a header cannot be read.
    pub(super) fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "The request cannot be read", detail)
    }

    /// It cannot be done as things stand.
    pub(super) fn conflict(word: &'static str, title: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, word, title, detail)
    }

    /// Too many requests; how long to wait.
    pub(super) fn too_often(wait: SignedDuration) -> Self {
        let detail = "This token asked too often. Ask again after the seconds in Retry-After.";
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-often", "Too many requests", detail);
        Self { wait: Some(wait), ..error }
    }

    /// Fields that need a change.
    pub(super) fn fields(fields: Vec<(String, String)>) -> Self {
        let detail = match fields.len() {
            1 => "1 field needs a change.".to_owned(),
            n => format!("{n} fields need a change."),
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let error = Self::new(status, "invalid", "This cannot be saved as it is", detail);
        let fields = fields.into_iter().map(|(field, message)| FieldProblem { field, message }).collect();
        Self { fields, ..error }
    }

    /// What is wrong with the fields of a form, whose names are those of the body but for `names`.
    pub(super) fn wrong(wrong: &Wrong, names: &[(&str, &str)]) -> Self {
        let name =
            |id: &str| names.iter().find(|(form, _)| *form == id).map_or(id, |(_, body)| *body).to_owned();
        Self::fields(wrong.iter().map(|(id, _, message)| (name(id), message.clone())).collect())
    }
}

/// What pages tell people, told to programs.
impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let ErrorInfo { status, title, text } = error.info();
        let word = match status {
            StatusCode::UNAUTHORIZED => "unauthorized",
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::NOT_FOUND => "not-found",
            StatusCode::CONFLICT => "conflict",
            StatusCode::SERVICE_UNAVAILABLE => "unavailable",
            status if status.is_client_error() => "bad-request",
            _ => "internal",
        };
        // Of their pages they speak of forms and of going back.
        let detail = match status {
            StatusCode::NOT_FOUND => "It may have been deleted, or the id may be wrong.".to_owned(),
            StatusCode::SERVICE_UNAVAILABLE => {
                "What you sent may not have been saved. Try again in a few seconds, with the same Idempotency-Key."
                    .to_owned()
            }
            StatusCode::INTERNAL_SERVER_ERROR => {
                "Tell the person who runs this server the number in X-Request-Id.".to_owned()
            }
            _ => text,
        };
        Self::new(status, word, title, detail)
    }
}

impl From<store::StoreError> for ApiError {
    fn from(error: store::StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: format!("urn:rapport:problem:{}", self.word),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            fields: self.fields,
        };
        let mut response = (self.status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        ask_to_retry(self.status, headers);
        if let Some(wait) = self.wait {
            headers.insert(header::RETRY_AFTER, retry_after(wait));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
