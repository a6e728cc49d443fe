//! A small disk for SQLite's folder, so that it can be full: a file system in memory, which only root may mount.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Far more than a run needs.
const SIZE: &str = "size=96m";

/// The mounted disk; unmounted when it is dropped.
pub(crate) struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Mounts one on this folder. `None` where that is not possible.
    pub(crate) fn mount(folder: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", SIZE, "rapport-chaos"]).arg(folder);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self { folder: folder.to_owned() })
    }

    /// Leaves no room.
    pub(crate) fn fill(&self) {
        let Ok(mut file) = File::create(self.ballast()) else { return };
        for size in [1 << 20, 1 << 12, 1] {
            let block = vec![1; size];
            while file.write_all(&block).is_ok() {}
        }
    }

    /// Gives the room back.
    pub(crate) fn empty(&self) {
        let file = OpenOptions::new().write(true).open(self.ballast());
        if file.is_ok_and(|file| file.set_len(0).is_ok()) {
            let _ = std::fs::remove_file(self.ballast());
        }
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.folder).status();
    }
}
