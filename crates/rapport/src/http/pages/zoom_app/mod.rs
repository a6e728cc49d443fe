//! Settings, Zoom app: what holds for the whole installation. One file per section of the page.

mod addresses;
pub(in crate::http) mod availability;
pub(in crate::http) mod credentials;
pub(in crate::http) mod meeting_events;
pub(in crate::http) mod own_settings;
pub(in crate::http) mod public_pages;
pub(in crate::http) mod verification;

use axum::http::StatusCode;
use axum::response::Response;
use domain::display;
use store::audit_log::{self, ActionKind};

use super::audit::who;
use crate::http::context::InstallationCtx;
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::marketplace::verification::token;
use crate::views::form::FormField;
use crate::views::zoom_app::{ChangeLine, ZoomAppPage};

/// Where every section leads back to.
const PAGE: &str = "/settings/zoom-app";
/// How many changes are listed.
const CHANGES: u32 = 20;

pub(in crate::http) async fn page(ctx: InstallationCtx) -> Result<Response, AppError> {
    respond(StatusCode::OK, &view(&ctx).await?)
}

async fn view(ctx: &InstallationCtx) -> Result<ZoomAppPage, AppError> {
    let db = ctx.app.store.begin_read().await;
    let changes = audit_log::newest_of(&db, ctx.workspace(), ActionKind::Settings, CHANGES).await?;
    drop(db);
    let (own_settings, portal) = own_settings::section(ctx).await?;
    Ok(ZoomAppPage {
        shell: ctx.shell("Zoom app"),
        errors: None,
        availability: availability::section(ctx).await?,
        credentials: credentials::section(ctx).await?,
        addresses: addresses::section(ctx).await?,
        meeting_events: meeting_events::section(ctx).await?,
        own_settings,
        portal,
        public_pages: public_pages::section(ctx).await?,
        verification: FormField::new(token(&ctx.app.store).await?.unwrap_or_default()),
        changes: changes
            .into_iter()
            .map(|change| ChangeLine {
                when: display::day_time(change.at, ctx.now(), ctx.zone()),
                person: change
                    .person
                    .map_or_else(|| who(change.actor).to_owned(), |(_, name)| name.to_string()),
                words: change.words,
            })
            .collect(),
    })
}
