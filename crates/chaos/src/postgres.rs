//! A PostgreSQL server of the run's own, which can be killed and started again.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use anyhow::{Context as _, Result, ensure};
use postgres_cluster::Cluster;

use crate::shared::lock;

/// What the database is entered with; a secret that the logs are searched for, though this server asks for none.
pub(crate) const PASSWORD: &str = "database-password-of-this-run";

/// A running server; ended and deleted when it is dropped.
pub(crate) struct Server {
    cluster: Mutex<Cluster>,
    pub(crate) port: u16,
}

impl Server {
    /// Makes one and starts it. Takes a second or two.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let cluster = Cluster::start(folder)?;
        // The server of the tests may forget the last moments before it is killed, to be fast. Here that would be the
        // server's fault, and it is Rapport's that are looked for.
        let mut settings = Command::new(cluster.programs().join("psql"));
        settings
            .arg(cluster.url("postgres"))
            .args(["-qc", "ALTER DATABASE postgres SET synchronous_commit = on"]);
        ensure!(settings.status().context("cannot start psql")?.success(), "psql failed");
        Ok(Self { port: cluster.port(), cluster: Mutex::new(cluster) })
    }

    /// Its address at this port, which may be a proxy's.
    pub(crate) fn url(port: u16) -> String {
        format!("postgres://postgres:{PASSWORD}@127.0.0.1:{port}/postgres")
    }

    /// Kills it and starts it again.
    pub(crate) fn restart(&self) -> Result<()> {
        let mut cluster = lock(&self.cluster);
        cluster.kill()?;
        // Its children need a moment to notice, and hold its memory until then.
        Ok(cluster.resume().or_else(|_| cluster.resume())?)
    }
}
