use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::SecretValue;

/// Who may read the numbers at `/metrics`. Without any of these nothing is counted.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricsConfig {
    /// Address of a listener for them alone, that only the operator's network reaches: `127.0.0.1:9464`.
    pub listen: Option<SocketAddr>,
    /// Token that a reader shows as `Authorization: Bearer …` to read them on the web server itself.
    #[serde(skip_serializing, default)]
    pub token: SecretValue,
    /// The same, read from a file.
    pub token_file: Option<PathBuf>,
}

impl MetricsConfig {
    /// Whether anything is to be counted.
    pub fn is_on(&self) -> bool {
        self.listen.is_some() || self.token.is_set() || self.token_file.is_some()
    }
}
