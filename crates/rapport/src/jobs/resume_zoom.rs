use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::features::resume_zoom;

/// Brings to Zoom what waited while Zoom was turned off. Enqueued when it is turned on for somebody.
#[derive(Debug, Serialize, Deserialize)]
pub struct ResumeZoom {}

impl Job for ResumeZoom {
    const KIND: &'static str = "resume_zoom";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        Ok(resume_zoom(app).await?)
    }
}
