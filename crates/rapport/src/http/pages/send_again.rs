use axum::http::StatusCode;
use axum::response::Response;
use domain::{InviteeId, MeetingId, display};
use serde::Deserialize;
use store::emails::{self, Email, EmailKind, EmailState};
use store::meetings::{Invitee, Meeting};

use super::hosted::{back, own_meeting};
use super::timeline::mail_word;
use super::words::{and, first_names, full_name, on};
use crate::accounts::new_token;
use crate::http::context::{Ctx, Path, WriteCtx, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, forbidden, not_found, refused};
use crate::http::respond::notice;
use crate::meetings::{self, SendAgainError, can_send_again};
use crate::views::send_again::{Recipient, SendAgainPage};
use crate::views::shell::NoteKind;

/// For everyone but the host.
const REFUSAL: &str = "Only the host can send invitations.";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct SendAgainForm {
    idempotency_key: String,
    invitee: Vec<String>,
}

pub(in crate::http) async fn form(ctx: WriteCtx, Path(id): Path<MeetingId>) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id, REFUSAL).await?;
    if !can_send_again(&meeting, ctx.now()) {
        return Err(cannot());
    }
    let everyone: Vec<_> = meeting.invitees.iter().map(|invitee| invitee.id).collect();
    let key = new_token(&*ctx.app.random);
    let page = view(&ctx, &meeting, &everyone, key, None).await?;
    ctx.dialog(StatusCode::OK, &page)
}

pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(form): ProtectedForm<SendAgainForm>,
) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id, REFUSAL).await?;
    let chosen: Vec<InviteeId> = form.invitee.iter().filter_map(|id| id.parse().ok()).collect();
    if chosen.is_empty() && can_send_again(&meeting, ctx.now()) {
        let error = Some("Choose at least one person.".to_owned());
        let page = view(&ctx, &meeting, &chosen, form.idempotency_key, error).await?;
        return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let key = &form.idempotency_key;
    let sent = meetings::send_again(&ctx.app, ctx.workspace(), ctx.user(), id, &chosen, key).await;
    let invited = match sent {
        Ok(invited) => invited,
        Err(SendAgainError::Store(error)) => return Err(error.into()),
        Err(SendAgainError::NotFound) => return Err(not_found("meeting")),
        Err(error @ SendAgainError::NotTheHost) => return Err(forbidden(&error.to_string())),
        Err(SendAgainError::NothingToSend) => return Err(cannot()),
    };
    let names = first_names(&invited.iter().collect::<Vec<_>>());
    let title = format!("Invitation sent to {}", and(&names));
    Ok(ctx.done(back(&meeting), Some(notice(NoteKind::Ok, title, ""))))
}

fn cannot() -> AppError {
    refused(StatusCode::CONFLICT, "No invitation was sent", SendAgainError::NothingToSend.to_string())
}

async fn view(
    ctx: &Ctx,
    meeting: &Meeting,
    chosen: &[InviteeId],
    idempotency_key: String,
    error: Option<String>,
) -> Result<SendAgainPage, AppError> {
    let db = ctx.app.store.begin_read().await;
    let mails = emails::of_meeting(&db, ctx.workspace(), meeting.id).await?;
    let mut people = Vec::new();
    for invitee in &meeting.invitees {
        let new_email = meetings::new_address(&db, ctx.workspace(), invitee).await?;
        people.push(recipient(ctx, invitee, new_email.map(|email| email.to_string()), &mails, chosen));
    }
    let there = meeting.as_in_zoom();
    let day = display::weekday_day_long(ctx.zone().local(there.starts_at).date());
    Ok(SendAgainPage {
        shell: ctx.shell(&format!("Send invitation to {}", there.topic)),
        id: meeting.id.to_string(),
        topic: there.topic.to_string(),
        when: format!("{day}, {}", display::time_range(there.starts_at, there.duration, ctx.zone())),
        back: back(meeting),
        idempotency_key,
        again: mails.iter().any(|mail| mail.kind == EmailKind::Invitation),
        people,
        error,
    })
}

fn recipient(
    ctx: &Ctx,
    invitee: &Invitee,
    new_email: Option<String>,
    mails: &[Email],
    chosen: &[InviteeId],
) -> Recipient {
    let own =
        mails.iter().filter(|mail| mail.invitee_id == invitee.id && mail.state != EmailState::Overtaken);
    let last = own.max_by_key(|mail| (mail.created_at, mail.id));
    let waiting = last.is_some_and(|mail| mail.state == EmailState::Queued);
    let when = |at| on(&display::day_time(at, ctx.now(), ctx.zone()));
    let id = invitee.contact_id.map_or(invitee.id.as_uuid(), domain::ContactId::as_uuid);
    let old = invitee.email.to_string();
    Recipient {
        id: invitee.id.to_string(),
        person: person(full_name(invitee), id),
        old_email: new_email.is_some().then(|| old.clone()),
        email: new_email.unwrap_or(old),
        last: match last {
            None => "Not invited yet".to_owned(),
            Some(mail) => {
                let word = mail_word(mail.kind);
                match (mail.state, mail.sent_at) {
                    (EmailState::Queued, _) => format!("{word} is about to leave"),
                    (EmailState::Sent, Some(at)) => format!("{word} sent {}", when(at)),
                    (EmailState::Failed, _) => {
                        format!("{word} of {} failed", display::day(mail.created_at, ctx.now(), ctx.zone()))
                    }
                    _ => format!("{word} sent"),
                }
            }
        },
        waiting,
        chosen: chosen.contains(&invitee.id) && !waiting,
    }
}
