use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::tasks::remind;

/// Looks each minute whose tasks are due.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemindOfTasks {}

impl Job for RemindOfTasks {
    const KIND: &'static str = "remind_of_tasks";
    type Context = App;

    async fn run(self, app: &App, _: Attempt) -> Result<(), JobError> {
        remind(app).await.map_err(JobError::retry)
    }
}
