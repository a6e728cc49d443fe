use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use store::zoom_credentials::ZoomEnvironment;
use url::Url;

use super::{ConfigError, SecretValue};

/// The Zoom app. Without a client id the embedded sandbox stands in for Zoom.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoomConfig {
    /// Client id of the app in Zoom's Marketplace portal.
    pub client_id: Option<String>,
    /// Its client secret.
    #[serde(skip_serializing, default)]
    pub client_secret: SecretValue,
    /// The same, read from a file.
    pub client_secret_file: Option<PathBuf>,
    /// Secret token that Zoom signs its events with.
    #[serde(skip_serializing, default)]
    pub webhook_secret: SecretValue,
    /// The same, read from a file.
    pub webhook_secret_file: Option<PathBuf>,
    /// Which of Zoom's two sets of credentials these are; development if nothing is said. Without `client_id`: which of
    /// those that were entered in Settings is used, whatever was chosen there.
    pub environment: Option<ZoomEnvironment>,
    /// Origin of the consent and token endpoints.
    pub oauth_url: Url,
    /// Origin of the REST API.
    pub api_url: Url,
    /// Address of the embedded sandbox, used while no client id is set.
    pub sandbox_listen: SocketAddr,
    /// When a finished deletion is reported to Zoom's data compliance endpoint (Zoom reference J3).
    pub compliance: ComplianceConfirmation,
}

/// Zoom's documents disagree on whether the confirmation is still wanted, so it is a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplianceConfirmation {
    /// After each deauthorization.
    Always,
    /// Only if the event says `user_data_retention: "false"`.
    WhenAsked,
    /// Not at all.
    Never,
}

/// Credentials of one Zoom app.
#[derive(Debug, Clone)]
pub(crate) struct ZoomCredentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
    pub(crate) webhook_secret: Option<SecretString>,
}

impl Default for ZoomConfig {
    fn default() -> Self {
        #[expect(clippy::expect_used, reason = "two constants")]
        let origin = |text: &str| Url::parse(text).expect("a valid origin");
        Self {
            client_id: None,
            client_secret: SecretValue::default(),
            client_secret_file: None,
            webhook_secret: SecretValue::default(),
            webhook_secret_file: None,
            environment: None,
            oauth_url: origin("https://zoom.us"),
            api_url: origin("https://api.zoom.us"),
            sandbox_listen: SocketAddr::from(([127, 0, 0, 1], 8090)),
            compliance: ComplianceConfirmation::Always,
        }
    }
}

impl ZoomConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let secret = self.client_secret.is_set() || self.client_secret_file.is_some();
        match (self.client_id.is_some(), secret) {
            (true, false) => Err(ConfigError::Invalid("`zoom.client_id` needs `zoom.client_secret`".into())),
            (false, true) => Err(ConfigError::Invalid("`zoom.client_secret` needs `zoom.client_id`".into())),
            _ => Ok(()),
        }
    }

    /// The configured app, or nothing while the sandbox stands in.
    pub(crate) fn credentials(&self) -> Result<Option<ZoomCredentials>, ConfigError> {
        let Some(client_id) = self.client_id.clone() else { return Ok(None) };
        let secret = self.client_secret.resolve("zoom.client_secret", self.client_secret_file.as_ref())?;
        let Some(client_secret) = secret else {
            return Err(ConfigError::Invalid("`zoom.client_secret` is empty".into()));
        };
        let webhook_secret =
            self.webhook_secret.resolve("zoom.webhook_secret", self.webhook_secret_file.as_ref())?;
        Ok(Some(ZoomCredentials { client_id, client_secret, webhook_secret }))
    }
}
