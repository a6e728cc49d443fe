use std::time::Duration;

use domain::WorkspaceId;
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::marketplace::reviewer::delete;

/// What is still on its way gets this long.
const PAUSE: Duration = Duration::from_secs(30);

/// Deletes the account of Zoom's reviewer when its time is over, or when the publisher says so.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveReviewer {
    pub(crate) workspace: WorkspaceId,
}

impl Job for RemoveReviewer {
    const KIND: &'static str = "remove_reviewer";
    const MAX_ATTEMPTS: u32 = 200;
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        match delete(app, self.workspace).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(JobError::retry_after(PAUSE, "a mail or a revocation is still on its way")),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
