//! One error for every page: a status, a sentence for people, a way on. What went wrong inside goes to the log
//! once, with the request id, and never to the reader.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Why a page cannot be shown or an action was not done.
#[derive(Debug)]
pub(super) enum AppError {
    /// There is no such thing, or it belongs to another workspace.
    NotFound(&'static str),
    /// Nobody is logged in; after logging in the person comes back to this path.
    LoggedOut(String),
    /// The request cannot be done, and why.
    Refused { status: StatusCode, title: String, text: String },
    /// Something failed inside.
    Internal(anyhow::Error),
}

/// What the frame needs to draw the error page; carried by the response.
#[derive(Debug, Clone)]
pub(super) struct ErrorInfo {
    pub(super) status: StatusCode,
    pub(super) title: String,
    pub(super) text: String,
}

pub(super) fn not_found(what: &'static str) -> AppError {
    AppError::NotFound(what)
}

pub(super) fn refused(status: StatusCode, title: &str, text: impl Into<String>) -> AppError {
    AppError::Refused { status, title: title.to_owned(), text: text.into() }
}

pub(super) fn forbidden(text: &str) -> AppError {
    refused(StatusCode::FORBIDDEN, "You cannot do that", text)
}

/// Every other crate's error is internal.
impl<E: Into<anyhow::Error>> From<E> for AppError {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let info = match self {
            Self::LoggedOut(next) => {
                let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
                return Redirect::to(&format!("/login?next={query}")).into_response();
            }
            Self::NotFound(what) => ErrorInfo {
                status: StatusCode::NOT_FOUND,
                title: format!("This {what} does not exist"),
                text: "It may have been deleted, or the link may be wrong.".to_owned(),
            },
            Self::Refused { status, title, text } => ErrorInfo { status, title, text },
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                ErrorInfo {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    title: "Something went wrong on our side".to_owned(),
                    text:
                        "Nothing you entered was sent anywhere. Go back and try again; if it happens again, \
                           tell the person who runs this server the request number."
                            .to_owned(),
                }
            }
        };
        let mut response = (info.status, format!("{}\n{}\n", info.title, info.text)).into_response();
        response.extensions_mut().insert(info);
        response
    }
}
