use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::search::{forget_unused_words, read_pending};

/// Reads the words of records that were there before there was a search. Looks each minute; there is nothing to do but
/// after an update.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadSearchWords {}

impl Job for ReadSearchWords {
    const KIND: &'static str = "read_search_words";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        read_pending(app).await.map_err(JobError::retry)
    }
}

/// Forgets words that no record has any more. Runs each night.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetSearchWords {}

impl Job for ForgetSearchWords {
    const KIND: &'static str = "forget_search_words";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        forget_unused_words(app).await.map_err(JobError::retry)
    }
}
