use domain::{UserId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use zoom::AccessToken;

use crate::app::App;
use crate::connections::{CallLog, Caller};
use crate::failpoint::reach;

/// Where the token is sealed for. It names no account: the job outlives everything that came from Zoom.
const PLACE: &str = "jobs:revoke_token";

/// Tells Zoom that a deleted grant's token is void. The token lives only in this job, sealed; the job is deleted when
/// it is done and gives up after a day, when the token has long expired.
#[derive(Serialize, Deserialize)]
pub struct RevokeToken {
    workspace: WorkspaceId,
    user: UserId,
    sealed: Vec<u8>,
}

impl RevokeToken {
    pub(crate) fn new(app: &App, workspace: WorkspaceId, user: UserId, token: &AccessToken) -> Self {
        let sealed = app.keys.seal(&*app.random, PLACE, token.secret().expose_secret());
        Self { workspace, user, sealed }
    }
}

impl Job for RevokeToken {
    const KIND: &'static str = "revoke_token";
    const MAX_ATTEMPTS: u32 = 8;
    const WORKERS: usize = 2;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let token = app.keys.open(PLACE, &self.sealed).map_err(JobError::fail)?;
        let log = CallLog::new(Caller { workspace: Some(self.workspace), user: Some(self.user) });
        reach("revoke.before_zoom");
        let answer = app.zoom.logged(&log).oauth().revoke(&AccessToken::new(token)).await;
        reach("revoke.after_zoom");
        log.write(app).await;
        match answer {
            Ok(_) => Ok(()),
            // Giving up also deletes the job with the token in it.
            Err(_) if attempt.last => Ok(()),
            Err(error) => Err(JobError::retry(error)),
        }
    }
}
