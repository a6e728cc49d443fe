use domain::{UserId, WorkspaceId};
use jiff::SignedDuration;
use store::grants::Grant;
use store::{StoreError, connections, grants};

use super::calls::{CallLog, Caller};
use super::own_settings::renew;
use super::tokens::{Wanted, valid_token};
use super::zoom_app::ZoomApp;
use crate::app::App;

/// A pair that Zoom gave within this time proves as much as a new one: pressing the button twice renews once.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(1);

/// **Check connection**: renews the tokens, because one in hand hides for an hour that Zoom would give no other
/// (RT-04), asks Zoom who the account is, and keeps what changed (address, plan, zone, and how new meetings begin). `None` without a connection,
/// otherwise whether Zoom answered.
pub async fn check(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Option<Result<(), zoom::Error>>, StoreError> {
    let found = connections::of_user(&app.store.begin_read().await, workspace, user).await?;
    let Some((_, grant)) = found else { return Ok(None) };
    let log = CallLog::new(Caller { workspace: Some(workspace), user: Some(user) });
    let renewed = valid_token(app, grant.id, Wanted::Since(app.now() - JUST_NOW), &log).await;
    log.write_for(app, Some(grant.id)).await;
    match renewed {
        Ok(_) => check_grant(app, grant, workspace, user).await.map(Some),
        Err(error) => Ok(Some(Err(zoom::Error::Token(Box::new(error))))),
    }
}

/// Asks Zoom who the account is and keeps what changed.
pub(super) async fn check_grant(
    app: &App,
    grant: Grant,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Result<(), zoom::Error>, StoreError> {
    let answer =
        ZoomApp::as_user(app, grant.id, workspace, user, |zoom| async move { zoom.users().me().await }).await;
    let me = match answer {
        Ok(me) => me,
        Err(error) => return Ok(Err(error)),
    };
    let account = me.account_id.clone().unwrap_or(grant.zoom_account_id);
    let identity = grants::Identity {
        email: super::connect::address(&me).unwrap_or(grant.email),
        display_name: me.name(),
        plan_type: plan_type(&me),
        zoom_account_id: account,
        timezone: me.timezone.clone(),
    };
    let tx = app.store.begin_write().await?;
    grants::set_identity(&tx, grant.id, &identity).await?;
    renew(&tx, grant.id, &grant.scopes).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Zoom's number for a plan (Zoom reference C.3); 0 if it sent none.
pub(super) fn plan_type(user: &zoom::User) -> i64 {
    user.kind.map_or(0, zoom::users::UserType::number)
}
