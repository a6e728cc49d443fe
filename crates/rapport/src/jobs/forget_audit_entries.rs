use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::audit::forget_old_entries;

/// Deletes entries of the audit log that are old enough. Runs each night.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetAuditEntries {}

impl Job for ForgetAuditEntries {
    const KIND: &'static str = "forget_audit_entries";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        forget_old_entries(app).await.map_err(JobError::retry)
    }
}
