//! Forms carry a token of the session. The extractor checks it, so that no handler can forget.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum_extra::extract::Form;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::error::{AppError, refused};
use super::session::Visitor;
use crate::app::App;

/// A posted form whose token was right. Repeated fields become lists.
#[derive(Debug)]
pub(super) struct ProtectedForm<T>(pub(super) T);

/// A form of one button.
#[derive(Debug, Deserialize)]
pub(super) struct NoFields {}

impl<T: DeserializeOwned> FromRequest<App> for ProtectedForm<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        let (parts, body) = request.into_parts();
        let expected = parts.extensions.get::<Visitor>().and_then(|visitor| visitor.csrf.clone());
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), app).await.map_err(
            |rejection| {
                refused(rejection.status(), "The form is too large", "Shorten the text and send it again.")
            },
        )?;
        let given =
            url::form_urlencoded::parse(&bytes).find(|(key, _)| key == "csrf").map(|(_, value)| value);
        let same = match (&expected, &given) {
            (Some(expected), Some(given)) => bool::from(expected.as_bytes().ct_eq(given.as_bytes())),
            _ => false,
        };
        if !same {
            return Err(refused(
                StatusCode::FORBIDDEN,
                "This form has expired",
                "You may have logged out or in again in another tab. Go back, reload the page and send it again.",
            ));
        }
        let Form(form) = Form::<T>::from_request(Request::from_parts(parts, Body::from(bytes)), app)
            .await
            .map_err(|_| {
                refused(
                    StatusCode::BAD_REQUEST,
                    "The form is incomplete",
                    "Go back, reload the page and send it again.",
                )
            })?;
        Ok(Self(form))
    }
}
