use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use domain::{Clock as _, Random, SystemClock, SystemRandom};
use store::Store;

use super::database::migrated;
use super::installation::Installation;
use crate::backup;
use crate::server;

/// `rapport backup`.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist yet. Readable by its owner only.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    installation: Installation,
}

/// `rapport restore`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// What `rapport backup` has written.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    installation: Installation,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.installation.load()?;
        let store = migrated(&config).await?;
        let name = self.file.display();
        anyhow::ensure!(!self.file.exists(), "{name} exists already; choose another name");
        // Under a name of its own until it is whole: half a backup is not found under the right name.
        let draft = with_suffix(&self.file, ".part");
        let written = write(&store, &draft).await;
        if written.is_err() {
            let _ = std::fs::remove_file(&draft);
        }
        let about = written?;
        std::fs::rename(&draft, &self.file).with_context(|| format!("cannot write {name}"))?;
        println!("{name}: {} rows, as of {}.", about.rows, about.made_at);
        if let Some(key) = about.key {
            println!(
                "Its secrets are sealed with the key {key}, which it does not hold: keep the key file elsewhere."
            );
        }
        Ok(store.close().await?)
    }
}

async fn write(store: &Store, draft: &Path) -> anyhow::Result<backup::About> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(draft).with_context(|| format!("cannot write {}", draft.display()))?;
    let mut out = BufWriter::new(file);
    let about = backup::write(store, SystemClock.now(), &mut out).await?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(about)
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.installation.load()?;
        let name = self.file.display();
        let file = File::open(&self.file).with_context(|| format!("cannot read {name}"))?;
        server::make_folder(&config.data)?;
        let random: &dyn Random = &SystemRandom;
        // The key of the backup must be here before: one that is made now opens nothing.
        let keys = server::keys(&config, true, random)?;
        let database = config.database.resolve(&config.data)?;
        let store = Store::open(&database, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
        let restored = backup::restore(&store, &keys, file).await?;
        println!(
            "{database} is as {name} has it: {} rows of {}.",
            restored.about.rows, restored.about.made_at
        );
        if restored.put_aside > 0 {
            println!(
                "{} jobs that carry meetings to Zoom or send mails are put aside, because they may have been done since; see \
                 `rapport jobs list --dead`, and run them again with `rapport jobs retry`.",
                restored.put_aside
            );
        }
        println!("Everybody logs in again. Who disconnected Zoom since then has to do so once more.");
        Ok(store.close().await?)
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
