//! One error for every page: a status, a sentence for people, a way on. What went wrong inside goes to the log
//! once, with the request id, and never to the reader.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use store::{StoreError, Unavailable};

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

impl AppError {
    /// What to tell whoever asked; what went wrong inside goes to the log here.
    pub(super) fn info(self) -> ErrorInfo {
        match self {
            Self::LoggedOut(_) => ErrorInfo {
                status: StatusCode::UNAUTHORIZED,
                title: "Nobody is logged in".to_owned(),
                text: "Log in and try again.".to_owned(),
            },
            Self::NotFound(what) => ErrorInfo {
                status: StatusCode::NOT_FOUND,
                title: format!("This {what} does not exist"),
                text: "It may have been deleted, or the link may be wrong.".to_owned(),
            },
            Self::Refused { status, title, text } => ErrorInfo { status, title, text },
            Self::Internal(error) if StoreError::is_removal(error.as_ref()) => {
                Self::LoggedOut(String::new()).info()
            }
            Self::Internal(error) if Unavailable::behind(error.as_ref()).is_some() => {
                tracing::warn!(error = format!("{error:#}"), "a request met no database");
                ErrorInfo {
                    status: StatusCode::SERVICE_UNAVAILABLE,
                    title: "The database does not answer right now".to_owned(),
                    text: "What you sent may not have been saved. Wait a few seconds and try again: a form that is sent \
                           twice does its work once. If it goes on, tell the person who runs this server the request \
                           number."
                        .to_owned(),
                }
            }
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
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let this = match self {
            // They have no session any more.
            Self::Internal(error) if StoreError::is_removal(error.as_ref()) => {
                Self::LoggedOut("/".to_owned())
            }
            other => other,
        };
        if let Self::LoggedOut(next) = this {
            let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            return Redirect::to(&format!("/login?next={query}")).into_response();
        }
        let info = this.info();
        let mut response = (info.status, format!("{}\n{}\n", info.title, info.text)).into_response();
        ask_to_retry(info.status, response.headers_mut());
        response.extensions_mut().insert(info);
        response
    }
}

/// Tells machines when to come back from a 503.
pub(super) fn ask_to_retry(status: StatusCode, headers: &mut HeaderMap) {
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
}
