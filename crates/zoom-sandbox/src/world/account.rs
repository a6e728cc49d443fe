//! The one Zoom account all sandbox users belong to.

use serde::{Deserialize, Serialize};

/// Id of the default account; stable so that a restart matches what clients stored.
pub const ACCOUNT_ID: &str = "q6gBJVO5TzexKYTb_I2rpg";

/// An account, as far as users and events show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) number: i64,
    pub(crate) company: String,
    /// Domains whose users may join nothing.
    #[serde(default)]
    pub(crate) blocked_domains: Vec<String>,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            id: ACCOUNT_ID.to_owned(),
            number: 10_009_239,
            company: "Halden".to_owned(),
            blocked_domains: Vec::new(),
        }
    }
}
