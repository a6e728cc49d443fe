use domain::{EmailId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::invitations::{remind, send_reminder};
use crate::mail::outbox;

/// Looks each minute which reminders are due.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remind {}

impl Job for Remind {
    const KIND: &'static str = "remind";
    type Context = App;

    async fn run(self, app: &App, _: Attempt) -> Result<(), JobError> {
        remind(app).await.map_err(JobError::retry)
    }
}

/// Sends one reminder.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendReminder {
    pub(crate) workspace: WorkspaceId,
    pub(crate) email: EmailId,
}

impl Job for SendReminder {
    const KIND: &'static str = "send_reminder";
    const MAX_ATTEMPTS: u32 = outbox::MAX_ATTEMPTS;
    const WORKERS: usize = 4;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let sent = send_reminder(app, self.workspace, self.email, &attempt).await;
        sent.map_err(|error| outbox::again(app, error, &attempt))
    }
}
