//! Named places where the chaos test lets a process die or pause, and the clock it moves. Only with the feature
//! `failpoints`; otherwise nothing of this is in the program.
//!
//! A place is named after the step and what surrounds it: `create.before_zoom`, `create.after_commit`. The variable
//! `FAILPOINTS` arms places when the program starts, in the format of the crate `fail`; the action `return(kill)` ends
//! the process there by SIGKILL: no destructor runs, nothing is flushed.

#[cfg(feature = "failpoints")]
pub use on::{arm, clock, reach};

#[cfg(not(feature = "failpoints"))]
pub use off::{arm, clock, reach};

#[cfg(all(feature = "failpoints", not(debug_assertions)))]
compile_error!("the feature `failpoints` is for debug builds: nothing in a release dies on purpose");

#[cfg(not(feature = "failpoints"))]
mod off {
    use std::sync::Arc;

    use domain::{Clock, SystemClock};

    /// The program is at this place.
    #[inline]
    pub const fn reach(_place: &str) {}

    /// Reads which places are armed.
    #[inline]
    pub const fn arm() {}

    /// The machine's clock.
    pub fn clock() -> Arc<dyn Clock> {
        Arc::new(SystemClock)
    }
}

#[cfg(feature = "failpoints")]
mod on {
    use std::path::PathBuf;
    use std::sync::Arc;

    use domain::{Clock, SystemClock};
    use jiff::{SignedDuration, Timestamp};

    /// The file with the seconds that the machine's clock is off by, and those of them that have passed and not only
    /// been put on, as the chaos test wants it.
    const CLOCK_FILE: &str = "CHAOS_CLOCK_FILE";

    /// The program is at this place: if it is armed, the process ends or pauses here.
    pub fn reach(place: &str) {
        fail::fail_point!(place, |_| {
            eprintln!("failpoint {place}: the process ends here");
            let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        });
    }

    /// Reads which places are armed.
    pub fn arm() {
        std::mem::forget(fail::FailScenario::setup());
    }

    /// The machine's clock, off by what the file says.
    pub fn clock() -> Arc<dyn Clock> {
        #[expect(
            clippy::disallowed_methods,
            reason = "no setting of the program: only the chaos test knows it"
        )]
        let file = std::env::var(CLOCK_FILE).ok();
        match file {
            Some(file) => Arc::new(MovedClock(file.into())),
            None => Arc::new(SystemClock),
        }
    }

    #[derive(Debug)]
    struct MovedClock(PathBuf);

    impl MovedClock {
        fn seconds(&self, number: usize) -> SignedDuration {
            let text = std::fs::read_to_string(&self.0).unwrap_or_default();
            let number = text.split_whitespace().nth(number).and_then(|number| number.parse().ok());
            SignedDuration::from_secs(number.unwrap_or(0))
        }
    }

    impl Clock for MovedClock {
        fn now(&self) -> Timestamp {
            SystemClock.now().saturating_add(self.seconds(0)).unwrap_or(Timestamp::MAX)
        }

        fn passed(&self) -> SignedDuration {
            SystemClock.passed() + self.seconds(1)
        }
    }
}
