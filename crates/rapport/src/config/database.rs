use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use store::Database;

use super::{ConfigError, SecretValue};

/// Where everything is kept: a file in the data folder, or a PostgreSQL database.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `postgres://user:password@host:5432/name?sslmode=verify-full`. Default: SQLite, `rapport.db` in the data folder.
    #[serde(skip_serializing, default)]
    pub url: SecretValue,
    /// The same, read from a file.
    pub url_file: Option<PathBuf>,
    /// Connections to PostgreSQL that one process opens at most.
    pub connections: u32,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: SecretValue::default(), url_file: None, connections: 10 }
    }
}

impl DatabaseConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.connections < 2 {
            return Err(ConfigError::Invalid("`database.connections` must be 2 or more".into()));
        }
        Ok(())
    }

    /// The configured database, or the file in the data folder.
    pub(crate) fn resolve(&self, data: &Path) -> Result<Database, ConfigError> {
        let Some(url) = self.url.resolve("database.url", self.url_file.as_ref())? else {
            return Ok(Database::Sqlite { path: data.join("rapport.db") });
        };
        let url = url.expose_secret().parse().map_err(|error: store::NotPostgres| {
            ConfigError::Invalid(format!("`database.url` is {error}"))
        })?;
        Ok(Database::Postgres { url, connections: self.connections })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_address_the_database_is_a_file_in_the_data_folder() {
        let database = DatabaseConfig::default().resolve(Path::new("data")).unwrap();
        assert_eq!(database.to_string(), "the database file data/rapport.db");
    }

    #[test]
    fn the_address_may_stand_in_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("database-url");
        std::fs::write(&file, "postgres://ada:hunter2@db.example.com/crm\n").unwrap();
        let config = DatabaseConfig { url_file: Some(file), ..DatabaseConfig::default() };
        let database = config.resolve(Path::new("data")).unwrap();
        assert_eq!(database.to_string(), "the database postgres://ada@db.example.com:5432/crm");
    }

    #[test]
    fn an_address_of_something_else_is_refused_without_its_password() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("database-url");
        std::fs::write(&file, "mysql://ada:hunter2@db.example.com/crm").unwrap();
        let config = DatabaseConfig { url_file: Some(file), ..DatabaseConfig::default() };
        let error = config.resolve(Path::new("data")).unwrap_err().to_string();
        assert!(error.contains("`database.url`") && !error.contains("hunter2"), "{error}");
    }
}
