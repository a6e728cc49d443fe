use domain::GrantId;
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::connections::{look_after, refresh_idle};

/// Looks which connections nobody has used for a while, or that had trouble, and enqueues a look at each.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookAfterConnections {}

impl Job for LookAfterConnections {
    const KIND: &'static str = "look_after_connections";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        look_after(app).await?;
        Ok(())
    }
}

/// Asks Zoom with one of them, which renews its tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshConnection {
    pub(crate) grant: GrantId,
}

impl Job for RefreshConnection {
    const KIND: &'static str = "refresh_connection";
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        Ok(refresh_idle(app, self.grant).await?)
    }
}
