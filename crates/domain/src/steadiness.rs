//! Whether a clock can be trusted to say that a lease has run out.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::Clock;

/// What a clock may be off by between two looks; more is a jump. Clocks that are kept right by small steps stay below.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(2);

/// Watches a clock for jumps: somebody sets it, a virtual machine wakes up, a laptop's lid opens.
///
/// The end of a lease is a time, so after a jump leases look run out whose holders are at work. They write a new end
/// soon. Whoever takes over only what another one has left therefore waits until the clock has been steady for the
/// length of a lease; at the start too, because nobody knows what the clock did before.
#[derive(Debug)]
pub struct Steadiness(Mutex<Seen>);

#[derive(Debug)]
struct Seen {
    now: Timestamp,
    passed: SignedDuration,
    /// When the clock jumped last, in time that has passed.
    jumped: SignedDuration,
}

impl Steadiness {
    /// Begins to watch.
    pub fn new(clock: &dyn Clock) -> Self {
        let (now, passed) = (clock.now(), clock.passed());
        Self(Mutex::new(Seen { now, passed, jumped: passed }))
    }

    /// Whether the clock has gone on without a jump for so long.
    pub fn lasts(&self, clock: &dyn Clock, length: SignedDuration) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (now, passed) = (clock.now(), clock.passed());
        let drift = now.duration_since(seen.now) - (passed - seen.passed);
        let jumped = if drift.abs() > TOLERANCE { passed } else { seen.jumped };
        *seen = Seen { now, passed, jumped };
        passed - jumped >= length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clock whose two times are moved apart.
    #[derive(Debug, Default)]
    struct Loose(Mutex<(i64, i64)>);

    impl Loose {
        fn go(&self, now: i64, passed: i64) {
            let mut both = self.0.lock().unwrap();
            *both = (both.0 + now, both.1 + passed);
        }
    }

    impl Clock for Loose {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH + SignedDuration::from_secs(self.0.lock().unwrap().0)
        }

        fn passed(&self) -> SignedDuration {
            SignedDuration::from_secs(self.0.lock().unwrap().1)
        }
    }

    const LEASE: SignedDuration = SignedDuration::from_secs(30);

    #[test]
    fn a_clock_is_trusted_once_it_was_steady_for_the_length_of_a_lease() {
        let clock = Loose::default();
        let steadiness = Steadiness::new(&clock);
        assert!(!steadiness.lasts(&clock, LEASE));
        clock.go(29, 29);
        assert!(!steadiness.lasts(&clock, LEASE));
        clock.go(1, 1);
        assert!(steadiness.lasts(&clock, LEASE));
    }

    #[test]
    fn a_jump_in_either_direction_begins_the_wait_anew() {
        for jump in [77, -77] {
            let clock = Loose::default();
            let steadiness = Steadiness::new(&clock);
            clock.go(60, 60);
            assert!(steadiness.lasts(&clock, LEASE));
            clock.go(jump, 0);
            assert!(!steadiness.lasts(&clock, LEASE));
            clock.go(29, 29);
            assert!(!steadiness.lasts(&clock, LEASE));
            clock.go(1, 1);
            assert!(steadiness.lasts(&clock, LEASE));
        }
    }

    #[test]
    fn a_clock_that_is_kept_right_by_small_steps_is_steady() {
        let clock = Loose::default();
        let steadiness = Steadiness::new(&clock);
        for step in [9, 11, 10, 12, 8] {
            clock.go(step, 10);
            steadiness.lasts(&clock, LEASE);
        }
        assert!(steadiness.lasts(&clock, LEASE));
    }
}
