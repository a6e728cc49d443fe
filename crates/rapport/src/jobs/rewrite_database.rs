use jiff::civil::{Time, time};
use jobs::{Attempt, Job, JobError, Options, Recurrence, enqueue};
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};

use crate::app::App;

/// Up to this size rewriting takes a second or two, and nobody notices.
const SMALL: u64 = 200 * 1024 * 1024;
/// When larger files are rewritten, UTC.
const AT_NIGHT: Time = time(3, 40, 0, 0);

/// Removes the copies of deleted rows that SQLite may have left inside its pages. Enqueued with each farewell.
#[derive(Debug, Serialize, Deserialize)]
pub struct RewriteDatabase {}

impl RewriteDatabase {
    pub(crate) async fn enqueue(tx: &Tx) -> Result<(), StoreError> {
        let Some(bytes) = tx.file_bytes().await? else { return Ok(()) };
        let run_at = (bytes > SMALL).then(|| Recurrence::DailyAt(AT_NIGHT).next_after(tx.now()));
        let options = Options { run_at, dedupe_key: Some(Self::KIND.to_owned()) };
        enqueue(tx, None, &Self {}, options).await.map(drop)
    }
}

impl Job for RewriteDatabase {
    const KIND: &'static str = "rewrite_database";
    const WORKERS: usize = 1;
    type Context = App;

    async fn run(self, app: &App, _attempt: Attempt) -> Result<(), JobError> {
        Ok(app.store.rewrite_file().await?)
    }
}
