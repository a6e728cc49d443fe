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

    /// The same for what only its own columns are asked of: whoever points to these rows is not kept waiting.
    pub(crate) const fn no_key_skip_locked(self) -> &'static str {
        self.on_postgres(" FOR NO KEY UPDATE SKIP LOCKED")
    }

    /// At the end of a `SELECT`: nobody else changes or deletes these rows, but others may point to them.
    pub(crate) const fn for_no_key_update(self) -> &'static str {
        self.on_postgres(" FOR NO KEY UPDATE")
    }

    /// At the end of a `SELECT`: nobody deletes these rows until the transaction ends; others may hold them too.
    pub(crate) const fn for_key_share(self) -> &'static str {
        self.on_postgres(" FOR KEY SHARE")
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

    /// The names of all tables, for a dump.
    pub(crate) const fn tables(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            }
            Self::Postgres => {
                "SELECT table_name::text AS name FROM information_schema.tables \
                 WHERE table_schema = current_schema() ORDER BY table_name"
            }
        }
    }

    /// The columns of the table `$1` and their types, for a dump.
    pub(crate) const fn columns_of(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid",
            Self::Postgres => {
                "SELECT column_name::text AS name, udt_name::text AS kind FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
            }
        }
    }

    /// The primary key of the table `$1`, column by column.
    pub(crate) const fn key_of(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
            Self::Postgres => {
                "SELECT a.attname::text AS name FROM pg_index i \
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) \
                 WHERE i.indrelid = $1::text::regclass AND i.indisprimary \
                 ORDER BY array_position(i.indkey::int2[], a.attnum)"
            }
        }
    }

    /// A column as text, for a dump: ids and bytes in lower-case hexadecimal, the same on both.
    pub(crate) fn as_text(self, column: &str, kind: &str) -> String {
        match (self, kind) {
            (Self::Sqlite, _) => {
                format!(
                    "CASE typeof({column}) WHEN 'blob' THEN LOWER(HEX({column})) ELSE CAST({column} AS TEXT) END"
                )
            }
            (Self::Postgres, "uuid") => format!("REPLACE({column}::text, '-', '')"),
            (Self::Postgres, "bytea") => format!("ENCODE({column}, 'hex')"),
            (Self::Postgres, _) => format!("{column}::text"),
        }
    }

    pub(crate) const fn backend(self) -> DbBackend {
        if matches!(self, Self::Sqlite) { DbBackend::Sqlite } else { DbBackend::Postgres }
    }

    const fn on_postgres(self, sql: &'static str) -> &'static str {
        if matches!(self, Self::Postgres) { sql } else { "" }
    }
}
