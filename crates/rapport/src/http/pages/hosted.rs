//! What the pages share on which a host changes their meeting.

use domain::{ContactId, MeetingId};
use store::contacts::{self, Contact};
use store::meetings::{self as stored, Invitee, Meeting};

use crate::http::context::Ctx;
use crate::http::error::{AppError, forbidden, not_found};
use crate::invitations::{InvitationMails, Invited};

/// The meeting, if the reader is its host. `refusal` says what others cannot do.
pub(in crate::http) async fn own_meeting(
    ctx: &Ctx,
    id: MeetingId,
    refusal: &str,
) -> Result<Meeting, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let meeting = found.ok_or(not_found("meeting"))?;
    if meeting.host_id == ctx.user() { Ok(meeting) } else { Err(forbidden(refusal)) }
}

/// Those whose invitation has left or is about to: only they are told of a change.
pub(super) async fn invited<'a>(ctx: &Ctx, meeting: &'a Meeting) -> Result<Vec<&'a Invitee>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let mails = InvitationMails::to_meeting(&db, ctx.workspace(), meeting).await?;
    Ok(meeting.invitees.iter().filter(|invitee| mails.to(invitee) == Invited::Perhaps).collect())
}

/// Whom the meeting is with, if nobody can mail them about it: they have no address, or had none.
pub(super) async fn unmailed(ctx: &Ctx, meeting: &Meeting) -> Result<Option<Contact>, AppError> {
    let Some(id) = meeting.contact_id else { return Ok(None) };
    if meeting.invitees.iter().any(|invitee| invitee.contact_id == Some(id)) {
        return Ok(None);
    }
    let found = contacts::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    Ok(found.filter(|contact| meeting.invitees.is_empty() || contact.primary_email.is_none()))
}

/// Where the person came from, as far as we know: the contact.
pub(super) fn back(meeting: &Meeting) -> String {
    meeting.contact_id.map_or_else(|| "/meetings".to_owned(), |contact| format!("/contacts/{contact}"))
}

/// The contact that a meeting is with, or the first one invited.
pub(super) fn contact_of(meeting: &Meeting) -> Option<ContactId> {
    meeting.contact_id.or_else(|| meeting.invitees.iter().find_map(|invitee| invitee.contact_id))
}
