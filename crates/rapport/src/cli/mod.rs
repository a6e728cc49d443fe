//! Command line: one file per subcommand.

mod demo;
mod jobs;
mod marketplace;
mod migrate;
mod serve;

use clap::{Parser, Subcommand};

/// Rapport, a CRM built around Zoom meetings.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Web server and job workers in one process.
    Serve(serve::Serve),
    /// The same on a seeded sample world, with Zoom and mail simulated inside.
    Demo(demo::Demo),
    /// Bring the database up to date, then end. `serve` does the same when it starts.
    Migrate(migrate::Migrate),
    /// Background work: what waits, what was given up, and running it again.
    Jobs(jobs::Jobs),
    /// What Zoom's Marketplace review asks for, made from the code that runs.
    Marketplace(marketplace::Marketplace),
}

impl Cli {
    /// Runs the command until it is done or stopped.
    pub fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                Command::Serve(serve) => serve.run().await,
                Command::Demo(demo) => demo.run().await,
                Command::Migrate(migrate) => migrate.run().await,
                Command::Jobs(jobs) => jobs.run().await,
                Command::Marketplace(marketplace) => marketplace.run().await,
            }
        })
    }
}
