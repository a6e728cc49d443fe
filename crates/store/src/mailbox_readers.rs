//! Messages of the inside mailbox that one person may read and nobody else: a link to a new password, for instance.

use domain::{MessageId, UserId, WorkspaceId};

use crate::{StoreError, Tx, columns::columns};

/// Only this person may read the message. In the transaction that delivers it.
pub async fn only(
    tx: &Tx,
    workspace: WorkspaceId,
    message: MessageId,
    user: UserId,
) -> Result<(), StoreError> {
    let columns = columns! { workspace_id: workspace, message_id: message, user_id: user };
    tx.insert("mailbox_readers", columns).await
}
