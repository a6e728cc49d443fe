use domain::{UserId, WorkspaceId, Zone};
use store::{StoreError, connections, integration_calls};

use crate::app::App;

/// Creates and changes that Zoom allows a user per UTC day, all meetings together (Zoom reference D).
pub const CHANGES_A_DAY: u64 = 100;

/// How many of today's [`CHANGES_A_DAY`] are left for this person's Zoom account, as far as we know: other programs
/// that use the account count too. `None` without a connection.
pub async fn changes_left(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<u64>, StoreError> {
    let db = app.store.begin_read().await;
    let Some((_, grant)) = connections::of_user(&db, workspace, user).await? else { return Ok(None) };
    let (midnight, _) = super::day_bounds(app.now(), &Zone::UTC);
    let made = integration_calls::changes_since(&db, grant.id, midnight).await?;
    Ok(Some(CHANGES_A_DAY.saturating_sub(made)))
}
