//! What a fault does to a call.

use axum::{
    Json,
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::FaultKind;
use crate::{
    api::error::{ApiError, FieldError},
    clock::shift,
    connection::Line,
    limits::{Exceeded, next_midnight},
};

const ERROR_PAGE: &str = "<html><head><title>Error</title></head><body><h1>Error</h1></body></html>";

/// An answer, and what becomes of it on its way.
pub(crate) struct Trouble {
    pub(crate) response: Response,
    /// The client will not see the whole answer.
    pub(crate) is_broken: bool,
    /// It is XML, whatever the client accepts.
    pub(crate) is_xml: bool,
}

impl Trouble {
    pub(crate) fn none(response: Response) -> Self {
        Self { response, is_broken: false, is_xml: false }
    }

    fn broken(response: Response) -> Self {
        Self { is_broken: true, ..Self::none(response) }
    }
}

/// Applies a fault to a call.
pub(crate) async fn go_wrong(
    fault: FaultKind,
    now: Timestamp,
    line: &Line,
    request: Request,
    next: Next,
) -> Trouble {
    let response = match fault {
        FaultKind::DropBefore => {
            line.drop_it();
            return Trouble::broken(StatusCode::SERVICE_UNAVAILABLE.into_response());
        }
        FaultKind::DropAfter | FaultKind::LostRefresh => {
            let response = next.run(request).await;
            line.drop_it();
            return Trouble::broken(response);
        }
        FaultKind::Truncate => {
            let response = next.run(request).await;
            line.cut_next_body();
            return Trouble::broken(response);
        }
        FaultKind::Status { status } => {
            let status = status_or(status, StatusCode::INTERNAL_SERVER_ERROR);
            let message = status.canonical_reason().unwrap_or("Error");
            ApiError::new(status, i64::from(status.as_u16()), message).into_response()
        }
        FaultKind::Html { status } => {
            (status_or(status, StatusCode::BAD_GATEWAY), Html(ERROR_PAGE)).into_response()
        }
        FaultKind::Xml => {
            let error = ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, 300, "Internal error.");
            return Trouble { is_xml: true, ..Trouble::none(error.into_response()) };
        }
        FaultKind::RateSecond => {
            let reset = shift(now, SignedDuration::from_secs(1));
            ApiError::rate(Exceeded::PerSecond { reset }).into_response()
        }
        FaultKind::RateDay => {
            let retry_after = next_midnight(now);
            ApiError::rate(Exceeded::PerDay { retry_after }).into_response()
        }
        FaultKind::RefuseField { field } => {
            let message = format!("Invalid parameter: {field}.");
            ApiError::validation(vec![FieldError { field, message }]).into_response()
        }
        FaultKind::OkWithError { code, message } => {
            Json(json!({ "code": code, "message": message })).into_response()
        }
        // A pause was waited out before, and events do not come this way.
        FaultKind::Latency { .. }
        | FaultKind::DuplicateEvent { .. }
        | FaultKind::DelayEvent { .. }
        | FaultKind::ShuffleEvents { .. }
        | FaultKind::LoseEvent => next.run(request).await,
    };
    Trouble::none(response)
}

fn status_or(status: u16, otherwise: StatusCode) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(otherwise)
}
