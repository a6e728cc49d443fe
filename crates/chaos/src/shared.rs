//! Small things that every part needs.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Locks; a panic elsewhere does not hide what was found.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The monotonic clock: what happened after what in this run.
#[expect(
    clippy::disallowed_methods,
    reason = "the chaos test watches real processes, so it lives in real time"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Waits in real time.
#[expect(
    clippy::disallowed_methods,
    reason = "the chaos test watches real processes, so it lives in real time"
)]
pub(crate) async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}
