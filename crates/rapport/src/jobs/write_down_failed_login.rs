use std::net::IpAddr;

use domain::{UserId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::accounts::write_down_failed;
use crate::app::App;

/// Writes a login that failed into the audit log.
#[derive(Debug, Serialize, Deserialize)]
pub struct WriteDownFailedLogin {
    /// Whose account it was; `None` for an address that is nobody's.
    pub who: Option<(WorkspaceId, UserId)>,
    /// Where it came from.
    pub from: Option<IpAddr>,
    /// Whether it was one too many.
    pub refused: bool,
}

impl Job for WriteDownFailedLogin {
    const KIND: &'static str = "write_down_failed_login";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        write_down_failed(app, &attempt, &self).await
    }
}
