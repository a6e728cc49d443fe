use domain::GrantId;
use jobs::{Attempt, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::connections::{look_after, look_at_accounts, refresh};

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

/// Enqueues a look at every connection. Runs each night.
#[derive(Debug, Serialize, Deserialize)]
pub struct LookAtAccounts {}

impl Job for LookAtAccounts {
    const KIND: &'static str = "look_at_accounts";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        Ok(look_at_accounts(app).await?)
    }
}

/// Asks Zoom who the account is, which renews its tokens.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshConnection {
    pub(crate) grant: GrantId,
    /// Also when it was used since this was enqueued.
    #[serde(default)]
    pub(crate) even_if_used: bool,
}

impl Job for RefreshConnection {
    const KIND: &'static str = "refresh_connection";
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        Ok(refresh(app, self.grant, self.even_if_used).await?)
    }
}
