use domain::{EmailId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::invitations::send;

/// Sends one mail of the outbox.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendEmail {
    pub(crate) workspace: WorkspaceId,
    pub(crate) email: EmailId,
}

impl Job for SendEmail {
    const KIND: &'static str = "send_email";
    const WORKERS: usize = 8;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        send(app, self.workspace, self.email, attempt.last).await.map_err(JobError::retry)
    }
}
