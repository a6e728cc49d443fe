//! Everything in the database as one file, and back, from either kind of database into either kind.
//!
//! What is sealed stays sealed, so a backup is of no use for tokens without the key, which it does not hold.

mod format;
mod read;
mod write;

use jiff::Timestamp;

pub use read::{Restored, restore};
pub use write::write;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// When it was made.
    pub made_at: Timestamp,
    /// The schema that its rows fit.
    pub schema: i64,
    /// The key that sealed its secrets, by name; `None` from a database in which nothing was sealed.
    pub key: Option<String>,
    /// How many rows it has.
    pub rows: u64,
}

/// Why a backup cannot be made or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The file cannot be read or written.
    #[error("the backup cannot be read or written: {0}")]
    File(#[from] std::io::Error),
    /// It is something else.
    #[error("this is no backup of Rapport, or it is damaged: {0}")]
    NotOurs(String),
    /// It ends in the middle.
    #[error(
        "this backup is not whole: it ends after {0} rows, and its last line is missing; use another one"
    )]
    CutOff(u64),
    /// A newer program made it.
    #[error(
        "this backup was made by a newer Rapport (schema {found}, this one knows {known}): use the newer program"
    )]
    TooNew {
        /// The backup's schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Something is there already.
    #[error(
        "the database is in use; a backup is put into an empty one only, so that nothing is overwritten: choose another folder \
         with --data, or another database"
    )]
    InUse,
    /// Tables are there that the backup does not know.
    #[error(
        "this backup is of schema {found}, and the empty database has {here} already: use one in which nothing was migrated, \
         and the backup is brought up to date"
    )]
    Migrated {
        /// The backup's schema.
        found: i64,
        /// The database's.
        here: i64,
    },
    /// Its key is not here.
    #[error(
        "the secrets of this backup are sealed with the key {0}, which is not here: put the key file of its time into the \
         data folder, or name it as `secret_key_file`"
    )]
    OtherKey(String),
}
