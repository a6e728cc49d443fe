//! Time in a run: the machine's, moved on for Rapport (by a file its debug build reads) and for Zoom together.

use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::sandbox::Sandbox;
use crate::shared::lock;

/// The clocks of a run.
pub(crate) struct Clocks {
    /// The file that Rapport reads how far its clock is off from.
    pub(crate) file: PathBuf,
    moved: Mutex<Moved>,
    /// Held while both are moved.
    moving: tokio::sync::Mutex<()>,
}

/// Seconds.
#[derive(Default, Clone, Copy)]
struct Moved {
    /// Both clocks were moved by.
    both: i64,
    /// Rapport's was moved by besides.
    skew: i64,
    /// Of those, time that passed: a clock that only jumps is not believed by everybody.
    passed: i64,
}

impl Clocks {
    pub(crate) fn new(file: PathBuf) -> Result<Self> {
        std::fs::write(&file, "0 0")?;
        Ok(Self { file, moved: Mutex::default(), moving: tokio::sync::Mutex::default() })
    }

    /// Time for Rapport now.
    pub(crate) fn now(&self) -> Timestamp {
        let Moved { both, skew, .. } = *lock(&self.moved);
        machine().saturating_add(SignedDuration::from_secs(both + skew)).unwrap_or(Timestamp::MAX)
    }

    /// Puts the clocks forward for everybody.
    pub(crate) async fn jump(&self, by: SignedDuration, sandbox: &Sandbox) -> Result<()> {
        self.advance(by, false, sandbox).await
    }

    /// Lets time pass for everybody.
    pub(crate) async fn pass(&self, by: SignedDuration, sandbox: &Sandbox) -> Result<()> {
        self.advance(by, true, sandbox).await
    }

    /// Rapport's clock goes first: its window for events is two hours to the past.
    async fn advance(&self, by: SignedDuration, passes: bool, sandbox: &Sandbox) -> Result<()> {
        let _alone = self.moving.lock().await;
        {
            let mut moved = lock(&self.moved);
            moved.both += by.as_secs();
            if passes {
                moved.passed += by.as_secs();
            }
        }
        self.write()?;
        sandbox.post("clock", &json!({ "advance": format!("{}s", by.as_secs()) })).await
    }

    /// Puts Rapport's clock off from Zoom's.
    pub(crate) async fn skew(&self, seconds: i64) -> Result<()> {
        let _alone = self.moving.lock().await;
        lock(&self.moved).skew = seconds;
        self.write()
    }

    /// Written beside and renamed, so that nobody reads half a number.
    fn write(&self) -> Result<()> {
        let Moved { both, skew, passed } = *lock(&self.moved);
        let beside = self.file.with_extension("new");
        std::fs::write(&beside, format!("{} {passed}", both + skew))?;
        Ok(std::fs::rename(beside, &self.file)?)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the chaos test watches real processes, so it lives in real time"
)]
fn machine() -> Timestamp {
    Timestamp::now()
}
