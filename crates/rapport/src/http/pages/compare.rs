use axum::response::Response;

use super::words::count;
use crate::http::context::WriteCtx;
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::AppError;
use crate::http::respond::notice;
use crate::meetings;
use crate::views::shell::NoteKind;

const PAGE: &str = "/settings/integrations";

/// **Compare with Zoom**.
pub(in crate::http) async fn submit(ctx: WriteCtx, _: ProtectedForm<NoFields>) -> Result<Response, AppError> {
    if ctx.me.zoom.is_none() {
        return Ok(ctx.done(PAGE, Some(notice(NoteKind::Info, "Zoom is not connected", ""))));
    }
    let notice = match meetings::compare_now(&ctx.app, ctx.workspace(), ctx.user()).await? {
        Some(found) if found.findings.is_empty() => {
            let compared = count(found.compared, "meeting");
            notice(NoteKind::Ok, format!("Compared {compared} with Zoom, nothing differs"), "")
        }
        Some(found) => {
            let findings = u64::try_from(found.findings.len()).unwrap_or_default();
            let title = format!("Compared with Zoom, {} found", count(findings, "difference"));
            notice(NoteKind::Warn, title, "The card below says which, and what was done.")
        }
        None => notice(
            NoteKind::Info,
            "Comparing with Zoom",
            "Zoom has not answered yet. The result appears below when it has.",
        ),
    };
    Ok(ctx.done(PAGE, Some(notice)))
}
