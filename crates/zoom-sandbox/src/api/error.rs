//! Zoom's error bodies, as JSON, or as XML for clients that send no `Accept`.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    clock::zoom_time,
    limits::{DAILY_CHANGES, Exceeded},
};

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
    /// The limit the rate headers name, if it is not the one per second.
    #[serde(skip)]
    pub(crate) limit: Option<u32>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: i64, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: Vec::new(), exceeded: None, limit: None }
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

    pub(crate) fn may_not_host() -> Self {
        Self::bad(3161, "Your user account is not allowed meeting hosting and scheduling capabilities.")
    }

    pub(crate) fn needs_licence(account_id: &str) -> Self {
        Self::bad(200, format!("Only available for paid account: {account_id}"))
    }

    pub(crate) fn other_account() -> Self {
        Self::bad(1010, "User not belong to this account")
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

    /// A limit per day that belongs to one user or registrant, with its own words.
    pub(crate) fn daily(message: impl Into<String>, limit: u32, now: Timestamp) -> Self {
        let retry_after = crate::limits::next_midnight(now);
        Self {
            exceeded: Some(Exceeded::PerDay { retry_after }),
            limit: Some(limit),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, 429, message)
        }
    }

    /// The 100 creates and updates a host has per day.
    pub(crate) fn daily_changes(now: Timestamp) -> Self {
        let message = format!(
            "You have exceeded the daily rate limit ({DAILY_CHANGES}) of Meeting Create/Update API requests \
             permitted for this particular user."
        );
        Self::daily(message, DAILY_CHANGES, now)
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
        if let Some(limit) = self.limit {
            headers.insert("x-ratelimit-limit", HeaderValue::from(limit));
        }
        // Kept so that the outer layer can write it as XML.
        response.extensions_mut().insert(self);
        response
    }
}
