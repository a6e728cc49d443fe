use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use domain::{EmailAddress, PersonName, Zone};
use serde::Deserialize;
use store::users;

use super::words::zone_choices;
use crate::accounts::{self, Login, NewOwner, SESSION_DAYS, SetupError, new_token, password_problem};
use crate::app::App;
use crate::http::client::{Client, Device};
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::{page, set_cookie};
use crate::http::session::{GUEST, SESSION, cookie, lasting_cookie};
use crate::views::account::SetupPage;
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::shell::{Public, Theme};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct SetupForm {
    setup_key: String,
    workspace: String,
    name: String,
    zone: String,
    email: String,
    password: String,
}

pub(in crate::http) async fn form(State(app): State<App>, jar: CookieJar) -> Result<Response, AppError> {
    if users::any(&app.store.begin_read().await).await? {
        return Ok(Redirect::to("/login").into_response());
    }
    let zone = FormField::new("Europe/Stockholm");
    show(&app, &jar, SetupForm::default(), StatusCode::OK, |view| view.zone = zone)
}

pub(in crate::http) async fn submit(
    State(app): State<App>,
    jar: CookieJar,
    client: Client,
    device: Device,
    ProtectedForm(form): ProtectedForm<SetupForm>,
) -> Result<Response, AppError> {
    let workspace = PersonName::parse(&form.workspace);
    let name = PersonName::parse(&form.name);
    let zone = Zone::parse(&form.zone);
    let email = EmailAddress::parse(&form.email);
    let password_problem = password_problem(&form.password);
    let mut key_error = None;
    if let (Ok(workspace), Ok(name), Ok(zone), Ok(email), None) =
        (&workspace, &name, &zone, &email, &password_problem)
    {
        let owner = NewOwner {
            key: form.setup_key.clone(),
            workspace: workspace.clone(),
            name: name.clone(),
            email: email.clone(),
            password: form.password.clone(),
            zone: zone.clone(),
            from: client.address,
        };
        match accounts::set_up(&app, owner).await {
            Ok(()) => return enter(&app, client, device, &form).await,
            Err(SetupError::Done) => return Ok(Redirect::to("/login").into_response()),
            Err(error @ SetupError::Key) => key_error = Some(error.to_string()),
            Err(SetupError::Store(error)) => return Err(error.into()),
            Err(SetupError::Internal(error)) => return Err(error.into()),
        }
    }
    let errors = [
        ("setup_key", "Setup key", key_error),
        ("workspace", "Workspace name", workspace.err().map(|error| error.to_string())),
        ("name", "Your name", name.err().map(|error| error.to_string())),
        ("zone", "Your time zone", zone.err().map(|error| error.to_string())),
        ("email", "Email", email.err().map(|error| error.to_string())),
        ("password", "Password", password_problem),
    ];
    show(&app, &jar, form, StatusCode::UNPROCESSABLE_ENTITY, |view| {
        let wrong = errors.iter().filter(|(.., error)| error.is_some());
        view.errors = Some(FormErrors {
            title: "Nothing was set up yet.".into(),
            text: String::new(),
            fields: wrong.map(|(id, label, _)| FieldLink::new(*id, *label)).collect(),
        });
        let fields = [
            &mut view.setup_key,
            &mut view.workspace,
            &mut view.name,
            &mut view.zone,
            &mut view.email,
            &mut view.password,
        ];
        for (field, (.., error)) in fields.into_iter().zip(errors) {
            field.error = error;
        }
    })
}

/// The owner knows the password they just chose; nobody asks for it again.
async fn enter(app: &App, client: Client, device: Device, form: &SetupForm) -> Result<Response, AppError> {
    let login = Login { email: form.email.clone(), password: form.password.clone(), keep: true };
    let Ok(session) = accounts::log_in(app, client.origin(), &device.place(), login).await else {
        return Ok(Redirect::to("/login").into_response());
    };
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, &lasting_cookie(app, SESSION, session.token, SESSION_DAYS));
    Ok(response)
}

fn show(
    app: &App,
    jar: &CookieJar,
    form: SetupForm,
    status: StatusCode,
    change: impl FnOnce(&mut SetupPage),
) -> Result<Response, AppError> {
    let guest = jar.get(GUEST).map_or_else(|| new_token(&*app.random), |cookie| cookie.value().to_owned());
    let mut view = SetupPage {
        public: Public { title: "Set up Rapport".into(), theme: Theme::System, csrf: guest.as_str().into() },
        errors: None,
        setup_key: FormField::new(form.setup_key),
        workspace: FormField::new(form.workspace),
        name: FormField::new(form.name),
        zone: FormField::new(form.zone),
        email: FormField::new(form.email),
        password: FormField::default(),
        zones: zone_choices(app.now()),
    };
    change(&mut view);
    let mut response = page(status, &view)?;
    set_cookie(&mut response, &cookie(app, GUEST, guest));
    Ok(response)
}
