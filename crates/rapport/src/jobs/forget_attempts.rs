use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::accounts::forget_attempts;
use crate::app::App;

/// Deletes counts of tries to log in that are over. Runs four times an hour.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetAttempts {}

impl Job for ForgetAttempts {
    const KIND: &'static str = "forget_attempts";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        forget_attempts(app).await.map_err(JobError::retry)
    }
}
