//! The queue's table. The rules of running are in the crate `jobs`; this is their SQL.

use domain::{JobId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Bind as _, Row, columns, text_columns, values},
    query::{Query as _, placeholders},
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

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// Whose job it is.
    pub workspace_id: Option<WorkspaceId>,
    /// Which handler ran it.
    pub kind: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it was given up.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it was given up.
    pub finished_at: Option<Timestamp>,
}

/// Enqueues a job. When a pending job of its kind has the same key, that one gets the new payload and the earlier of
/// both times, and runs once more if it is running right now; its id is returned.
pub async fn insert(tx: &Tx, job: &NewJob<'_>) -> Result<JobId, StoreError> {
    let now = tx.now();
    tx.note_queued_job();
    if let Some(key) = job.dedupe_key {
        let sql = "UPDATE jobs SET payload = $3, workspace_id = $4, \
            run_at = CASE WHEN lease_until > $6 OR run_at < $5 THEN run_at ELSE $5 END, \
            run_again_at = CASE WHEN lease_until > $6 AND (run_again_at IS NULL OR run_again_at > $5) THEN $5 \
            ELSE run_again_at END \
            WHERE kind = $1 AND dedupe_key = $2 AND state = 'pending' RETURNING id";
        let values = values![job.kind, key, job.payload, job.workspace_id, job.run_at, now];
        if let Some(id) = tx.one(sql, values, |row| row.get("id")).await? {
            return Ok(id);
        }
    }
    let id = tx.new_job_id();
    let columns = columns! {
        id: id,
        workspace_id: job.workspace_id,
        kind: job.kind,
        payload: job.payload,
        dedupe_key: job.dedupe_key,
        run_at: job.run_at,
        attempts: 0_i64,
        max_attempts: job.max_attempts,
        state: JobState::Pending,
        created_at: now,
    };
    tx.insert("jobs", columns).await?;
    Ok(id)
}

const DUE: &str = "state = 'pending' AND run_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)";
/// This run also does what was asked for meanwhile, unless that was for later.
const AGAIN_LATER: &str = "run_again_at = CASE WHEN run_again_at > $1 THEN run_again_at ELSE NULL END";
const CLAIMED: &str = "id, workspace_id, kind, payload, attempts, max_attempts, run_at";

/// Claims due jobs of these kinds until `until`, the longest due first. A claim counts as an attempt, so that a job
/// that kills its process does not live for ever.
pub async fn claim_due(
    tx: &Tx,
    kinds: &[&str],
    owner: &str,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<ClaimedJob>, StoreError> {
    if kinds.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let marks = placeholders(5, kinds.len());
    let sql = format!(
        "UPDATE jobs SET lease_until = $2, leased_by = $3, attempts = attempts + 1, {AGAIN_LATER} WHERE id IN \
         (SELECT id FROM jobs WHERE {DUE} AND kind IN ({marks}) ORDER BY run_at, id LIMIT $4) RETURNING {CLAIMED}"
    );
    let kinds: Vec<Value> = kinds.iter().map(|kind| kind.bind()).collect();
    let mut claimed = tx.all(&sql, [values![now, until, owner, limit], kinds].concat(), read_claimed).await?;
    // RETURNING promises no order.
    claimed.sort_by_key(|(run_at, job)| (*run_at, job.id));
    Ok(claimed.into_iter().map(|(_, job)| job).collect())
}

/// Claims this one job if it is due, free and of one of these kinds.
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
        "UPDATE jobs SET lease_until = $2, leased_by = $3, attempts = attempts + 1, {AGAIN_LATER} \
         WHERE id = $4 AND {DUE} AND kind IN ({marks}) RETURNING {CLAIMED}"
    );
    let values = [values![now, until, owner, id], bind_kinds(kinds)].concat();
    Ok(tx.one(&sql, values, read_claimed).await?.map(|(_, job)| job))
}

/// Whether any job of these kinds is due and free.
pub async fn any_due(db: &impl Db, kinds: &[&str], now: Timestamp) -> Result<bool, StoreError> {
    if kinds.is_empty() {
        return Ok(false);
    }
    let marks = placeholders(2, kinds.len());
    let sql = format!("SELECT id FROM jobs WHERE {DUE} AND kind IN ({marks}) LIMIT 1");
    Ok(!db.rows(&sql, [values![now], bind_kinds(kinds)].concat()).await?.is_empty())
}

fn bind_kinds(kinds: &[&str]) -> Vec<Value> {
    kinds.iter().map(|kind| kind.bind()).collect()
}

/// Keeps a claimed job until `until`; `false` when it is no longer ours.
pub async fn extend(tx: &Tx, id: JobId, owner: &str, until: Timestamp) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND leased_by = $2 AND state = 'pending'";
    Ok(tx.exec(sql, values![id, owner, until]).await? == 1)
}

/// The job is done: its row goes, unless it was enqueued again meanwhile; then it waits anew. `false` when it is no
/// longer ours.
pub async fn complete(tx: &Tx, id: JobId, owner: &str) -> Result<bool, StoreError> {
    let again = "UPDATE jobs SET run_at = run_again_at, run_again_at = NULL, attempts = 0, last_error = NULL, \
        lease_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2 AND run_again_at IS NOT NULL";
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
        last_error = $4, lease_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2";
    Ok(tx.exec(sql, values![id, owner, run_at, error]).await? == 1)
}

/// The job is given back, because its process stops. The attempt counts: it may have reached the outside before it
/// was stopped, and the next one must know that. `false` when it is no longer ours.
pub async fn release(tx: &Tx, id: JobId, owner: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET lease_until = NULL, leased_by = NULL, run_again_at = NULL \
        WHERE id = $1 AND leased_by = $2 AND state = 'pending'";
    Ok(tx.exec(sql, values![id, owner]).await? == 1)
}

/// The job is given up, unless the same was asked for while it ran: then it waits anew. `false` when it is no longer
/// ours.
pub async fn bury(tx: &Tx, id: JobId, owner: &str, error: &str, now: Timestamp) -> Result<bool, StoreError> {
    let again = "UPDATE jobs SET run_at = run_again_at, run_again_at = NULL, attempts = 0, last_error = $3, \
        lease_until = NULL, leased_by = NULL WHERE id = $1 AND leased_by = $2 AND run_again_at IS NOT NULL";
    if tx.exec(again, values![id, owner, error]).await? == 1 {
        return Ok(true);
    }
    let sql = "UPDATE jobs SET state = 'dead', last_error = $3, finished_at = $4, lease_until = NULL, leased_by = NULL, \
        run_again_at = NULL WHERE id = $1 AND leased_by = $2";
    Ok(tx.exec(sql, values![id, owner, error, now]).await? == 1)
}

/// Jobs that were given up, the latest first.
pub async fn dead(db: &impl Db, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    let sql = "SELECT id, workspace_id, kind, attempts, last_error, created_at, finished_at FROM jobs \
        WHERE state = 'dead' ORDER BY finished_at DESC, id DESC LIMIT $1";
    db.all(sql, values![limit], |row| {
        Ok(DeadJob {
            id: row.get("id")?,
            workspace_id: row.opt("workspace_id")?,
            kind: row.get("kind")?,
            attempts: row.get("attempts")?,
            last_error: row.opt("last_error")?,
            created_at: row.get("created_at")?,
            finished_at: row.opt("finished_at")?,
        })
    })
    .await
}

/// Lets a dead job run again, with all its attempts. `false` when it is not dead; [`StoreError::Conflict`] when a
/// newer job with its key waits already.
pub async fn run_again(tx: &Tx, id: JobId, now: Timestamp) -> Result<bool, StoreError> {
    tx.note_queued_job();
    let sql = "UPDATE jobs SET state = 'pending', attempts = 0, run_at = $2, finished_at = NULL \
        WHERE id = $1 AND state = 'dead'";
    Ok(tx.exec(sql, values![id, now]).await? == 1)
}

/// Whether the job still has a row: it waits, runs or is dead. Done jobs have none.
pub async fn state(db: &impl Db, id: JobId) -> Result<Option<JobState>, StoreError> {
    db.one("SELECT state FROM jobs WHERE id = $1", values![id], |row| row.get("state")).await
}

/// How many jobs wait or run.
pub async fn pending_count(db: &impl Db) -> Result<u64, StoreError> {
    db.count("SELECT COUNT(*) AS n FROM jobs WHERE state = 'pending'", values![]).await
}

/// How many jobs were given up.
pub async fn dead_count(db: &impl Db) -> Result<u64, StoreError> {
    db.count("SELECT COUNT(*) AS n FROM jobs WHERE state = 'dead'", values![]).await
}

/// When the next waiting job is due; in the past if it is late.
pub async fn next_due(db: &impl Db) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT MIN(run_at) AS run_at FROM jobs WHERE state = 'pending'";
    Ok(db.one(sql, values![], |row| row.opt("run_at")).await?.flatten())
}

fn read_claimed(row: &Row) -> Result<(Timestamp, ClaimedJob), StoreError> {
    let job = ClaimedJob {
        id: row.get("id")?,
        workspace_id: row.opt("workspace_id")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        attempt: row.get("attempts")?,
        max_attempts: row.get("max_attempts")?,
    };
    Ok((row.get("run_at")?, job))
}
