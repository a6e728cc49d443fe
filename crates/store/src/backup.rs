//! A copy of everything in the database as it was at one moment, in values that both kinds of database can take back.

use sea_orm::{
    AccessMode, ConnectionTrait as _, DatabaseTransaction, IsolationLevel, TransactionOptions,
    TransactionTrait as _, Value,
};
use uuid::Uuid;

use crate::{
    Db, Store, StoreError, Tx,
    columns::{Bind as _, Row, values},
    dialect::Dialect,
    query::{Query, placeholders, statement},
    workspaces,
};

/// Tables outside workspaces that a backup has, those that are referred to first.
const INSTALLATION: [&str; 11] = [
    "compliance_receipts",
    "feature_flags",
    "grants",
    "event_marks",
    "meeting_defaults",
    "public_pages",
    "public_page_texts",
    "installation_settings",
    "zoom_credentials",
    "sealing_key",
    "webhook_inbox",
];

/// Tables that a backup leaves out: what an old copy must not bring back to life, and what holds only for minutes.
const LEFT_OUT: [&str; 10] = [
    "schema_versions",
    "sessions",
    "api_tokens",
    "session_places",
    "password_resets",
    "join_links",
    "oauth_states",
    "oauth_exchanges",
    "login_attempts",
    "schedules",
];

/// Rows that are read or written at a time.
const BATCH: usize = 500;
/// Values of one statement, within what both databases take.
const VALUES: usize = 10_000;

/// Work that says or asks something outside, which may have been done since the backup.
const OUTSIDE: &str = "'sync_meeting', 'send_email', 'send_user_email', 'send_password_reset', 'send_reminder', 'send_join_email'";

/// Every table that a backup has, those that are referred to before those that refer to them.
pub fn tables() -> Vec<&'static str> {
    let of_workspaces = workspaces::TABLES.iter().rev().copied();
    INSTALLATION.into_iter().chain(of_workspaces).filter(|table| !LEFT_OUT.contains(table)).collect()
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// An id.
    Id(Uuid),
    /// A number, or a time in microseconds.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ids.
    Id,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// The whole database at one moment; made by [`Store::snapshot`]. Others read and write meanwhile.
pub struct Snapshot {
    transaction: DatabaseTransaction,
    dialect: Dialect,
}

impl Store {
    /// Something that sees the database as it is now, for as long as it lives.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let options = match self.dialect {
            // A reading transaction of SQLite sees one moment by itself.
            Dialect::Sqlite => TransactionOptions::default(),
            Dialect::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        let transaction = self.readers.begin_with_options(options).await?;
        if self.dialect == Dialect::Postgres {
            // Whoever writes the copy down may be slow.
            let patient =
                "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;";
            transaction.execute_unprepared(patient).await?;
        }
        Ok(Snapshot { transaction, dialect: self.dialect })
    }
}

impl Db for Snapshot {}

impl Query for Snapshot {
    async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let rows = self.transaction.query_all_raw(statement(self.dialect, sql, values)).await?;
        Ok(rows.into_iter().map(Row).collect())
    }
}

impl Snapshot {
    /// The columns of a table.
    pub async fn columns(&self, table: &str) -> Result<Vec<Column>, StoreError> {
        columns(self, self.dialect, table).await
    }

    /// Rows of a table in the order of its key, the next so many after `after`; none when there are no more.
    pub async fn rows_after(
        &self,
        table: &str,
        columns: &[Column],
        after: Option<&[Cell]>,
    ) -> Result<Vec<Vec<Cell>>, StoreError> {
        let key = self.all(self.dialect.key_of(), values![table], |row| row.get::<String>("name")).await?;
        let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
        let (condition, values) = match after {
            None => (String::new(), Vec::new()),
            Some(row) => {
                let edge = key.iter().filter_map(|key| names.iter().position(|name| name == key));
                let values: Vec<_> = edge.map(|place| row[place].bind()).collect();
                let marks = placeholders(1, values.len());
                (format!(" WHERE ({}) > ({marks})", key.join(", ")), values)
            }
        };
        let sql = format!(
            "SELECT {} FROM {table}{condition} ORDER BY {} LIMIT {BATCH}",
            names.join(", "),
            key.join(", ")
        );
        self.all(&sql, values, |row| {
            columns.iter().enumerate().map(|(place, column)| cell(row, place, column.kind)).collect()
        })
        .await
    }
}

/// The columns of a table as they are stored here.
pub async fn columns_of(tx: &Tx, table: &str) -> Result<Vec<Column>, StoreError> {
    columns(tx, tx.dialect, table).await
}

async fn columns(db: &impl Db, dialect: Dialect, table: &str) -> Result<Vec<Column>, StoreError> {
    db.all(dialect.columns_of(), values![table], |row| {
        let kind: String = row.get("kind")?;
        let kind = match kind.to_ascii_lowercase().as_str() {
            "uuid" => Kind::Id,
            "bigint" | "int8" => Kind::Number,
            "boolean" | "bool" => Kind::Flag,
            "text" => Kind::Text,
            "bytea" => Kind::Bytes,
            other => {
                let problem = format!("nobody knows how to copy {other}");
                return Err(StoreError::Corrupt { column: "kind", problem });
            }
        };
        Ok(Column { name: row.get("name")?, kind })
    })
    .await
}

fn cell(row: &Row, place: usize, kind: Kind) -> Result<Cell, StoreError> {
    let row = &row.0;
    let found = match kind {
        Kind::Id => row.try_get_by_index::<Option<Uuid>>(place)?.map(Cell::Id),
        Kind::Number => row.try_get_by_index::<Option<i64>>(place)?.map(Cell::Number),
        Kind::Flag => row.try_get_by_index::<Option<bool>>(place)?.map(Cell::Flag),
        Kind::Text => row.try_get_by_index::<Option<String>>(place)?.map(Cell::Text),
        Kind::Bytes => row.try_get_by_index::<Option<Vec<u8>>>(place)?.map(Cell::Bytes),
    };
    Ok(found.unwrap_or(Cell::Null))
}

impl Cell {
    fn bind(&self) -> Value {
        match self {
            // Which kind of nothing it is does not matter: it is written as the word NULL.
            Self::Null => None::<i64>.into(),
            Self::Id(id) => id.bind(),
            Self::Number(number) => number.bind(),
            Self::Flag(flag) => flag.bind(),
            Self::Text(text) => text.bind(),
            Self::Bytes(bytes) => bytes.bind(),
        }
    }
}

/// Lets statements of a restore take as long as they take.
pub async fn be_patient(tx: &Tx) -> Result<(), StoreError> {
    tx.script(tx.dialect.before_migration()).await
}

/// Whether nothing was ever done in this database, so that a backup can take its place.
pub async fn is_unused(db: &impl Db) -> Result<bool, StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM workspaces) + (SELECT COUNT(*) FROM sealing_key) AS n";
    Ok(db.count(sql, values![]).await? == 0)
}

/// Empties a table for what a backup has of it.
pub async fn clear(tx: &Tx, table: &str) -> Result<(), StoreError> {
    tx.exec(&format!("DELETE FROM {table}"), values![]).await.map(drop)
}

/// Puts rows of a backup into a table.
pub async fn put(tx: &Tx, table: &str, columns: &[Column], rows: &[Vec<Cell>]) -> Result<(), StoreError> {
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    for batch in rows.chunks((VALUES / columns.len().max(1)).max(1)) {
        let (mut values, mut marks) = (Vec::new(), Vec::new());
        for row in batch {
            let row = row.iter().map(|cell| match cell {
                Cell::Null => "NULL".to_owned(),
                cell => {
                    values.push(cell.bind());
                    format!("${}", values.len())
                }
            });
            marks.push(format!("({})", row.collect::<Vec<_>>().join(", ")));
        }
        let sql = format!("INSERT INTO {table} ({}) VALUES {}", names.join(", "), marks.join(", "));
        tx.exec(&sql, values).await?;
    }
    Ok(())
}

/// After everything is back: what may have been done outside since the backup is put aside with the reason, for people to
/// run again; a meeting that Zoom may have got since is looked for there before it is made. How many jobs were put aside.
pub async fn settle(tx: &Tx, reason: &str) -> Result<u64, StoreError> {
    // Who is to be invited to what was not in Zoom yet may have been: a person sends it again.
    let silent = "UPDATE meetings SET send_invitation = FALSE, tell_invitees = FALSE \
        WHERE desired = 'scheduled' AND known = 'nothing'";
    tx.exec(silent, values![]).await?;
    tx.exec("UPDATE meetings SET asked_zoom = TRUE WHERE NOT asked_zoom", values![]).await?;
    // The same of reminders that fell due before now: only what is due from now on is sent.
    tx.exec("UPDATE reminder_plans SET planned_at = $1 WHERE planned_at < $1", values![tx.now()]).await?;
    tx.exec("UPDATE grants SET lease_owner = NULL, lease_until = NULL", values![]).await?;
    let sql = format!(
        "UPDATE jobs SET state = 'dead', last_error = $1, finished_at = $2, turn = NULL, lease_until = NULL, leased_by = NULL, \
         run_again_at = NULL WHERE state = 'pending' AND kind IN ({OUTSIDE})"
    );
    let aside = tx.exec(&sql, values![reason, tx.now()]).await?;
    tx.exec("UPDATE jobs SET lease_until = NULL, leased_by = NULL WHERE state = 'pending'", values![])
        .await?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LEFT_OUT, tables};
    use crate::migrate::MIGRATIONS;

    #[test]
    fn a_backup_has_every_table_that_is_not_left_out_on_purpose() {
        let mut found = BTreeSet::new();
        for (_, sql) in MIGRATIONS {
            for made in sql.split("CREATE TABLE ").skip(1) {
                found.insert(made.split_whitespace().next().unwrap());
            }
            for gone in sql.split("DROP TABLE ").skip(1) {
                found.remove(gone.split([';', ' ']).next().unwrap());
            }
        }
        found.retain(|table| !LEFT_OUT.contains(table));
        assert_eq!(found, tables().into_iter().collect());
    }
}
