//! Meetings that come again: the rule of a series, and its dates. See [`Series`].

use std::collections::HashMap;

use domain::{MeetingId, Minutes, Repeat, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Bind, Row, columns, values},
    meetings::{Desired, Details, Series},
    query::placeholders,
};

/// One date of a series, whether it still takes place or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesDate {
    /// The meeting.
    pub meeting: MeetingId,
    /// The start that the rule gave it.
    pub planned_at: Timestamp,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
    /// Whether it takes place.
    pub desired: Desired,
    /// How often it was wanted otherwise.
    pub revision: i64,
    /// Zoom's name of it.
    pub occurrence_id: Option<String>,
}

impl SeriesDate {
    /// When it ends.
    pub fn ends_at(&self) -> Timestamp {
        self.duration.after(self.starts_at)
    }

    /// Whether it takes place.
    pub fn stands(&self) -> bool {
        self.desired == Desired::Scheduled
    }
}

/// Stores which part of a series a meeting is.
pub(crate) async fn create(
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: MeetingId,
    series: &Series,
) -> Result<(), StoreError> {
    match series {
        Series::None => Ok(()),
        Series::Whole(repeat) => {
            let columns = columns! { workspace_id: workspace, meeting_id: meeting, rule: repeat.rule() };
            tx.insert("meeting_series", columns).await
        }
        Series::Date { of, planned_at } => {
            let columns = columns! {
                workspace_id: workspace, meeting_id: meeting, series_id: *of, planned_at: *planned_at,
            };
            tx.insert("series_dates", columns).await
        }
    }
}

/// Reads the columns `rule`, `series_id` and `planned_at`.
pub(crate) fn read(row: &Row) -> Result<Series, StoreError> {
    if let Some(repeat) = read_rule(row, "rule")? {
        return Ok(Series::Whole(repeat));
    }
    let Some(of) = row.opt("series_id")? else { return Ok(Series::None) };
    Ok(Series::Date { of, planned_at: row.get("planned_at")? })
}

/// Reads a rule.
pub(crate) fn read_rule(row: &Row, column: &'static str) -> Result<Option<Repeat>, StoreError> {
    let Some(rule) = row.opt::<String>(column)? else { return Ok(None) };
    let corrupt = || StoreError::Corrupt { column, problem: format!("{rule:?} is no rule that we write") };
    Repeat::parse(&rule).ok_or_else(corrupt).map(Some)
}

/// All dates of a series in the order of the rule; those that were removed too.
pub async fn dates(
    db: &impl Db,
    workspace: WorkspaceId,
    series: MeetingId,
) -> Result<Vec<SeriesDate>, StoreError> {
    let sql = "SELECT m.id, d.planned_at, m.starts_at, m.duration_minutes, m.desired, m.revision, z.occurrence_id \
        FROM series_dates d JOIN meetings m ON m.workspace_id = d.workspace_id AND m.id = d.meeting_id \
        LEFT JOIN zoom_meetings z ON z.workspace_id = d.workspace_id AND z.meeting_id = d.meeting_id \
        WHERE d.workspace_id = $1 AND d.series_id = $2 ORDER BY d.planned_at, m.id";
    let read = |row: &Row| {
        Ok(SeriesDate {
            meeting: row.get("id")?,
            planned_at: row.get("planned_at")?,
            starts_at: row.get("starts_at")?,
            duration: row.get("duration_minutes")?,
            desired: row.get("desired")?,
            revision: row.get("revision")?,
            occurrence_id: row.opt("occurrence_id")?,
        })
    };
    db.all(sql, values![workspace, series], read).await
}

/// Those of them that have not ended.
pub async fn dates_to_come(
    db: &impl Db,
    workspace: WorkspaceId,
    series: MeetingId,
    now: Timestamp,
) -> Result<Vec<SeriesDate>, StoreError> {
    let mut dates = dates(db, workspace, series).await?;
    dates.retain(|date| date.ends_at() > now);
    Ok(dates)
}

/// When each of these series takes place next, and how long; those with no date to come are left out.
pub(crate) async fn next_dates(
    db: &impl Db,
    workspace: WorkspaceId,
    series: &[MeetingId],
    now: Timestamp,
) -> Result<HashMap<MeetingId, (Timestamp, Minutes)>, StoreError> {
    let mut next = HashMap::new();
    if series.is_empty() {
        return Ok(next);
    }
    let sql = format!(
        "SELECT d.series_id, m.starts_at, m.duration_minutes FROM series_dates d \
         JOIN meetings m ON m.workspace_id = d.workspace_id AND m.id = d.meeting_id \
         WHERE d.workspace_id = $1 AND m.desired = 'scheduled' AND m.ends_at > $2 AND d.series_id IN ({}) \
         ORDER BY m.starts_at, m.id",
        placeholders(3, series.len())
    );
    let mut values = values![workspace, now];
    values.extend(series.iter().map(Bind::bind));
    let read = |row: &Row| Ok((row.get("series_id")?, (row.get("starts_at")?, row.get("duration_minutes")?)));
    for (series, date) in db.all(&sql, values, read).await? {
        next.entry(series).or_insert(date);
    }
    Ok(next)
}

/// Holds the series of a date, before the date itself: whoever decides about one date may have to decide about all, and
/// everybody holds them in this order. Nothing for a meeting that is no date.
pub async fn lock_series_of(tx: &Tx, workspace: WorkspaceId, date: MeetingId) -> Result<(), StoreError> {
    let series = "workspace_id = $1 AND id = \
        (SELECT series_id FROM series_dates WHERE workspace_id = $1 AND meeting_id = $2)";
    tx.lock("meetings", series, values![workspace, date]).await.map(drop)
}

/// A series comes again by this rule from now on.
pub async fn set_rule(
    tx: &Tx,
    workspace: WorkspaceId,
    series: MeetingId,
    repeat: &Repeat,
) -> Result<(), StoreError> {
    let sql = "UPDATE meeting_series SET rule = $3 WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, series, repeat.rule()]).await.map(drop)
}

/// The rule gives this date another time, and the series its words: a new revision, of which nobody is told by itself.
pub async fn replan(
    tx: &Tx,
    workspace: WorkspaceId,
    date: MeetingId,
    details: &Details,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE series_dates SET planned_at = $3 WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, date, details.starts_at]).await?;
    let sql = "UPDATE meetings SET topic = $3, agenda = $4, starts_at = $5, ends_at = $6, duration_minutes = $7, \
        zone = $8, tell_invitees = FALSE, revision = revision + 1, problem = NULL, problem_detail = NULL, \
        retry_at = NULL, updated_at = $9 WHERE workspace_id = $1 AND id = $2";
    let Details { topic, agenda, starts_at, duration, zone } = details;
    let ends_at = duration.after(*starts_at);
    let values = values![workspace, date, topic, agenda, starts_at, ends_at, duration, zone, now];
    tx.exec(sql, values).await.map(drop)
}

/// Gives the dates that have not ended the words of their series, here and as Zoom holds them.
pub async fn share_words(
    tx: &Tx,
    workspace: WorkspaceId,
    series: MeetingId,
    now: Timestamp,
) -> Result<(), StoreError> {
    const DATES: &str = "(SELECT d.meeting_id FROM series_dates d JOIN meetings m ON m.workspace_id = d.workspace_id \
        AND m.id = d.meeting_id WHERE d.workspace_id = $1 AND d.series_id = $2 AND m.ends_at > $3)";
    let word = |column: &str| {
        format!("{column} = (SELECT w.{column} FROM meetings w WHERE w.workspace_id = $1 AND w.id = $2)")
    };
    let words = format!("{}, {}", word("topic"), word("agenda"));
    let sql = format!("UPDATE meetings SET {words} WHERE workspace_id = $1 AND id IN {DATES}");
    tx.exec(&sql, values![workspace, series, now]).await?;
    let sql = format!("UPDATE zoom_meetings SET {words} WHERE workspace_id = $1 AND meeting_id IN {DATES}");
    tx.exec(&sql, values![workspace, series, now]).await.map(drop)
}

/// The dates that have not ended are off, as new revisions, of which nobody is told by itself; how many.
pub async fn remove_dates(
    tx: &Tx,
    workspace: WorkspaceId,
    series: MeetingId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "UPDATE meetings SET desired = 'removed', tell_invitees = FALSE, revision = revision + 1, \
        problem = NULL, problem_detail = NULL, retry_at = NULL, updated_at = $3 \
        WHERE workspace_id = $1 AND desired = 'scheduled' AND ends_at > $3 \
        AND id IN (SELECT d.meeting_id FROM series_dates d WHERE d.workspace_id = $1 AND d.series_id = $2)";
    tx.exec(sql, values![workspace, series, now]).await
}

/// A meeting is a date of its series no longer, as when the rule was changed and has no place for it.
pub async fn leave(tx: &Tx, workspace: WorkspaceId, date: MeetingId) -> Result<(), StoreError> {
    let sql = "DELETE FROM series_dates WHERE workspace_id = $1 AND meeting_id = $2";
    tx.exec(sql, values![workspace, date]).await.map(drop)
}

/// A series ends with its last date that takes place.
pub async fn set_end(tx: &Tx, workspace: WorkspaceId, series: MeetingId) -> Result<(), StoreError> {
    let sql = "UPDATE meetings SET ends_at = COALESCE((SELECT MAX(m.ends_at) FROM series_dates d \
        JOIN meetings m ON m.workspace_id = d.workspace_id AND m.id = d.meeting_id \
        WHERE d.workspace_id = $1 AND d.series_id = $2 AND m.desired = 'scheduled'), ends_at) \
        WHERE workspace_id = $1 AND id = $2";
    tx.exec(sql, values![workspace, series]).await.map(drop)
}
