//! How often one asker may come within a while. Counted in this process only: with several, each allows as much.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderValue;
use jiff::{SignedDuration, Timestamp};

/// More askers than this are not told apart any more: the counters are forgotten, so that memory stays bounded.
const MOST: usize = 10_000;

/// Counters of askers.
#[derive(Debug)]
pub(super) struct Rate {
    most: u32,
    within: SignedDuration,
    seen: Mutex<HashMap<[u8; 32], (Timestamp, u32)>>,
}

impl Rate {
    /// At most `most` times `within` a while.
    pub(super) fn new(most: u32, within: SignedDuration) -> Self {
        Self { most, within, seen: Mutex::default() }
    }

    /// Counts one more; if that is too often, for how long the asker has to wait.
    pub(super) fn ask(&self, who: [u8; 32], now: Timestamp) -> Result<(), SignedDuration> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST && !seen.contains_key(&who) {
            seen.retain(|_, (since, _)| now.duration_since(*since) < self.within);
            if seen.len() >= MOST {
                seen.clear();
            }
        }
        let (since, count) = seen.entry(who).or_insert((now, 0));
        if now.duration_since(*since) >= self.within {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        if *count > self.most { Err(self.within - now.duration_since(*since)) } else { Ok(()) }
    }
}

/// The wait of [`Rate::ask`] as the value of `Retry-After`: whole seconds, at least one.
pub(super) fn retry_after(wait: SignedDuration) -> HeaderValue {
    HeaderValue::from(wait.as_secs().max(1).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_too_often_waits_and_others_do_not() {
        let rate = Rate::new(2, SignedDuration::from_mins(1));
        let start: Timestamp = "2027-03-16T08:42:00Z".parse().unwrap();
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        assert_eq!(rate.ask([1; 32], at(0)), Ok(()));
        assert_eq!(rate.ask([1; 32], at(10)), Ok(()));
        assert_eq!(rate.ask([1; 32], at(20)), Err(SignedDuration::from_secs(40)));
        assert_eq!(rate.ask([2; 32], at(20)), Ok(()));
        assert_eq!(rate.ask([1; 32], at(60)), Ok(()));
    }

    #[test]
    fn many_askers_do_not_fill_the_memory() {
        let rate = Rate::new(2, SignedDuration::from_mins(1));
        let now: Timestamp = "2027-03-16T08:42:00Z".parse().unwrap();
        for n in 0..2 * MOST {
            let mut who = [0; 32];
            who[..8].copy_from_slice(&n.to_le_bytes());
            assert_eq!(rate.ask(who, now), Ok(()));
        }
        assert!(rate.seen.lock().unwrap().len() <= MOST);
    }
}
