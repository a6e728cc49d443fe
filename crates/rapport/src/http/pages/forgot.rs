use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::ask_for_reset;
use crate::http::before_login::BeforeLogin;
use crate::http::client::Client;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::rate::retry_after;
use crate::http::respond::{Done, notice};
use crate::views::form::FormField;
use crate::views::password::ForgotPage;
use crate::views::shell::NoteKind;

/// The longest address that is looked at.
const LONGEST: usize = 254;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ForgotForm {
    email: String,
}

/// `GET /login/forgot`
pub(in crate::http) async fn form(page: BeforeLogin) -> Result<Response, AppError> {
    page.answer(StatusCode::OK, &view(&page, FormField::default(), None))
}

/// `POST /login/forgot`: the same answer whether there is such an account or not.
pub(in crate::http) async fn submit(
    page: BeforeLogin,
    client: Client,
    ProtectedForm(form): ProtectedForm<ForgotForm>,
) -> Result<Response, AppError> {
    use axum::response::IntoResponse;
    // No address is longer, and the answer repeats it in a cookie.
    let email: String = form.email.trim().chars().take(LONGEST).collect();
    let email = email.as_str();
    if email.is_empty() {
        let field = FormField::wrong("", "Type the email address that you log in with.");
        return page.answer(StatusCode::UNPROCESSABLE_ENTITY, &view(&page, field, None));
    }
    if let Err(wait) = ask_for_reset(&page.app, client.origin(), email).await? {
        let minutes = (wait.as_secs() + 59) / 60;
        let text = format!(
            "A link was asked for too often. Look into your mailbox, also among spam, or try again in {minutes} minutes."
        );
        let shown = view(&page, FormField::new(email), Some(text));
        let mut response = page.answer(StatusCode::TOO_MANY_REQUESTS, &shown)?;
        response.headers_mut().insert(header::RETRY_AFTER, retry_after(wait));
        return Ok(response);
    }
    let text =
        format!("If {email} has an account here, a link is on its way. It works once, within an hour.");
    let told = notice(NoteKind::Info, "Look into your mailbox", text);
    let done = Done { app: &page.app, to: "/login".to_owned(), notice: Some(told), fragment: false };
    Ok(done.into_response())
}

fn view(page: &BeforeLogin, email: FormField, error: Option<String>) -> ForgotPage {
    ForgotPage {
        public: page.public("New password"),
        email,
        error,
        stays_inside: page.app.mailer.stays_inside(),
    }
}
