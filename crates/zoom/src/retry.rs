//! Whether, and when, a failed call is made again: a pure function of what happened.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Method;

use crate::error::{Error, Outcome};

/// How often and how long the client repeats by itself.
///
/// GET and DELETE are repeated after broken connections and statuses of 500 and above, because doing them twice
/// changes nothing. Any other method is repeated only when it was surely not done: the connection was never made,
/// or Zoom answered 429. A daily limit is never waited for. OAuth and compliance calls are never repeated here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Tries in all, the first one included. 0 and 1 both mean: never repeat.
    pub max_tries: u32,
    /// Wait after the first failure; doubles with each further one. Spread by half up and down.
    pub first_wait: Duration,
    /// Longest wait for one repetition, also when a rate limit asks for more: then the error goes to the caller.
    pub longest_wait: Duration,
    /// Longest time spent waiting in one call, over all repetitions.
    pub budget: Duration,
}

/// 3 tries, from 250 ms, at most 5 s each and 10 s in all.
impl Default for Policy {
    fn default() -> Self {
        Self {
            max_tries: 3,
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(5),
            budget: Duration::from_secs(10),
        }
    }
}

/// A failed try, as the policy sees it.
#[derive(Debug, Clone, Copy)]
pub struct FailedTry<'a> {
    /// The method of the request.
    pub method: &'a Method,
    /// How it failed.
    pub error: &'a Error,
    /// Tries made so far, this one included.
    pub tries: u32,
    /// Time spent waiting so far.
    pub waited: Duration,
    /// The present moment.
    pub now: Timestamp,
    /// A number from 0 to 1.
    pub jitter: f64,
}

/// What to do after a failed try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Give the error to the caller.
    Stop,
    /// Wait this long, then try again.
    RepeatAfter(Duration),
}

impl Policy {
    /// Never repeats: for callers with a queue of their own.
    pub fn none() -> Self {
        Self { max_tries: 1, ..Self::default() }
    }

    /// Decides after a failed try. It is never asked before the first, so the first never waits.
    pub fn decide(&self, failed: &FailedTry<'_>) -> Decision {
        if failed.tries >= self.max_tries || !may_repeat(failed.method, failed.error) {
            return Decision::Stop;
        }
        let jitter = failed.jitter.clamp(0.0, 1.0);
        let doublings = failed.tries.saturating_sub(1).min(16);
        let own =
            self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait).mul_f64(0.5 + jitter / 2.0);
        let wait = match failed.error {
            Error::RateLimited { retry_at: Some(at), .. } => {
                // A little later than asked, so that many clients do not all come back in the same instant.
                let asked = Duration::try_from(at.duration_since(failed.now)).unwrap_or_default();
                asked.saturating_add(self.first_wait.mul_f64(jitter))
            }
            _ => own,
        };
        let in_budget = failed.waited.checked_add(wait).is_some_and(|total| total <= self.budget);
        if wait <= self.longest_wait && in_budget { Decision::RepeatAfter(wait) } else { Decision::Stop }
    }
}

fn may_repeat(method: &Method, error: &Error) -> bool {
    match error {
        Error::RateLimited { kind, .. } => *kind != crate::error::RateLimit::Daily,
        Error::Transport(_) => is_repeatable(method) || error.outcome() == Outcome::NotDone,
        Error::Api { status, .. } => *status >= 500 && is_repeatable(method),
        _ => false,
    }
}

fn is_repeatable(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::DELETE].contains(method)
}

#[cfg(test)]
#[path = "retry_tests.rs"]
mod tests;
