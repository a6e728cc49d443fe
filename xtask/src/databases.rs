//! Which databases the tests run on.

use crate::run::variable;
use anyhow::{Result, ensure};
use clap::ValueEnum;

/// One of the two.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Database {
    /// A file
    Sqlite,
    /// A private server, started for the tests
    Postgres,
}

impl Database {
    /// As our programs call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Both, or the one that was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Databases(Option<Database>);

impl Databases {
    /// A developer may choose; CI may not, because a part that nobody runs is a part that nobody knows.
    pub(crate) fn wanted(only: Option<Database>) -> Result<Self> {
        allowed(only, variable("CI").as_deref() == Some("true"))
    }

    pub(crate) fn sqlite(self) -> bool {
        self.0 != Some(Database::Postgres)
    }

    pub(crate) fn postgres(self) -> bool {
        self.0 != Some(Database::Sqlite)
    }
}

fn allowed(only: Option<Database>, ci: bool) -> Result<Databases> {
    ensure!(!ci || only.is_none(), "CI=true: all tests run on both databases here, so --database is refused");
    Ok(Databases(only))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_are_the_rule() {
        let both = allowed(None, true).unwrap();
        assert!(both.sqlite() && both.postgres());
        let one = allowed(Some(Database::Sqlite), false).unwrap();
        assert!(one.sqlite() && !one.postgres());
    }

    #[test]
    fn ci_leaves_no_database_out() {
        assert!(allowed(Some(Database::Sqlite), true).is_err());
        assert!(allowed(Some(Database::Postgres), true).is_err());
    }
}
