use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use store::grants::GrantState;
use store::{connections as stored, forget};

use super::words::count;
use super::zoom_card::who_shares;
use crate::connections::{Disconnected, disconnect, shared};
use crate::http::context::Ctx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::notice;
use crate::views::integrations::DisconnectPage;
use crate::views::shell::NoteKind;

const BACK: &str = "/settings/integrations";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct DisconnectForm {
    upcoming: String,
}

pub(in crate::http) async fn form(ctx: Ctx) -> Result<Response, AppError> {
    match view(&ctx).await? {
        Some(page) => ctx.dialog(StatusCode::OK, &page),
        None => Ok(ctx.done(BACK, Some(notice(NoteKind::Info, "Zoom is not connected", "")))),
    }
}

pub(in crate::http) async fn submit(
    ctx: Ctx,
    ProtectedForm(form): ProtectedForm<DisconnectForm>,
) -> Result<Response, AppError> {
    let remove = form.upcoming == "remove";
    let notice = match disconnect(&ctx.app, ctx.by(), remove).await? {
        Disconnected::Done(counts) => notice(
            NoteKind::Ok,
            format!("Zoom disconnected, {} deleted", count(counts.records(), "record")),
            "",
        ),
        Disconnected::NotConnected => notice(NoteKind::Info, "Zoom is not connected", ""),
        Disconnected::StillInZoom(left) => notice(
            NoteKind::Warn,
            "Zoom is still connected",
            format!(
                "{} could not be removed in Zoom yet. They are removed, and people are told, as soon as Zoom \
                 takes it; disconnect then, or disconnect now and leave them in Zoom.",
                count(u64::try_from(left).unwrap_or(u64::MAX), "meeting")
            ),
        ),
    };
    Ok(ctx.done(BACK, Some(notice)))
}

async fn view(ctx: &Ctx) -> Result<Option<DisconnectPage>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let Some((_, grant)) = stored::of_user(&db, ctx.workspace(), ctx.user()).await? else { return Ok(None) };
    let counts = forget::counts(&db, grant.id).await?;
    let upcoming = forget::upcoming(&db, grant.id, ctx.workspace(), ctx.user(), ctx.now()).await?;
    let shared = shared(&db, grant.id, ctx.workspace(), ctx.user()).await?;
    Ok(Some(DisconnectPage {
        shell: ctx.shell("Disconnect Zoom"),
        email: grant.email.to_string(),
        tokens: counts.tokens,
        identities: counts.identities,
        meetings: counts.meetings,
        events: counts.events,
        attendance: counts.attendance,
        upcoming_meetings: upcoming.meetings,
        upcoming_people: upcoming.people,
        shared: who_shares(&shared).map(|who| {
            let are = if shared.is_one() { "is" } else { "are" };
            format!(
                "{who} and {are} disconnected with you. Meetings that they host stay in Zoom, and lose their links in \
                 Rapport. They are told by email."
            )
        }),
        can_remove: grant.state == GrantState::Healthy,
        remove: false,
    }))
}
