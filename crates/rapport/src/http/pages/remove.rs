use axum::http::StatusCode;
use axum::response::Response;
use domain::{MeetingId, display};
use serde::Deserialize;
use store::meetings::{Meeting, Problem};

use super::hosted::{back, invited, own_meeting, unmailed};
use super::series;
use super::words::{and, can_reschedule, first_names, full_name, were};
use crate::accounts::new_token;
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, forbidden, not_found};
use crate::http::respond::notice;
use crate::meetings::{self, MeetingStatus, Obstacle, RemoveError, RemoveRequest, status};
use crate::views::form::FormField;
use crate::views::meetings::RemovePage;
use crate::views::shell::NoteKind;

/// For everyone but the host.
pub(in crate::http) const REFUSAL: &str = "Only the host can remove this meeting.";
/// Longest message to the invitees, in characters.
pub(in crate::http) const LONGEST_MESSAGE: usize = 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct RemoveForm {
    idempotency_key: String,
    tell: Option<String>,
    message: String,
}

pub(in crate::http) async fn form(ctx: WriteCtx, Path(id): Path<MeetingId>) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id, REFUSAL).await?;
    let key = new_token(&*ctx.app.random);
    let page = view(&ctx, &meeting, true, FormField::default(), key).await?;
    ctx.dialog(StatusCode::OK, &page)
}

pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(form): ProtectedForm<RemoveForm>,
) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id, REFUSAL).await?;
    let tell = form.tell.is_some();
    let length = form.message.chars().count();
    if length > LONGEST_MESSAGE {
        let error = format!("The message has {length} characters; use at most {LONGEST_MESSAGE}.");
        let message = FormField::wrong(form.message, error);
        let page = view(&ctx, &meeting, tell, message, form.idempotency_key).await?;
        return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let told = first_names(&invited(&ctx, &meeting).await?);
    let wish = RemoveRequest {
        tell,
        message: form.message.trim(),
        idempotency_key: (!form.idempotency_key.is_empty()).then_some(&form.idempotency_key),
    };
    let status = match meetings::remove(&ctx.app, ctx.workspace(), ctx.user(), id, wish).await {
        Ok(status) => status,
        Err(RemoveError::NotFound) => return Err(not_found("meeting")),
        Err(error @ RemoveError::NotTheHost) => return Err(forbidden(&error.to_string())),
        Err(RemoveError::Store(error)) => return Err(error.into()),
    };
    let who =
        if tell && !told.is_empty() { format!("{} told", were(&told)) } else { "nobody was told".into() };
    let notice = match status {
        MeetingStatus::Removed => notice(NoteKind::Ok, format!("Meeting removed, {who}"), ""),
        MeetingStatus::Removing(Obstacle { problem: Some(Problem::Running), .. }) => notice(
            NoteKind::Warn,
            "The meeting is running",
            "It is removed here. Zoom does not delete a meeting that is running; it is deleted there, and people are \
             told, when it has ended.",
        ),
        // People who meet elsewhere are told at once: only Zoom is behind.
        _ if meeting.place.is_some() => notice(
            NoteKind::Warn,
            format!("Meeting removed, {who}"),
            "Zoom still has it from before, and has not answered yet. It is removed there as soon as Zoom does.",
        ),
        _ => notice(
            NoteKind::Warn,
            "Waiting for Zoom",
            "The meeting is removed here. Zoom has not confirmed it yet; it is removed there, and people are told, \
             as soon as Zoom does. The meeting’s page says how it stands.",
        ),
    };
    Ok(ctx.done(back(&meeting), Some(notice)))
}

async fn view(
    ctx: &Ctx,
    meeting: &Meeting,
    tell: bool,
    message: FormField,
    idempotency_key: String,
) -> Result<RemovePage, AppError> {
    let zone = ctx.zone();
    let date = zone.local(meeting.starts_at).date();
    let contact = unmailed(ctx, meeting).await?;
    let names: Vec<_> = contact
        .iter()
        .map(|contact| contact.name.as_str())
        .chain(meeting.invitees.iter().map(full_name))
        .collect();
    let time = match meeting.repeat() {
        Some(repeat) => repeat.to_string(),
        None => format!(
            "{}, {}",
            display::weekday_day_long(date),
            display::time_range(meeting.starts_at, meeting.duration, zone)
        ),
    };
    let left = series::to_come(ctx, meeting).await?.iter().filter(|date| date.stands()).count();
    Ok(RemovePage {
        shell: ctx.shell(&format!("Remove {}", meeting.topic)),
        id: meeting.id.to_string(),
        topic: meeting.topic.to_string(),
        when: format!("{time}, with {}", and(&names)),
        back: back(meeting),
        idempotency_key,
        can_reschedule: can_reschedule(&status(meeting, ctx.now()), meeting.ends_at(), ctx.now()),
        in_zoom: meeting.zoom.is_some(),
        elsewhere: meeting.place.is_some(),
        all_dates: meeting.repeat().map(|_| left),
        one_of: meeting.series_id().map(|series| format!("/meetings/{series}")),
        told: and(&first_names(&invited(ctx, meeting).await?)),
        tell,
        message,
    })
}
