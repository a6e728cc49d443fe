//! Times that invitees propose, on the page of the meeting, and the click that takes one.

use axum::response::Response;
use domain::{MeetingId, ProposalId, display};
use jiff::Timestamp;
use serde::Deserialize;
use store::invitee_pages;
use store::meetings::{Answer, Meeting};

use super::hosted::{invited, own_meeting};
use super::reschedule::{REFUSAL, rescheduled};
use super::words::{first_name, first_names, their_time};
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::meetings::{Taken, take_proposal};
use crate::views::meetings::{ProposalGroup, ProposalRow};

#[derive(Debug, Deserialize)]
pub(in crate::http) struct TakeForm {
    idempotency_key: String,
    starts_at: i64,
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
    let taken = Taken { proposal, starts_at, idempotency_key: &form.idempotency_key };
    let done = take_proposal(&ctx.app, ctx.workspace(), ctx.user(), id, taken).await;
    rescheduled(&ctx, &meeting, &told, done, format!("/meetings/{id}"))
}

/// The proposals for a meeting, by who made them.
pub(super) async fn groups(ctx: &Ctx, meeting: &Meeting) -> Result<Vec<ProposalGroup>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let proposals = invitee_pages::proposals(&db, ctx.workspace(), meeting.id).await?;
    drop(db);
    let mut groups = Vec::new();
    for invitee in meeting.invitees.iter().filter(|invitee| invitee.answer == Answer::Proposed) {
        let who = first_name(invitee);
        let theirs = proposals.iter().filter(|one| one.invitee_id == invitee.id);
        groups.push(ProposalGroup {
            who: who.to_owned(),
            message: invitee
                .answer_message
                .as_deref()
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect(),
            times: theirs
                .map(|one| ProposalRow {
                    id: one.id.to_string(),
                    starts_at: one.starts_at.as_microsecond(),
                    when: display::day_time_range(one.starts_at, meeting.duration, ctx.now(), ctx.zone()),
                    their_time: their_time(one.starts_at, who, invitee.zone.as_ref(), ctx.zone()),
                    passed: one.starts_at <= ctx.now(),
                })
                .collect(),
        });
    }
    Ok(groups)
}
