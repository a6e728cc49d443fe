use domain::{EmailId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::accounts::send_join_email;
use crate::app::App;
use crate::mail::outbox;

/// Sends one mail that asks somebody to join.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendJoinEmail {
    pub(crate) workspace: WorkspaceId,
    pub(crate) email: EmailId,
}

impl Job for SendJoinEmail {
    const KIND: &'static str = "send_join_email";
    const MAX_ATTEMPTS: u32 = outbox::MAX_ATTEMPTS;
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let sent = send_join_email(app, self.workspace, self.email, &attempt).await;
        sent.map_err(|error| outbox::again(app, error, &attempt))
    }
}
