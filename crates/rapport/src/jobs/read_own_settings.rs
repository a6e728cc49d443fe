use domain::GrantId;
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::connections::read_own_settings;

/// Reads how the owner of a grant begins new meetings in Zoom.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadOwnSettings {
    pub(crate) grant: GrantId,
}

impl Job for ReadOwnSettings {
    const KIND: &'static str = "read_own_settings";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        // Nobody waits for them: the next look at the account asks again.
        if let Err(error) = read_own_settings(app, self.grant).await? {
            tracing::info!(%error, "a person's own Zoom settings could not be read");
        }
        Ok(())
    }
}
