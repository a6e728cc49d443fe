use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use domain::{SystemClock, SystemRandom};

use crate::config::Config;
use crate::server::{make_folder, open_store};

/// `rapport migrate`
#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// Folder of the database file [default: rapport-data].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Configuration file, TOML. Environment variables `RAPPORT_*` win over it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let mut config = Config::load(Path::new("rapport-data"), self.config.as_deref())?;
        config.data = self.data.unwrap_or(config.data);
        make_folder(&config.data)?;
        let store = open_store(&config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
        println!("The database has schema version {}", store.schema_version().await?);
        Ok(store.close().await?)
    }
}
