//! The credentials of the Zoom app, and changing between development and production.

use axum::http::StatusCode;
use axum::response::Response;
use domain::display;
use serde::Deserialize;

use super::PAGE;
use crate::connections::{
    self, CredentialErrors, NewCredentials, SaveError, SwitchError, ZoomEnvironment, ZoomKind, entered,
    preconditions,
};
use crate::http::context::{InstallationCtx, Path};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, not_found};
use crate::http::pages::words::count;
use crate::http::respond::{notice, page as respond};
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::shell::NoteKind;
use crate::views::zoom_app::{Credentials, CredentialsCard, Precondition, SwitchPage};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct CredentialsForm {
    client_id: String,
    client_secret: String,
    webhook_secret: String,
}

pub(in crate::http) async fn save(
    ctx: InstallationCtx,
    Path(environment): Path<String>,
    ProtectedForm(form): ProtectedForm<CredentialsForm>,
) -> Result<Response, AppError> {
    let environment = known(&environment)?;
    let new = NewCredentials {
        environment,
        client_id: form.client_id,
        client_secret: form.client_secret,
        webhook_secret: form.webhook_secret,
    };
    match connections::save(&ctx.app, ctx.by(), &new).await {
        Ok(()) => {
            let text = "They are sealed in the database, and the secrets are never shown again.";
            let title = format!("Credentials for {environment} saved");
            Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, title, text))))
        }
        Err(SaveError::Fields(errors)) => {
            let mut page = super::view(&ctx).await?;
            let wrong = errors_of(environment, &errors);
            page.errors = Some(wrong);
            for card in
                page.credentials.cards.iter_mut().filter(|card| card.environment == environment.as_str())
            {
                card.client_id = FormField { value: new.client_id.clone(), error: errors.client_id.clone() };
                card.client_secret.error.clone_from(&errors.client_secret);
                card.webhook_secret.error.clone_from(&errors.webhook_secret);
            }
            respond(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(SaveError::Entered(error)) => Err(error.into()),
    }
}

/// **Announce a new … webhook secret**: what cannot be checked until it is entered is asked for again.
pub(in crate::http) async fn new_secret(
    ctx: InstallationCtx,
    Path(environment): Path<String>,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let environment = known(&environment)?;
    if !connections::expect_new_secret(&ctx.app, ctx.by(), environment).await? {
        return Err(not_found("page"));
    }
    let text = "Let Zoom make it now, and save it here. Until then Zoom sends again what is signed with it.";
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, "Ready for a new webhook secret", text))))
}

pub(in crate::http) async fn switch_form(
    ctx: InstallationCtx,
    Path(environment): Path<String>,
) -> Result<Response, AppError> {
    let environment = known(&environment)?;
    let lines = preconditions(&ctx.app, environment).await?;
    respond(StatusCode::OK, &switch_view(&ctx, environment, lines, false).await?)
}

pub(in crate::http) async fn switch(
    ctx: InstallationCtx,
    Path(environment): Path<String>,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let environment = known(&environment)?;
    match connections::switch(&ctx.app, ctx.by(), environment).await {
        Ok(()) => {
            let text = "Every process of this server takes it over within seconds.";
            Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, format!("Zoom app in use: {environment}"), text))))
        }
        Err(SwitchError::Refused(lines)) => {
            respond(StatusCode::CONFLICT, &switch_view(&ctx, environment, lines, true).await?)
        }
        Err(SwitchError::Entered(error)) => Err(error.into()),
    }
}

fn known(environment: &str) -> Result<ZoomEnvironment, AppError> {
    environment.parse().map_err(|_| not_found("page"))
}

fn errors_of(environment: ZoomEnvironment, errors: &CredentialErrors) -> FormErrors {
    let fields = [
        ("client_id", "Client id", errors.client_id.is_some()),
        ("client_secret", "Client secret", errors.client_secret.is_some()),
        ("webhook_secret", "Webhook secret", errors.webhook_secret.is_some()),
    ];
    let wrong = fields.into_iter().filter(|(.., wrong)| *wrong);
    FormErrors {
        title: "Nothing was saved.".into(),
        text: String::new(),
        fields: wrong.map(|(id, label, _)| FieldLink::new(format!("{environment}-{id}"), label)).collect(),
    }
}

async fn switch_view(
    ctx: &InstallationCtx,
    environment: ZoomEnvironment,
    lines: Vec<connections::Precondition>,
    refused: bool,
) -> Result<SwitchPage, AppError> {
    let people = connections::people_who_reconnect(&ctx.app, environment).await?;
    Ok(SwitchPage {
        shell: ctx.shell("Zoom app"),
        environment: environment.as_str(),
        refused,
        possible: lines.iter().all(|line| line.passed),
        lines: lines
            .into_iter()
            .map(|line| Precondition {
                name: line.name.to_owned(),
                passed: line.passed,
                found: line.found,
                cure: line.cure.to_owned(),
            })
            .collect(),
        people: (people > 0).then(|| count(people, "connection")),
    })
}

pub(super) async fn section(ctx: &InstallationCtx) -> Result<Credentials, AppError> {
    let entered = entered(&ctx.app.store, &ctx.app.keys).await?;
    let zoom = &ctx.app.zoom;
    let in_use = zoom.kind();
    let card = |environment: ZoomEnvironment| {
        let client_id = entered.client_id(environment);
        CredentialsCard {
            environment: environment.as_str(),
            in_use: in_use == ZoomKind::Real(environment) && !zoom.is_configured(),
            stored: client_id.is_some(),
            webhook_stored: entered.has_webhook_secret(environment),
            new_secret_until: entered
                .new_secret_until(environment)
                .filter(|until| *until > ctx.now())
                .map(|until| display::time(until, ctx.zone())),
            client_id: FormField::new(client_id.unwrap_or_default()),
            client_secret: FormField::default(),
            webhook_secret: FormField::default(),
        }
    };
    Ok(Credentials {
        configured: zoom.is_configured().then(|| zoom.client_id()),
        simulated: in_use == ZoomKind::Simulated,
        unpublished: in_use == ZoomKind::Real(ZoomEnvironment::Development),
        cards: ZoomEnvironment::ALL.iter().map(|environment| card(*environment)).collect(),
    })
}
