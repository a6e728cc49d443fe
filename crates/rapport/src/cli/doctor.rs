use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::checks::{CODES, Options};
use crate::marketplace::probes::INSTALLATION;

/// `rapport doctor`
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(super) struct Doctor {
    #[command(flatten)]
    options: Options,
    /// Folder of the database and the key [default: rapport-data].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Configuration file, TOML. Environment variables `RAPPORT_*` win over it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Doctor {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        self.options.run(self.data, self.config, INSTALLATION).await
    }
}
