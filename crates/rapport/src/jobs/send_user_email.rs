use domain::{EmailId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::mail::outbox;
use crate::user_mails::send_user_email;

/// Sends one mail to a user.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendUserEmail {
    pub(crate) workspace: WorkspaceId,
    pub(crate) email: EmailId,
}

impl Job for SendUserEmail {
    const KIND: &'static str = "send_user_email";
    const MAX_ATTEMPTS: u32 = outbox::MAX_ATTEMPTS;
    const WORKERS: usize = 2;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let sent = send_user_email(app, self.workspace, self.email, &attempt).await;
        sent.map_err(|error| outbox::again(app, error, &attempt))
    }
}
