use clap::Args;

use crate::config::Config;
use crate::marketplace::manifest::{manifest, objections};

/// `rapport marketplace manifest`
#[derive(Debug, Args)]
pub(super) struct Manifest {}

impl Manifest {
    /// The manifest on the one output, what is wrong with it on the other.
    pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
        let body = manifest(config, super::asked(config).await)?;
        println!("{}", serde_json::to_string_pretty(&body)?);
        let objections = objections(&body);
        for objection in &objections {
            eprintln!("{objection}");
        }
        anyhow::ensure!(
            objections.is_empty(),
            "Zoom would refuse this manifest: {} objections",
            objections.len()
        );
        Ok(())
    }
}
