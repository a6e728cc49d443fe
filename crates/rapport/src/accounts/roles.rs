//! Changing what somebody may do.

use std::collections::BTreeSet;

use domain::{Role, UserId, WorkspaceId};
use store::audit_log::Action;
use store::session_places::Place;
use store::sessions::Standing;
use store::{StoreError, Tx, removed_people, sessions, users};

use super::Renewed;
use super::sessions::{days_left, open};
use crate::app::App;
use crate::audit::{By, person_did_to};

/// Why a role was not changed.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// There is no such person in the workspace.
    #[error("This person does not exist")]
    NotFound,
    /// Whoever asks may not.
    #[error("Only an owner changes who is an owner. Ask one of them.")]
    NotAllowed,
    /// They are the only owner.
    #[error("A workspace has at least one owner. Make somebody else an owner first.")]
    LastOwner,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives somebody another role. It holds at once, for their API tokens too, because it is read with every request. Their
/// sessions end, so that a cookie that somebody else holds is worth nothing under the new role: they log in again. Whoever
/// changes their own goes on with a new session in place of this one.
pub async fn change_role(
    app: &App,
    by: By,
    (place, session): (&Place, &Standing),
    person: UserId,
    to: Role,
) -> Result<Option<Renewed>, RoleError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    hold_owners_and(&tx, by.workspace, &[by.user, person]).await?;
    let asking = users::get(&tx, by.workspace, by.user).await?.ok_or(RoleError::NotAllowed)?;
    let found = users::get(&tx, by.workspace, person).await?.ok_or(RoleError::NotFound)?;
    if removed_people::was_removed(&tx, by.workspace, person).await? {
        return Err(RoleError::NotFound);
    }
    if !asking.role.may_change(found.role, to) {
        return Err(RoleError::NotAllowed);
    }
    if found.role == to {
        return Ok(None);
    }
    if found.role == Role::Owner && users::owners(&tx, by.workspace).await?.len() < 2 {
        return Err(RoleError::LastOwner);
    }
    users::set_role(&tx, by.workspace, person, to).await?;
    sessions::delete_of_user(&tx, by.workspace, person).await?;
    let renewed = if person == by.user {
        let token = open(app, &tx, by, place, session.expires_at).await?;
        Some(Renewed { token, days: days_left(session, now) })
    } else {
        None
    };
    let words = format!("{} to {}", found.role.label(), to.label());
    person_did_to(&tx, by, person, Action::RoleChanged, words).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Holds the owners and these people, always in the same order: of two owners who take it from each other at once, the
/// second sees what the first did.
pub(super) async fn hold_owners_and(
    tx: &Tx,
    workspace: WorkspaceId,
    people: &[UserId],
) -> Result<(), StoreError> {
    let owners = users::owners(tx, workspace).await?;
    for user in owners.into_iter().chain(people.iter().copied()).collect::<BTreeSet<_>>() {
        users::lock(tx, workspace, user).await?;
    }
    Ok(())
}
