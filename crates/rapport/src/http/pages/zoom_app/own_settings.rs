//! Whether new meetings begin as in each person's Zoom settings.

use axum::response::Response;
use serde::Deserialize;

use super::PAGE;
use crate::connections::{Asked, choose_own_settings};
use crate::http::context::InstallationCtx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::notice;
use crate::views::shell::NoteKind;
use crate::views::zoom_app::PortalNeeds;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct OwnForm {
    own: String,
}

pub(in crate::http) async fn submit(
    ctx: InstallationCtx,
    ProtectedForm(form): ProtectedForm<OwnForm>,
) -> Result<Response, AppError> {
    let wanted = match form.own.as_str() {
        "on" => true,
        "off" => false,
        _ => {
            let text = "Choose one of the two.";
            return Ok(ctx.done(PAGE, Some(notice(NoteKind::Bad, "Nothing was changed", text))));
        }
    };
    choose_own_settings(&ctx.app, ctx.by(), wanted).await?;
    let (title, text) = if wanted {
        (
            "New meetings begin as in each person’s Zoom settings",
            "Add the scope listed below in Zoom’s portal. Whoever is connected connects once more to allow it.",
        )
    } else {
        (
            "New meetings begin the same for everybody",
            "What was read of people’s Zoom settings is deleted. Take the scope away in Zoom’s portal.",
        )
    };
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, title, text))))
}

/// Whether they do, and what all that is asked of Zoom costs in its portal.
pub(super) async fn section(ctx: &InstallationCtx) -> Result<(bool, PortalNeeds), AppError> {
    let asked = Asked::chosen(&ctx.app.store.begin_read().await).await?;
    let needs = PortalNeeds {
        scopes: asked.scopes().into_iter().map(|(scope, _)| scope).collect(),
        events: asked.events.events().into_iter().map(|(name, _)| name).collect(),
    };
    Ok((asked.own_settings, needs))
}
