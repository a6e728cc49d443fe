use domain::{Language, PersonName, Theme, UserId, WorkspaceId, Zone};
use store::reminders::{self, ReminderSettings};
use store::{StoreError, user_languages, users};

use crate::app::App;

/// What a person may change about themselves.
#[derive(Debug)]
pub struct ProfileChanges {
    /// Name that invitations carry.
    pub name: PersonName,
    /// Zone that times are shown in.
    pub zone: Zone,
    /// Language of the mails that they get.
    pub language: Language,
    /// Look of the pages.
    pub theme: Theme,
    /// Which reminders they and their invitees get.
    pub reminders: ReminderSettings,
}

/// Stores the changes.
pub async fn update_profile(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    changes: &ProfileChanges,
) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    users::update_profile(&tx, workspace, user, &changes.name, &changes.zone, changes.theme).await?;
    user_languages::choose(&tx, workspace, user, changes.language).await?;
    reminders::choose(&tx, workspace, user, changes.reminders).await?;
    tx.commit().await
}
