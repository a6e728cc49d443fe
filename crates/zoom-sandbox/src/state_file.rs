//! The state file: one JSON document, replaced as a whole.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
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

/// Reads a state file; `None` if there is none yet.
pub(crate) fn load(path: &Path) -> io::Result<Option<Saved>> {
    match fs::read(path) {
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
pub(crate) fn save(shared: &Shared, path: &Path) -> io::Result<()> {
    let _alone = lock(&shared.saving);
    let clock = shared.clock.setting();
    let bytes = shared.read(|world, _| serde_json::to_vec(&Saving { clock, world }))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut file = File::create(&beside)?;
    file.write_all(&bytes)?;
    // On the disk before it takes the old one's place, so that not even a power cut leaves half a file.
    file.sync_all()?;
    fs::rename(&beside, path)
}
