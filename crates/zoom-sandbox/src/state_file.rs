//! The state file: one JSON document, replaced as a whole.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    clock::Setting,
    shared::{Shared, lock},
    world::World,
};

/// What a state file holds. Fields that came later have a default, so that older files still load.
#[derive(Deserialize)]
pub(crate) struct Saved {
    pub(crate) clock: Setting,
    pub(crate) world: World,
}

/// The same, on its way out.
#[derive(Serialize)]
struct Saving<'a> {
    clock: Setting,
    world: &'a World,
}

const NO_STATE: &str =
    "it does not hold the state of a sandbox; move it away to start anew, or name another file";

const IN_USE: &str = "another sandbox is using it; stop that one first, or name another file";

/// How often, and how many times, one that starts asks again for a file that another is just letting go.
const ASK_AGAIN: (Duration, u32) = (Duration::from_millis(20), 100);

/// A state file and the right to write it, which ends with this value or with the process.
pub(crate) struct StateFile {
    path: PathBuf,
    /// A file of its own, because the state file is replaced with each change.
    _lock: File,
}

impl StateFile {
    /// Takes the file for this sandbox alone: two that write one file would each undo what the other did.
    pub(crate) async fn open(path: &Path) -> io::Result<Self> {
        let lock = File::create(beside(path, ".lock"))?;
        let (pause, times) = ASK_AGAIN;
        for _ in 0..times {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { path: path.to_owned(), _lock: lock }),
                Err(TryLockError::WouldBlock) => wait(pause).await,
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::new(io::ErrorKind::ResourceBusy, IN_USE))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it; `None` if there is none yet.
    pub(crate) fn load(&self) -> io::Result<Option<Saved>> {
        match fs::read(&self.path) {
            Ok(bytes) => {
                let saved = serde_json::from_slice(&bytes).map_err(|error| {
                    io::Error::new(io::ErrorKind::InvalidData, format!("{NO_STATE} ({error})"))
                })?;
                Ok(Some(saved))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the state beside the file, then renames, so that a crash leaves the old or the new one.
    pub(crate) fn save(&self, shared: &Shared) -> io::Result<()> {
        let _alone = lock(&shared.saving);
        let clock = shared.clock.setting();
        let bytes = shared.read(|world, _| serde_json::to_vec(&Saving { clock, world }))?;
        let new = beside(&self.path, ".new");
        let mut file = File::create(&new)?;
        file.write_all(&bytes)?;
        // On the disk before it takes the old one's place, so that not even a power cut leaves half a file.
        file.sync_all()?;
        fs::rename(&new, &self.path)
    }
}

fn beside(path: &Path, ending: &str) -> OsString {
    let mut beside = path.as_os_str().to_owned();
    beside.push(ending);
    beside
}

#[expect(clippy::disallowed_methods, reason = "the operating system does not tell when a file is let go")]
async fn wait(pause: Duration) {
    tokio::time::sleep(pause).await;
}
