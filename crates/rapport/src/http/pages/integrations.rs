use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::feature_flags;

use super::zoom_card::{APP_REFUSED, TELL_THEM, cannot, card, shared_line};
use crate::connections::{
    self, Callback, ConnectError, PATIENCE, ZoomEnvironment, ZoomKind, begin, check, finish, within,
};
use crate::features::{Feature, FeatureStanding, in_words};
use crate::http::arrival;
use crate::http::client::Client;
use crate::http::context::{Ctx, Query, WriteCtx};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, forbidden};
use crate::http::respond::{notice, page as respond};
use crate::views::integrations::IntegrationsPage;
use crate::views::shell::{NoteKind, Notice};

/// Where every answer about a connection leads.
const PAGE: &str = "/settings/integrations";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct IntegrationsQuery {
    finish: String,
}

pub(in crate::http) async fn page(
    ctx: Ctx,
    Query(query): Query<IntegrationsQuery>,
) -> Result<Response, AppError> {
    let zoom = card(&ctx).await?;
    let kind = ctx.app.zoom.kind();
    let unpublished = kind == ZoomKind::Real(ZoomEnvironment::Development);
    // Whoever goes to the consent page knows to which of Zoom's two apps.
    let app_line = match kind {
        ZoomKind::Simulated => None,
        ZoomKind::Real(ZoomEnvironment::Development) => {
            Some("Connecting uses this server’s development app.")
        }
        ZoomKind::Real(ZoomEnvironment::Production) => Some("Connecting uses this server’s production app."),
    };
    let finish = query.finish == "zoom" && zoom.offers_connect();
    let preview = match ctx.me.zoom_feature {
        FeatureStanding::Preview => {
            let db = ctx.app.store.begin_read().await;
            let flag = feature_flags::get(&db, Feature::Zoom, ctx.workspace()).await?;
            Some(format!("Preview: turned {}.", in_words(&flag)))
        }
        FeatureStanding::Off | FeatureStanding::On => None,
    };
    respond(
        StatusCode::OK,
        &IntegrationsPage { shell: ctx.shell("Integrations"), zoom, finish, preview, unpublished, app_line },
    )
}

pub(in crate::http) async fn connect(
    ctx: WriteCtx,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    match begin(&ctx.app, ctx.workspace(), ctx.user()).await {
        Ok(consent) => Ok(Redirect::to(consent.as_str()).into_response()),
        Err(error @ ConnectError::TurnedOff) => Err(forbidden(&error.to_string())),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::http) async fn callback(
    ctx: WriteCtx,
    client: Client,
    uri: Uri,
    headers: HeaderMap,
    Query(mut callback): Query<Callback>,
) -> Result<Response, AppError> {
    callback.from = ctx.by().from;
    callback.arrived_at = arrival::address(&ctx.app.public_url, client, &headers, &uri);
    let notice = match finish(&ctx.app, ctx.workspace(), ctx.user(), callback).await {
        Ok(connected) if connected.missing.is_empty() => {
            let shared = shared_line(&connected.shared).unwrap_or_default();
            notice(NoteKind::Ok, format!("Zoom connected as {}", connected.email), shared)
        }
        Ok(connected) => notice(
            NoteKind::Warn,
            format!("Zoom connected as {}, with permissions missing", connected.email),
            format!(
                "Zoom did not grant {}. {} until you reconnect Zoom and leave the permissions as they are.",
                connected.missing.join(", "),
                cannot(&connected.missing)
            ),
        ),
        Err(ConnectError::Store(error)) => return Err(error.into()),
        Err(ConnectError::Key(error)) => return Err(error.into()),
        Err(error @ ConnectError::TurnedOff) => return Err(forbidden(&error.to_string())),
        Err(error @ (ConnectError::Declined | ConnectError::NotAsked)) => {
            let title = match error {
                ConnectError::Declined => "Zoom was not connected",
                _ => "Finish connecting Zoom",
            };
            notice(NoteKind::Info, title, error.to_string())
        }
        Err(error) => notice(NoteKind::Bad, "Zoom was not connected", error.to_string()),
    };
    Ok(ctx.done(PAGE, Some(notice)))
}

pub(in crate::http) async fn check_now(
    ctx: WriteCtx,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    // Zoom's answer is kept when it comes, also if nobody waits for it any more.
    let (app, workspace, user) = (ctx.app.clone(), ctx.workspace(), ctx.user());
    let checked = within(PATIENCE, async move { check(&app, workspace, user).await }).await.transpose()?;
    let notice = match checked {
        Some(None) => notice(NoteKind::Info, "Zoom is not connected", ""),
        Some(Some(Ok(()))) => notice(NoteKind::Ok, "Zoom answered, the connection works", ""),
        Some(Some(Err(error))) => failed_check(&error),
        None => notice(
            NoteKind::Warn,
            "Checked just now, Zoom did not answer",
            "It takes long. If it answers, you see it here.",
        ),
    };
    Ok(ctx.done(PAGE, Some(notice)))
}

fn failed_check(error: &zoom::Error) -> Notice {
    use connections::TokenError;
    match error.token_error() {
        Some(TokenError::NeedsReconnect | TokenError::Gone) => {
            notice(NoteKind::Bad, "Zoom refuses our access", "Reconnect Zoom to go on.")
        }
        Some(TokenError::AppRefused(_)) => notice(NoteKind::Warn, APP_REFUSED, TELL_THEM),
        // The card below says what that means.
        _ => notice(NoteKind::Warn, "Checked just now, Zoom did not answer", ""),
    }
}
