use std::net::IpAddr;

use domain::{UserId, WorkspaceId};
use jiff::Timestamp;
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::accounts::send_reset;
use crate::app::App;

/// Queues the mail with a link to a new password.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendPasswordReset {
    /// Whose account it is; `None` for an address that is nobody's.
    pub who: Option<(WorkspaceId, UserId)>,
    /// Where it was asked for.
    pub from: Option<IpAddr>,
    /// When.
    pub asked_at: Timestamp,
}

impl Job for SendPasswordReset {
    const KIND: &'static str = "send_password_reset";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        send_reset(app, &attempt, &self).await
    }
}
