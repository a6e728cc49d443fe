//! Reminders: who wants which, when the next is due, and their outbox. How one leaves: [`crate::outbox`].

use domain::{EmailAddress, EmailId, MeetingId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    outbox::EmailState,
    query::insert_sql,
};

domain::text_enum! {
    /// How long before a meeting a reminder is due.
    pub enum ReminderKind {
        /// A day, in hours: when clocks change meanwhile, it is at another time of day.
        Day = "24h",
        /// An hour.
        Hour = "1h",
        /// A quarter of an hour.
        Quarter = "15m",
    }
}

domain::text_enum! {
    /// Which reminders somebody wants.
    pub enum Reminders {
        /// None.
        None = "none",
        /// 15 minutes before.
        Quarter = "15m",
        /// An hour before.
        Hour = "1h",
        /// 24 hours before.
        Day = "24h",
        /// 24 hours and 15 minutes before.
        DayAndQuarter = "24h 15m",
    }
}

text_columns! { ReminderKind Reminders }

impl ReminderKind {
    /// How long before the start it is due.
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Day => 24 * 60,
            Self::Hour => 60,
            Self::Quarter => 15,
        }
    }

    /// When it is due for a meeting that starts then.
    pub fn due(self, starts_at: Timestamp) -> Timestamp {
        starts_at - SignedDuration::from_mins(self.minutes())
    }

    fn next(self) -> i64 {
        match self {
            Self::Day => Self::Hour.minutes(),
            Self::Hour => Self::Quarter.minutes(),
            Self::Quarter => 0,
        }
    }
}

impl Reminders {
    /// Whether this one is among them.
    pub fn includes(self, kind: ReminderKind) -> bool {
        self.as_str().split(' ').any(|word| word == kind.as_str())
    }
}

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderSettings {
    /// Reminders that they get of their own meetings.
    pub for_me: Reminders,
    /// Reminders that invitees of their meetings get.
    pub for_invitees: Reminders,
}

impl Default for ReminderSettings {
    fn default() -> Self {
        Self { for_me: Reminders::DayAndQuarter, for_invitees: Reminders::DayAndQuarter }
    }
}

/// What a person chose, or the usual.
pub async fn settings(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<ReminderSettings, StoreError> {
    let sql = "SELECT for_me, for_invitees FROM reminder_settings WHERE workspace_id = $1 AND user_id = $2";
    let found = db.one(sql, values![workspace, user], |row| {
        Ok(ReminderSettings { for_me: row.get("for_me")?, for_invitees: row.get("for_invitees")? })
    });
    Ok(found.await?.unwrap_or_default())
}

/// Stores what a person chose.
pub async fn choose(
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    chosen: ReminderSettings,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace, user_id: user, for_me: chosen.for_me, for_invitees: chosen.for_invitees,
    };
    let (mut sql, values) = insert_sql("reminder_settings", columns);
    sql.push_str(
        " ON CONFLICT (workspace_id, user_id) DO UPDATE SET for_me = excluded.for_me, \
         for_invitees = excluded.for_invitees",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// Notes when a meeting is to start. Another start begins anew; the same one changes nothing.
pub async fn plan(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    starts_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        meeting_id: meeting,
        starts_at: starts_at,
        planned_at: now,
        next_minutes: ReminderKind::Day.minutes(),
    };
    let (mut sql, values) = insert_sql("reminder_plans", columns);
    sql.push_str(
        " ON CONFLICT (workspace_id, meeting_id) DO UPDATE SET starts_at = excluded.starts_at, \
         planned_at = excluded.planned_at, next_minutes = excluded.next_minutes \
         WHERE reminder_plans.starts_at <> excluded.starts_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// A plan whose next reminder is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DuePlan {
    /// The workspace of the meeting.
    pub workspace: WorkspaceId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Which reminder.
    pub kind: ReminderKind,
    /// When the meeting is to start.
    pub starts_at: Timestamp,
    /// Since when that holds.
    pub planned_at: Timestamp,
}

/// Plans of meetings to come whose next reminder is due, over all workspaces, the most urgent first.
pub async fn due(db: &impl Db, now: Timestamp, limit: u32) -> Result<Vec<DuePlan>, StoreError> {
    // Microseconds of a minute, as times are stored.
    let sql = "SELECT workspace_id, meeting_id, starts_at, planned_at, next_minutes FROM reminder_plans \
        WHERE starts_at > $1 AND next_minutes > 0 AND starts_at - next_minutes * 60000000 <= $1 \
        ORDER BY starts_at LIMIT $2";
    let plans = db.all(sql, values![now, limit], |row| {
        let minutes: i64 = row.get("next_minutes")?;
        let Some(kind) = kind_of(minutes) else { return Ok(None) };
        Ok(Some(DuePlan {
            workspace: row.get("workspace_id")?,
            meeting: row.get("meeting_id")?,
            kind,
            starts_at: row.get("starts_at")?,
            planned_at: row.get("planned_at")?,
        }))
    });
    Ok(plans.await?.into_iter().flatten().collect())
}

/// Goes on to the next reminder of a plan; `false` if somebody else did, or the meeting was moved.
pub async fn advance(tx: &Tx, plan: &DuePlan) -> Result<bool, StoreError> {
    let sql = "UPDATE reminder_plans SET next_minutes = $5 WHERE workspace_id = $1 AND meeting_id = $2 \
        AND starts_at = $3 AND next_minutes = $4";
    let values = values![plan.workspace, plan.meeting, plan.starts_at, plan.kind.minutes(), plan.kind.next()];
    Ok(tx.exec(sql, values).await? == 1)
}

/// A reminder to send, or sent.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Its id.
    pub id: EmailId,
    /// The workspace of the meeting.
    pub workspace_id: WorkspaceId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// For whom: the invitee's id, or the host's.
    pub recipient: Uuid,
    /// Whether it is for the host.
    pub to_host: bool,
    /// How long before.
    pub kind: ReminderKind,
    /// The start that it reminds of.
    pub starts_at: Timestamp,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// Whether it left.
    pub state: EmailState,
    /// Its `Message-ID`.
    pub message_id: String,
    /// When it was queued.
    pub created_at: Timestamp,
}

/// Queues a reminder. `false` when this recipient has it already.
pub async fn queue(tx: &Tx, reminder: &Reminder) -> Result<bool, StoreError> {
    let columns = columns! {
        workspace_id: reminder.workspace_id,
        id: reminder.id,
        meeting_id: reminder.meeting_id,
        recipient: reminder.recipient,
        to_host: reminder.to_host,
        kind: reminder.kind,
        starts_at: reminder.starts_at,
        to_address: reminder.to_address,
        state: EmailState::Queued,
        attempts: 0_i64,
        unclear: 0_i64,
        message_id: reminder.message_id,
        created_at: reminder.created_at,
    };
    tx.insert_new("reminders", columns).await
}

const COLUMNS: &str = "workspace_id, id, meeting_id, recipient, to_host, kind, starts_at, to_address, state, message_id, \
    created_at";

/// The reminder with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: EmailId) -> Result<Option<Reminder>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM reminders WHERE workspace_id = $1 AND id = $2");
    db.one(&sql, values![workspace, id], read).await
}

/// All reminders of a meeting at this start, sent or not, the first due first.
pub async fn of_meeting(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
    starts_at: Timestamp,
) -> Result<Vec<Reminder>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM reminders WHERE workspace_id = $1 AND meeting_id = $2 AND starts_at = $3 \
         ORDER BY created_at, id"
    );
    db.all(&sql, values![workspace, meeting, starts_at], read).await
}

/// The next reminder of a meeting that starts then, and since when that start holds; `None` when none is left.
pub async fn next(
    db: &impl Db,
    workspace: WorkspaceId,
    meeting: MeetingId,
    starts_at: Timestamp,
) -> Result<Option<(ReminderKind, Timestamp)>, StoreError> {
    let sql = "SELECT planned_at, next_minutes FROM reminder_plans WHERE workspace_id = $1 AND meeting_id = $2 \
        AND starts_at = $3";
    let found = db.one(sql, values![workspace, meeting, starts_at], |row| {
        Ok((row.get::<i64>("next_minutes")?, row.get("planned_at")?))
    });
    Ok(found.await?.and_then(|(minutes, since)| Some((kind_of(minutes)?, since))))
}

fn kind_of(minutes: i64) -> Option<ReminderKind> {
    ReminderKind::ALL.iter().copied().find(|kind| kind.minutes() == minutes)
}

fn read(row: &Row) -> Result<Reminder, StoreError> {
    Ok(Reminder {
        id: row.get("id")?,
        workspace_id: row.get("workspace_id")?,
        meeting_id: row.get("meeting_id")?,
        recipient: row.get("recipient")?,
        to_host: row.get("to_host")?,
        kind: row.get("kind")?,
        starts_at: row.get("starts_at")?,
        to_address: row.get("to_address")?,
        state: row.get("state")?,
        message_id: row.get("message_id")?,
        created_at: row.get("created_at")?,
    })
}
