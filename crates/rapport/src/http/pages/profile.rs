use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Language, PersonName, Theme, Zone};
use serde::Deserialize;
use store::reminders::{self, ReminderSettings, Reminders};
use store::user_languages;

use super::sessions;
use super::words::zone_choices;
use crate::accounts::{ProfileChanges, update_profile};
use crate::http::context::Ctx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::{notice, page};
use crate::views::account::{ProfilePage, SessionLine};
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::shell::{self, NoteKind};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ProfileForm {
    name: String,
    zone: String,
    language: String,
    theme: String,
    remind_me: String,
    remind_invitees: String,
}

pub(in crate::http) async fn settings() -> Response {
    Redirect::to("/settings/profile").into_response()
}

pub(in crate::http) async fn form(ctx: Ctx) -> Result<Response, AppError> {
    let user = &ctx.me.user;
    let db = ctx.app.store.begin_read().await;
    let chosen = reminders::settings(&db, ctx.workspace(), ctx.user()).await?;
    let form = ProfileForm {
        name: user.name.to_string(),
        zone: user.zone.id().to_owned(),
        language: user_languages::get(&db, ctx.workspace(), ctx.user()).await?.as_str().to_owned(),
        theme: user.theme.as_str().to_owned(),
        remind_me: chosen.for_me.as_str().to_owned(),
        remind_invitees: chosen.for_invitees.as_str().to_owned(),
    };
    drop(db);
    let sessions = sessions::lines(&ctx).await?;
    page(StatusCode::OK, &view(&ctx, &form, sessions))
}

pub(in crate::http) async fn submit(
    ctx: Ctx,
    ProtectedForm(form): ProtectedForm<ProfileForm>,
) -> Result<Response, AppError> {
    let name = PersonName::parse(&form.name);
    let zone = Zone::parse(&form.zone);
    let language = form.language.parse::<Language>().unwrap_or(Language::English);
    let theme = form.theme.parse::<Theme>().unwrap_or(Theme::System);
    match (name, zone) {
        (Ok(name), Ok(zone)) => {
            let usual = ReminderSettings::default();
            let reminders = ReminderSettings {
                for_me: form.remind_me.parse().unwrap_or(usual.for_me),
                for_invitees: form.remind_invitees.parse().unwrap_or(usual.for_invitees),
            };
            let changes = ProfileChanges { name, zone, language, theme, reminders };
            update_profile(&ctx.app, ctx.workspace(), ctx.user(), &changes).await?;
            Ok(ctx.done("/settings/profile", Some(notice(NoteKind::Ok, "Profile saved", ""))))
        }
        (name, zone) => {
            let mut view = view(&ctx, &form, sessions::lines(&ctx).await?);
            view.name.error = name.err().map(|error| error.to_string());
            view.zone.error = zone.err().map(|error| error.to_string());
            let fields = [("name", "Name", &view.name), ("zone", "Time zone", &view.zone)];
            let wrong = fields.into_iter().filter(|(.., field)| field.error.is_some());
            view.errors = Some(FormErrors {
                title: "Your profile was not saved.".into(),
                text: String::new(),
                fields: wrong.map(|(id, label, _)| FieldLink::new(id, label)).collect(),
            });
            page(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

fn view(ctx: &Ctx, form: &ProfileForm, sessions: Vec<SessionLine>) -> ProfilePage {
    ProfilePage {
        shell: ctx.shell("Profile"),
        errors: None,
        name: FormField::new(&form.name),
        email: ctx.me.user.email.to_string(),
        zone: FormField::new(&form.zone),
        zones: zone_choices(ctx.now()),
        language: FormField::new(&form.language),
        languages: Language::ALL.iter().map(|one| Choice::new(one.as_str(), one.own_name())).collect(),
        theme: shell::Theme::from_word(&form.theme),
        remind_me: FormField::new(&form.remind_me),
        remind_invitees: FormField::new(&form.remind_invitees),
        reminders: Reminders::ALL.iter().map(|one| Choice::new(one.as_str(), in_words(*one))).collect(),
        sessions,
    }
}

fn in_words(reminders: Reminders) -> &'static str {
    match reminders {
        Reminders::None => "None",
        Reminders::Quarter => "15 minutes before",
        Reminders::Hour => "1 hour before",
        Reminders::Day => "24 hours before",
        Reminders::DayAndQuarter => "24 hours and 15 minutes before",
    }
}
