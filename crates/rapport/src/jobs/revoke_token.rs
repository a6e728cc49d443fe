use domain::{UserId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};
use zoom::AccessToken;

use crate::app::App;
use crate::connections::{CallLog, Caller};

/// Tells Zoom that a deleted grant's token is void. The sealed token lives only in this job, which is deleted when
/// it is done and gives up after a day, when the token has long expired.
#[derive(Serialize, Deserialize)]
pub struct RevokeToken {
    pub(crate) workspace: WorkspaceId,
    pub(crate) user: UserId,
    /// Where the token stood; its seal knows.
    pub(crate) place: String,
    pub(crate) sealed: Vec<u8>,
}

impl Job for RevokeToken {
    const KIND: &'static str = "revoke_token";
    const MAX_ATTEMPTS: u32 = 8;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let token = app.keys.open(&self.place, &self.sealed).map_err(JobError::fail)?;
        let log = CallLog::new(Caller { workspace: Some(self.workspace), user: Some(self.user) });
        let answer = app.zoom.logged(&log).oauth().revoke(&AccessToken::new(token)).await;
        log.write(app).await;
        match answer {
            Ok(_) => Ok(()),
            // Giving up also deletes the job with the token in it.
            Err(_) if attempt.last => Ok(()),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
