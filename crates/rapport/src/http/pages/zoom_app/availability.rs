//! Who can use Zoom.

use axum::response::Response;
use domain::UserId;
use serde::Deserialize;
use store::feature_flags::{self, Flag};
use store::users;

use super::PAGE;
use crate::features::{self, Feature, Reach, in_words};
use crate::http::context::InstallationCtx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::notice;
use crate::views::shell::NoteKind;
use crate::views::zoom_app::{Availability, PersonChoice};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct AvailabilityForm {
    reach: String,
    whole_workspace: Option<String>,
    people: Vec<String>,
}

pub(in crate::http) async fn submit(
    ctx: InstallationCtx,
    ProtectedForm(form): ProtectedForm<AvailabilityForm>,
) -> Result<Response, AppError> {
    let Ok(reach) = form.reach.parse::<Reach>() else {
        let text = "Choose off, chosen people or everyone.";
        return Ok(ctx.done(PAGE, Some(notice(NoteKind::Bad, "Nothing was changed", text))));
    };
    let users = form.people.iter().filter_map(|id| id.parse::<UserId>().ok()).collect();
    let wanted = Flag { reach, whole_workspace: form.whole_workspace.is_some(), users };
    let words = in_words(&wanted);
    features::set_reach(&ctx.app, ctx.by(), Feature::Zoom, wanted).await?;
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, format!("Zoom is {words}"), ""))))
}

pub(super) async fn section(ctx: &InstallationCtx) -> Result<Availability, AppError> {
    let db = ctx.app.store.begin_read().await;
    let flag = feature_flags::get(&db, Feature::Zoom, ctx.workspace()).await?;
    let people = users::list(&db, ctx.workspace()).await?;
    Ok(Availability {
        reach: flag.reach.as_str(),
        whole_workspace: flag.whole_workspace,
        people: people
            .into_iter()
            .map(|person| PersonChoice {
                id: person.id.to_string(),
                chosen: flag.users.contains(&person.id),
                name: person.name.to_string(),
                email: person.email.to_string(),
            })
            .collect(),
    })
}
