use domain::{EmailId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::invitations::send;
use crate::mail::outbox;

/// Sends one mail about a meeting.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendEmail {
    pub(crate) workspace: WorkspaceId,
    pub(crate) email: EmailId,
}

impl Job for SendEmail {
    const KIND: &'static str = "send_email";
    const MAX_ATTEMPTS: u32 = outbox::MAX_ATTEMPTS;
    const WORKERS: usize = 8;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let sent = send(app, self.workspace, self.email, &attempt).await;
        sent.map_err(|error| outbox::again(app, error, &attempt))
    }
}
