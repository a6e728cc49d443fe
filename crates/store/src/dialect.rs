//! Everything in which the two databases differ for SQL. What is not here means the same to both.

use std::borrow::Cow;

use sea_orm::DbBackend;

/// Which SQL the open database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// At the end of a `SELECT`: nobody else changes or deletes these rows until the transaction ends. On SQLite
    /// nobody else writes anyway.
    pub(crate) const fn for_update(self) -> &'static str {
        self.on_postgres(" FOR UPDATE")
    }

    /// The same, passing over rows that somebody else holds: for a queue.
    pub(crate) const fn skip_locked(self) -> &'static str {
        self.on_postgres(" FOR UPDATE SKIP LOCKED")
    }

    /// At the start of a migration, which may take longer than a statement of the program should.
    pub(crate) const fn before_migration(self) -> &'static str {
        self.on_postgres("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;")
    }

    /// A migration as this database should have it: texts compare and sort by their bytes, whatever the language of
    /// the database, because that is what SQLite does.
    pub(crate) fn schema(self, sql: &str) -> Cow<'_, str> {
        match self {
            Self::Sqlite => sql.into(),
            Self::Postgres => sql.replace(" TEXT", " TEXT COLLATE \"C\"").into(),
        }
    }

    pub(crate) const fn backend(self) -> DbBackend {
        if matches!(self, Self::Sqlite) { DbBackend::Sqlite } else { DbBackend::Postgres }
    }

    const fn on_postgres(self, sql: &'static str) -> &'static str {
        if matches!(self, Self::Postgres) { sql } else { "" }
    }
}
