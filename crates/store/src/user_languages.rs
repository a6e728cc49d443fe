//! What people who use Rapport read in their mails. Their screens are in English.

use domain::{Language, UserId, WorkspaceId};

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    query::insert_sql,
};

/// What a person chose; English for whoever chose nothing.
pub async fn get(db: &impl Db, workspace: WorkspaceId, user: UserId) -> Result<Language, StoreError> {
    let sql = "SELECT language FROM user_languages WHERE workspace_id = $1 AND user_id = $2";
    let found = db.one(sql, values![workspace, user], |row| row.get("language")).await?;
    Ok(found.unwrap_or(Language::English))
}

/// Stores what a person chose.
pub async fn choose(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    language: Language,
) -> Result<(), StoreError> {
    let columns = columns! { workspace_id: workspace, user_id: user, language: language };
    let (mut sql, values) = insert_sql("user_languages", columns);
    sql.push_str(" ON CONFLICT (workspace_id, user_id) DO UPDATE SET language = excluded.language");
    tx.exec(&sql, values).await.map(drop)
}
