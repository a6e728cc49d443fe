//! Settings of the whole installation that admins change while the program runs: who changed what is written down with
//! the change.

use domain::{SettingChangeId, UserId, WorkspaceId};
use store::setting_changes::{self, SettingChange, SettingSubject};
use store::{StoreError, Tx};

use crate::app::App;

/// Who changes a setting.
#[derive(Debug, Clone, Copy)]
pub struct Editor {
    /// Their workspace.
    pub workspace: WorkspaceId,
    /// Who.
    pub user: UserId,
}

/// Writes a change down, in the transaction that makes it. `words` is a sentence for people, without secrets.
pub(crate) async fn record(
    app: &App,
    tx: &Tx,
    by: Editor,
    subject: SettingSubject,
    words: String,
) -> Result<(), StoreError> {
    let change = SettingChange {
        id: SettingChangeId::new(&*app.clock, &*app.random),
        at: app.now(),
        workspace_id: by.workspace,
        user_id: by.user,
        subject,
        words,
    };
    setting_changes::record(tx, &change).await
}
