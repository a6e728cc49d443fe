//! Removing somebody from the workspace: what they leave goes to somebody else, what is theirs alone ends.

use domain::{Role, UserId, WorkspaceId};
use store::audit_log::Action;
use store::removed_people::{self, Belongings};
use store::users::{self, User};
use store::{Db, StoreError, Tx, connections, grants};

use super::roles::hold_owners_and;
use crate::app::App;
use crate::audit::{By, person_did_to};
use crate::connections::{ForgetSource, empty_log, forget_in, freshen};
use crate::jobs::SyncMeeting;
use crate::meetings;

/// Why somebody is still here.
#[derive(Debug, thiserror::Error)]
pub enum RemoveMemberError {
    /// There is no such person in the workspace.
    #[error("This person does not exist")]
    NotFound,
    /// Whoever asks may not.
    #[error("Only an owner removes an owner. Ask one of them.")]
    NotAllowed,
    /// It is oneself.
    #[error("You cannot remove yourself. Ask another owner or admin.")]
    Oneself,
    /// Nobody, somebody who only reads, or the same person is to take over.
    #[error("Choose somebody here who may change contacts and host meetings.")]
    Heir,
    /// Zoom did not remove this many meetings yet; they stay queued, and the person with them.
    #[error("Zoom still has meetings of this person")]
    StillInZoom(usize),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What becomes of meetings to come in the person's Zoom account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InZoom {
    /// They stay there: nobody here can change them any more.
    Leave,
    /// They are removed first, and the invitees are told.
    Remove,
}

/// What became of it.
#[derive(Debug)]
pub enum Removed {
    /// They are gone, and this went to somebody else.
    Now(Belongings),
    /// They were gone before.
    Before,
}

/// Whether somebody may remove this person.
pub fn may_remove(mine: &User, them: &User) -> Result<(), RemoveMemberError> {
    match mine.role.may_change(them.role, Role::ReadOnly) {
        _ if mine.id == them.id => Err(RemoveMemberError::Oneself),
        true => Ok(()),
        false => Err(RemoveMemberError::NotAllowed),
    }
}

/// Removes somebody. What Zoom has to do is done before; then it is one transaction: `heir` takes over, Zoom is forgotten
/// by the one farewell, and nothing of theirs opens anything any more. Twice is harmless.
pub async fn remove_member(
    app: &App,
    by: By,
    person: UserId,
    heir: UserId,
    in_zoom: InZoom,
) -> Result<Removed, RemoveMemberError> {
    let workspace = by.workspace;
    let db = app.store.begin_read().await;
    if !stands(&db, by, person, heir).await? {
        return Ok(Removed::Before);
    }
    let connection = connections::of_user(&db, workspace, person).await?;
    drop(db);
    if let Some((_, grant)) = connection {
        if in_zoom == InZoom::Remove {
            let left = meetings::remove_upcoming(app, workspace, person, by.user).await?;
            if left > 0 {
                return Err(RemoveMemberError::StillInZoom(left));
            }
        }
        // Zoom revokes only by a live access token, so a dead one is renewed first; an outage must not hold anyone back.
        freshen(app, grant.id, workspace, person).await;
    }
    let tx = app.store.begin_write().await?;
    hold_owners_and(&tx, workspace, &[by.user, person, heir]).await?;
    if !stands(&tx, by, person, heir).await? {
        return Ok(Removed::Before);
    }
    let now = app.now();
    let had = removed_people::belongings(&tx, workspace, person, now).await?;
    let grant = connections::of_user(&tx, workspace, person).await?.map(|(_, grant)| grant.id);
    if let Some(grant) = grant {
        grants::get_for_update(&tx, grant).await?;
    }
    let moved = removed_people::hand_over(&tx, workspace, (person, heir), now).await?;
    removed_people::hand_over_invitations(&tx, workspace, (person, by.user)).await?;
    let forgotten = match grant {
        // Whoever else works with this Zoom account goes on.
        Some(grant) if connections::users_of_grant(&tx, grant).await?.len() > 1 => {
            connections::disconnect(&tx, workspace, person).await?;
            false
        }
        Some(grant) => {
            forget_in(app, &tx, grant, ForgetSource::Removed(by, person)).await?;
            true
        }
        None => false,
    };
    removed_people::remove(&tx, workspace, person, now).await?;
    for meeting in moved {
        // What waits for Zoom goes to the account of whoever hosts it now.
        SyncMeeting::enqueue(&tx, workspace, meeting).await?;
    }
    let words = words(&tx, workspace, heir, had).await?;
    person_did_to(&tx, by, person, Action::MemberRemoved, words).await?;
    tx.commit().await?;
    if forgotten {
        empty_log(app).await;
    }
    Ok(Removed::Now(had))
}

/// Whether there is still somebody to remove; an error if not by this person, or not with this heir.
async fn stands(db: &impl Db, by: By, person: UserId, heir: UserId) -> Result<bool, RemoveMemberError> {
    let workspace = by.workspace;
    let asking = users::get(db, workspace, by.user).await?.ok_or(RemoveMemberError::NotAllowed)?;
    if removed_people::was_removed(db, workspace, by.user).await? {
        return Err(StoreError::Removed.into());
    }
    let found = users::get(db, workspace, person).await?.ok_or(RemoveMemberError::NotFound)?;
    if removed_people::was_removed(db, workspace, person).await? {
        return Ok(false);
    }
    may_remove(&asking, &found)?;
    let heir =
        users::get(db, workspace, heir).await?.filter(|heir| heir.id != person && heir.role.can_write());
    heir.map(|_| true).ok_or(RemoveMemberError::Heir)
}

/// What the audit log says beside who was removed.
async fn words(tx: &Tx, workspace: WorkspaceId, heir: UserId, had: Belongings) -> Result<String, StoreError> {
    let name = users::get(tx, workspace, heir).await?.map(|heir| heir.name.to_string()).unwrap_or_default();
    let Belongings { contacts, deals, meetings, tasks } = had;
    Ok(format!("to {name}: contacts {contacts}, deals {deals}, meetings {meetings}, tasks {tasks}"))
}
