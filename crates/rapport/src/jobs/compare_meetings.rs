use std::time::Duration;

use domain::{JobId, UserId, WorkspaceId};
use jiff::SignedDuration;
use jobs::{Attempt, Job, JobError, Options, enqueue};
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx, connections};

use crate::app::App;
use crate::meetings::{SyncError, compare};

/// Compares one person's meetings with their list in Zoom.
#[derive(Debug, Serialize, Deserialize)]
pub struct CompareMeetings {
    pub(crate) workspace: WorkspaceId,
    pub(crate) user: UserId,
}

impl CompareMeetings {
    /// One comparison a person at a time.
    pub(crate) async fn enqueue(
        &self,
        tx: &Tx,
        run_at: Option<jiff::Timestamp>,
    ) -> Result<JobId, StoreError> {
        let dedupe_key = Some(format!("compare_meetings:{}", self.user));
        enqueue(tx, Some(self.workspace), self, Options { run_at, dedupe_key }).await
    }
}

impl Job for CompareMeetings {
    const KIND: &'static str = "compare_meetings";
    const WORKERS: usize = 2;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        match compare(app, self.workspace, self.user).await {
            // Only a person can help, and their Integrations page says how; tomorrow it is tried again.
            Ok(()) | Err(SyncError::Refused(..)) => Ok(()),
            Err(_) if attempt.last => Ok(()),
            Err(SyncError::Unreachable { words, retry_at: Some(at) }) => {
                let wait = Duration::try_from(app.now().duration_until(at)).unwrap_or_default();
                Err(JobError::retry_after(wait, words))
            }
            Err(error) => Err(JobError::retry(error)),
        }
    }
}

/// Enqueues [`CompareMeetings`] for everyone who has connected Zoom. Runs each night.
#[derive(Debug, Serialize, Deserialize)]
pub struct CompareAll {}

/// How far apart the comparisons of two people begin, so that the night is quiet for everyone.
const APART: SignedDuration = SignedDuration::from_secs(2);

impl Job for CompareAll {
    const KIND: &'static str = "compare_all";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        let tx = app.store.begin_write().await?;
        let mut at = app.now();
        for (workspace, user) in connections::all(&tx).await? {
            CompareMeetings { workspace, user }.enqueue(&tx, Some(at)).await?;
            at += APART;
        }
        tx.commit().await?;
        Ok(())
    }
}
