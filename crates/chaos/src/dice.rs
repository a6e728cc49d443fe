//! Choices that the seed decides.

use domain::{Random as _, SeededRandom};

/// One sequence of choices. Nobody else's choices change it.
#[derive(Debug)]
pub(crate) struct Dice(SeededRandom);

impl Dice {
    /// The sequence `stream` of `seed`.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut start = [0; 8];
        SeededRandom::new(seed).fill(&mut start);
        Self(SeededRandom::new(u64::from_le_bytes(start) ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// A number below `limit`; 0 if that is 0.
    pub(crate) fn below(&self, limit: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % limit.max(1)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// An index into something of this length.
    pub(crate) fn index(&self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&self, of: &'a [T]) -> &'a T {
        &of[self.index(of.len())]
    }

    /// The name of one of them, by weight.
    pub(crate) fn weighted<T: Copy>(&self, of: &[(u64, T)]) -> T {
        let mut left = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, name) in of {
            if left < *weight {
                return *name;
            }
            left -= weight;
        }
        of[0].1
    }
}
