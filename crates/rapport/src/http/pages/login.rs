use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use store::{users, workspaces};

use super::words::is_ours;
use crate::accounts::{self, Login, LoginError, SESSION_DAYS, new_token};
use crate::app::App;
use crate::http::client::{Client, Device};
use crate::http::context::{Ctx, Query};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::AppError;
use crate::http::rate::retry_after;
use crate::http::respond::{notice_of, page, set_cookie};
use crate::http::session::{GUEST, SESSION, Visitor, cookie, lasting_cookie};
use crate::views::account::LoginPage;
use crate::views::form::FormField;
use crate::views::shell::{Public, Theme};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Next {
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct LoginForm {
    next: String,
    email: String,
    password: String,
    keep: Option<String>,
}

pub(in crate::http) async fn form(
    State(app): State<App>,
    visitor: Option<Extension<Visitor>>,
    jar: CookieJar,
    Query(query): Query<Next>,
) -> Result<Response, AppError> {
    if visitor.is_some_and(|visitor| visitor.user.is_some()) {
        return Ok(Redirect::to(&local_path(&query.next)).into_response());
    }
    if !users::any(&app.store.begin_read().await).await? {
        return Ok(Redirect::to("/setup").into_response());
    }
    let form = LoginForm { next: query.next, keep: Some("on".into()), ..LoginForm::default() };
    show(&app, &jar, form, None).await
}

pub(in crate::http) async fn submit(
    State(app): State<App>,
    jar: CookieJar,
    client: Client,
    device: Device,
    ProtectedForm(form): ProtectedForm<LoginForm>,
) -> Result<Response, AppError> {
    let keep = form.keep.is_some();
    let login = Login { email: form.email.clone(), password: form.password.clone(), keep };
    match accounts::log_in(&app, client.origin(), &device.place(), login).await {
        Ok(session) => {
            let mut response = Redirect::to(&local_path(&form.next)).into_response();
            let cookie = if keep {
                lasting_cookie(&app, SESSION, session.token, SESSION_DAYS)
            } else {
                cookie(&app, SESSION, session.token)
            };
            set_cookie(&mut response, &cookie);
            Ok(response)
        }
        Err(error @ LoginError::NoMatch) => {
            show(&app, &jar, form, Some((StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))).await
        }
        Err(error @ LoginError::TooOften(wait)) => {
            let told = Some((StatusCode::TOO_MANY_REQUESTS, error.to_string()));
            let mut response = show(&app, &jar, form, told).await?;
            response.headers_mut().insert(header::RETRY_AFTER, retry_after(wait));
            Ok(response)
        }
        Err(LoginError::Store(error)) => Err(error.into()),
    }
}

pub(in crate::http) async fn log_out(
    ctx: Ctx,
    jar: CookieJar,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    if let Some(session) = jar.get(SESSION) {
        accounts::log_out(&ctx.app, ctx.by(), session.value()).await?;
    }
    let mut response = Redirect::to("/login").into_response();
    let mut forget = cookie(&ctx.app, SESSION, String::new());
    forget.make_removal();
    set_cookie(&mut response, &forget);
    Ok(response)
}

async fn show(
    app: &App,
    jar: &CookieJar,
    form: LoginForm,
    error: Option<(StatusCode, String)>,
) -> Result<Response, AppError> {
    let guest = jar.get(GUEST).map_or_else(|| new_token(&*app.random), |cookie| cookie.value().to_owned());
    let workspace = workspaces::first(&app.store.begin_read().await).await?;
    let (status, error) = match error {
        Some((status, error)) => (status, Some(error)),
        None => (StatusCode::OK, None),
    };
    let view = LoginPage {
        public: Public { title: "Log in".into(), theme: Theme::System, csrf: guest.as_str().into() },
        workspace: workspace.map(|workspace| workspace.name).unwrap_or_default(),
        next: form.next,
        email: FormField::new(form.email),
        keep: form.keep.is_some(),
        error,
        notice: notice_of(jar),
        foot: format!(
            "Rapport {} on {}",
            env!("CARGO_PKG_VERSION"),
            app.public_url.host_str().unwrap_or("this server")
        ),
    };
    let mut response = page(status, &view)?;
    set_cookie(&mut response, &cookie(app, GUEST, guest));
    Ok(response)
}

/// Only a path of this server: a link to the login page must not lead people elsewhere afterwards.
fn local_path(next: &str) -> String {
    if is_ours(next) { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn logging_in_never_leads_to_another_site() {
        assert_eq!(local_path("/contacts?q=a"), "/contacts?q=a");
        for foreign in
            ["https://evil.example", "//evil.example", "/\t/evil.example", "/\\evil.example", "evil", ""]
        {
            assert_eq!(local_path(foreign), "/", "{foreign}");
        }
    }
}
