//! Who else uses a Zoom account. Tokens belong to the account, so whoever disconnects it ends it for all: each is told.

use domain::{GrantId, PersonName, UserId, WorkspaceId};
use store::{Db, StoreError, connections, users};

/// The others who use the same Zoom account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// Of the same workspace.
    pub colleagues: Vec<PersonName>,
    /// Whether there is anybody of another workspace. Who they are is not told.
    pub outside: bool,
}

/// Who else uses the grant beside this person.
pub async fn shared(
    db: &impl Db,
    grant: GrantId,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Shared, StoreError> {
    let mut shared = Shared::default();
    for (theirs, other) in connections::users_of_grant(db, grant).await? {
        if theirs != workspace {
            shared.outside = true;
        } else if other != user
            && let Some(other) = users::get(db, workspace, other).await?
        {
            shared.colleagues.push(other.name);
        }
    }
    Ok(shared)
}

impl Shared {
    /// Whether the account is the person's alone.
    pub fn is_nobody(&self) -> bool {
        self.colleagues.is_empty() && !self.outside
    }

    /// Whether it is exactly one, as far as is told.
    pub fn is_one(&self) -> bool {
        self.colleagues.len() + usize::from(self.outside) == 1
    }
}
