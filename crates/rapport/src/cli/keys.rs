use clap::{Args, Subcommand};
use domain::{Random, SystemRandom};
use store::Store;

use super::database::migrated;
use super::installation::Installation;
use crate::keep_current::NOTICE;
use crate::keys::Keys;
use crate::keys::rotate::{self, Resealed};
use crate::server;

/// `rapport keys`: the key that seals secrets in the database, also while the server runs.
#[derive(Debug, Args)]
pub(super) struct KeysCommand {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    installation: Installation,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Command {
    /// Which keys there are, by name, and how many secrets are sealed with each.
    List,
    /// Prints a new key, for a place where Rapport cannot write.
    New,
    /// Lets every process seal with a new key, and seals anew what older ones have sealed. Older keys stay, so that
    /// nothing is lost: for backups, and until `retire`.
    Rotate,
    /// Takes older keys out of the key file, once nothing in the database needs them.
    Retire,
}

impl KeysCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let random: &dyn Random = &SystemRandom;
        if let Command::New = self.command {
            println!("{}", *rotate::fresh(random));
            return Ok(());
        }
        let config = self.installation.load()?;
        let store = migrated(&config).await?;
        // As if the database were in use: no key is made here.
        let keys = server::keys(&config, true, random)?;
        match self.command {
            Command::Rotate => rotate_keys(&store, &keys, random).await?,
            Command::Retire => retire(&store, &keys, random).await?,
            Command::List | Command::New => list(&store, &keys).await?,
        }
        Ok(store.close().await?)
    }
}

async fn list(store: &Store, keys: &Keys) -> anyhow::Result<()> {
    for key in rotate::list(&store.begin_read().await, keys).await? {
        let seals = if key.seals { ", seals" } else { "" };
        println!("{}: {} secrets{seals}", key.id, key.sealed);
    }
    Ok(())
}

async fn rotate_keys(store: &Store, keys: &Keys, random: &dyn Random) -> anyhow::Result<()> {
    let id = rotate::begin(store, keys, random).await?;
    println!("Secrets are sealed with {id} from now on.");
    let first = rotate::reseal(store, keys, random).await?;
    // Processes that run have followed by then; what they sealed meanwhile is taken along.
    #[expect(
        clippy::disallowed_methods,
        reason = "a command that waits for other processes has no clock to turn"
    )]
    tokio::time::sleep(2 * NOTICE).await;
    let last = rotate::reseal(store, keys, random).await?;
    println!("{} secrets were sealed anew.", first.done + last.done);
    refuse_unopened(&last)?;
    println!(
        "Older keys are still in the key file. In an hour, `rapport keys retire` takes them out; keep a copy where you \
         keep backups from before today, which need them. Processes on other machines need the new key file now."
    );
    Ok(())
}

async fn retire(store: &Store, keys: &Keys, random: &dyn Random) -> anyhow::Result<()> {
    let gone = rotate::retire(store, keys, random).await?;
    match gone.as_slice() {
        [] => println!("There are no older keys."),
        gone => println!("Taken out of the key file: {}.", gone.join(", ")),
    }
    Ok(())
}

fn refuse_unopened(found: &Resealed) -> anyhow::Result<()> {
    anyhow::ensure!(
        found.unopened == 0,
        "{} secrets could not be opened and stay as they are, with the older key: {}",
        found.unopened,
        found.reason.as_deref().unwrap_or_default()
    );
    Ok(())
}
