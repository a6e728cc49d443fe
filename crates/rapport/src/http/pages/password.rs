use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::{ChangeError, change_password, password_problem};
use crate::http::client::{Client, Device};
use crate::http::context::Ctx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::rate::retry_after;
use crate::http::respond::{notice, page};
use crate::http::session::keep_session;
use crate::views::form::{FormErrors, FormField, Wrong};
use crate::views::password::PasswordPage;
use crate::views::shell::NoteKind;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct PasswordForm {
    present: String,
    password: String,
}

/// `GET /settings/password`
pub(in crate::http) async fn form(ctx: Ctx) -> Result<Response, AppError> {
    page(StatusCode::OK, &view(&ctx, &Wrong::new()))
}

/// `POST /settings/password`
pub(in crate::http) async fn submit(
    ctx: Ctx,
    client: Client,
    device: Device,
    ProtectedForm(form): ProtectedForm<PasswordForm>,
) -> Result<Response, AppError> {
    if let Some(problem) = password_problem(&form.password) {
        let wrong = vec![("password", "New password", problem)];
        return page(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &wrong));
    }
    let here = (client.origin(), &device.place(), &ctx.me.session);
    match change_password(&ctx.app, ctx.by(), here, form.present, form.password).await {
        Ok(session) => {
            let text = "All other browsers were logged out.";
            let mut response =
                ctx.done("/settings/profile", Some(notice(NoteKind::Ok, "Password changed", text)));
            keep_session(&ctx.app, &mut response, session);
            Ok(response)
        }
        Err(error @ ChangeError::Wrong) => {
            let wrong = vec![("present", "Present password", error.to_string())];
            page(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &wrong))
        }
        Err(error @ ChangeError::TooOften(wait)) => {
            let wrong = vec![("present", "Present password", error.to_string())];
            let mut response = page(StatusCode::TOO_MANY_REQUESTS, &view(&ctx, &wrong))?;
            response.headers_mut().insert(header::RETRY_AFTER, retry_after(wait));
            Ok(response)
        }
        Err(ChangeError::Store(error)) => Err(error.into()),
        Err(ChangeError::Internal(error)) => Err(error.into()),
    }
}

fn view(ctx: &Ctx, wrong: &Wrong) -> PasswordPage {
    let (mut present, mut password) = (FormField::default(), FormField::default());
    let fields = [("present", &mut present), ("password", &mut password)];
    let errors = FormErrors::beside("Your password was not changed.", fields, wrong);
    let errors = (!wrong.is_empty()).then_some(errors);
    PasswordPage {
        shell: ctx.shell("Profile"),
        email: ctx.me.user.email.to_string(),
        errors,
        present,
        password,
    }
}
