//! What a test left undone. Looked at from a thread of its own: dropping happens inside the test's runtime, which
//! cannot wait there.

use std::sync::Arc;

use domain::{Clock as _, SystemClock, SystemRandom};
use store::{Database, Store, StoreError, jobs};

/// A sentence about unfinished or given-up jobs; `None` if there are none.
pub(crate) fn complaint(database: Database) -> Option<String> {
    let look = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
        Some(runtime.block_on(count(&database)))
    });
    let counted = look.join().ok()??;
    match counted {
        Ok((waiting, dead)) if waiting.is_empty() && dead.is_empty() => None,
        Ok((waiting, dead)) => Some(format!(
            "the test ended with unfinished jobs {waiting:?} and given up: {dead:?}. Run them (`run_jobs`), or say \
             `leave_jobs` if that is what the test is about."
        )),
        Err(error) => Some(format!("the jobs cannot be counted: {error}")),
    }
}

/// Zoom tells of the last thing that a test does while the test ends, sooner or later: what it told then is no work that
/// the test left undone.
const TOLD_BY_ZOOM: &str = "process_zoom_event";

/// Kinds of unfinished jobs, and given-up jobs with their reason.
async fn count(database: &Database) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let store = Store::open(database, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let db = store.begin_read().await;
    let dead = jobs::dead(&db, 20).await?;
    let dead = dead.into_iter().map(|job| format!("{}: {}", job.kind, job.last_error.unwrap_or_default()));
    let kinds = jobs::kind_counts(&db, SystemClock.now()).await?;
    let waiting = kinds
        .into_iter()
        .filter(|one| one.counts.waiting + one.counts.running > 0 && one.kind != TOLD_BY_ZOOM);
    Ok((waiting.map(|one| one.kind).collect(), dead.collect()))
}
