//! What came of meetings: the outcome, and the next step until it is done.

use domain::{ContactId, MeetingId, NextStepId, PersonName, Topic, UserId, WorkspaceId};
use jiff::{Timestamp, civil::Date};
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    meeting_lists::{MeetingRow, rows},
    query::insert_sql,
};

domain::text_enum! {
    /// How a meeting ended.
    pub enum Outcome {
        /// It took place.
        Held = "held",
        /// Who was invited did not come.
        NoShow = "no_show",
        /// It did not take place.
        Dropped = "dropped",
        /// Nobody wants to say, and nobody is to be asked again.
        Unsaid = "unsaid",
    }
}

text_columns! { Outcome }

/// What somebody noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// How it ended.
    pub outcome: Outcome,
    /// What there is to say; may be empty.
    pub note: String,
    /// Who noted it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// Its id.
    pub id: NextStepId,
    /// After which meeting.
    pub meeting_id: MeetingId,
    /// That meeting's topic.
    pub topic: Topic,
    /// For which contact.
    pub contact_id: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<PersonName>,
    /// Who does it.
    pub owner_id: UserId,
    /// What.
    pub what: String,
    /// Until which day of theirs.
    pub due_on: Date,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// A next step to add.
#[derive(Debug, Clone)]
pub struct NewNextStep<'a> {
    /// The new id.
    pub id: NextStepId,
    /// After which meeting.
    pub meeting_id: MeetingId,
    /// For which contact.
    pub contact_id: Option<ContactId>,
    /// Who does it.
    pub owner_id: UserId,
    /// What.
    pub what: &'a str,
    /// Until which day of theirs.
    pub due_on: Date,
    /// When it was noted.
    pub created_at: Timestamp,
}

/// What was noted about a meeting.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Option<Noted>, StoreError> {
    let sql = "SELECT outcome, note, noted_by, noted_at FROM meeting_outcomes \
        WHERE workspace_id = $1 AND meeting_id = $2";
    db.one(sql, values![workspace, meeting], |row| {
        Ok(Noted {
            outcome: row.get("outcome")?,
            note: row.get("note")?,
            by: row.get("noted_by")?,
            at: row.get("noted_at")?,
        })
    })
    .await
}

/// Notes what came of a meeting, in place of what was noted before.
pub async fn put(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    noted: &Noted,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: meeting,
        outcome: noted.outcome,
        note: noted.note,
        noted_by: noted.by,
        noted_at: noted.at,
    };
    let (mut sql, values) = insert_sql("meeting_outcomes", columns);
    sql.push_str(
        " ON CONFLICT (workspace_id, meeting_id) DO UPDATE SET outcome = excluded.outcome, note = excluded.note, \
         noted_by = excluded.noted_by, noted_at = excluded.noted_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// The host's meetings that ended between `since` and `now` and of which nothing was noted, in order; with `contact`, only
/// those with them.
pub async fn to_ask(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    contact: Option<ContactId>,
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<MeetingRow>, StoreError> {
    const MOST: u32 = 20;
    let mut condition = String::from(
        "m.host_id = $2 AND m.ends_at > $3 AND m.ends_at <= $4 AND NOT EXISTS (SELECT 1 FROM meeting_outcomes o \
         WHERE o.workspace_id = m.workspace_id AND o.meeting_id = m.id)",
    );
    let mut values = values![host, since, now];
    if let Some(contact) = contact {
        condition.push_str(
            " AND (m.contact_id = $5 OR m.id IN (SELECT i.meeting_id FROM meeting_invitees i \
             WHERE i.workspace_id = $1 AND i.contact_id = $5))",
        );
        values.extend(values![contact]);
    }
    rows(db, workspace, &condition, values, MOST).await
}

/// Adds a next step.
pub async fn add_step(tx: &Tx, workspace: WorkspaceId, step: &NewNextStep<'_>) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: step.id,
        meeting_id: step.meeting_id,
        contact_id: step.contact_id,
        owner_id: step.owner_id,
        what: step.what,
        due_on: step.due_on,
        created_at: step.created_at,
    };
    tx.insert("next_steps", columns).await
}

/// A next step is done; `false` if it was before, or if there is none.
pub async fn finish_step(
    tx: &Tx,
    workspace: WorkspaceId,
    id: NextStepId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE next_steps SET done_at = $3 WHERE workspace_id = $1 AND id = $2 AND done_at IS NULL";
    Ok(tx.exec(sql, values![workspace, id, now]).await? == 1)
}

/// A person's next steps that are not done, the most urgent first.
pub async fn steps_of_owner(
    db: &impl Db,
    workspace: WorkspaceId,
    owner: UserId,
) -> Result<Vec<NextStep>, StoreError> {
    steps(db, workspace, "s.owner_id = $2 AND s.done_at IS NULL", values![owner]).await
}

/// What is to be done for a contact, whoever does it, the most urgent first.
pub async fn steps_for_contact(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
) -> Result<Vec<NextStep>, StoreError> {
    steps(db, workspace, "s.contact_id = $2 AND s.done_at IS NULL", values![contact]).await
}

/// Next steps after a meeting, done or not.
pub async fn steps_after(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
) -> Result<Vec<NextStep>, StoreError> {
    steps(db, workspace, "s.meeting_id = $2", values![meeting]).await
}

async fn steps(
    db: &impl Db,
    workspace: WorkspaceId,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<NextStep>, StoreError> {
    let sql = format!(
        "SELECT s.id, s.meeting_id, m.topic, s.contact_id, c.name AS contact_name, s.owner_id, s.what, s.due_on, \
         s.done_at FROM next_steps s JOIN meetings m ON m.workspace_id = s.workspace_id AND m.id = s.meeting_id \
         LEFT JOIN contacts c ON c.workspace_id = s.workspace_id AND c.id = s.contact_id \
         WHERE s.workspace_id = $1 AND {condition} ORDER BY s.due_on, s.id LIMIT 100"
    );
    db.all(&sql, [values![workspace], values].concat(), read_step).await
}

fn read_step(row: &Row) -> Result<NextStep, StoreError> {
    Ok(NextStep {
        id: row.get("id")?,
        meeting_id: row.get("meeting_id")?,
        topic: row.get("topic")?,
        contact_id: row.opt("contact_id")?,
        contact_name: row.opt("contact_name")?,
        owner_id: row.get("owner_id")?,
        what: row.get("what")?,
        due_on: row.get("due_on")?,
        done_at: row.opt("done_at")?,
    })
}
