use domain::{EmailAddress, InviteeId, MeetingId, UserId, WorkspaceId};
use jiff::Timestamp;
use store::meetings::{self, Desired, Invitee, Meeting};
use store::{Db, StoreError, contacts, idempotency_keys};

use super::sync::news;
use super::timeline::contacts_of;
use crate::accounts::form_key;
use crate::app::App;

/// Why no invitation is sent again.
#[derive(Debug, thiserror::Error)]
pub enum SendAgainError {
    /// No such meeting.
    #[error("This meeting does not exist any more.")]
    NotFound,
    /// Invitations come from the host.
    #[error("Only the host can send invitations.")]
    NotTheHost,
    /// It is over, off, or has no link to send.
    #[error("There is nothing to invite to: the meeting is over, was removed, or has no link yet.")]
    NothingToSend,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether invitations to this meeting can leave now.
pub fn can_send_again(meeting: &Meeting, now: Timestamp) -> bool {
    let there = meeting.as_in_zoom();
    meeting.desired == Desired::Scheduled
        // People were invited to the series, not to one of its dates.
        && meeting.series_id().is_none()
        && (meeting.zoom.is_some() || meeting.place.is_some())
        && there.ends_at() > now
}

/// **Send invitation again**: one more copy to each of these invitees, about the same entry in their calendar. It goes
/// to the address that a contact has now, which then is the one of the invitee. Sent twice, the form does this once.
///
/// Returns the invitees as they are mailed.
pub async fn send_again(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: MeetingId,
    chosen: &[InviteeId],
    idempotency_key: &str,
) -> Result<Vec<Invitee>, SendAgainError> {
    let tx = app.store.begin_write().await?;
    let meeting = meetings::get_for_update(&tx, workspace, id).await?.ok_or(SendAgainError::NotFound)?;
    if meeting.host_id != user {
        return Err(SendAgainError::NotTheHost);
    }
    if !can_send_again(&meeting, app.now()) {
        return Err(SendAgainError::NothingToSend);
    }
    contacts::lock(&tx, workspace, &contacts_of(&meeting)).await?;
    let mut invited = meeting.invitees.clone();
    invited.retain(|invitee| chosen.contains(&invitee.id));
    for invitee in &mut invited {
        if let Some(address) = new_address(&tx, workspace, invitee).await? {
            meetings::set_invitee_address(&tx, workspace, invitee.id, &address).await?;
            invitee.email = address;
        }
    }
    let key = form_key(idempotency_key, &format!("send again {id} {chosen:?}"));
    if !idempotency_keys::insert(&tx, workspace, user, &key, &id.to_string(), app.now()).await? {
        return Ok(invited);
    }
    let there = meeting.as_in_zoom();
    for invitee in &invited {
        news::queue_copy(app, &tx, workspace, &there, invitee).await?;
    }
    tx.commit().await?;
    Ok(invited)
}

/// Where an invitation goes whose address is no longer one of the contact's.
pub async fn new_address(
    db: &impl Db,
    workspace: WorkspaceId,
    invitee: &Invitee,
) -> Result<Option<EmailAddress>, StoreError> {
    let Some(contact) = invitee.contact_id else { return Ok(None) };
    if contacts::find_by_email(db, workspace, &invitee.email).await? == Some(contact) {
        return Ok(None);
    }
    Ok(contacts::get(db, workspace, contact).await?.and_then(|contact| contact.primary_email))
}
