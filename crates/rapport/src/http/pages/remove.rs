use axum::http::StatusCode;
use axum::response::Response;
use domain::{MeetingId, display};
use serde::Deserialize;
use store::emails::{self, EmailKind, EmailState};
use store::meetings::{self as stored, Invitee, Meeting};

use super::words::{and, first_name, full_name};
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, forbidden, not_found};
use crate::http::respond::notice;
use crate::meetings::{self, MeetingStatus, RemoveError};
use crate::views::form::FormField;
use crate::views::meetings::RemovePage;
use crate::views::shell::NoteKind;

/// Longest message to the invitees, in characters.
const LONGEST_MESSAGE: usize = 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct RemoveForm {
    tell: Option<String>,
    message: String,
}

pub(in crate::http) async fn form(ctx: WriteCtx, Path(id): Path<MeetingId>) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id).await?;
    let page = view(&ctx, &meeting, true, FormField::default()).await?;
    ctx.dialog(StatusCode::OK, &page)
}

pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(form): ProtectedForm<RemoveForm>,
) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id).await?;
    let tell = form.tell.is_some();
    let length = form.message.chars().count();
    if length > LONGEST_MESSAGE {
        let error = format!("The message has {length} characters; use at most {LONGEST_MESSAGE}.");
        let page = view(&ctx, &meeting, tell, FormField::wrong(form.message, error)).await?;
        return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let told = invited(&ctx, &meeting).await?;
    let status =
        match meetings::remove(&ctx.app, ctx.workspace(), ctx.user(), id, tell, form.message.trim()).await {
            Ok(status) => status,
            Err(RemoveError::NotFound) => return Err(not_found("meeting")),
            Err(error @ RemoveError::NotTheHost) => return Err(forbidden(&error.to_string())),
            Err(RemoveError::Store(error)) => return Err(error.into()),
        };
    let who =
        if tell && !told.is_empty() { format!("{} told", were(&told)) } else { "nobody was told".into() };
    let notice = match status {
        MeetingStatus::Removed => notice(NoteKind::Ok, format!("Meeting removed, {who}"), ""),
        _ => notice(
            NoteKind::Warn,
            "Waiting for Zoom",
            "The meeting is removed here. Zoom has not confirmed it yet; it is removed there, and people are told, \
             as soon as Zoom does. The meeting’s page says how it stands.",
        ),
    };
    Ok(ctx.done(back(&meeting), Some(notice)))
}

/// "Ana was", "Ana and Rui were".
fn were(names: &[String]) -> String {
    format!("{} {}", and(names), if names.len() == 1 { "was" } else { "were" })
}

/// First names of those whose invitation has left or is about to: only they are told.
async fn invited(ctx: &Ctx, meeting: &Meeting) -> Result<Vec<String>, AppError> {
    let mails = emails::of_meeting(&ctx.app.store.begin_read().await, ctx.workspace(), meeting.id).await?;
    let invited = |invitee: &&Invitee| {
        mails.iter().any(|mail| {
            mail.invitee_id == invitee.id
                && mail.kind == EmailKind::Invitation
                && mail.state != EmailState::Failed
        })
    };
    Ok(meeting.invitees.iter().filter(invited).map(|invitee| first_name(invitee).to_owned()).collect())
}

/// Where the person came from, as far as we know: the contact.
fn back(meeting: &Meeting) -> String {
    meeting.contact_id.map_or_else(|| "/meetings".to_owned(), |contact| format!("/contacts/{contact}"))
}

async fn own_meeting(ctx: &Ctx, id: MeetingId) -> Result<Meeting, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let meeting = found.ok_or(not_found("meeting"))?;
    if meeting.host_id == ctx.user() {
        Ok(meeting)
    } else {
        Err(forbidden("Only the host can remove this meeting."))
    }
}

async fn view(ctx: &Ctx, meeting: &Meeting, tell: bool, message: FormField) -> Result<RemovePage, AppError> {
    let zone = ctx.zone();
    let date = zone.local(meeting.starts_at).date();
    let names: Vec<_> = meeting.invitees.iter().map(full_name).collect();
    Ok(RemovePage {
        shell: ctx.shell(&format!("Remove {}", meeting.topic)),
        id: meeting.id.to_string(),
        topic: meeting.topic.to_string(),
        when: format!(
            "{}, {}, with {}",
            display::weekday_day_long(date),
            display::time_range(meeting.starts_at, meeting.duration, zone),
            and(&names)
        ),
        back: back(meeting),
        in_zoom: meeting.zoom.is_some(),
        told: and(&invited(ctx, meeting).await?),
        tell,
        message,
    })
}
