//! The chaos test: builds what it needs, then lets `crates/chaos` work.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

use crate::{
    run::{cargo, program, target, wait},
    steps::Steps,
};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    /// One file
    Sqlite,
    /// A server of the run's own
    Postgres,
}

impl Database {
    fn name(self) -> &'static str {
        if self == Self::Sqlite { "sqlite" } else { "postgres" }
    }
}

/// One run as it was asked for.
pub(crate) fn run(steps: &mut Steps, options: &Options) -> Result<()> {
    let mut programs = None;
    steps.run("build for chaos", "cargo xtask chaos", || {
        programs = Some(build()?);
        Ok(())
    })?;
    let programs = programs.context("nothing was built")?;
    steps.run("chaos", "cargo xtask chaos", || storm(&programs, options))
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
    let built = |name: &str| target().join("debug").join(format!("{name}{EXE_SUFFIX}"));
    let put_aside = |name: &str| -> Result<PathBuf> {
        let (from, to) = (built(name), folder.join(format!("{name}{EXE_SUFFIX}")));
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

fn storm(programs: &Programs, options: &Options) -> Result<()> {
    let asked = options.minutes * 60 + options.seconds;
    let seconds = if asked == 0 { 30 } else { asked };
    let mut chaos = program(&programs.chaos);
    chaos.args(["--seed", &options.seed.to_string(), "--seconds", &seconds.to_string()]);
    chaos.args(["--processes", &options.processes.to_string()]);
    chaos.arg("--rapport").arg(&programs.rapport).arg("--zoom-sandbox").arg(&programs.zoom_sandbox);
    chaos.arg("--folder").arg(target().join("chaos/runs"));
    if options.plan {
        chaos.arg("--plan");
    }
    wait(chaos.args(["--database", options.database.name()]))
}
