use axum::response::Response;
use domain::display;
use serde::Deserialize;

use super::words::in_sentence;
use crate::accounts::{end_other_sessions, end_session, in_words, own_sessions};
use crate::http::context::Ctx;
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::AppError;
use crate::http::respond::notice;
use crate::views::account::SessionLine;
use crate::views::shell::NoteKind;

const PAGE: &str = "/settings/profile";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct EndForm {
    session: String,
}

/// Where the person is logged in, this browser first.
pub(super) async fn lines(ctx: &Ctx) -> Result<Vec<SessionLine>, AppError> {
    let found = own_sessions(&ctx.app, ctx.workspace(), ctx.user()).await?;
    let time = |at| in_sentence(&display::day_time(at, ctx.now(), ctx.zone()));
    let mut lines: Vec<_> = found
        .into_iter()
        .map(|session| SessionLine {
            id: hex::encode(session.token_hash),
            device: in_words(&session.place.agent),
            address: session.place.address.unwrap_or_default(),
            since: time(session.created_at),
            used: time(session.last_used_at),
            here: session.token_hash == ctx.me.session.token_hash,
        })
        .collect();
    lines.sort_by_key(|line| !line.here);
    Ok(lines)
}

/// `POST /settings/sessions/end`
pub(in crate::http) async fn end(
    ctx: Ctx,
    ProtectedForm(form): ProtectedForm<EndForm>,
) -> Result<Response, AppError> {
    let mut session = [0; 32];
    let ended = hex::decode_to_slice(&form.session, &mut session).is_ok()
        && end_session(&ctx.app, ctx.by(), &session).await?;
    let told = if ended {
        notice(NoteKind::Ok, "That browser is logged out", "")
    } else {
        notice(NoteKind::Info, "That browser was logged out already", "")
    };
    Ok(ctx.done(PAGE, Some(told)))
}

/// `POST /settings/sessions/end-others`
pub(in crate::http) async fn end_others(
    ctx: Ctx,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let ended = end_other_sessions(&ctx.app, ctx.by(), &ctx.me.session.token_hash).await?;
    let title = match ended {
        0 => "You are logged in nowhere else".to_owned(),
        1 => "1 other browser is logged out".to_owned(),
        ended => format!("{ended} other browsers are logged out"),
    };
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, title, ""))))
}
