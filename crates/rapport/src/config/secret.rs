use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

use super::ConfigError;

/// A secret as it stands in the configuration: absent, a value, or the name of a file.
#[derive(Debug, Clone, Default)]
pub struct SecretValue(Option<SecretString>);

impl<'de> Deserialize<'de> for SecretValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<String>::deserialize(deserializer).map(|value| Self(value.map(SecretString::from)))
    }
}

impl SecretValue {
    /// True if a value was given.
    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// The value, or the trimmed content of `file`.
    pub fn resolve(&self, key: &str, file: Option<&PathBuf>) -> Result<Option<SecretString>, ConfigError> {
        match (&self.0, file) {
            (Some(_), Some(_)) => Err(ConfigError::Twice { key: key.to_owned() }),
            (Some(value), None) => Ok(Some(value.clone())),
            (None, Some(path)) => std::fs::read_to_string(path)
                .map(|text| Some(SecretString::from(text.trim().to_owned())))
                .map_err(|source| ConfigError::File { path: path.clone(), source }),
            (None, None) => Ok(None),
        }
    }
}
