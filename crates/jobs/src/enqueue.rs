//! Putting jobs into the queue.

use domain::{JobId, WorkspaceId};
use jiff::Timestamp;
use store::{StoreError, Tx, jobs::NewJob};

use crate::Job;

/// When, and how often at once.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Not before this instant; `None` for at once.
    pub run_at: Option<Timestamp>,
    /// At most one pending job of the kind has this key. Enqueuing the same key again replaces the payload and keeps
    /// the earlier time; while that job runs, it runs once more afterwards.
    pub dedupe_key: Option<String>,
}

/// Enqueues a job within a transaction: it exists if and only if the transaction commits, and then wakes the runner of
/// this process. Gives the id of the job, or of the one that has the same key already.
pub async fn enqueue<J: Job>(
    tx: &Tx,
    workspace: Option<WorkspaceId>,
    job: &J,
    options: Options,
) -> Result<JobId, StoreError> {
    let payload = serde_json::to_string(job)
        .map_err(|error| StoreError::Unstorable { what: J::KIND, source: Box::new(error) })?;
    let job = NewJob {
        workspace_id: workspace,
        kind: J::KIND,
        payload: &payload,
        dedupe_key: options.dedupe_key.as_deref(),
        run_at: options.run_at.unwrap_or_else(|| tx.now()),
        max_attempts: J::MAX_ATTEMPTS,
    };
    store::jobs::insert(tx, &job).await
}
