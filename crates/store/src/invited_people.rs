//! People who are asked to join a workspace, and the links with which they do.

use domain::{EmailAddress, InvitedId, PersonName, Role, UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
};

/// Somebody who is asked to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The id of the invitation.
    pub id: InvitedId,
    /// Where to.
    pub workspace_id: WorkspaceId,
    /// What they will log in with.
    pub email: EmailAddress,
    /// Their name, where it is known.
    pub name: Option<PersonName>,
    /// What they may do then.
    pub role: Role,
    /// Who asked them; `None` if it was the command line.
    pub invited_by: Option<UserId>,
    /// When they were asked last.
    pub invited_at: Timestamp,
    /// Until when their links work.
    pub expires_at: Timestamp,
}

const COLUMNS: &str =
    "i.id, i.workspace_id, i.email, i.name, i.role, i.invited_by, i.invited_at, i.expires_at";

fn read(row: &Row) -> Result<Invited, StoreError> {
    Ok(Invited {
        id: row.get("id")?,
        workspace_id: row.get("workspace_id")?,
        email: row.get("email")?,
        name: row.opt("name")?,
        role: row.get("role")?,
        invited_by: row.opt("invited_by")?,
        invited_at: row.get("invited_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Asks somebody. `false` when this address was asked already.
pub async fn create(tx: &Tx, invited: &Invited) -> Result<bool, StoreError> {
    let columns = columns! {
        workspace_id: invited.workspace_id,
        id: invited.id,
        email: invited.email,
        email_folded: invited.email.folded(),
        name: invited.name,
        role: invited.role,
        invited_by: invited.invited_by,
        invited_at: invited.invited_at,
        expires_at: invited.expires_at,
    };
    tx.insert_new("invited_people", columns).await
}

/// Everybody who was asked and has not joined, the newest first.
pub async fn list(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<Invited>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invited_people i WHERE i.workspace_id = $1 ORDER BY i.invited_at DESC, i.id DESC"
    );
    db.all(&sql, values![workspace], read).await
}

/// The invitation with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: InvitedId) -> Result<Option<Invited>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM invited_people i WHERE i.workspace_id = $1 AND i.id = $2");
    db.one(&sql, values![workspace, id], read).await
}

/// The invitation to this workspace of this address.
pub async fn find(
    db: &impl Db,
    workspace: WorkspaceId,
    email: &EmailAddress,
) -> Result<Option<Invited>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM invited_people i WHERE i.workspace_id = $1 AND i.email_folded = $2");
    db.one(&sql, values![workspace, email.folded()], read).await
}

/// Holds an invitation until the transaction ends; whether it is there.
pub async fn lock(tx: &Tx, workspace: WorkspaceId, id: InvitedId) -> Result<bool, StoreError> {
    tx.lock("invited_people", "workspace_id = $1 AND id = $2", values![workspace, id]).await
}

/// Asks once more, by whoever does it now: links from before lead nowhere.
pub async fn ask_again(tx: &Tx, invited: &Invited) -> Result<(), StoreError> {
    delete_links(tx, invited.workspace_id, invited.id).await?;
    let sql = "UPDATE invited_people SET invited_by = $3, invited_at = $4, expires_at = $5, name = $6, role = $7 \
        WHERE workspace_id = $1 AND id = $2";
    let values = values![
        invited.workspace_id,
        invited.id,
        invited.invited_by,
        invited.invited_at,
        invited.expires_at,
        invited.name,
        invited.role
    ];
    tx.exec(sql, values).await.map(drop)
}

/// Ends an invitation with its links and mails; whether it was there.
pub async fn delete(tx: &Tx, workspace: WorkspaceId, id: InvitedId) -> Result<bool, StoreError> {
    delete_links(tx, workspace, id).await?;
    let sql = "DELETE FROM join_emails WHERE workspace_id = $1 AND invited_id = $2";
    tx.exec(sql, values![workspace, id]).await?;
    let sql = "DELETE FROM invited_people WHERE workspace_id = $1 AND id = $2";
    Ok(tx.exec(sql, values![workspace, id]).await? == 1)
}

/// Notes a link.
pub async fn add_link(
    tx: &Tx,
    token_hash: &[u8; 32],
    workspace: WorkspaceId,
    id: InvitedId,
) -> Result<(), StoreError> {
    let columns = columns! { token_hash: *token_hash, workspace_id: workspace, invited_id: id };
    tx.insert("join_links", columns).await
}

async fn delete_links(tx: &Tx, workspace: WorkspaceId, id: InvitedId) -> Result<(), StoreError> {
    let sql = "DELETE FROM join_links WHERE workspace_id = $1 AND invited_id = $2";
    tx.exec(sql, values![workspace, id]).await.map(drop)
}

/// Whose link this is, if it works.
pub async fn find_by_link(
    db: &impl Db,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<Invited>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM join_links l \
         JOIN invited_people i ON i.workspace_id = l.workspace_id AND i.id = l.invited_id \
         WHERE l.token_hash = $1 AND i.expires_at > $2"
    );
    db.one(&sql, values![token_hash, now], read).await
}
