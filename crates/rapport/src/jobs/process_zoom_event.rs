use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::connections::{event_given_up, process_event};

/// Applies one event of the webhook inbox.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProcessZoomEvent {
    /// Which: SHA-256 of its body, hexadecimal.
    pub(crate) body_hash: String,
}

impl Job for ProcessZoomEvent {
    const KIND: &'static str = "process_zoom_event";
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let handled = process_event(app, &self.body_hash, attempt.number).await;
        if handled.is_err()
            && attempt.last
            && let Err(error) = event_given_up(app, &self.body_hash, attempt.number).await
        {
            tracing::warn!(%error, "an event was given up, and that could not be noted");
        }
        handled.map_err(JobError::retry)
    }
}
