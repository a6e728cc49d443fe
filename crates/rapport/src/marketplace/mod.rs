//! The Marketplace kit: what a publisher needs to get the app through Zoom's review, made from the code that runs.

pub mod default_texts;
pub mod design;
pub mod document;
pub mod manifest;
pub mod markdown;
pub mod probes;
pub mod public_pages;
pub mod rehearsal;
pub mod reviewer;
pub mod scopes;
pub mod test_plan;
pub mod urls;
pub mod verification;

use url::Url;

use crate::config::Config;

/// The origin that documents name: the configured one, or the listening address of a server that nobody sees.
pub fn public_url(config: &Config) -> anyhow::Result<Url> {
    match &config.public_url {
        Some(url) => Ok(url.clone()),
        None => Ok(Url::parse(&format!("http://{}", config.listen))?),
    }
}
