//! Workspaces: the tenants.

use domain::WorkspaceId;
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    query::Query as _,
};

/// One tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// What its people call it.
    pub name: String,
    /// When it was set up.
    pub created_at: Timestamp,
}

fn read(row: &Row) -> Result<Workspace, StoreError> {
    Ok(Workspace { id: row.get("id")?, name: row.get("name")?, created_at: row.get("created_at")? })
}

/// Adds a workspace.
pub async fn create(tx: &Tx, workspace: &Workspace) -> Result<(), StoreError> {
    let columns = columns! { id: workspace.id, name: workspace.name, created_at: workspace.created_at };
    tx.insert("workspaces", columns).await
}

/// The oldest workspace; `None` before the first set-up.
pub async fn first(db: &impl Db) -> Result<Option<Workspace>, StoreError> {
    db.one("SELECT id, name, created_at FROM workspaces ORDER BY created_at, id LIMIT 1", values![], read)
        .await
}

/// All of them, the oldest first.
pub async fn all(db: &impl Db) -> Result<Vec<Workspace>, StoreError> {
    db.all("SELECT id, name, created_at FROM workspaces ORDER BY created_at, id", values![], read).await
}

/// The workspace with this id.
pub async fn get(db: &impl Db, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    db.one("SELECT id, name, created_at FROM workspaces WHERE id = $1", values![id], read).await
}

/// Keeps it from being deleted until the transaction ends; whether it is there. Before its audit log is locked, because
/// [`delete`] does it in that order, and so does whoever adds a row first and writes it down then.
pub(crate) async fn hold(tx: &Tx, id: WorkspaceId) -> Result<bool, StoreError> {
    let sql = format!("SELECT id FROM workspaces WHERE id = $1{}", tx.dialect.for_key_share());
    Ok(tx.one(&sql, values![id], |row| row.get::<WorkspaceId>("id")).await?.is_some())
}

/// Tables of one workspace, those that refer to others before those.
pub(crate) const TABLES: [&str; 58] = [
    "comparison_findings",
    "comparisons",
    "activities",
    "emails",
    "reminders",
    "reminder_plans",
    "reminder_settings",
    "user_languages",
    "tasks",
    "meeting_outcomes",
    "meeting_attendance",
    "meeting_life",
    "calendar_feeds",
    "user_emails",
    "mailbox_readers",
    "mailbox_messages",
    "zoom_meetings",
    "proposed_times",
    "invitee_pages",
    "meeting_invitees",
    "alternative_hosts",
    "meeting_places",
    "venue_changes",
    "series_dates",
    "meeting_series",
    "meetings",
    "notes",
    "search_postings",
    "search_grams",
    "search_words",
    "search_pending",
    "deals",
    "company_refusals",
    "contact_emails",
    "contact_phones",
    "contacts",
    "companies",
    "connections",
    "oauth_states",
    "idempotency_keys",
    "integration_calls",
    "jobs",
    "session_places",
    "people_seen",
    "removed_people",
    "oauth_exchanges",
    "join_links",
    "join_emails",
    "invited_people",
    "sessions",
    "password_resets",
    "api_tokens",
    "feature_flag_users",
    "feature_flag_workspaces",
    "audit_log",
    "audit_chains",
    "users",
    "workspaces",
];

/// Deletes a workspace with everything in it, in which nobody is connected to Zoom any more. Deletes nothing, and says
/// `false`, while a mail of it or the revocation of a token is on its way.
pub async fn delete(tx: &Tx, id: WorkspaceId) -> Result<bool, StoreError> {
    tx.lock("workspaces", "id = $1", values![id]).await?;
    // Whoever writes in its log now may still need its people: let them end first.
    tx.lock("audit_chains", "workspace_id = $1", values![id]).await?;
    let under_way = "SELECT COUNT(*) AS n FROM jobs WHERE workspace_id = $1 AND state = 'pending' \
        AND kind IN ('revoke_token', 'send_email', 'send_user_email', 'send_reminder', 'send_join_email')";
    if tx.count(under_way, values![id]).await? > 0 {
        return Ok(false);
    }
    for table in TABLES {
        let column = if table == "workspaces" { "id" } else { "workspace_id" };
        tx.exec(&format!("DELETE FROM {table} WHERE {column} = $1"), values![id]).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TABLES;
    use crate::migrate::MIGRATIONS;

    #[test]
    fn every_table_of_a_workspace_goes_with_it() {
        let mut found = BTreeSet::from(["workspaces"]);
        for (_, sql) in MIGRATIONS {
            for table in sql.split("CREATE TABLE ").skip(1) {
                let (name, rest) = table.split_once(' ').unwrap();
                let columns = rest.split("\n);").next().unwrap();
                if columns.contains("    workspace_id UUID") {
                    found.insert(name);
                }
            }
            for table in sql.split("DROP TABLE ").skip(1) {
                found.remove(table.split(';').next().unwrap());
            }
        }
        assert_eq!(TABLES.into_iter().collect::<BTreeSet<_>>(), found);
    }
}
