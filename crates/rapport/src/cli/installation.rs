use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::Config;

/// Which installation a command is about.
#[derive(Debug, Args)]
pub(super) struct Installation {
    /// Folder of the database [default: rapport-data].
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) data: Option<PathBuf>,
    /// Configuration file, TOML. Environment variables `RAPPORT_*` win over it.
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
}

impl Installation {
    /// Its configuration.
    pub(super) fn load(self) -> anyhow::Result<Config> {
        let mut config = Config::load(Path::new("rapport-data"), self.config.as_deref())?;
        config.data = self.data.unwrap_or(config.data);
        Ok(config)
    }
}
