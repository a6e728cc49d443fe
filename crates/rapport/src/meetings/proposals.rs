use domain::{MeetingId, ProposalId, UserId, WorkspaceId};
use jiff::Timestamp;
use store::{invitee_pages, meetings};

use super::overlap::Overlaps;
use super::reschedule::{RescheduleError, RescheduleRequest, reschedule};
use super::status::{MeetingStatus, status};
use crate::app::App;

/// A proposed time that the host takes with one click.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// Which proposal.
    pub proposal: ProposalId,
    /// Its start, as the page showed it.
    pub starts_at: Timestamp,
    /// Which meetings of the host at the same time are no reason against it.
    pub overlaps: &'a Overlaps,
    /// Of the form: the same form sent again changes nothing more.
    pub idempotency_key: &'a str,
}

/// Moves the meeting to a time that an invitee proposed, and tells everyone. Whoever proposed it comes; the others are
/// asked anew. Taking it again once the meeting is there changes nothing.
pub async fn take_proposal(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    taken: Taken<'_>,
) -> Result<Option<MeetingStatus>, RescheduleError> {
    let db = app.store.begin_read().await;
    let meeting = meetings::get(&db, workspace, id).await?.ok_or(RescheduleError::NotFound)?;
    let proposals = invitee_pages::proposals(&db, workspace, id).await?;
    drop(db);
    let Some(proposal) = proposals.into_iter().find(|one| one.id == taken.proposal) else {
        if meeting.starts_at == taken.starts_at {
            return Ok(Some(status(&meeting, app.now())));
        }
        return Err(RescheduleError::NotProposed);
    };
    if proposal.starts_at <= app.now() {
        return Err(RescheduleError::ProposalPassed);
    }
    let mut details = meeting.details();
    details.starts_at = proposal.starts_at;
    let request = RescheduleRequest {
        details,
        repeat: None,
        place: meeting.place,
        alternative_hosts: None,
        tell: true,
        proposed_by: Some(proposal.invitee_id),
        overlaps: taken.overlaps.clone(),
        seen: None,
        idempotency_key: taken.idempotency_key.to_owned(),
    };
    reschedule(app, workspace, user, id, &request).await
}
