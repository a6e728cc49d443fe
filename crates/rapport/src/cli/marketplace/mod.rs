//! `rapport marketplace`: one file per subcommand.

mod check;
mod documents;
mod manifest;
mod reviewer;
mod scopes;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::cli::checks::store;
use crate::cli::installation::Installation;
use crate::config::Config;
use crate::connections::Asked;

/// `rapport marketplace`: what Zoom's Marketplace review asks for.
#[derive(Debug, Args)]
pub(super) struct Marketplace {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    installation: Installation,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Which scopes the app needs, for which call, on which screen, and why.
    Scopes(scopes::Scopes),
    /// Look whether this installation is sound, and whether it is ready for the review.
    Check(check::Check),
    /// The technical design document, with what only you know marked until you say it.
    DesignDoc(documents::DesignDoc),
    /// The reviewer's way through the app: each step, its scopes and its screen.
    TestPlan(documents::TestPlan),
    /// The app manifest as JSON, checked by Zoom's rules.
    Manifest(manifest::Manifest),
    /// The account that Zoom's reviewer logs in with.
    Reviewer(reviewer::Reviewer),
}

impl Marketplace {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        // A configuration that cannot be used is one of its results.
        if let Command::Check(check) = self.command {
            return check.run(self.installation.data, self.installation.config).await;
        }
        let config = self.installation.load()?;
        match self.command {
            Command::Scopes(scopes) => scopes.run(&config).await?,
            Command::Check(_) => {}
            Command::DesignDoc(document) => document.run(&config).await?,
            Command::TestPlan(document) => document.run(&config).await?,
            Command::Manifest(_) => manifest::Manifest::run(&config).await?,
            Command::Reviewer(reviewer) => reviewer.run(&config).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What is asked of Zoom here; as in a fresh installation while there is no database.
async fn asked(config: &Config) -> Asked {
    let chosen =
        async { Ok::<_, anyhow::Error>(Asked::chosen(&store(config).await?.begin_read().await).await?) };
    chosen.await.unwrap_or(Asked::AT_FIRST)
}
