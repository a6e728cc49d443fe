//! The people of a workspace as a list: who they are, when they were last seen, whether Zoom is connected.

use domain::{UserId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, values},
    connections::ZOOM,
    fold::fold,
    query::insert_sql,
    users::{self, User},
};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: User,
    /// When they last asked for a page, to a few minutes.
    pub seen_at: Option<Timestamp>,
    /// Whether they have connected Zoom.
    pub zoom: bool,
}

/// Everybody of the workspace, by name.
pub async fn list(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<Member>, StoreError> {
    let columns = users::COLUMNS;
    let sql = format!(
        "SELECT {columns}, seen.at AS seen_at, (k.user_id IS NOT NULL) AS zoom FROM users u \
         LEFT JOIN people_seen seen ON seen.workspace_id = u.workspace_id AND seen.user_id = u.id \
         LEFT JOIN connections k ON k.workspace_id = u.workspace_id AND k.user_id = u.id AND k.provider = $2 \
         WHERE u.workspace_id = $1 AND NOT EXISTS (SELECT 1 FROM removed_people r \
         WHERE r.workspace_id = u.workspace_id AND r.user_id = u.id)"
    );
    let mut people = db
        .all(&sql, values![workspace, ZOOM], |row| {
            Ok(Member { user: users::read(row)?, seen_at: row.opt("seen_at")?, zoom: row.get("zoom")? })
        })
        .await?;
    people.sort_by_cached_key(|member| (fold(member.user.name.as_str()), member.user.id));
    Ok(people)
}

/// Writes down that somebody was seen.
pub(crate) async fn note_seen(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let columns = columns! { workspace_id: workspace, user_id: user, at: now };
    let (mut sql, values) = insert_sql("people_seen", columns);
    sql.push_str(" ON CONFLICT (workspace_id, user_id) DO UPDATE SET at = excluded.at");
    tx.exec(&sql, values).await.map(drop)
}
