use domain::{EmailId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::invitations::{SendError, send};

/// Sends one mail of the outbox.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendEmail {
    pub(crate) workspace: WorkspaceId,
    pub(crate) email: EmailId,
}

impl Job for SendEmail {
    const KIND: &'static str = "send_email";
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        match send(app, self.workspace, self.email, attempt.last).await {
            Ok(()) => Ok(()),
            Err(SendError::NotYet) => Err(JobError::retry(SendError::NotYet)),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
