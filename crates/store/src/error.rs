//! What can go wrong between the program and its database.

use std::path::PathBuf;

use sea_orm::{DbErr, SqlErr};
use thiserror::Error;

/// An error of the store. None of them shows values of rows, which may be personal or secret.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database file cannot be created or opened: the folder is missing, not writable, or full.
    #[error("the database file {} cannot be opened", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the operating system or the database said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database was written by a newer version of the program.
    #[error(
        "the database has schema version {found}, but this program knows only {known}: use the newer program"
    )]
    TooNew {
        /// The version in the database.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// A row with the same unique key exists already.
    #[error("the same entry exists already")]
    Conflict,
    /// A stored value is not valid for its type: somebody else wrote to the database.
    #[error("the stored value of {column} is not valid: {problem}")]
    Corrupt {
        /// The column that was read.
        column: &'static str,
        /// Why it is refused.
        problem: String,
    },
    /// A value cannot be written in the form that is stored: a mistake in the program.
    #[error("a {what} cannot be stored")]
    Unstorable {
        /// What it was, for example the kind of a job.
        what: &'static str,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database refused, was busy for too long, or went away.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Conflict,
            _ => Self::Database(Box::new(error)),
        }
    }
}
