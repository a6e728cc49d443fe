//! Tasks: what somebody is to do and by when, after a meeting or for a contact or for neither.

use domain::{ContactId, MeetingId, PersonName, TaskId, Topic, UserId, WorkspaceId};
use jiff::{Timestamp, civil::Date};
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Bind as _, Row, columns, values},
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
};

/// A task to add.
#[derive(Debug, Clone)]
pub struct NewTask<'a> {
    /// The new id.
    pub id: TaskId,
    /// Who does it.
    pub owner_id: UserId,
    /// For which contact.
    pub contact_id: Option<ContactId>,
    /// After which meeting.
    pub meeting_id: Option<MeetingId>,
    /// What.
    pub what: &'a str,
    /// Until which day of theirs.
    pub due_on: Date,
    /// When they are mailed of it.
    pub remind_at: Option<Timestamp>,
    /// Who noted it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
}

/// A task with what a page shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Who does it.
    pub owner: (UserId, PersonName),
    /// For which contact.
    pub contact: Option<(ContactId, PersonName)>,
    /// After which meeting.
    pub meeting: Option<(MeetingId, Topic)>,
    /// What.
    pub what: String,
    /// Until which day of theirs.
    pub due_on: Date,
    /// When they are mailed of it; `None` if not, or not any more.
    pub remind_at: Option<Timestamp>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// Which tasks to list. Everything that is `None` leaves none out.
#[derive(Debug, Clone, Copy, Default)]
pub struct TaskFilter {
    /// Who does them.
    pub owner: Option<UserId>,
    /// Those that are done, the last first; else those that are not, the most urgent first.
    pub done: bool,
}

/// One page of tasks.
#[derive(Debug, Clone)]
pub struct TaskPage {
    /// The rows.
    pub rows: Vec<Task>,
    /// How many there are on all pages together.
    pub total: u64,
    /// How to go on; `None` on the last page.
    pub next: Option<String>,
    /// How to go back; `None` on the first page.
    pub previous: Option<String>,
}

const SELECT: &str = "SELECT t.id, t.owner_id, u.name AS owner_name, t.contact_id, c.name AS contact_name, t.meeting_id, \
    m.topic, t.what, t.due_on, t.remind_at, t.done_at \
    FROM tasks t \
    JOIN users u ON u.workspace_id = t.workspace_id AND u.id = t.owner_id \
    LEFT JOIN contacts c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id \
    LEFT JOIN meetings m ON m.workspace_id = t.workspace_id AND m.id = t.meeting_id \
    WHERE t.workspace_id = $1";

fn read(row: &Row) -> Result<Task, StoreError> {
    let contact: Option<ContactId> = row.opt("contact_id")?;
    let meeting: Option<MeetingId> = row.opt("meeting_id")?;
    Ok(Task {
        id: row.get("id")?,
        owner: (row.get("owner_id")?, row.get("owner_name")?),
        contact: contact.map(|id| Ok::<_, StoreError>((id, row.get("contact_name")?))).transpose()?,
        meeting: meeting.map(|id| Ok::<_, StoreError>((id, row.get("topic")?))).transpose()?,
        what: row.get("what")?,
        due_on: row.get("due_on")?,
        remind_at: row.opt("remind_at")?,
        done_at: row.opt("done_at")?,
    })
}

/// Adds a task.
pub async fn create(tx: &Tx, workspace: WorkspaceId, task: &NewTask<'_>) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: task.id,
        owner_id: task.owner_id,
        contact_id: task.contact_id,
        meeting_id: task.meeting_id,
        what: task.what,
        due_on: task.due_on,
        remind_at: task.remind_at,
        created_by: task.created_by,
        created_at: task.created_at,
    };
    tx.insert("tasks", columns).await
}

/// What the form for editing a task holds; everything else stays.
#[derive(Debug, Clone)]
pub struct TaskChanges<'a> {
    /// Who does it.
    pub owner_id: UserId,
    /// For which contact.
    pub contact_id: Option<ContactId>,
    /// What.
    pub what: &'a str,
    /// Until which day.
    pub due_on: Date,
    /// When they are mailed of it.
    pub remind_at: Option<Timestamp>,
}

/// Changes a task; whether it exists.
pub async fn update(
    tx: &Tx,
    workspace: WorkspaceId,
    id: TaskId,
    changes: &TaskChanges<'_>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE tasks SET owner_id = $3, contact_id = $4, what = $5, due_on = $6, remind_at = $7 \
        WHERE workspace_id = $1 AND id = $2";
    let TaskChanges { owner_id, contact_id, what, due_on, remind_at } = changes;
    Ok(tx.exec(sql, values![workspace, id, owner_id, contact_id, *what, due_on, remind_at]).await? == 1)
}

/// It is done; `false` if it was before, or if there is none.
pub async fn finish(
    tx: &Tx,
    workspace: WorkspaceId,
    id: TaskId,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql =
        "UPDATE tasks SET done_at = $3, done_by = $4 WHERE workspace_id = $1 AND id = $2 AND done_at IS NULL";
    Ok(tx.exec(sql, values![workspace, id, now, by]).await? == 1)
}

/// It is not done after all; `false` if it was not, or if there is none.
pub async fn reopen(tx: &Tx, workspace: WorkspaceId, id: TaskId) -> Result<bool, StoreError> {
    let sql = "UPDATE tasks SET done_at = NULL, done_by = NULL \
        WHERE workspace_id = $1 AND id = $2 AND done_at IS NOT NULL";
    Ok(tx.exec(sql, values![workspace, id]).await? == 1)
}

/// Deletes a task; whether it existed.
pub async fn delete(tx: &Tx, workspace: WorkspaceId, id: TaskId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM tasks WHERE workspace_id = $1 AND id = $2";
    Ok(tx.exec(sql, values![workspace, id]).await? == 1)
}

/// The task with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: TaskId) -> Result<Option<Task>, StoreError> {
    db.one(&format!("{SELECT} AND t.id = $2"), values![workspace, id], read).await
}

/// A page of tasks: one query.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: TaskFilter,
    after: Option<&str>,
    limit: u32,
) -> Result<TaskPage, StoreError> {
    let (state, order, cursor) = if filter.done {
        ("t.done_at IS NOT NULL", Order::NewestFirst("t.done_at"), Cursor::parse_time(after))
    } else {
        ("t.done_at IS NULL", Order::Alphabetical("t.due_on"), Cursor::parse(after))
    };
    let (whose, owner) = match filter.owner {
        Some(owner) => (" AND t.owner_id = $3", values![owner]),
        None => ("", Vec::new()),
    };
    let seek = Seek::new(order, "t.id", cursor.as_ref(), 3 + owner.len());
    let select = SELECT.replacen(
        " FROM tasks t",
        &format!(", (SELECT COUNT(*) FROM tasks t WHERE t.workspace_id = $1 AND {state}{whose}) AS total FROM tasks t"),
        1,
    );
    let sql = format!("{select} AND {state}{whose}{} {} LIMIT $2", seek.condition, seek.order_by);
    let values = [values![workspace, i64::from(limit) + 1], owner, seek.values].concat();
    let rows = db.all(&sql, values, |row| Ok((read(row)?, row.get::<u64>("total")?))).await?;
    let total = rows.first().map_or(0, |(_, total)| *total);
    let page = cut(rows, cursor.as_ref(), limit, |(task, _)| {
        let key = match task.done_at {
            Some(at) => Micros::from(at).0.to_string(),
            None => task.due_on.to_string(),
        };
        (task.id.as_uuid(), key)
    });
    let rows = page.rows.into_iter().map(|(task, _)| task).collect();
    Ok(TaskPage { rows, total, next: page.next, previous: page.previous })
}

/// What somebody is to do until that day, the most urgent first.
pub async fn due(
    db: &impl Db,
    workspace: WorkspaceId,
    owner: UserId,
    until: Date,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    let open = "t.owner_id = $2 AND t.due_on <= $3 AND t.done_at IS NULL";
    ordered(db, open, values![workspace, owner, until], limit).await
}

/// How much somebody is to do until that day.
pub async fn count_due(
    db: &impl Db,
    workspace: WorkspaceId,
    owner: UserId,
    until: Date,
) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM tasks \
        WHERE workspace_id = $1 AND owner_id = $2 AND due_on <= $3 AND done_at IS NULL";
    db.count(sql, values![workspace, owner, until]).await
}

/// What is to be done for a contact, whoever does it, the most urgent first.
pub async fn for_contact(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    ordered(db, "t.contact_id = $2 AND t.done_at IS NULL", values![workspace, contact], limit).await
}

/// What is to be done after a meeting, done or not.
pub async fn after_meeting(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    ordered(db, "t.meeting_id = $2", values![workspace, meeting], limit).await
}

async fn ordered(
    db: &impl Db,
    condition: &str,
    values: Vec<Value>,
    limit: u32,
) -> Result<Vec<Task>, StoreError> {
    let sql = format!("{SELECT} AND {condition} ORDER BY t.due_on, t.id LIMIT ${}", values.len() + 1);
    db.all(&sql, [values, vec![i64::from(limit).bind()]].concat(), read).await
}

/// A task whose owner is to be mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToRemind {
    /// Their workspace.
    pub workspace: WorkspaceId,
    /// The task.
    pub id: TaskId,
    /// Who does it.
    pub owner: UserId,
    /// When they wanted to hear of it.
    pub at: Timestamp,
}

/// Tasks whose reminder is due, the longest due first.
pub async fn to_remind(db: &impl Db, now: Timestamp, limit: u32) -> Result<Vec<ToRemind>, StoreError> {
    let sql = "SELECT workspace_id, id, owner_id, remind_at FROM tasks \
        WHERE remind_at <= $1 AND done_at IS NULL ORDER BY remind_at, id LIMIT $2";
    db.all(sql, values![now, limit], |row| {
        Ok(ToRemind {
            workspace: row.get("workspace_id")?,
            id: row.get("id")?,
            owner: row.get("owner_id")?,
            at: row.get("remind_at")?,
        })
    })
    .await
}

/// Notes that its owner is mailed; `false` if somebody else was faster, or if it was moved, given
/// away, or done, meanwhile.
pub async fn note_reminded(tx: &Tx, task: &ToRemind) -> Result<bool, StoreError> {
    let sql = "UPDATE tasks SET remind_at = NULL \
        WHERE workspace_id = $1 AND id = $2 AND remind_at = $3 AND owner_id = $4 AND done_at IS NULL";
    Ok(tx.exec(sql, values![task.workspace, task.id, task.at, task.owner]).await? == 1)
}
