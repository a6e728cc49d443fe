//! The queue's table. The rules of running are in the crate `jobs`; this is their SQL.

use std::fmt::Write as _;

use domain::{JobId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Bind as _, Row, text_columns, values},
    dialect::Dialect,
    query::{Query as _, placeholders},
};

pub use crate::job_lists::{
    Counts, DeadJob, KindCounts, RunAgain, counts, dead, dead_count, dead_of, kind_counts, next_due,
    pending_count, run_again, run_again_of,
};

domain::text_enum! {
    /// Where a job stands. A job that is done has no row.
    pub enum JobState {
        /// It waits, or runs while its lease lasts.
        Pending = "pending",
        /// It was given up; an operator can run it again.
        Dead = "dead",
    }
}

text_columns! { JobState }

/// A job to enqueue.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// Whose job it is; `None` for the program's own.
    pub workspace_id: Option<WorkspaceId>,
    /// Which handler runs it.
    pub kind: &'a str,
    /// What the handler gets, JSON.
    pub payload: &'a str,
    /// At most one pending job of a kind has this key.
    pub dedupe_key: Option<&'a str>,
    /// Not before this instant.
    pub run_at: Timestamp,
    /// How often it may be tried.
    pub max_attempts: u32,
}

/// A job that was claimed: ours until the lease runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// Whose job it is.
    pub workspace_id: Option<WorkspaceId>,
    /// Which handler runs it.
    pub kind: String,
    /// What the handler gets, JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How many there may be.
    pub max_attempts: u32,
}

/// Enqueues a job. When a pending job of its kind has the same key, that one gets the new payload and the earlier of
/// both times, and runs once more if it is running right now; its id is returned.
pub async fn insert(tx: &Tx, job: &NewJob<'_>) -> Result<JobId, StoreError> {
    let now = tx.now();
    tx.note_queued_job();
    // Whoever enqueues the same key at the same time is waited for; what they wrote is then found by looking again.
    for _ in 0..MOST_LOOKS {
        if let Some(key) = job.dedupe_key
            && let Some(id) = join_pending(tx, job, key).await?
        {
            return Ok(id);
        }
        let id = tx.new_job_id();
        let sql = insert_sql(job.run_at <= now);
        let values = values![
            id,
            job.kind,
            job.workspace_id,
            job.payload,
            job.dedupe_key,
            job.run_at,
            job.max_attempts,
            now
        ];
        if tx.exec(&sql, values).await? == 1 {
            return Ok(id);
        }
    }
    Err(StoreError::Conflict)
}

/// Each look that fails means that a job with the key was done in between, which takes longer than a look.
const MOST_LOOKS: u32 = 10;

/// Lets a pending job with this key do what is asked for; its id. One that somebody runs runs again, also when their
/// lease has run out: they may live and end it, and then what is asked for now would be gone with it.
async fn join_pending(tx: &Tx, job: &NewJob<'_>, key: &str) -> Result<Option<JobId>, StoreError> {
    let sql = "UPDATE jobs SET payload = $3, workspace_id = $4, \
        run_at = CASE WHEN leased_by IS NOT NULL OR run_at < $5 THEN run_at ELSE $5 END, \
        run_again_at = CASE WHEN leased_by IS NOT NULL AND (run_again_at IS NULL OR run_again_at > $5) THEN $5 \
        ELSE run_again_at END \
        WHERE kind = $1 AND dedupe_key = $2 AND state = 'pending' RETURNING id";
    let values = values![job.kind, key, job.payload, job.workspace_id, job.run_at];
    tx.one(sql, values, |row| row.get("id")).await
}

/// What is due at once joins its line at once, so that a crowd that comes later does not stand before it.
pub(crate) fn insert_sql(due: bool) -> String {
    let turn = if due { NEXT_TURN } else { "NULL" };
    format!(
        "INSERT INTO jobs (id, kind, workspace_id, payload, dedupe_key, run_at, attempts, max_attempts, state, \
         created_at, turn) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 'pending', $8, {turn}) ON CONFLICT DO NOTHING"
    )
}

/// The turn of a job of the kind `$2` and the workspace `$3`: behind its workspace's own jobs, but not behind those
/// of others: whoever has none in the line begins where the line is now (start-time fair queuing, Goyal, Vin and
/// Cheng, 1996). So workspaces are served in turn, however many jobs one of them has. The program's own jobs belong
/// to no workspace and begin where the line is.
const NEXT_TURN: &str = "(SELECT MAX(turn) FROM \
    (SELECT COALESCE(MIN(turn), 0) AS turn FROM jobs WHERE kind = $2 AND turn IS NOT NULL UNION ALL \
    SELECT COALESCE(MAX(turn) + 1, 0) FROM jobs WHERE kind = $2 AND workspace_id = $3 AND turn IS NOT NULL) AS turns)";

/// A job outside the lines that belongs into one: its time has come, or the lease of whoever ran it has run out.
fn joins(overtake: bool) -> String {
    const JOINS: &str =
        "jobs.state = 'pending' AND jobs.turn IS NULL AND COALESCE(jobs.lease_until, jobs.run_at) <= $1";
    let free = if overtake { "" } else { " AND jobs.lease_until IS NULL" };
    format!("{JOINS}{free}")
}

/// This run also does what was asked for meanwhile, unless that was for later.
const AGAIN_LATER: &str = "run_again_at = CASE WHEN run_again_at > $1 THEN run_again_at ELSE NULL END";
const CLAIMED: &str = "id, workspace_id, kind, payload, attempts, max_attempts";

/// What there is to do for a runner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether jobs wait outside the lines whose time has come: see [`join_lines`].
    pub joining: bool,
    /// Kinds with a job in their line.
    pub ready: Vec<String>,
}

/// Looks whether there is anything to do for a runner of these kinds. `overtake`: also jobs whose lease has run out,
/// which only a clock that can be trusted tells ([`domain::Steadiness`]).
pub async fn look(db: &impl Db, kinds: &[&str], now: Timestamp, overtake: bool) -> Result<Look, StoreError> {
    let values = [values![now], bind_kinds(kinds)].concat();
    let mut ready: Vec<String> =
        db.all(&look_sql(kinds.len(), overtake), values, |row| row.get("kind")).await?;
    let found = ready.len();
    ready.retain(|kind| !kind.is_empty());
    Ok(Look { joining: ready.len() < found, ready })
}

/// A row for what joins, without a name, and one for each kind that is ready.
pub(crate) fn look_sql(kinds: usize, overtake: bool) -> String {
    let joins = joins(overtake);
    // Ordered, so that PostgreSQL takes the index also where it expects to find something soon without.
    let mut sql = format!(
        "SELECT '' AS kind FROM (SELECT id FROM jobs WHERE {joins} ORDER BY COALESCE(lease_until, run_at) LIMIT 1) AS due"
    );
    for mark in (2..).take(kinds) {
        let line =
            format!("SELECT id FROM jobs WHERE kind = ${mark} AND turn IS NOT NULL ORDER BY turn LIMIT 1");
        let _ = write!(sql, " UNION ALL SELECT ${mark} AS kind FROM ({line}) AS line");
    }
    sql
}

/// Lets up to `limit` jobs whose time has come join the lines of their kinds; how many did. Each stands behind its
/// workspace's own jobs, the longest due first. `overtake` as in [`look`].
pub async fn join_lines(tx: &Tx, now: Timestamp, overtake: bool, limit: u32) -> Result<u64, StoreError> {
    tx.exec(&join_sql(tx.dialect, overtake), values![now, limit]).await
}

pub(crate) fn join_sql(dialect: Dialect, overtake: bool) -> String {
    let joins = joins(overtake);
    // Passing over what another process lets join, so that no two wait for each other.
    let lock = dialect.skip_locked();
    format!(
        "UPDATE jobs SET turn = joining.turn FROM (\
         SELECT due.id, ROW_NUMBER() OVER (PARTITION BY due.kind, due.workspace_id ORDER BY due.since, due.id) - 1 + \
         (SELECT MAX(turn) FROM \
         (SELECT COALESCE(MIN(turn), 0) AS turn FROM jobs WHERE kind = due.kind AND turn IS NOT NULL UNION ALL \
         SELECT COALESCE(MAX(turn) + 1, 0) FROM jobs WHERE kind = due.kind AND workspace_id = due.workspace_id \
         AND turn IS NOT NULL) AS turns) AS turn FROM \
         (SELECT id, kind, workspace_id, COALESCE(lease_until, run_at) AS since FROM jobs WHERE {joins} \
         ORDER BY COALESCE(lease_until, run_at) LIMIT $2{lock}) AS due) AS joining \
         WHERE jobs.id = joining.id AND {joins}"
    )
}

/// Claims the next jobs in the line of a kind until `until`. A claim counts as an attempt, so that a job that kills
/// its process does not live for ever.
pub async fn claim_due(
    tx: &Tx,
    kind: &str,
    owner: &str,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<ClaimedJob>, StoreError> {
    tx.all(&claim_sql(tx.dialect), values![now, until, *owner, limit, *kind], read_claimed).await
}

/// Passes over what others are claiming right now. The choice is a step of its own, because inside the condition
/// PostgreSQL may make it more than once.
pub(crate) fn claim_sql(dialect: Dialect) -> String {
    let lock = dialect.skip_locked();
    format!(
        "WITH next AS MATERIALIZED \
         (SELECT id FROM jobs WHERE kind = $5 AND turn IS NOT NULL ORDER BY turn, id LIMIT $4{lock}) \
         UPDATE jobs SET turn = NULL, lease_until = $2, leased_by = $3, attempts = attempts + 1, {AGAIN_LATER} \
         WHERE id IN (SELECT id FROM next) RETURNING {CLAIMED}"
    )
}

/// Claims this one job if it is due, in nobody's hands, and of one of these kinds.
pub async fn claim_one(
    tx: &Tx,
    id: JobId,
    kinds: &[&str],
    owner: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<ClaimedJob>, StoreError> {
    if kinds.is_empty() {
        return Ok(None);
    }
    let marks = placeholders(5, kinds.len());
    let sql = format!(
        "UPDATE jobs SET turn = NULL, lease_until = $2, leased_by = $3, attempts = attempts + 1, {AGAIN_LATER} \
         WHERE id = $4 AND state = 'pending' AND run_at <= $1 AND lease_until IS NULL AND kind IN ({marks}) RETURNING {CLAIMED}"
    );
    let values = [values![now, until, owner, id], bind_kinds(kinds)].concat();
    tx.one(&sql, values, read_claimed).await
}

fn bind_kinds(kinds: &[&str]) -> Vec<Value> {
    kinds.iter().map(|kind| kind.bind()).collect()
}

/// Keeps a claimed job until `until`; `false` when it is no longer ours. Within a transaction that writes more, this is
/// the fence: nobody else can claim the job before it ends, and who has lost the job learns it.
pub async fn extend(tx: &Tx, id: JobId, owner: &str, until: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET lease_until = $3, turn = NULL WHERE id = $1 AND leased_by = $2 AND state = 'pending'";
    Ok(tx.exec(sql, values![id, owner, until]).await? == 1)
}

/// Waits for whoever enqueues the same once more right now, so that the wish is seen and not deleted with the job.
async fn lock(tx: &Tx, id: JobId) -> Result<(), StoreError> {
    tx.lock("jobs", "id = $1", values![id]).await.map(drop)
}

/// The job is done: its row goes, unless it was enqueued again meanwhile; then it waits anew. `false` when it is no
/// longer ours.
pub async fn complete(tx: &Tx, id: JobId, owner: &str) -> Result<bool, StoreError> {
    lock(tx, id).await?;
    let again = "UPDATE jobs SET run_at = run_again_at, run_again_at = NULL, attempts = 0, last_error = NULL, \
        turn = NULL, lease_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2 AND run_again_at IS NOT NULL";
    if tx.exec(again, values![id, owner]).await? == 1 {
        tx.note_queued_job();
        return Ok(true);
    }
    Ok(tx.exec("DELETE FROM jobs WHERE id = $1 AND leased_by = $2", values![id, owner]).await? == 1)
}

/// The job failed and is tried again at `run_at`, or sooner if it was enqueued again meanwhile. `false` when it is no
/// longer ours.
pub async fn retry(
    tx: &Tx,
    id: JobId,
    owner: &str,
    run_at: Timestamp,
    error: &str,
) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET run_at = CASE WHEN run_again_at < $3 THEN run_again_at ELSE $3 END, run_again_at = NULL, \
        last_error = $4, turn = NULL, lease_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2";
    Ok(tx.exec(sql, values![id, owner, run_at, error]).await? == 1)
}

/// The job is given back, because its process stops. The attempt counts: it may have reached the outside before it
/// was stopped, and the next one must know that. `false` when it is no longer ours.
pub async fn release(tx: &Tx, id: JobId, owner: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET turn = NULL, lease_until = NULL, leased_by = NULL, run_again_at = NULL \
        WHERE id = $1 AND leased_by = $2 AND state = 'pending'";
    Ok(tx.exec(sql, values![id, owner]).await? == 1)
}

/// The job is given up, unless the same was asked for while it ran: then it waits anew. `false` when it is no longer
/// ours.
pub async fn bury(tx: &Tx, id: JobId, owner: &str, error: &str, now: Timestamp) -> Result<bool, StoreError> {
    lock(tx, id).await?;
    let again = "UPDATE jobs SET run_at = run_again_at, run_again_at = NULL, attempts = 0, last_error = $3, \
        turn = NULL, lease_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2 AND run_again_at IS NOT NULL";
    if tx.exec(again, values![id, owner, error]).await? == 1 {
        return Ok(true);
    }
    let sql = "UPDATE jobs SET state = 'dead', last_error = $3, finished_at = $4, turn = NULL, lease_until = NULL, leased_by = NULL, \
        run_again_at = NULL WHERE id = $1 AND leased_by = $2";
    Ok(tx.exec(sql, values![id, owner, error, now]).await? == 1)
}

/// Whether the job still has a row: it waits, runs or is dead. Done jobs have none.
pub async fn state(db: &impl Db, id: JobId) -> Result<Option<JobState>, StoreError> {
    db.one("SELECT state FROM jobs WHERE id = $1", values![id], |row| row.get("state")).await
}

fn read_claimed(row: &Row) -> Result<ClaimedJob, StoreError> {
    Ok(ClaimedJob {
        id: row.get("id")?,
        workspace_id: row.opt("workspace_id")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        attempt: row.get("attempts")?,
        max_attempts: row.get("max_attempts")?,
    })
}
