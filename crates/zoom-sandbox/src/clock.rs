//! Sandbox time: it runs, or it stands still until it is told to move.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Which clock a sandbox starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SandboxClock {
    /// Runs with the machine's clock; moving it adds an offset and it keeps running.
    #[default]
    Real,
    /// Stands at this instant until it is advanced or set.
    Explicit(Timestamp),
}

/// How far the clock is, in a form the state file keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Setting {
    Real { offset_seconds: i64 },
    Explicit { now: Timestamp },
}

/// The clock everything in one sandbox reads.
pub(crate) struct Clock {
    setting: Mutex<Setting>,
}

impl Clock {
    pub(crate) fn new(choice: SandboxClock) -> Self {
        let setting = match choice {
            SandboxClock::Real => Setting::Real { offset_seconds: 0 },
            SandboxClock::Explicit(now) => Setting::Explicit { now },
        };
        Self { setting: Mutex::new(setting) }
    }

    pub(crate) fn setting(&self) -> Setting {
        *self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over where a state file left off, if it was the same kind of clock.
    pub(crate) fn resume(&self, saved: Setting) {
        let mut setting = self.setting.lock().unwrap_or_else(PoisonError::into_inner);
        match (&mut *setting, saved) {
            (Setting::Real { offset_seconds }, Setting::Real { offset_seconds: saved }) => {
                *offset_seconds = saved;
            }
            // A test that names a later instant than the file means it.
            (Setting::Explicit { now }, Setting::Explicit { now: saved }) => *now = (*now).max(saved),
            _ => {}
        }
    }

    pub(crate) fn is_explicit(&self) -> bool {
        matches!(self.setting(), Setting::Explicit { .. })
    }

    pub(crate) fn now(&self) -> Timestamp {
        match self.setting() {
            Setting::Real { offset_seconds } => {
                shift(machine_now(), SignedDuration::from_secs(offset_seconds))
            }
            Setting::Explicit { now } => now,
        }
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut setting = self.setting.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *setting {
            Setting::Real { offset_seconds } => *offset_seconds = offset_seconds.saturating_add(by.as_secs()),
            Setting::Explicit { now } => *now = shift(*now, by),
        }
    }

    pub(crate) fn set(&self, to: Timestamp) {
        let mut setting = self.setting.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *setting {
            Setting::Real { offset_seconds } => *offset_seconds = to.as_second() - machine_now().as_second(),
            Setting::Explicit { now } => *now = to,
        }
    }
}

/// Adds without leaving the range of representable instants.
pub(crate) fn shift(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

/// Times as Zoom writes them: UTC, whole seconds, `Z`.
pub(crate) fn zoom_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> Timestamp {
    Timestamp::now()
}
