//! Zoom's error bodies, as JSON, or as XML for clients that send no `Accept`.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{clock::zoom_time, limits::Exceeded, world::Refusal};

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FieldError {
    pub(crate) field: String,
    pub(crate) message: String,
}

/// An answer other than 2xx.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ApiError {
    #[serde(skip)]
    pub(crate) status: StatusCode,
    pub(crate) code: i64,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<FieldError>,
    #[serde(skip)]
    pub(crate) exceeded: Option<Exceeded>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: i64, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: Vec::new(), exceeded: None }
    }

    pub(crate) fn bad(code: i64, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn validation(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::bad(300, "Validation Failed.") }
    }

    pub(crate) fn bad_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 124, "Invalid access token.")
    }

    pub(crate) fn no_user(id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 1001, format!("User does not exist: {id}"))
    }

    pub(crate) fn no_meeting(id: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, 3001, format!("Meeting does not exist: {id}."))
    }

    pub(crate) fn unknown_endpoint() -> Self {
        Self::new(StatusCode::NOT_FOUND, 2300, "This API endpoint is not recognized.")
    }

    pub(crate) fn rate(exceeded: Exceeded) -> Self {
        let message = match exceeded {
            Exceeded::PerSecond { .. } => {
                "You have reached the maximum per-second rate limit for this API. Try again later."
            }
            Exceeded::PerDay { .. } => {
                "You have reached the maximum daily rate limit for this API. Refer to the response header for \
                 details on when you can make another request."
            }
        };
        Self { exceeded: Some(exceeded), ..Self::new(StatusCode::TOO_MANY_REQUESTS, 429, message) }
    }

    /// The 100 creates and updates a host has per day.
    pub(crate) fn daily_changes(retry_after: Timestamp) -> Self {
        let message = "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted \
                       for this particular user.";
        let exceeded = Some(Exceeded::PerDay { retry_after });
        Self { exceeded, ..Self::new(StatusCode::TOO_MANY_REQUESTS, 429, message) }
    }

    pub(crate) fn refused(refusal: Refusal, now: Timestamp, deleting: bool) -> Self {
        match refusal {
            Refusal::NotFound(id) => Self::no_meeting(id),
            Refusal::NotHost => Self::bad(3003, "You are not the meeting host."),
            Refusal::NeedsLicence { account_id } => {
                Self::bad(200, format!("Only available for paid account: {account_id}"))
            }
            Refusal::InProgress if deleting => {
                Self::bad(3002, "Sorry, you cannot delete this meeting since it is in progress.")
            }
            Refusal::InProgress => {
                Self::bad(3000, "You cannot update or delete meetings that have started using this method.")
            }
            Refusal::DailyLimit => Self::daily_changes(crate::limits::next_midnight(now)),
        }
    }

    /// The same error as the XML Zoom falls back to.
    pub(crate) fn xml(&self) -> String {
        let field = |one: &FieldError| {
            let (field, message) = (escape(&one.field), escape(&one.message));
            format!("<errors><field>{field}</field><message>{message}</message></errors>")
        };
        let fields = self.errors.iter().map(field).collect::<Vec<_>>().concat();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<result><code>{}</code><message>{}</message>{fields}</result>",
            self.code,
            escape(&self.message)
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self)).into_response();
        let headers = response.headers_mut();
        match self.exceeded {
            Some(Exceeded::PerSecond { reset }) => {
                headers.insert("x-ratelimit-type", HeaderValue::from_static("QPS"));
                headers.insert("x-ratelimit-remaining", HeaderValue::from_static("0"));
                headers.insert("x-ratelimit-reset", HeaderValue::from(reset.as_second()));
            }
            Some(Exceeded::PerDay { retry_after }) => {
                headers.insert("x-ratelimit-type", HeaderValue::from_static("Daily-limit"));
                headers.insert("x-ratelimit-remaining", HeaderValue::from_static("0"));
                if let Ok(value) = HeaderValue::from_str(&zoom_time(retry_after)) {
                    headers.insert(header::RETRY_AFTER, value);
                }
            }
            None => {}
        }
        // Kept so that the outer layer can write it as XML.
        response.extensions_mut().insert(self);
        response
    }
}
