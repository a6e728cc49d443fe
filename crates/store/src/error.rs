//! What can go wrong between the program and its database.

use std::error::Error;

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlErr, SqlxError};

use crate::Database;

/// An error of the store. None of them shows values of rows, which may be personal or secret.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be opened: the file's folder is missing, not writable, or full; the server is down, or
    /// refuses us.
    #[error("{database} cannot be opened")]
    Open {
        /// Which database.
        database: String,
        /// What the operating system or the database said.
        source: Box<dyn Error + Send + Sync>,
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
        source: Box<dyn Error + Send + Sync>,
    },
    /// Not now: the same may well work in a moment. Jobs try again, pages answer 503 with `Retry-After`.
    #[error("the database cannot do it now")]
    Unavailable(#[source] Unavailable),
    /// Whoever asks was removed from their workspace while it was under way.
    #[error("whoever asks was removed from the workspace meanwhile")]
    Removed,
    /// The database refused.
    #[error("the database failed")]
    Database(#[source] Box<dyn Error + Send + Sync>),
}

/// Why the database cannot do it now. Nothing of the transaction happened, unless the connection broke while it was
/// being committed: then nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// Others hold what it needs: a deadlock, a lock or a statement that took too long.
    #[error("it is busy")]
    Busy(#[source] Box<dyn Error + Send + Sync>),
    /// It cannot be reached, is starting or stopping, or has no room left.
    #[error("it does not answer")]
    Down(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// Whether this error came of somebody's removal.
    pub fn is_removal(error: &(dyn Error + 'static)) -> bool {
        let mut next = Some(error);
        while let Some(error) = next {
            if matches!(error.downcast_ref(), Some(Self::Removed)) {
                return true;
            }
            next = error.source();
        }
        false
    }
}

impl Unavailable {
    /// The one that caused this error, if one did.
    pub fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            next = error.source();
        }
        None
    }
}

impl StoreError {
    pub(crate) fn unopened(database: &Database, error: DbErr) -> Self {
        let source: Box<dyn Error + Send + Sync> = match error {
            // What the library says around these adds nothing.
            DbErr::Conn(RuntimeErr::SqlxError(error)) => match &*error {
                SqlxError::Database(error) => error.message().into(),
                error => error.to_string().into(),
            },
            DbErr::Conn(RuntimeErr::Internal(words)) => words.into(),
            error => Box::new(error),
        };
        Self::Open { database: database.to_string(), source }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
            return Self::Conflict;
        }
        match temporary(&error) {
            Some(Kind::Busy) => Self::Unavailable(Unavailable::Busy(Box::new(error))),
            Some(Kind::Down) => Self::Unavailable(Unavailable::Down(Box::new(error))),
            Some(Kind::There) => Self::Conflict,
            None => Self::Database(Box::new(error)),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Busy,
    Down,
    There,
}

fn temporary(error: &DbErr) -> Option<Kind> {
    let error = match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => return Some(Kind::Down),
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => error,
        _ => return None,
    };
    match &**error {
        SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolTimedOut | SqlxError::WorkerCrashed => {
            Some(Kind::Down)
        }
        SqlxError::Database(error) => of_code(&error.code()?),
        _ => None,
    }
}

/// By SQLSTATE (PostgreSQL appendix A), which has five letters, or by SQLite's number (<https://sqlite.org/rescode.html>).
fn of_code(code: &str) -> Option<Kind> {
    if let ("", Ok(number)) = (code.get(4..).unwrap_or_default(), code.parse::<i32>()) {
        return match number & 0xff {
            5 | 6 => Some(Kind::Busy),   // BUSY, LOCKED
            10 | 13 => Some(Kind::Down), // IOERR, FULL
            _ => None,
        };
    }
    match code {
        // serialization failure, deadlock, lock not available, statement took too long
        "40001" | "40P01" | "55P03" | "57014" => Some(Kind::Busy),
        // stopping, crashed, starting, dropped; stalled inside a transaction
        "57P01" | "57P02" | "57P03" | "57P04" | "25P03" => Some(Kind::Down),
        // a type or table of that name: another process made it in the same moment
        "42710" | "42P07" => Some(Kind::There),
        // connection trouble; out of disk, memory or connections
        _ if code.starts_with("08") || code.starts_with("53") => Some(Kind::Down),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_work_in_a_moment_is_told_apart_by_the_code() {
        for (code, kind) in [
            ("40P01", Some(Kind::Busy)),
            ("40001", Some(Kind::Busy)),
            ("55P03", Some(Kind::Busy)),
            ("57P01", Some(Kind::Down)),
            ("08006", Some(Kind::Down)),
            ("53300", Some(Kind::Down)),
            ("42710", Some(Kind::There)),
            ("42P07", Some(Kind::There)),
            ("23503", None),
            ("42P01", None),
            ("517", Some(Kind::Busy)),
            ("13", Some(Kind::Down)),
            ("2067", None),
        ] {
            assert_eq!(of_code(code), kind, "{code}");
        }
    }

    #[test]
    fn the_cause_is_found_behind_other_errors() {
        #[derive(Debug, thiserror::Error)]
        #[error(transparent)]
        struct Outer(StoreError);
        let error = Outer(StoreError::Unavailable(Unavailable::Down("no route".into())));
        assert!(matches!(Unavailable::behind(&error), Some(Unavailable::Down(_))));
        assert!(Unavailable::behind(&Outer(StoreError::Conflict)).is_none());
    }
}
