use axum::http::StatusCode;
use axum::response::Response;
use domain::{DealId, display};
use serde::Deserialize;
use store::deals::{self as stored, Deal, Stage};

use super::deals::{board_of, card, progress};
use super::schedule;
use crate::deals;
use crate::http::context::{Ctx, Path, WriteCtx, person};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, not_found, refused};
use crate::http::respond::{notice, page as respond};
use crate::views::contact::Detail;
use crate::views::deals::{DealPage, DeleteDealPage};
use crate::views::shell::NoteKind;

pub(in crate::http) async fn page(ctx: Ctx, Path(id): Path<DealId>) -> Result<Response, AppError> {
    let deal = get(&ctx, id).await?;
    let no_schedule = match (&deal.contact, &deal.contact_email) {
        (None, _) => "The deal has no contact to invite.".to_owned(),
        (Some((_, name)), None) => format!("{} has no email address to invite.", name.first_name()),
        (Some(_), Some(_)) => String::new(),
    };
    let plain = |label, value: String| Detail { label, value, person: None };
    let (owner_id, owner) = &deal.owner;
    let view = DealPage {
        shell: ctx.shell(&deal.title),
        card: card(&ctx, &deal),
        progress: progress(&ctx, &deal),
        contact_id: deal.contact.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
        no_schedule,
        details: vec![
            plain("Value", deal.value.to_string()),
            plain("Stage", deal.stage.label().to_owned()),
            Detail {
                label: "Owner",
                value: owner.to_string(),
                person: Some(person(owner.as_str(), owner_id.as_uuid())),
            },
            plain("Added", display::day(deal.created_at, ctx.now(), ctx.zone())),
        ],
    };
    respond(StatusCode::OK, &view)
}

/// The deal with this id.
pub(super) async fn get(ctx: &Ctx, id: DealId) -> Result<Deal, AppError> {
    let db = ctx.app.store.begin_read().await;
    stored::get(&db, ctx.workspace(), id, ctx.now()).await?.ok_or(not_found("deal"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct MoveForm {
    stage: String,
    /// On which board it was moved; empty on its own page.
    board: String,
}

pub(in crate::http) async fn move_to(
    ctx: WriteCtx,
    Path(id): Path<DealId>,
    ProtectedForm(form): ProtectedForm<MoveForm>,
) -> Result<Response, AppError> {
    let Ok(stage) = form.stage.parse::<Stage>() else {
        return Err(refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is no such stage",
            "Go back and choose one of the stages of the board.",
        ));
    };
    if !deals::move_to(&ctx.app, ctx.workspace(), ctx.user(), id, stage).await? {
        return Err(not_found("deal"));
    }
    let to = board_of(&form.board).map_or_else(|| format!("/deals/{id}"), str::to_owned);
    Ok(ctx.done(to, Some(notice(NoteKind::Ok, format!("Deal moved to {}", stage.label()), ""))))
}

/// The form for a meeting with the deal's contact.
pub(in crate::http) async fn schedule(ctx: WriteCtx, Path(id): Path<DealId>) -> Result<Response, AppError> {
    let deal = get(&ctx, id).await?;
    let Some((contact, _)) = deal.contact else {
        return Err(refused(
            StatusCode::CONFLICT,
            "The deal has no contact",
            "Edit the deal and choose with whom it is talked about, then schedule the meeting.",
        ));
    };
    schedule::form_for(&ctx, &[contact]).await
}

pub(in crate::http) async fn delete_form(
    ctx: WriteCtx,
    Path(id): Path<DealId>,
) -> Result<Response, AppError> {
    let deal = get(&ctx, id).await?;
    let shell = ctx.shell(&format!("Delete {}", deal.title));
    ctx.dialog(StatusCode::OK, &DeleteDealPage { shell, id: id.to_string(), title: deal.title })
}

pub(in crate::http) async fn delete(
    ctx: WriteCtx,
    Path(id): Path<DealId>,
    ProtectedForm(_): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    if !deals::delete(&ctx.app, ctx.workspace(), id).await? {
        return Err(not_found("deal"));
    }
    Ok(ctx.done("/deals", Some(notice(NoteKind::Ok, "Deal deleted", ""))))
}
