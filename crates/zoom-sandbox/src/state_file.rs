//! The state file: one JSON document, replaced as a whole.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    clock::Setting,
    shared::{Shared, lock},
    world::World,
};

/// What a state file holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Saved {
    pub(crate) clock: Setting,
    pub(crate) world: World,
}

/// Reads a state file; `None` if there is none yet.
pub(crate) fn load(path: &Path) -> io::Result<Option<Saved>> {
    match fs::read(path) {
        Ok(bytes) => {
            let saved = serde_json::from_slice(&bytes).map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, format!("not a state file: {error}"))
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
    let bytes = shared.read(|world, _| serde_json::to_vec(&Saved { clock, world: world.clone() }))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)
}
