//! Times that invitees propose, on the page of the meeting, and the click that takes one.

use axum::response::Response;
use domain::{MeetingId, ProposalId, display};
use jiff::Timestamp;
use serde::Deserialize;
use store::invitee_pages;
use store::meetings::{Answer, Meeting};

use super::hosted::{invited, own_meeting};
use super::preview::Day;
use super::reschedule::{REFUSAL, rescheduled};
use super::schedule::zoom;
use super::words::{first_name, first_names, their_time};
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::meetings::{Overlaps, RescheduleError, Taken, take_proposal};
use crate::views::details::OverlapWarning;
use crate::views::proposals::{ProposalGroup, ProposalRow};

#[derive(Debug, Deserialize)]
pub(in crate::http) struct TakeForm {
    idempotency_key: String,
    starts_at: i64,
    /// Meetings at the same time that are meant.
    #[serde(default)]
    overlap_keep: String,
}

/// What the page of a meeting is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct MeetingQuery {
    /// A proposal that was taken and needs a decision, because the host has another meeting then.
    pub(super) proposal: String,
}

/// `POST /meetings/{id}/proposals/{proposal}`
pub(in crate::http) async fn take(
    ctx: WriteCtx,
    Path((id, proposal)): Path<(MeetingId, ProposalId)>,
    ProtectedForm(form): ProtectedForm<TakeForm>,
) -> Result<Response, AppError> {
    let meeting = own_meeting(&ctx, id, REFUSAL).await?;
    let told = first_names(&invited(&ctx, &meeting).await?);
    let starts_at = Timestamp::from_microsecond(form.starts_at).unwrap_or(meeting.starts_at);
    let overlaps = Overlaps::read(&form.overlap_keep);
    let taken = Taken { proposal, starts_at, overlaps: &overlaps, idempotency_key: &form.idempotency_key };
    let done = take_proposal(&ctx.app, ctx.workspace(), ctx.user(), id, taken).await;
    if matches!(done, Err(RescheduleError::Overlaps)) {
        return Ok(ctx.done(format!("/meetings/{id}?proposal={proposal}#proposals"), None));
    }
    rescheduled(&ctx, &meeting, &told, done, format!("/meetings/{id}"))
}

/// What else the host has at a time that they took.
async fn overlap(ctx: &Ctx, meeting: &Meeting, start: Timestamp) -> Result<Option<OverlapWarning>, AppError> {
    let plan = zoom(ctx).await?.plan;
    let day = Day {
        ctx,
        zone: ctx.zone(),
        start,
        minutes: meeting.duration,
        invitees: &[],
        unmailed: None,
        starts: &[],
        except: Some(meeting.id),
        place: meeting.place.as_ref(),
    };
    day.overlap(&Overlaps::Known(Vec::new()), plan.as_ref()).await
}

/// The proposals for a meeting, by who made them. About `asked`, the host is asked whether it is meant.
pub(super) async fn groups(
    ctx: &Ctx,
    meeting: &Meeting,
    asked: Option<ProposalId>,
) -> Result<Vec<ProposalGroup>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let proposals = invitee_pages::proposals(&db, ctx.workspace(), meeting.id).await?;
    drop(db);
    let mut groups = Vec::new();
    for invitee in meeting.invitees.iter().filter(|invitee| invitee.answer == Answer::Proposed) {
        let who = first_name(invitee);
        let theirs = proposals.iter().filter(|one| one.invitee_id == invitee.id);
        let mut times = Vec::new();
        for one in theirs {
            let own = ctx.hosts(meeting.host_id) && asked == Some(one.id);
            times.push(ProposalRow {
                id: one.id.to_string(),
                starts_at: one.starts_at.as_microsecond(),
                when: display::day_time_range(one.starts_at, meeting.duration, ctx.now(), ctx.zone()),
                their_time: their_time(one.starts_at, who, invitee.zone.as_ref(), ctx.zone()),
                passed: one.starts_at <= ctx.now(),
                overlap: if own { overlap(ctx, meeting, one.starts_at).await? } else { None },
            });
        }
        groups.push(ProposalGroup {
            who: who.to_owned(),
            message: invitee
                .answer_message
                .as_deref()
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect(),
            times,
        });
    }
    Ok(groups)
}
