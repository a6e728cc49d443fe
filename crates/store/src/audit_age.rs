//! Entries of the audit log go when they are old enough. The chain says so itself: else whoever moves its beginning
//! could take the old ones out unseen.

use domain::WorkspaceId;
use jiff::Timestamp;

use crate::{
    StoreError, Tx,
    audit_chain::Chained,
    audit_log::{Action, Actor, NewEntry, append},
    columns::values,
    query::Query as _,
    workspaces,
};

/// Removes what is older than `before`, from the old end only, and writes that down; the rest is as verifiable as it
/// was. How many went.
pub async fn forget_before(tx: &Tx, workspace: WorkspaceId, before: Timestamp) -> Result<u64, StoreError> {
    workspaces::hold(tx, workspace).await?;
    tx.lock("audit_chains", "workspace_id = $1", values![workspace]).await?;
    let sql = "SELECT COALESCE((SELECT MIN(number) FROM audit_log WHERE workspace_id = $1 AND at >= $2), last_number + 1) \
        AS first FROM audit_chains WHERE workspace_id = $1";
    let Some(first) = tx.one(sql, values![workspace, before], |row| row.get::<i64>("first")).await? else {
        return Ok(0);
    };
    let sql = "UPDATE audit_chains SET first_number = $2 WHERE workspace_id = $1 AND first_number < $2";
    let moved = tx.exec(sql, values![workspace, first]).await? > 0;
    let sql = "DELETE FROM audit_log WHERE workspace_id = $1 AND number < $2";
    let gone = tx.exec(sql, values![workspace, first]).await?;
    if moved {
        let entry = NewEntry {
            workspace,
            actor: Actor::Rapport,
            user: None,
            action: Action::Aged,
            about: None,
            words: format!("{UP_TO}{}", first - 1),
            address: None,
        };
        append(tx, &entry).await?;
    }
    Ok(gone)
}

/// What stands before the number. The words are hashed with the rest, so they can be believed as far as the chain.
const UP_TO: &str = "Up to entry ";

/// The newest entry that was removed, if this is an entry that says so.
pub(crate) fn removed_up_to(entry: &Chained) -> Option<i64> {
    (entry.action == Action::Aged.to_string())
        .then(|| entry.words.strip_prefix(UP_TO)?.parse().ok())
        .flatten()
}
