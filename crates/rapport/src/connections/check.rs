use domain::{UserId, WorkspaceId};
use store::{StoreError, connections, grants};

use super::zoom_app::ZoomApp;
use crate::app::App;

/// **Check connection**: asks Zoom who the account is and keeps what changed (address, plan, zone).
/// `None` without a connection, otherwise whether Zoom answered.
pub async fn check(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Result<(), zoom::Error>>, StoreError> {
    let found = connections::of_user(&app.store.begin_read().await, workspace, user).await?;
    let Some((_, grant)) = found else { return Ok(None) };
    let answer =
        ZoomApp::as_user(app, grant.id, workspace, user, |zoom| async move { zoom.users().me().await }).await;
    let tx = app.store.begin_write().await?;
    let result = match answer {
        Ok(me) => {
            let account = me.account_id.clone().unwrap_or(grant.zoom_account_id);
            let identity = grants::Identity {
                email: super::connect::address(&me).unwrap_or(grant.email),
                display_name: me.name(),
                plan_type: plan_type(&me),
                zoom_account_id: account,
                timezone: me.timezone.clone(),
            };
            grants::set_identity(&tx, grant.id, &identity).await?;
            Ok(())
        }
        Err(error) => Err(error),
    };
    tx.commit().await?;
    Ok(Some(result))
}

/// Zoom's number for a plan (Zoom reference C.3); 0 if it sent none.
pub(super) fn plan_type(user: &zoom::User) -> i64 {
    user.kind.map_or(0, zoom::users::UserType::number)
}
