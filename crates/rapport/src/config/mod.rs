//! Configuration: defaults, then one TOML file, then `RAPPORT_*` variables (`RAPPORT_ZOOM__CLIENT_ID`).
//!
//! Unknown keys are refused. Secrets exist as `x` or as `x_file`; giving both is an error.

mod database;
mod mail;
mod metrics;
mod proxies;
mod publisher;
mod secret;
mod zoom;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::{Deserialize, Serialize};
use url::Url;

pub use database::DatabaseConfig;
pub use mail::MailConfig;
pub use metrics::MetricsConfig;
pub use proxies::{ProxiesConfig, ProxyHeader, TrustedProxy};
pub use publisher::{Fact, PublisherConfig};
pub use secret::SecretValue;
pub use zoom::{ComplianceConfirmation, ZoomConfig};

/// Everything that can be configured.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address that the web server listens on.
    pub listen: SocketAddr,
    /// Folder of the database file, the key and the sandbox's state.
    pub data: PathBuf,
    /// Database.
    pub database: DatabaseConfig,
    /// Origin that people and Zoom reach Rapport at, for example a tunnel's. Links in mails use it, never the
    /// request's own host. Default: `http://` and the listening address.
    pub public_url: Option<Url>,
    /// Proxies in front of Rapport.
    pub proxies: ProxiesConfig,
    /// PEM file of certificate authorities that Rapport trusts beside the bundled ones: of the company whose certificate
    /// the public URL shows, or whose proxy reads outgoing traffic.
    pub trusted_roots: Option<PathBuf>,
    /// What is logged, as a filter of the `tracing` library: `warn,rapport=info`.
    pub log: String,
    /// Log lines as JSON.
    pub log_json: bool,
    /// Who may read what the program counts.
    pub metrics: MetricsConfig,
    /// Mail.
    pub mail: MailConfig,
    /// Zoom.
    pub zoom: ZoomConfig,
    /// Who publishes the Zoom app.
    pub publisher: PublisherConfig,
    /// Key that secrets in the database are sealed with, 64 hexadecimal digits. Default: a file in the data
    /// folder, made at the first start.
    #[serde(skip_serializing, default)]
    pub secret_key: SecretValue,
    /// The same, read from a file.
    pub secret_key_file: Option<PathBuf>,
}

/// Why the configuration cannot be used, in one line for the person who runs the server.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is unknown, or a value has the wrong form.
    #[error("configuration: {0}")]
    Invalid(String),
    /// A secret was given both as a value and as a file.
    #[error("configuration: set either `{key}` or `{key}_file`, not both")]
    Twice {
        /// The key.
        key: String,
    },
    /// A file named by the configuration cannot be read.
    #[error("configuration: cannot read {path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl Config {
    /// Defaults with the given data folder.
    pub fn with_data(data: &Path) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: data.to_owned(),
            database: DatabaseConfig::default(),
            public_url: None,
            proxies: ProxiesConfig::default(),
            trusted_roots: None,
            log: "warn,rapport=info".to_owned(),
            log_json: false,
            metrics: MetricsConfig::default(),
            mail: MailConfig::default(),
            zoom: ZoomConfig::default(),
            publisher: PublisherConfig::default(),
            secret_key: SecretValue::default(),
            secret_key_file: None,
        }
    }

    /// Reads the file, if one is named, and the environment, over the defaults.
    pub fn load(data: &Path, file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::with_data(data)));
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|source| ConfigError::File { path: path.to_owned(), source })?;
            figment = figment.merge(Toml::string(&text));
        }
        let config: Self = figment
            .merge(Env::prefixed("RAPPORT_").split("__"))
            .extract()
            .map_err(|error| ConfigError::Invalid(one_line(&error)))?;
        config.check()?;
        Ok(config)
    }

    /// The certificate authorities of `trusted_roots`, in DER.
    pub fn trusted_roots(&self) -> Result<Vec<Vec<u8>>, ConfigError> {
        let Some(path) = &self.trusted_roots else { return Ok(Vec::new()) };
        let text = std::fs::read(path).map_err(|source| ConfigError::File { path: path.clone(), source })?;
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
        match found {
            Ok(roots) if !roots.is_empty() => Ok(roots.iter().map(|root| root.to_vec()).collect()),
            _ => Err(ConfigError::Invalid(format!(
                "`trusted_roots`: {} holds no certificate in PEM form",
                path.display()
            ))),
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.zoom.check()?;
        self.database.check()?;
        self.publisher.check()?;
        if self.secret_key.is_set() && self.secret_key_file.is_some() {
            return Err(ConfigError::Twice { key: "secret_key".into() });
        }
        if let Some(url) = &self.public_url
            && (!matches!(url.scheme(), "http" | "https") || url.host().is_none() || url.path() != "/")
        {
            return Err(ConfigError::Invalid(format!(
                "`public_url` must be an origin like https://crm.example.com, not {url}"
            )));
        }
        Ok(())
    }
}

/// Figment names the key and the place; the value itself may be a secret and is left out.
fn one_line(error: &figment::Error) -> String {
    use figment::error::Kind;
    let key = if error.path.is_empty() { String::new() } else { error.path.join(".") };
    match &error.kind {
        Kind::UnknownField(field, known) => {
            // The library sometimes counts the field to the path, and sometimes not.
            let key = match key.as_str() {
                "" => field.clone(),
                path if path.split('.').next_back() == Some(field) => path.to_owned(),
                path => format!("{path}.{field}"),
            };
            format!("unknown key `{key}`; known here: {}", known.join(", "))
        }
        Kind::InvalidType(_, expected) => format!("`{key}` must be {expected}"),
        Kind::MissingField(field) => format!("`{field}` is missing"),
        _ if key.is_empty() => "the file is not valid TOML".to_owned(),
        _ => format!("`{key}` has a value that cannot be used"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rapport.toml");
        std::fs::write(&path, toml).unwrap();
        Config::load(Path::new("data"), Some(&path))
    }

    #[test]
    fn an_unknown_key_is_refused_and_named() {
        let error = load("lissten = \"127.0.0.1:1\"").unwrap_err().to_string();
        assert!(error.contains("unknown key `lissten`"), "{error}");
        let error = load("[zoom]\nclientid = \"x\"").unwrap_err().to_string();
        assert!(error.contains("zoom.clientid"), "{error}");
    }

    #[test]
    fn a_wrong_value_is_named_but_never_printed() {
        let error = load("listen = \"hunter2\"").unwrap_err().to_string();
        assert!(error.contains("`listen`") && !error.contains("hunter2"), "{error}");
    }

    #[test]
    fn trusted_proxies_are_addresses_and_networks_and_nothing_else() {
        let config = load("[proxies]\ntrusted = [\"127.0.0.1\", \"10.0.0.0/8\", \"::1\"]").unwrap();
        assert!(config.proxies.trusts("10.9.8.7".parse().unwrap()));
        assert!(!config.proxies.trusts("11.0.0.1".parse().unwrap()));
        assert_eq!(config.proxies.header, ProxyHeader::XForwardedFor);
        let error = load("[proxies]\ntrusted = [\"everybody\"]").unwrap_err().to_string();
        assert!(error.contains("proxies.trusted"), "{error}");
        let error = load("[proxies]\ntrust = [\"127.0.0.1\"]").unwrap_err().to_string();
        assert!(error.contains("unknown key `proxies.trust`"), "{error}");
        let error = load("[proxies]\nheader = \"x-real-ip\"").unwrap_err().to_string();
        assert!(error.contains("proxies.header"), "{error}");
    }

    #[test]
    fn half_of_the_zoom_credentials_is_refused() {
        let error = load("[zoom]\nclient_id = \"abc\"").unwrap_err().to_string();
        assert!(error.contains("zoom.client_secret"), "{error}");
    }

    #[test]
    fn a_public_url_with_a_path_is_refused() {
        assert!(load("public_url = \"https://crm.example.com/x\"").is_err());
        assert!(load("public_url = \"https://crm.example.com\"").is_ok());
    }
}
