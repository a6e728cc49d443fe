//! The one source of randomness, so that a run can be repeated with a seed.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};

/// Random bytes, from the operating system or from a seed.
pub(crate) enum Random {
    /// Unpredictable.
    System,
    /// The same sequence in each run: for reproducible pages, never for secrets that matter.
    Seeded(AtomicU64),
}

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self::Seeded(AtomicU64::new(seed))
    }

    /// A source for something on the side, which does not change what this one gives next.
    pub(crate) fn branch(&self, number: u64) -> Self {
        match self {
            Self::System => Self::System,
            Self::Seeded(state) => Self::seeded(state.load(Ordering::Relaxed) ^ number.rotate_left(32)),
        }
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => fill_from_system(&mut bytes),
            Self::Seeded(state) => {
                for chunk in bytes.chunks_mut(8) {
                    chunk.copy_from_slice(&split_mix(state).to_le_bytes()[..chunk.len()]);
                }
            }
        }
        bytes
    }

    /// A Zoom id: 22 characters, URL-safe.
    pub(crate) fn zoom_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<16>())
    }

    /// A meeting uuid: plain base64 of 16 bytes, so it may hold `/`, `+` and ends in `==`.
    pub(crate) fn meeting_uuid(&self) -> String {
        STANDARD.encode(self.bytes::<16>())
    }

    /// A number in `low..low + span`.
    pub(crate) fn number(&self, low: u64, span: u64) -> u64 {
        low + u64::from_le_bytes(self.bytes()) % span
    }

    /// A number from 0 up to, but without, 1.
    pub(crate) fn chance(&self) -> f64 {
        // 32 bits are exact in a float, and fine enough.
        f64::from(u32::from_le_bytes(self.bytes())) / (f64::from(u32::MAX) + 1.0)
    }

    /// `length` characters out of `alphabet`.
    pub(crate) fn text(&self, length: usize, alphabet: &[u8]) -> String {
        (0..length)
            .map(|_| {
                let place = u64::from_le_bytes(self.bytes()) % alphabet.len() as u64;
                char::from(alphabet[usize::try_from(place).unwrap_or_default()])
            })
            .collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the operating system")]
fn fill_from_system(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        panic!("the operating system gives no randomness: {error}");
    }
}

fn split_mix(state: &AtomicU64) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut z = state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
