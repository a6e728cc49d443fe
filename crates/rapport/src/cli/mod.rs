//! Command line: one file per subcommand.

mod audit;
mod backup;
mod checks;
mod database;
mod demo;
mod doctor;
mod installation;
mod jobs;
mod keys;
mod marketplace;
mod migrate;
mod serve;
mod user;

use std::process::ExitCode;

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
    /// The audit log: whether it is as it was written.
    Audit(audit::Audit),
    /// The key that seals secrets: changing it while the server runs.
    Keys(keys::KeysCommand),
    /// Everything in the database as one file, also while the server runs.
    Backup(backup::Backup),
    /// Puts a backup into an empty database.
    Restore(backup::Restore),
    /// People: asking somebody to join, and a link to a new password.
    User(user::User),
    /// Look whether this installation is sound, as Zoom and your contacts see it.
    Doctor(doctor::Doctor),
    /// What Zoom's Marketplace review asks for, made from the code that runs.
    Marketplace(marketplace::Marketplace),
}

impl Cli {
    /// Runs the command until it is done or stopped; the code that the process ends with.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                Command::Serve(serve) => serve.run().await,
                Command::Demo(demo) => demo.run().await,
                Command::Migrate(migrate) => migrate.run().await,
                Command::Jobs(jobs) => jobs.run().await,
                Command::Audit(audit) => audit.run().await,
                Command::Keys(keys) => keys.run().await,
                Command::Backup(backup) => backup.run().await,
                Command::Restore(restore) => restore.run().await,
                Command::User(user) => user.run().await,
                Command::Marketplace(marketplace) => return marketplace.run().await,
                Command::Doctor(doctor) => return doctor.run().await,
            }?;
            Ok(ExitCode::SUCCESS)
        })
    }
}
