//! The audit log: who did what, written in the transaction of the act. Each use case writes its own entry here, and
//! nobody else does. The log holds no secrets and nothing that came from Zoom, so that a farewell need not touch it.

use std::net::IpAddr;

use domain::{UserId, WorkspaceId};
use jiff::SignedDuration;
use store::audit_log::{self, Action, Actor, NewEntry};
use store::{StoreError, Tx, workspaces};

use crate::app::App;

/// How long entries are kept.
pub const KEPT_DAYS: i64 = 400;

/// A person who acts, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Their workspace.
    pub workspace: WorkspaceId,
    /// Who.
    pub user: UserId,
    /// Address that the request came from, if it came over the network.
    pub from: Option<IpAddr>,
}

impl By {
    /// Somebody for whom the program or a command acts.
    pub const fn nowhere(workspace: WorkspaceId, user: UserId) -> Self {
        Self { workspace, user, from: None }
    }
}

/// Writes down what a person did. Comes last in its transaction: the log of the workspace is held until that ends.
pub(crate) async fn person_did(tx: &Tx, by: By, action: Action, words: String) -> Result<(), StoreError> {
    person_did_to(tx, by, by.user, action, words).await
}

/// The same of what a person did to somebody.
pub(crate) async fn person_did_to(
    tx: &Tx,
    by: By,
    whom: UserId,
    action: Action,
    words: String,
) -> Result<(), StoreError> {
    let entry = NewEntry {
        workspace: by.workspace,
        actor: Actor::Person,
        user: Some(by.user),
        action,
        about: (whom != by.user).then_some(whom),
        words,
        address: by.from,
    };
    audit_log::append(tx, &entry).await
}

/// Writes down what happened to somebody, by Zoom or by the program itself.
pub(crate) async fn happened(
    tx: &Tx,
    actor: Actor,
    (workspace, about): (WorkspaceId, UserId),
    action: Action,
    words: String,
) -> Result<(), StoreError> {
    let entry = NewEntry { workspace, actor, user: None, action, about: Some(about), words, address: None };
    audit_log::append(tx, &entry).await
}

/// Writes down what whoever runs the server did, in the log of those who run the installation: the first workspace's.
/// Before there is one, nobody is there to read it.
pub(crate) async fn operator_did(tx: &Tx, action: Action, words: String) -> Result<(), StoreError> {
    installation(tx, Actor::Operator, action, words).await
}

/// Writes down what concerns the installation, in the same log. In a transaction that writes in another workspace's log
/// as well, this comes first, so that no two wait for each other.
pub(crate) async fn installation(
    tx: &Tx,
    actor: Actor,
    action: Action,
    words: String,
) -> Result<(), StoreError> {
    let Some(first) = workspaces::first(tx).await? else { return Ok(()) };
    let entry =
        NewEntry { workspace: first.id, actor, user: None, action, about: None, words, address: None };
    audit_log::append(tx, &entry).await
}

/// Deletes entries that are older than [`KEPT_DAYS`], in every workspace.
pub async fn forget_old_entries(app: &App) -> Result<(), StoreError> {
    let before = app.now() - SignedDuration::from_hours(24 * KEPT_DAYS);
    let all = workspaces::all(&app.store.begin_read().await).await?;
    for workspace in all {
        let tx = app.store.begin_write().await?;
        audit_log::forget_before(&tx, workspace.id, before).await?;
        tx.commit().await?;
    }
    Ok(())
}
