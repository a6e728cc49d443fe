use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::checks::{CODES, Options};
use crate::marketplace::probes::{INSTALLATION, REVIEW};

/// `rapport marketplace check`
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(super) struct Check {
    #[command(flatten)]
    options: Options,
}

impl Check {
    pub(super) async fn run(
        self,
        data: Option<PathBuf>,
        config: Option<PathBuf>,
    ) -> anyhow::Result<ExitCode> {
        self.options.run(data, config, INSTALLATION.iter().chain(REVIEW)).await
    }
}
