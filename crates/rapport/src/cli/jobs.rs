use clap::{Args, Subcommand};
use domain::{Clock, JobId, SystemClock};
use serde_json::{Value, json};
use store::Store;
use store::jobs::{self, DeadJob, KindCounts, RunAgain};

use super::database::migrated;
use super::installation::Installation;
use crate::background::in_words;

/// How many given-up jobs `list --dead` shows and `retry --all` takes at once.
const MOST: u32 = 1_000;

/// `rapport jobs`: background work, also while the server runs.
#[derive(Debug, Args)]
pub(super) struct Jobs {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    installation: Installation,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// How many jobs of each kind wait, run and were given up.
    List {
        /// The jobs that were given up, with the reason and the id that `retry` takes.
        #[arg(long)]
        dead: bool,
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Lets jobs that were given up run again.
    Retry(Retry),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Retry {
    /// Which job, as `list --dead` shows it.
    #[arg(value_name = "ID")]
    id: Option<JobId>,
    /// All of them.
    #[arg(long)]
    all: bool,
}

impl Jobs {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.installation.load()?;
        let store = migrated(&config).await?;
        match self.command {
            Command::List { dead, json } => list(&store, dead, json).await?,
            Command::Retry(Retry { id: Some(id), .. }) => retry(&store, id).await?,
            Command::Retry(Retry { id: None, .. }) => retry_all(&store).await?,
        }
        Ok(store.close().await?)
    }
}

async fn list(store: &Store, dead: bool, json: bool) -> anyhow::Result<()> {
    let db = store.begin_read().await;
    if dead {
        let dead = jobs::dead(&db, MOST).await?;
        match json {
            true => print_json(dead.iter().map(dead_json))?,
            false if dead.is_empty() => println!("No job was given up."),
            false => dead.iter().for_each(print_dead),
        }
        return Ok(());
    }
    let kinds = jobs::kind_counts(&db, SystemClock.now()).await?;
    match json {
        true => print_json(kinds.iter().map(kind_json))?,
        false if kinds.is_empty() => println!("No job waits, runs or was given up."),
        false => print_kinds(&kinds),
    }
    Ok(())
}

fn print_kinds(kinds: &[KindCounts]) {
    println!("{:<28} {:>8} {:>8} {:>8}  oldest due", "kind", "waiting", "running", "failed");
    for kind in kinds {
        let due = kind.due_since.map(|at| at.to_string()).unwrap_or_default();
        let counts = kind.counts;
        println!("{:<28} {:>8} {:>8} {:>8}  {due}", kind.kind, counts.waiting, counts.running, counts.dead);
    }
}

fn print_dead(job: &DeadJob) {
    let at = job.finished_at.unwrap_or(job.created_at);
    let reason = job.last_error.as_deref().unwrap_or("no reason is known");
    println!(
        "{}  {}  {} ({}), tried {} times: {reason}",
        job.id,
        at,
        in_words(&job.kind),
        job.kind,
        job.attempts
    );
}

fn kind_json(kind: &KindCounts) -> Value {
    json!({
        "kind": kind.kind,
        "waiting": kind.counts.waiting,
        "running": kind.counts.running,
        "failed": kind.counts.dead,
        "oldest_due": kind.due_since.map(|at| at.to_string()),
    })
}

fn dead_json(job: &DeadJob) -> Value {
    json!({
        "id": job.id,
        "workspace": job.workspace_id,
        "kind": job.kind,
        "attempts": job.attempts,
        "reason": job.last_error,
        "enqueued_at": job.created_at.to_string(),
        "given_up_at": job.finished_at.map(|at| at.to_string()),
    })
}

fn print_json(rows: impl Iterator<Item = Value>) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(&rows.collect::<Vec<_>>())?);
    Ok(())
}

async fn retry(store: &Store, id: JobId) -> anyhow::Result<()> {
    let tx = store.begin_write().await?;
    let became = jobs::run_again(&tx, id, tx.now()).await?;
    tx.commit().await?;
    match became {
        RunAgain::Queued => println!("The job {id} runs again."),
        RunAgain::Superseded => println!("A newer job does the same; {id} was removed."),
        RunAgain::NotDead => anyhow::bail!("no job {id} was given up; see `rapport jobs list --dead`"),
    }
    Ok(())
}

async fn retry_all(store: &Store) -> anyhow::Result<()> {
    let mut queued = 0;
    loop {
        let tx = store.begin_write().await?;
        let dead = jobs::dead(&tx, MOST).await?;
        for job in &dead {
            let became = jobs::run_again(&tx, job.id, tx.now()).await?;
            queued += u32::from(became == RunAgain::Queued);
        }
        tx.commit().await?;
        if dead.len() < MOST as usize {
            println!("{queued} jobs run again.");
            return Ok(());
        }
    }
}
