//! What Zoom looks for to believe that the domain is ours.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::PAGE;
use crate::app::App;
use crate::http::context::InstallationCtx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page as respond};
use crate::marketplace::verification::{self, VerificationError};
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::shell::NoteKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct VerificationForm {
    verification: String,
}

pub(in crate::http) async fn submit(
    ctx: InstallationCtx,
    ProtectedForm(form): ProtectedForm<VerificationForm>,
) -> Result<Response, AppError> {
    match verification::set(&ctx.app, ctx.by(), &form.verification).await {
        Ok(()) if form.verification.trim().is_empty() => {
            Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, "Domain verification taken back", ""))))
        }
        Ok(()) => {
            let text = "Press Verify in Zoom’s portal now.";
            Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, "Domain verification saved", text))))
        }
        Err(error @ VerificationError::Form) => {
            let mut page = super::view(&ctx).await?;
            page.errors = Some(FormErrors {
                title: "Nothing was saved.".into(),
                text: String::new(),
                fields: vec![FieldLink::new("verification", "Verification text")],
            });
            page.verification = FormField::wrong(form.verification, error.to_string());
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(VerificationError::Store(error)) => Err(error.into()),
    }
}

/// The file that Zoom asks for.
pub(in crate::http) async fn file(State(app): State<App>) -> Result<Response, AppError> {
    let token = verification::token(&app.store).await?.ok_or(not_found("page"))?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], token).into_response())
}
