//! The queue as people see it: how much waits, what was given up, and letting that run again.

use domain::{JobId, WorkspaceId};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, values},
};

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

/// How many jobs there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// They wait for their turn or their time.
    pub waiting: u64,
    /// They run.
    pub running: u64,
    /// They were given up.
    pub dead: u64,
}

/// How many jobs of a kind there are, and how late the oldest is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCounts {
    /// The kind.
    pub kind: String,
    /// How many.
    pub counts: Counts,
    /// Since when the longest waiting one is due; `None` if none is.
    pub due_since: Option<Timestamp>,
}

/// What became of the wish to let a dead job run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunAgain {
    /// It waits for its turn, with all its attempts.
    Queued,
    /// A newer job does the same, so it is gone.
    Superseded,
    /// It is not dead, or not there.
    NotDead,
}

const DEAD: &str = "SELECT id, workspace_id, kind, attempts, last_error, created_at, finished_at FROM jobs \
    WHERE state = 'dead'";
const COUNTS: &str = "COALESCE(SUM(CASE WHEN state = 'pending' AND (lease_until IS NULL OR lease_until <= $1) \
    THEN 1 ELSE 0 END), 0) AS waiting, \
    COALESCE(SUM(CASE WHEN state = 'pending' AND lease_until > $1 THEN 1 ELSE 0 END), 0) AS running, \
    COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0) AS dead";

/// Jobs that were given up, the latest first.
pub async fn dead(db: &impl Db, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    let sql = format!("{DEAD} ORDER BY finished_at DESC, id DESC LIMIT $1");
    db.all(&sql, values![limit], read_dead).await
}

/// A workspace's jobs that were given up, the latest first.
pub async fn dead_of(db: &impl Db, workspace: WorkspaceId, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    let sql = format!("{DEAD} AND workspace_id = $1 ORDER BY finished_at DESC, id DESC LIMIT $2");
    db.all(&sql, values![workspace, limit], read_dead).await
}

/// How many jobs a workspace has.
pub async fn counts(db: &impl Db, workspace: WorkspaceId, now: Timestamp) -> Result<Counts, StoreError> {
    let sql = format!("SELECT {COUNTS} FROM jobs WHERE workspace_id = $2");
    Ok(db.one(&sql, values![now, workspace], read_counts).await?.unwrap_or_default())
}

/// How many jobs of each kind there are, over all workspaces.
pub async fn kind_counts(db: &impl Db, now: Timestamp) -> Result<Vec<KindCounts>, StoreError> {
    let sql = format!(
        "SELECT kind, {COUNTS}, MIN(CASE WHEN state = 'pending' AND run_at <= $1 \
         AND (lease_until IS NULL OR lease_until <= $1) THEN run_at END) AS due_since \
         FROM jobs GROUP BY kind ORDER BY kind"
    );
    db.all(&sql, values![now], |row| {
        Ok(KindCounts { kind: row.get("kind")?, counts: read_counts(row)?, due_since: row.opt("due_since")? })
    })
    .await
}

/// Lets a dead job run again.
pub async fn run_again(tx: &Tx, id: JobId, now: Timestamp) -> Result<RunAgain, StoreError> {
    revive(tx, None, id, now).await
}

/// Lets a dead job of this workspace run again.
pub async fn run_again_of(
    tx: &Tx,
    workspace: WorkspaceId,
    id: JobId,
    now: Timestamp,
) -> Result<RunAgain, StoreError> {
    revive(tx, Some(workspace), id, now).await
}

async fn revive(
    tx: &Tx,
    workspace: Option<WorkspaceId>,
    id: JobId,
    now: Timestamp,
) -> Result<RunAgain, StoreError> {
    tx.note_queued_job();
    // One pending job per key: when a newer one waits, this one has nothing left to do.
    let sql = "UPDATE jobs SET state = 'pending', attempts = 0, run_at = $3, finished_at = NULL \
        WHERE id = $1 AND state = 'dead' AND ($2 IS NULL OR workspace_id = $2) AND NOT EXISTS \
        (SELECT 1 FROM jobs AS newer WHERE newer.kind = jobs.kind AND newer.dedupe_key = jobs.dedupe_key \
        AND newer.state = 'pending')";
    if tx.exec(sql, values![id, workspace, now]).await? == 1 {
        return Ok(RunAgain::Queued);
    }
    let sql = "DELETE FROM jobs WHERE id = $1 AND state = 'dead' AND ($2 IS NULL OR workspace_id = $2)";
    let gone = tx.exec(sql, values![id, workspace]).await? == 1;
    Ok(if gone { RunAgain::Superseded } else { RunAgain::NotDead })
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

fn read_counts(row: &Row) -> Result<Counts, StoreError> {
    Ok(Counts { waiting: row.get("waiting")?, running: row.get("running")?, dead: row.get("dead")? })
}

fn read_dead(row: &Row) -> Result<DeadJob, StoreError> {
    Ok(DeadJob {
        id: row.get("id")?,
        workspace_id: row.opt("workspace_id")?,
        kind: row.get("kind")?,
        attempts: row.get("attempts")?,
        last_error: row.opt("last_error")?,
        created_at: row.get("created_at")?,
        finished_at: row.opt("finished_at")?,
    })
}
