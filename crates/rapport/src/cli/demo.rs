use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::Config;
use crate::demo::{LOGIN, PASSWORD, seed};
use crate::server::Server;

/// `rapport demo`
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Address of the web server [default: 127.0.0.1:8080].
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Folder of the sample world; a second start finds everything again [default: rapport-demo].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address of the Zoom sandbox [default: 127.0.0.1:8090].
    #[arg(long)]
    sandbox_listen: Option<SocketAddr>,
    /// Configuration file, TOML. Environment variables `RAPPORT_*` win over it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let mut config = Config::load(Path::new("rapport-demo"), self.config.as_deref())?;
        config.data = self.data.unwrap_or(config.data);
        config.listen = self.listen.unwrap_or(config.listen);
        config.zoom.sandbox_listen = self.sandbox_listen.unwrap_or(config.zoom.sandbox_listen);
        let server = Server::start(config).await?;
        seed(server.app()).await?;
        server.announce();
        println!("Log in as {LOGIN} with the password {PASSWORD}");
        server.run_until_stopped().await
    }
}
