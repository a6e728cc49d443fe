//! Which database, and how to get connections to it.

use std::{fmt, path::PathBuf, str::FromStr};

use sea_orm::sqlx::postgres::PgConnectOptions;

/// Which database to use.
#[derive(Debug, Clone)]
pub enum Database {
    /// One file, created if it is missing, readable by its owner alone.
    Sqlite {
        /// The file; its folder must exist.
        path: PathBuf,
    },
    /// A database on a PostgreSQL server, which any number of processes may share.
    Postgres {
        /// Where it is.
        url: PostgresUrl,
        /// How many connections this process opens at most: half of them to read with, half to write with.
        connections: u32,
    },
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "the database file {}", path.display()),
            Self::Postgres { url, .. } => write!(f, "the database {url}"),
        }
    }
}

/// The address of a PostgreSQL database: `postgres://user:password@host:5432/name?sslmode=verify-full`. What it leaves
/// out comes from the variables of PostgreSQL's own programs (`PGUSER`, `PGPASSWORD`, …). Prints without the password.
#[derive(Clone)]
pub struct PostgresUrl(pub(crate) Box<PgConnectOptions>);

/// A text that is no address of a PostgreSQL database. It is not repeated, because it may hold a password.
#[derive(Debug, thiserror::Error)]
#[error("not an address like postgres://user:password@host:5432/database")]
pub struct NotPostgres;

impl FromStr for PostgresUrl {
    type Err = NotPostgres;

    fn from_str(text: &str) -> Result<Self, NotPostgres> {
        let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let options = known.then(|| text.parse().ok()).flatten();
        options.map(|options| Self(Box::new(options))).ok_or(NotPostgres)
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (options, user) = (&self.0, self.0.get_username());
        write!(f, "postgres://{user}@")?;
        match options.get_socket() {
            Some(socket) => write!(f, "{}", socket.display())?,
            None => write!(f, "{}", options.get_host())?,
        }
        write!(f, ":{}/{}", options.get_port(), options.get_database().unwrap_or(user))
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_prints_without_its_password() {
        let url: PostgresUrl =
            "postgres://ada:hunter2@db.example.com:6432/crm?sslmode=require".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://ada@db.example.com:6432/crm");
        let database = Database::Postgres { url, connections: 10 };
        assert!(!format!("{database:?} {database}").contains("hunter2"));
    }

    #[test]
    fn a_text_that_is_no_address_is_refused_and_not_repeated() {
        for text in [
            "mysql://ada:hunter2@db/crm",
            "hunter2",
            "postgres://ada:hunter2@db:port/crm",
            "postgres://db/x?sslmode=hunter2",
        ] {
            let error = text.parse::<PostgresUrl>().unwrap_err();
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
        assert!("postgresql://db.example.com/crm".parse::<PostgresUrl>().is_ok());
    }
}
