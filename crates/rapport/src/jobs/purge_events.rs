use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::connections::purge_events;

/// Forgets events of Zoom that nobody can repeat any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeEvents {}

impl Job for PurgeEvents {
    const KIND: &'static str = "purge_events";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        Ok(purge_events(app).await?)
    }
}
