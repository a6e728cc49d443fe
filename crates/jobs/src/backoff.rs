//! How long a failed job pauses.

use domain::{Random, random_bytes};
use jiff::SignedDuration;

const FIRST: i64 = 5_000;
const LONGEST: i64 = 6 * 60 * 60 * 1_000;

/// The pause after this attempt (from 1): 5 s doubled each time, at most 6 h, a quarter more or less at random so that
/// jobs that failed together do not come back together.
pub(crate) fn pause(attempt: u32, random: &dyn Random) -> SignedDuration {
    let doublings = attempt.saturating_sub(1).min(20);
    let even = (FIRST << doublings).min(LONGEST);
    let quarters = i64::from(u16::from_le_bytes(random_bytes(random)));
    let jittered = even * 3 / 4 + even / 2 * quarters / i64::from(u16::MAX);
    SignedDuration::from_millis(jittered.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use domain::SeededRandom;

    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        let random = SeededRandom::new(1);
        for (attempt, seconds) in [(1, 5), (2, 10), (3, 20), (10, 2560), (13, 20480)] {
            let pause = pause(attempt, &random).as_secs();
            assert!((seconds * 3 / 4..=seconds * 5 / 4).contains(&pause), "attempt {attempt}: {pause} s");
        }
        for attempt in [14, 20, u32::MAX] {
            let pause = pause(attempt, &random);
            assert!(pause >= SignedDuration::from_mins(270) && pause <= SignedDuration::from_hours(6));
        }
    }

    #[test]
    fn pauses_differ() {
        let random = SeededRandom::new(1);
        assert_ne!(pause(5, &random), pause(5, &random));
    }
}
