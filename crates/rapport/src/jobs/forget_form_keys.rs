use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::accounts::forget_form_keys;
use crate::app::App;

/// Deletes the keys of forms that nobody can have open any more. Runs each night.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetFormKeys {}

impl Job for ForgetFormKeys {
    const KIND: &'static str = "forget_form_keys";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        forget_form_keys(app).await.map_err(JobError::retry)
    }
}
