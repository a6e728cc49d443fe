//! The chaos test: real processes of Rapport, the real sandbox and a real mail server, people at work, and everything
//! going wrong at once. Afterwards all is put in order, and the promise is checked: nothing lost, nothing doubled.
//!
//! `docs/testing.md` says what is promised about seeds, and how it was proven that the checks can fail. This program
//! knows nothing of Rapport's inside: it uses its pages, reads its tables as text, and asks the sandbox's control plane.

mod browser;
mod checks;
mod clock;
mod database;
mod dice;
mod disk;
mod evidence;
mod faults;
mod form;
mod heal;
mod needles;
mod plan;
mod postgres;
mod processes;
mod proxy;
mod report;
mod sandbox;
mod shared;
mod smtp;
mod tables;
mod tap;
mod users;
mod wishes;
mod world;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::{Parser, ValueEnum};

use crate::database::Database;
use crate::disk::Disk;
use crate::evidence::Evidence;
use crate::plan::{Means, Plan};
use crate::shared::{lock, now, pause};
use crate::tables::Tables;
use crate::world::{Parts, World};

/// Runs Rapport through a storm and checks that it kept its promise. Started by `cargo xtask chaos`, which builds
/// what it needs.
#[derive(Parser)]
struct Cli {
    /// The same seed makes the same plan.
    #[arg(long)]
    seed: u64,
    /// How long the storm lasts.
    #[arg(long)]
    seconds: u64,
    /// What the processes share.
    #[arg(long, value_enum, default_value_t = Kind::Sqlite)]
    database: Kind,
    /// How many processes serve at once.
    #[arg(long, default_value_t = 3)]
    processes: usize,
    /// Rapport, built with its failpoints.
    #[arg(long)]
    rapport: PathBuf,
    /// The sandbox.
    #[arg(long)]
    zoom_sandbox: PathBuf,
    /// Where the folder of the run is made.
    #[arg(long)]
    folder: PathBuf,
    /// Prints the plan and does nothing.
    #[arg(long)]
    plan: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// One file.
    Sqlite,
    /// A server of the run's own.
    Postgres,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("chaos: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(cli: Cli) -> Result<bool> {
    let kind = if cli.database == Kind::Sqlite { "sqlite" } else { "postgres" };
    let folder =
        std::path::absolute(&cli.folder)?.join(format!("{kind}-{}-{}", cli.seed, std::process::id()));
    let data = folder.join("data");
    std::fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    let server = cli.database == Kind::Postgres;
    let disk = if server { None } else { Disk::mount(&data) };
    if disk.is_none() && !server {
        println!("The disk is not filled: mounting a small one needs root.");
    }
    let means = Means { processes: cli.processes, database_server: server, small_disk: disk.is_some() };
    let length = Duration::from_secs(cli.seconds);
    let plan = Plan::new(cli.seed, length, means);
    if cli.plan {
        println!("{plan:#?}");
        return Ok(true);
    }
    let database = match cli.database {
        Kind::Sqlite => Database::sqlite(&data).await?,
        Kind::Postgres => Database::postgres(&data).await?,
    };
    let parts = Parts {
        rapport: cli.rapport,
        zoom_sandbox: cli.zoom_sandbox,
        folder: folder.clone(),
        processes: cli.processes,
        database,
        disk,
    };
    let world = Arc::new(World::start(parts, &plan).await?);
    let people = world.people(cli.seed).await?;
    println!("Storm with seed {} for {} s on {kind}, {} processes", cli.seed, cli.seconds, cli.processes);

    let seen_sent = Arc::new(Mutex::new(BTreeMap::new()));
    let watching = tokio::spawn(watch_outbox(world.clone(), seen_sent.clone()));
    let (begun, end) = (now(), now() + length);
    for slot in &world.slots {
        slot.arm();
        // The next life is armed, so this one ends.
        slot.kill();
    }
    let working: Vec<_> =
        people.into_iter().map(|person| tokio::spawn(person.work(world.clone(), end))).collect();
    let made = faults::carry_out(world.clone(), &plan, begun, end).await.all();
    let mut people = Vec::new();
    for person in working {
        people.push(person.await?);
    }
    let healed = now();
    heal::heal(&world).await?;
    heal::reconnect(&world, &mut people).await;
    let mut left = heal::quiet(&world).await?;
    if left.is_none() {
        heal::farewells(&world, &mut people).await;
        left = heal::quiet(&world).await?;
    }
    watching.abort();
    let stubborn = heal::stop(&world).await;
    let seen_sent = lock(&seen_sent).clone();
    let evidence = Evidence::gather(&world, seen_sent, healed).await?;
    let mut findings = checks::all(&world, &evidence);
    findings.ending(left, &stubborn);

    let again = format!(
        "cargo xtask chaos --seed {} --seconds {} --processes {} --database {kind}",
        cli.seed, cli.seconds, cli.processes
    );
    println!("{}", report::report(&world, &evidence, &findings, &made, &again));
    println!("{}", report::line(cli.seed, kind, &evidence, &findings, &made));
    let kept = findings.violations.is_empty();
    if kept {
        drop(world);
        let _ = std::fs::remove_dir_all(folder);
    } else {
        world.database.keep_files(&folder);
    }
    Ok(kept)
}

/// Notes when each mail was first seen as sent: from then on nobody may send it again.
async fn watch_outbox(world: Arc<World>, seen: Arc<Mutex<BTreeMap<String, Instant>>>) {
    loop {
        if let Ok(tables) = Tables::read(&world.database, &["emails"]).await {
            let at = now();
            for row in tables.rows("emails").filter(|row| row.text("state") == "sent") {
                lock(&seen).entry(row.text("id").to_owned()).or_insert(at);
            }
        }
        pause(Duration::from_millis(250)).await;
    }
}
