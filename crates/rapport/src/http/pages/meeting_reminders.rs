//! Which reminders of a meeting went out, and which will, to whom.

use domain::{InviteeId, display};
use store::meetings::{Answer, Invitee, Meeting};
use store::outbox::EmailState;
use store::reminders::{self, Reminder, ReminderKind};

use super::timeline::mail_state;
use super::words::{and, first_name};
use crate::http::context::Ctx;
use crate::http::error::AppError;
use crate::invitations::{InvitationMails, Invited};
use crate::meetings::MeetingStatus;
use crate::views::reminders::{MeetingReminders, ReminderRow};
use crate::views::tone::Tone;

/// Nothing for a meeting that does not take place, or none of whose people are reminded.
pub(super) async fn of_meeting(
    ctx: &Ctx,
    meeting: &Meeting,
    status: &MeetingStatus,
) -> Result<Option<MeetingReminders>, AppError> {
    if !matches!(status, MeetingStatus::InZoom | MeetingStatus::Elsewhere | MeetingStatus::Changing(_)) {
        return Ok(None);
    }
    let db = ctx.app.store.begin_read().await;
    let (workspace, id, starts_at) = (ctx.workspace(), meeting.id, meeting.starts_at);
    let chosen = reminders::settings(&db, workspace, meeting.host_id).await?;
    let queued = reminders::of_meeting(&db, workspace, id, starts_at).await?;
    let next = reminders::next(&db, workspace, id, starts_at).await?;
    let mails = InvitationMails::to_meeting(&db, workspace, meeting).await?;
    drop(db);
    let comes = |one: &&Invitee| one.answer != Answer::Declined && mails.to(one) == Invited::Perhaps;
    let told: Vec<_> = meeting.invitees.iter().filter(comes).collect();
    let own = meeting.host_id == ctx.user();
    let host = if own { "You" } else { meeting.host_name.first_name() };
    let mut rows = Vec::new();
    for kind in ReminderKind::ALL.iter().copied() {
        let sent: Vec<_> = queued.iter().filter(|one| one.kind == kind).collect();
        let (to_host, names, state) = if !sent.is_empty() {
            let to = |invitee: &&Invitee| {
                sent.iter().any(|one| !one.to_host && InviteeId::from_uuid(one.recipient) == invitee.id)
            };
            let names = meeting.invitees.iter().filter(to).map(first_name).collect::<Vec<_>>();
            (sent.iter().any(|one| one.to_host), names, Some(state_of(&sent)))
        } else if next.is_some_and(|(next, since)| {
            kind.minutes() <= next.minutes()
                && since <= kind.due(starts_at)
                && ctx.now() < kind.due(starts_at)
        }) {
            let names = if chosen.for_invitees.includes(kind) {
                told.iter().map(|one| first_name(one)).collect()
            } else {
                vec![]
            };
            (chosen.for_me.includes(kind), names, None)
        } else {
            continue;
        };
        let who: Vec<_> = to_host.then_some(host).into_iter().chain(names).collect();
        if !who.is_empty() {
            let when = display::day_time(kind.due(starts_at), ctx.now(), ctx.zone());
            rows.push(ReminderRow { when, who: and(&who), state });
        }
    }
    let to_come = rows.iter().any(|row| row.state.is_none());
    Ok((!rows.is_empty()).then_some(MeetingReminders { rows, to_come, own }))
}

/// What most needs to be said of some mails.
fn state_of(mails: &[&Reminder]) -> (Tone, String) {
    let any = |state| mails.iter().any(|mail| mail.state == state);
    let order = [EmailState::Failed, EmailState::Queued, EmailState::Sent];
    let state = order.into_iter().find(|state| any(*state)).unwrap_or(EmailState::Overtaken);
    let (tone, word) = mail_state(state);
    (tone, word.to_owned())
}
