//! Users: the people who log in.

use std::fmt;

use domain::{EmailAddress, PersonName, Role, Theme, UserId, WorkspaceId, Zone};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    fold::fold,
};

/// The hash of a password, as text with its parameters. Does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a hash in PHC format.
    pub fn new(hash: String) -> Self {
        Self(hash)
    }

    /// What stands in place of a hash where no password is right.
    pub fn none() -> Self {
        Self("!".to_owned())
    }

    /// Whether no password is right.
    pub fn is_none(&self) -> bool {
        self.0 == "!"
    }

    /// The hash, for the check of a password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(hidden)")
    }
}

/// A person who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Their workspace.
    pub workspace_id: WorkspaceId,
    /// What they log in with; unique over all workspaces, whatever the capitals.
    pub email: EmailAddress,
    /// Their name.
    pub name: PersonName,
    /// What they may do.
    pub role: Role,
    /// What their password is checked against.
    pub password_hash: PasswordHash,
    /// Where their clock stands.
    pub zone: Zone,
    /// Their choice of colours.
    pub theme: Theme,
    /// When they were added.
    pub created_at: Timestamp,
}

/// The columns [`read`] needs, of the table named `u`.
pub(crate) const COLUMNS: &str = "u.id AS user_id, u.workspace_id, u.email AS user_email, u.name AS user_name, u.role, \
    u.password_hash, u.zone AS user_zone, u.theme, u.created_at AS user_created_at";

pub(crate) fn read(row: &Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.get("user_id")?,
        workspace_id: row.get("workspace_id")?,
        email: row.get("user_email")?,
        name: row.get("user_name")?,
        role: row.get("role")?,
        password_hash: PasswordHash(row.get("password_hash")?),
        zone: row.get("user_zone")?,
        theme: row.get("theme")?,
        created_at: row.get("user_created_at")?,
    })
}

/// Adds a user. [`StoreError::Conflict`] when somebody has the address already.
pub async fn create(tx: &Tx, user: &User) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: user.workspace_id,
        id: user.id,
        email: user.email,
        email_folded: user.email.folded(),
        name: user.name,
        role: user.role,
        password_hash: user.password_hash.0,
        zone: user.zone,
        theme: user.theme,
        created_at: user.created_at,
    };
    tx.insert("users", columns).await
}

/// The user who logs in with this address, in whatever workspace.
pub async fn find_by_email(db: &impl Db, email: &EmailAddress) -> Result<Option<User>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.email_folded = $1");
    db.one(&sql, values![email.folded()], read).await
}

/// The user with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: UserId) -> Result<Option<User>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.workspace_id = $1 AND u.id = $2");
    db.one(&sql, values![workspace, id], read).await
}

/// Holds a user until the transaction ends: their connection changes one at a time, and no meeting of theirs begins
/// meanwhile. Whether they exist.
pub async fn lock(tx: &Tx, workspace: WorkspaceId, id: UserId) -> Result<bool, StoreError> {
    tx.lock("users", "workspace_id = $1 AND id = $2", values![workspace, id]).await
}

/// Everybody of the workspace, by name.
pub async fn list(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<User>, StoreError> {
    let here = "AND NOT EXISTS (SELECT 1 FROM removed_people r \
        WHERE r.workspace_id = u.workspace_id AND r.user_id = u.id)";
    by_name(db, workspace, here).await
}

/// The same with those who were removed: for what was done.
pub async fn list_ever(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<User>, StoreError> {
    by_name(db, workspace, "").await
}

async fn by_name(db: &impl Db, workspace: WorkspaceId, which: &str) -> Result<Vec<User>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.workspace_id = $1 {which}");
    let mut users = db.all(&sql, values![workspace], read).await?;
    users.sort_by_cached_key(|user| (fold(user.name.as_str()), user.id));
    Ok(users)
}

/// Whether anybody can log in yet.
pub async fn any(db: &impl Db) -> Result<bool, StoreError> {
    Ok(db.count("SELECT COUNT(*) AS n FROM (SELECT 1 FROM users LIMIT 1) AS some_user", values![]).await? > 0)
}

/// Who owns the workspace.
pub async fn owners(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<UserId>, StoreError> {
    let sql = "SELECT id FROM users WHERE workspace_id = $1 AND role = 'owner' ORDER BY id";
    db.all(sql, values![workspace], |row| row.get("id")).await
}

/// Stores another role; whether the user exists.
pub async fn set_role(tx: &Tx, workspace: WorkspaceId, id: UserId, role: Role) -> Result<bool, StoreError> {
    let sql = "UPDATE users SET role = $3 WHERE workspace_id = $1 AND id = $2";
    Ok(tx.exec(sql, values![workspace, id, role]).await? == 1)
}

/// Stores another hash; whether the user exists.
pub async fn set_password(
    tx: &Tx,
    workspace: WorkspaceId,
    id: UserId,
    hash: &PasswordHash,
) -> Result<bool, StoreError> {
    let sql = "UPDATE users SET password_hash = $3 WHERE workspace_id = $1 AND id = $2";
    Ok(tx.exec(sql, values![workspace, id, hash.expose()]).await? == 1)
}

/// Stores what people change about themselves; whether the user exists.
pub async fn update_profile(
    tx: &Tx,
    workspace: WorkspaceId,
    id: UserId,
    name: &PersonName,
    zone: &Zone,
    theme: Theme,
) -> Result<bool, StoreError> {
    let sql = "UPDATE users SET name = $3, zone = $4, theme = $5 WHERE workspace_id = $1 AND id = $2";
    Ok(tx.exec(sql, values![workspace, id, name, zone, theme]).await? == 1)
}
