use axum::http::StatusCode;
use axum::response::Response;

use super::words::count;
use crate::connections;
use crate::http::context::Ctx;
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::AppError;
use crate::http::respond::{file, page as respond};
use crate::marketplace::design::data_flow::{Deletion, Flow};
use crate::views::held::{HeldLine, HeldPage};

pub(in crate::http) async fn page(ctx: Ctx) -> Result<Response, AppError> {
    let all = connections::held(&ctx.app, ctx.by()).await?;
    let (mut with, mut beside) = (Vec::new(), Vec::new());
    for held in &all {
        let list = if held.flow.deletion == Deletion::WithConnection { &mut with } else { &mut beside };
        list.push(line(held.flow, held.records));
    }
    let view = HeldPage {
        shell: ctx.shell("What we hold"),
        connected: ctx.me.zoom.as_ref().map(|zoom| zoom.email.to_string()),
        with_connection: with,
        otherwise: beside,
    };
    respond(StatusCode::OK, &view)
}

/// A file, not a page: nothing of it stays in the browser's cache.
pub(in crate::http) async fn download(
    ctx: Ctx,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let data = connections::download_held(&ctx.app, ctx.by()).await?;
    Ok(file("application/json", "zoom-data.json", serde_json::to_string_pretty(&data)?))
}

fn line(flow: &Flow, records: u64) -> HeldLine {
    HeldLine {
        what: flow.field,
        from: flow.from,
        purpose: flow.purpose,
        protection: flow.protection.words(),
        deleted: flow.deletion.words(),
        told: connections::Held::is_told(flow),
        records: match records {
            0 => "nothing now".to_owned(),
            n => count(n, "record"),
        },
        some: records > 0,
    }
}
