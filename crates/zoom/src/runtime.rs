//! What the client needs from its surroundings: the time, a way to wait, a little randomness.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// The surroundings of the client, so that tests neither wait nor depend on the hour.
pub trait Runtime: Send + Sync {
    /// The present moment. Needed to read a `Retry-After` that is given in seconds.
    fn now(&self) -> Timestamp;

    /// Waits between two tries. Only used when the [retry policy](crate::retry::Policy) repeats at all.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        #[expect(clippy::disallowed_methods, reason = "the wait between two tries; tests bring their own")]
        let sleep = tokio::time::sleep(duration);
        Box::pin(sleep)
    }

    /// A number from 0 (inclusive) to 1 (exclusive) that spreads the tries of many clients over time.
    fn jitter(&self) -> f64 {
        0.5
    }
}

/// The real clock and the operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRuntime;

impl Runtime for SystemRuntime {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the system clock that callers may replace")]
        let now = SystemTime::now();
        Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn jitter(&self) -> f64 {
        let mut bytes = [0; 4];
        #[expect(
            clippy::disallowed_methods,
            reason = "spreads retries, protects nothing; callers may replace it"
        )]
        let filled = getrandom::fill(&mut bytes);
        if filled.is_ok() { f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0) } else { 0.5 }
    }
}
