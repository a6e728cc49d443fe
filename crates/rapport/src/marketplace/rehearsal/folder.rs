use std::path::{Path, PathBuf};

use anyhow::Context;
use domain::{SystemRandom, random_bytes};

/// A folder of the system's for temporary files; gone at the end, also after an error.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> anyhow::Result<Self> {
        let name = format!("rapport-rehearsal-{}", hex::encode(random_bytes::<8>(&SystemRandom)));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn remove(self) -> anyhow::Result<()> {
        std::fs::remove_dir_all(&self.0)
            .with_context(|| format!("cannot remove the folder {}", self.0.display()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
