use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::connections::process_event;

/// Applies one event of the webhook inbox.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProcessZoomEvent {
    /// Which: SHA-256 of its body, hexadecimal.
    pub(crate) body_hash: String,
}

impl Job for ProcessZoomEvent {
    const KIND: &'static str = "process_zoom_event";
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        process_event(app, &self.body_hash).await.map_err(JobError::retry)
    }
}
