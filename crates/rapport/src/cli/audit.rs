use clap::{Args, Subcommand};
use store::audit_log::{self, Broken, Standing};
use store::{Store, workspaces};

use super::database::migrated;
use super::installation::Installation;
use crate::audit::KEPT_DAYS;

/// `rapport audit`: who did what, also while the server runs.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    installation: Installation,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Looks whether every entry is as it was written, in every workspace, and prints the newest hash of each.
    Verify {
        /// An entry of an earlier look, kept where nobody who can write to the database can write: it must still be there
        /// with that hash. In the first workspace.
        #[arg(long, value_name = "NUMBER:HASH", value_parser = noted)]
        noted: Option<(u64, [u8; 32])>,
    },
}

impl Audit {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.installation.load()?;
        let store = migrated(&config).await?;
        let Command::Verify { noted } = self.command;
        let (broken, gone) = verify(&store, noted).await?;
        store.close().await?;
        anyhow::ensure!(
            broken == 0,
            "the audit log is not what was written; keep a copy of the database as it is, and look who could write to it"
        );
        anyhow::ensure!(
            !gone,
            "the noted entry is too old to be kept, so nothing could be compared with it; look in the audit log when entries \
             were removed for their age, and if you noted it within the last {KEPT_DAYS} days, somebody else removed it"
        );
        Ok(())
    }
}

/// Says how each workspace's log stands; how many are broken, and whether the noted entry is not kept any more.
async fn verify(store: &Store, mut noted: Option<(u64, [u8; 32])>) -> anyhow::Result<(u32, bool)> {
    let db = store.begin_read().await;
    let (mut broken, mut gone) = (0, false);
    for workspace in workspaces::all(&db).await? {
        match audit_log::verify(&db, workspace.id, noted.take()).await? {
            Standing::Whole { entries, before, newest } => {
                let newest =
                    newest.map(|(number, hash)| format!(", newest {number}:{hash}")).unwrap_or_default();
                println!("{}: whole, {entries} entries{newest}", workspace.name);
                if before > 0 {
                    println!(
                        "  {before} older ones are from before entries were chained; nothing is known of them."
                    );
                }
            }
            Standing::NotedGone { first } => {
                gone = true;
                println!("{}: whole from entry {first} on, the noted one is older", workspace.name);
            }
            Standing::Broken { number, what } => {
                broken += 1;
                println!("{}: broken at entry {number}: {}", workspace.name, words(what));
            }
        }
    }
    // Without any workspace there was no log to look for it in.
    if let Some((number, _)) = noted {
        broken += 1;
        println!("There is no workspace, and so no entry {number}");
    }
    Ok((broken, gone))
}

const fn words(what: Broken) -> &'static str {
    match what {
        Broken::Missing => "it is missing",
        Broken::Changed => "it was changed after it was written",
        Broken::Unlinked => "the one before it is not the one it was written after",
        Broken::Added => "it was not added by Rapport",
        Broken::NotAsNoted => "it does not have the hash that was noted",
    }
}

fn noted(text: &str) -> Result<(u64, [u8; 32]), String> {
    let wrong = || "write it as it was printed, like 318:5f0c…".to_owned();
    let (number, hash) = text.split_once(':').ok_or_else(wrong)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(hash, &mut bytes).map_err(|_| wrong())?;
    Ok((number.parse().map_err(|_| wrong())?, bytes))
}
