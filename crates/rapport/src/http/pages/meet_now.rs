use axum::http::StatusCode;
use axum::response::Response;
use domain::ContactId;
use serde::Deserialize;

use super::schedule::{contact, zoom};
use super::schedule_form::contact_choice;
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found, refused};
use crate::http::respond::notice;
use crate::meetings::{self, MeetNowRequest, MeetingStatus, ScheduleError, Scheduled};
use crate::views::shell::NoteKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct MeetNowForm {
    idempotency_key: String,
}

/// **Meet now**: makes the meeting, mails the contact, and goes to the meeting as its host.
pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<ContactId>,
    ProtectedForm(form): ProtectedForm<MeetNowForm>,
) -> Result<Response, AppError> {
    let contact = contact(&ctx, id).await?;
    let Some(invitee) = contact_choice(&contact) else {
        return Err(refused(
            StatusCode::CONFLICT,
            &format!("{} has no email address", contact.name),
            "The invitation could not be sent. Add an address to the contact, then press Meet now again.",
        ));
    };
    if !zoom(&ctx).await?.is_usable() {
        return Err(refused(
            StatusCode::CONFLICT,
            "Nobody was called",
            "Meet now needs Zoom. Connect it in Settings, Integrations, then press Meet now again.",
        ));
    }
    let request = MeetNowRequest {
        invitee,
        contact_name: contact.name.clone(),
        host_name: ctx.me.user.name.clone(),
        zone: ctx.zone().clone(),
        idempotency_key: form.idempotency_key,
    };
    let scheduled = match meetings::meet_now(&ctx.app, ctx.workspace(), ctx.user(), request).await {
        Ok(scheduled) => scheduled,
        Err(ScheduleError::Store(error)) => return Err(error.into()),
        Err(error @ (ScheduleError::Overlaps | ScheduleError::Repeat(_))) => {
            return Err(refused(StatusCode::CONFLICT, "Nobody was called", error.to_string()));
        }
    };
    Ok(done(&ctx, &scheduled.ok_or(not_found("contact"))?, contact.name.first_name()))
}

fn done(ctx: &Ctx, scheduled: &Scheduled, first_name: &str) -> Response {
    let page = format!("/meetings/{}", scheduled.meeting);
    match &scheduled.status {
        // Seen by whoever comes back from the meeting.
        MeetingStatus::InZoom => {
            let title = format!("Meeting created, invitation sent to {first_name}");
            ctx.done(format!("{page}/start"), Some(notice(NoteKind::Ok, title, "")))
        }
        MeetingStatus::Pending | MeetingStatus::WaitingForZoom(_) => {
            let text = format!(
                "The meeting is saved. Zoom is not answering. When it does, {first_name} gets the invitation, and Start \
                 meeting appears on this page."
            );
            ctx.done(page, Some(notice(NoteKind::Warn, "Waiting for Zoom", text)))
        }
        _ => ctx.done(page, Some(notice(NoteKind::Bad, "The meeting is saved, but not in Zoom", ""))),
    }
}
