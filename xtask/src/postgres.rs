//! PostgreSQL for tests: a private server for as long as a command runs.

use crate::{
    run::{program, root, wait},
    setup,
};
use anyhow::{Context, Result};
use postgres_cluster::Cluster;
use std::fs;

/// Where tests find the server; see `crates/test-database`.
pub(crate) const SERVER: &str = "TEST_DATABASE_URL";

/// Starts a server with its data under `target/`; installs PostgreSQL first where that is possible.
pub(crate) fn start() -> Result<Cluster> {
    setup::postgres_package()?;
    let target = root().join("target");
    fs::create_dir_all(&target).with_context(|| format!("cannot make {}", target.display()))?;
    let cluster = Cluster::start(&target).context("cannot start PostgreSQL")?;
    eprintln!("PostgreSQL listens at {}", cluster.url("postgres"));
    Ok(cluster)
}

/// Runs one command with a server beside it: `cargo xtask postgres -- cargo nextest run -p store`.
pub(crate) fn beside(command: &[String]) -> Result<()> {
    let (name, arguments) = command.split_first().context("which command?")?;
    let cluster = start()?;
    let mut command = program(name);
    command.args(arguments).env(SERVER, cluster.url("postgres")).env("NEXTEST_PROFILE", "postgres");
    wait(&mut command)
}
