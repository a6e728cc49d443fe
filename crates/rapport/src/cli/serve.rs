use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::Config;
use crate::server::Server;

/// `rapport serve`
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address of the web server [default: 127.0.0.1:8080].
    #[arg(long)]
    pub(super) listen: Option<SocketAddr>,
    /// Folder of the database, the key and the sandbox's state [default: rapport-data].
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Address of the Zoom sandbox, while no Zoom app is configured [default: 127.0.0.1:8090].
    #[arg(long)]
    pub(super) sandbox_listen: Option<SocketAddr>,
    /// Configuration file, TOML. Environment variables `RAPPORT_*` win over it.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let mut config = Config::load(Path::new("rapport-data"), self.config.as_deref())?;
        config.data = self.data.unwrap_or(config.data);
        config.listen = self.listen.unwrap_or(config.listen);
        config.zoom.sandbox_listen = self.sandbox_listen.unwrap_or(config.zoom.sandbox_listen);
        let server = Server::start(config).await?;
        if let Some(key) = server.setup_key().await? {
            println!("Setup key: {key} (open {}/setup)", server.url());
        }
        server.announce();
        server.run_until_stopped().await
    }
}
