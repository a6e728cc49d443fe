use domain::{UserId, WorkspaceId};
use jobs::{Attempt, Job, JobError};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use zoom::AccessToken;

use crate::app::App;
use crate::connections::{CallLog, Caller};
use crate::failpoint::reach;
use crate::keys::places;

/// Tells Zoom that a deleted grant's token is void. The token lives only in this job, sealed; the job is deleted when
/// it is done and gives up after a day, when the token has long expired.
#[derive(Serialize, Deserialize)]
pub struct RevokeToken {
    workspace: WorkspaceId,
    user: UserId,
    sealed: Vec<u8>,
    /// The app that the token was given to; empty in jobs from when there was only one.
    #[serde(default)]
    client_id: String,
}

impl RevokeToken {
    pub(crate) fn new(
        app: &App,
        client_id: &str,
        (workspace, user): (WorkspaceId, UserId),
        token: &AccessToken,
    ) -> Self {
        let sealed = app.keys.seal(&*app.random, places::REVOCATION, token.secret().expose_secret());
        Self { workspace, user, sealed, client_id: client_id.to_owned() }
    }
}

impl Job for RevokeToken {
    const KIND: &'static str = "revoke_token";
    const MAX_ATTEMPTS: u32 = 8;
    const WORKERS: usize = 2;
    type Context = App;

    async fn run(self, app: &App, attempt: Attempt) -> Result<(), JobError> {
        let token = app.keys.open(places::REVOCATION, &self.sealed).map_err(JobError::fail)?;
        let log = CallLog::new(Caller { workspace: Some(self.workspace), user: Some(self.user) });
        let zoom = match self.client_id.as_str() {
            "" => Some(app.zoom.in_use()),
            client_id => app.zoom.of_client(client_id),
        };
        // Only with the app's own credentials can it be revoked; without them it expires within the hour.
        let Some(zoom) = zoom else { return Ok(()) };
        reach("revoke.before_zoom");
        let answer = zoom.logged(&log).oauth().revoke(&AccessToken::new(token)).await;
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
