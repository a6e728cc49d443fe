//! The chaos test: builds what it needs, then lets `crates/chaos` work.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{
    databases::{Database, Databases},
    run::{built, cargo, program, target, wait},
    steps::Steps,
};

/// The storm that every test run goes through.
const SHORT: (u64, u64) = (1, 60);

/// How the chaos test runs.
#[derive(Args)]
pub(crate) struct Options {
    /// The same seed makes the same plan
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long everything goes wrong, in minutes
    #[arg(long, default_value_t = 0)]
    minutes: u64,
    /// And seconds; 30 if neither is given
    #[arg(long, default_value_t = 0)]
    seconds: u64,
    /// How many processes of Rapport serve at once
    #[arg(long, default_value_t = 3)]
    processes: usize,
    /// What they share
    #[arg(long, value_enum, default_value_t = Database::Sqlite)]
    database: Database,
    /// Print what would go wrong and when
    #[arg(long)]
    plan: bool,
}

/// One run as it was asked for.
pub(crate) fn run(steps: &mut Steps, options: &Options) -> Result<()> {
    let programs = built_for_chaos(steps)?;
    steps.run("chaos", "cargo xtask chaos", || {
        let asked = options.minutes * 60 + options.seconds;
        let seconds = if asked == 0 { 30 } else { asked };
        let mut storm = storm(&programs, options.seed, seconds, options.processes, options.database);
        if options.plan {
            storm.arg("--plan");
        }
        wait(&mut storm)
    })
}

/// A short storm on each database, at the same time, because most of it is waiting.
pub(crate) fn short(steps: &mut Steps, databases: Databases) -> Result<()> {
    let programs = built_for_chaos(steps)?;
    let storms: Vec<_> = [(databases.sqlite(), Database::Sqlite), (databases.postgres(), Database::Postgres)]
        .into_iter()
        .filter(|(wanted, _)| *wanted)
        .map(|(_, database)| storm(&programs, SHORT.0, SHORT.1, 3, database))
        .collect();
    steps.run("chaos", "cargo xtask test --only chaos", || at_once(storms))
}

/// Runs all of them beside each other and then shows what each said.
fn at_once(storms: Vec<Command>) -> Result<()> {
    let running: Vec<_> = storms.into_iter().map(|mut storm| thread::spawn(move || storm.output())).collect();
    let mut failed = 0;
    for one in running {
        let ended = one.join().map_err(|_| anyhow::anyhow!("a storm was not watched to its end"))?;
        let Output { status, stdout, stderr } = ended.context("a storm cannot be started")?;
        std::io::stdout().write_all(&stdout)?;
        std::io::stderr().write_all(&stderr)?;
        failed += usize::from(!status.success());
    }
    ensure!(failed == 0, "a promise was broken");
    Ok(())
}

fn built_for_chaos(steps: &mut Steps) -> Result<Programs> {
    let mut programs = None;
    steps.run("build for chaos", "cargo xtask chaos", || {
        programs = Some(build()?);
        Ok(())
    })?;
    programs.context("nothing was built")
}

struct Programs {
    chaos: PathBuf,
    rapport: PathBuf,
    zoom_sandbox: PathBuf,
}

/// Rapport with its failpoints is put aside, so that the usual build never holds them.
fn build() -> Result<Programs> {
    let folder = target().join("chaos");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let put_aside = |name: &str| -> Result<PathBuf> {
        let (from, to) = (built("debug", name), folder.join(format!("{name}{EXE_SUFFIX}")));
        // Beside it first, because a running program cannot be written over.
        let beside = folder.join(format!("{name}.new"));
        fs::copy(&from, &beside).with_context(|| format!("cannot copy {}", from.display()))?;
        fs::rename(&beside, &to)?;
        Ok(to)
    };
    // All at once, so that what they share is built once.
    wait(cargo().args(["build", "--workspace", "--bins", "--features", "rapport/failpoints"]))?;
    let (rapport, zoom_sandbox, chaos) =
        (put_aside("rapport")?, put_aside("zoom-sandbox")?, put_aside("chaos")?);
    Ok(Programs { chaos, rapport, zoom_sandbox })
}

fn storm(programs: &Programs, seed: u64, seconds: u64, processes: usize, database: Database) -> Command {
    let mut storm = program(&programs.chaos);
    storm.args(["--seed", &seed.to_string(), "--seconds", &seconds.to_string()]);
    storm.args(["--processes", &processes.to_string(), "--database", database.name()]);
    storm.arg("--rapport").arg(&programs.rapport).arg("--zoom-sandbox").arg(&programs.zoom_sandbox);
    storm.arg("--folder").arg(target().join("chaos/runs"));
    storm
}
