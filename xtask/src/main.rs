//! The project's own commands. `cargo xtask test` is the one that CI runs.
//!
//! `bench` measures. `setup` installs what the tests need, `steps` names and times each step, `checks` says which
//! cargo commands prove the Rust code, `e2e` builds the program and runs the browser journeys, `chaos` kills it,
//! `strangers` runs other people's Zoom clients against the sandbox, `scanners` their security scanners against Rapport,
//! `fuzz` fuzzes.

mod bench;
mod chaos;
mod checks;
mod databases;
mod e2e;
mod fuzz;
mod marketplace;
mod postgres;
mod run;
mod scanners;
mod server;
mod setup;
mod steps;
mod strangers;

use clap::{Parser, Subcommand, ValueEnum};
use databases::{Database, Databases};
use std::process::ExitCode;
use steps::Steps;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Rapport's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the tests need, then run them all
    Test {
        /// Run one part only
        #[arg(long, value_enum)]
        only: Option<Part>,
        /// Rust tests and browser journeys on one database only
        #[arg(long, value_enum)]
        database: Option<Database>,
    },
    /// Run a command with a PostgreSQL server beside it, which tests use:
    /// `cargo xtask postgres -- cargo nextest run -p store`
    Postgres {
        /// The command and its arguments
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Run the browser journeys (a part of `test`)
    E2e {
        /// Show the browser window
        #[arg(long)]
        headed: bool,
        /// Write the pictures of the README anew
        #[arg(long)]
        update_screenshot: bool,
        /// On one database only
        #[arg(long, value_enum)]
        database: Option<Database>,
        /// Only files whose name contains this, such as `journey`
        filter: Option<String>,
    },
    /// Kill, cut, fill and jump, then check that nothing was lost and nothing doubled (a short one: `test --only chaos`)
    Chaos(chaos::Options),
    /// Measure how fast something is, beside the least that this machine can do
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Run other people's Zoom clients against the sandbox (a part of `test`)
    Strangers,
    /// Run other people's security scanners against Rapport (a part of `test`)
    Scanners,
    /// Look for input that breaks what reads Zoom, what people type or calendar files (`test` only repeats what was found before)
    Fuzz {
        /// How long, for each target
        #[arg(long, default_value_t = 5)]
        minutes: u32,
        /// One target only, such as `event`
        target: Option<String>,
    },
}

#[derive(Subcommand)]
enum Bench {
    /// The Zoom sandbox: requests a second, in a release build
    Sandbox,
    /// Scheduling a meeting: what Rapport adds to Zoom's own answer, in a release build
    Schedule,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting and clippy
    Lint,
    /// Rust tests and doc tests
    Rust,
    /// A short storm on each database
    Chaos,
    /// Browser journeys, strangers' clients and scanners
    E2e,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut steps = Steps::start();
    let result = match cli.command {
        Command::Test { only, database } => test(&mut steps, only, database),
        Command::E2e { headed, update_screenshot, database, filter } => {
            let options = e2e::Options { headed, update_screenshot, filter };
            Databases::wanted(database).and_then(|databases| e2e::all(&mut steps, databases, &options))
        }
        Command::Postgres { command } => {
            steps.run("a command beside PostgreSQL", "cargo xtask postgres", || postgres::beside(&command))
        }
        Command::Bench { what: Bench::Sandbox } => bench::sandbox(&mut steps),
        Command::Bench { what: Bench::Schedule } => bench::schedule(&mut steps),
        Command::Chaos(options) => chaos::run(&mut steps, &options),
        Command::Strangers => strangers::all(&mut steps),
        Command::Scanners => scanners::all(&mut steps),
        Command::Fuzz { minutes, target } => fuzz::all(&mut steps, minutes, target.as_deref()),
    };
    steps.finish(result)
}

/// Cheap checks first, so that a slip in formatting does not cost a build.
fn test(steps: &mut Steps, only: Option<Part>, database: Option<Database>) -> anyhow::Result<()> {
    let databases = Databases::wanted(database)?;
    let wanted = |part| only.is_none_or(|only| only == part);
    if wanted(Part::E2e) {
        // First of all: a missing package should stop a run at its start, not after the build.
        steps.run("packages for the browser tests", "cargo xtask e2e", setup::browser_packages)?;
    }
    if databases.postgres() && only != Some(Part::Lint) {
        steps.run("packages for PostgreSQL", "cargo xtask postgres -- true", setup::postgres_package)?;
    }
    if wanted(Part::Lint) {
        checks::lint(steps)?;
    }
    if wanted(Part::Rust) {
        checks::rust(steps, databases)?;
    }
    if wanted(Part::Chaos) {
        chaos::short(steps, databases)?;
    }
    if wanted(Part::E2e) {
        strangers::all(steps)?;
        scanners::all(steps)?;
        e2e::all(steps, databases, &e2e::Options::default())?;
    }
    Ok(())
}
