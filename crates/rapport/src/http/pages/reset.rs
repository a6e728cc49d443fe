//! A new password by a link. Its address is its key, so it is left out of logs and told to nobody else.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::accounts::{ResetError, password_problem, reset_password, reset_works};
use crate::http::before_login::BeforeLogin;
use crate::http::client::Client;
use crate::http::context::Path;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::{Done, notice};
use crate::views::form::FormField;
use crate::views::password::{ResetGonePage, ResetPage};
use crate::views::shell::NoteKind;

/// What addresses of links begin with.
pub(in crate::http) const FOLDER: &str = "/login/reset/";
/// The route of a link.
pub(in crate::http) const ROUTE: &str = "/login/reset/{token}";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ResetForm {
    password: String,
}

/// `GET /login/reset/{token}`
pub(in crate::http) async fn form(
    page: BeforeLogin,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    if !reset_works(&page.app, &token).await? {
        return gone(&page);
    }
    show(&page, token, StatusCode::OK, FormField::default())
}

/// `POST /login/reset/{token}`
pub(in crate::http) async fn submit(
    page: BeforeLogin,
    client: Client,
    Path(token): Path<String>,
    ProtectedForm(form): ProtectedForm<ResetForm>,
) -> Result<Response, AppError> {
    if let Some(problem) = password_problem(&form.password) {
        if !reset_works(&page.app, &token).await? {
            return gone(&page);
        }
        return show(&page, token, StatusCode::UNPROCESSABLE_ENTITY, FormField::wrong("", problem));
    }
    match reset_password(&page.app, client.origin(), &token, form.password).await {
        Ok(()) => {
            let text = "You were logged out everywhere. Log in with the new password.";
            let told = notice(NoteKind::Ok, "Password changed", text);
            let done = Done { app: &page.app, to: "/login".to_owned(), notice: Some(told), fragment: false };
            Ok(done.into_response())
        }
        Err(ResetError::Gone) => gone(&page),
        Err(ResetError::Store(error)) => Err(error.into()),
        Err(ResetError::Internal(error)) => Err(error.into()),
    }
}

fn show(
    page: &BeforeLogin,
    token: String,
    status: StatusCode,
    password: FormField,
) -> Result<Response, AppError> {
    let view = ResetPage { public: page.public("New password"), token, password };
    page.answer_secretly(status, &view)
}

fn gone(page: &BeforeLogin) -> Result<Response, AppError> {
    page.answer_secretly(StatusCode::NOT_FOUND, &ResetGonePage { public: page.public("New password") })
}
