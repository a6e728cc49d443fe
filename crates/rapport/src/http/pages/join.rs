//! Joining by a link. Its address is its key, so it is left out of logs and told to nobody else.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{PersonName, Zone};
use serde::Deserialize;

use super::words::zone_choices;
use crate::accounts::{
    JoinError, Joining, Newcomer, Renewed, SESSION_DAYS, join, newcomer, password_problem,
};
use crate::http::before_login::BeforeLogin;
use crate::http::client::{Client, Device};
use crate::http::context::Path;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::session::keep_session;
use crate::views::form::{FormErrors, FormField, Wrong};
use crate::views::people::{JoinGonePage, JoinPage};

/// What addresses of links begin with.
pub(in crate::http) const FOLDER: &str = "/join/";
/// The route of a link.
pub(in crate::http) const ROUTE: &str = "/join/{token}";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct JoinForm {
    name: String,
    zone: String,
    password: String,
}

/// `GET /join/{token}`
pub(in crate::http) async fn form(
    page: BeforeLogin,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let Some(newcomer) = newcomer(&page.app, &token).await? else { return gone(&page, false) };
    let name = newcomer.invited.name.as_ref().map(ToString::to_string).unwrap_or_default();
    let zone = newcomer.zone.as_ref().map_or("Europe/Stockholm", Zone::id).to_owned();
    let form = JoinForm { name, zone, password: String::new() };
    show(&page, token, newcomer, &form, &Wrong::new())
}

/// `POST /join/{token}`
pub(in crate::http) async fn submit(
    page: BeforeLogin,
    client: Client,
    device: Device,
    Path(token): Path<String>,
    ProtectedForm(form): ProtectedForm<JoinForm>,
) -> Result<Response, AppError> {
    let mut wrong = Wrong::new();
    let name = PersonName::parse(&form.name);
    let zone = Zone::parse(&form.zone);
    wrong.extend(password_problem(&form.password).map(|problem| ("password", "Password", problem)));
    let (Ok(name), Ok(zone), true) = (&name, &zone, wrong.is_empty()) else {
        wrong.extend(name.err().map(|error| ("name", "Your name", error.to_string())));
        wrong.extend(zone.err().map(|error| ("zone", "Time zone", error.to_string())));
        let Some(newcomer) = newcomer(&page.app, &token).await? else { return gone(&page, false) };
        return show(&page, token, newcomer, &form, &wrong);
    };
    let joining = Joining { name: name.clone(), zone: zone.clone(), password: form.password.clone() };
    match join(&page.app, &device.place(), client.address, &token, joining).await {
        Ok(session) => {
            let mut response = Redirect::to("/").into_response();
            let session = Renewed { token: session.token, days: Some(SESSION_DAYS) };
            keep_session(&page.app, &mut response, session);
            Ok(response)
        }
        Err(JoinError::Gone) => gone(&page, false),
        Err(JoinError::HasAccount) => gone(&page, true),
        Err(JoinError::Store(error)) => Err(error.into()),
        Err(JoinError::Internal(error)) => Err(error.into()),
    }
}

fn show(
    page: &BeforeLogin,
    token: String,
    newcomer: Newcomer,
    form: &JoinForm,
    wrong: &Wrong,
) -> Result<Response, AppError> {
    let (mut name, mut zone) = (FormField::new(&form.name), FormField::new(&form.zone));
    let mut password = FormField::default();
    let fields = [("name", &mut name), ("zone", &mut zone), ("password", &mut password)];
    let errors = FormErrors::beside("You have not joined yet.", fields, wrong);
    let view = JoinPage {
        public: page.public("Join"),
        token,
        workspace: newcomer.workspace,
        email: newcomer.invited.email.to_string(),
        role: newcomer.invited.role.label(),
        errors: (!wrong.is_empty()).then_some(errors),
        name,
        zone,
        zones: zone_choices(page.app.now()),
        password,
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.answer_secretly(status, &view)
}

fn gone(page: &BeforeLogin, has_account: bool) -> Result<Response, AppError> {
    let view = JoinGonePage { public: page.public("Join"), has_account };
    page.answer_secretly(StatusCode::NOT_FOUND, &view)
}
