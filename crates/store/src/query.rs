//! Running statements, and the small pieces of SQL that are put together.

use sea_orm::{ConnectionTrait as _, Statement, Value};

use crate::{Reader, StoreError, Tx, columns::Row, dialect::Dialect};

/// Whatever a query can run on: a [`Reader`], or the [`Tx`] that should see its own writes.
pub trait Db: Query {}

impl Db for Reader {}
impl Db for Tx {}

/// Runs queries. This module is private, so nobody else can implement it.
pub trait Query: Sync {
    /// The rows as they come.
    fn rows(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// All rows, each read by `read`.
    fn all<T: Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
        read: impl Fn(&Row) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        async move { self.rows(sql, values).await?.iter().map(read).collect() }
    }

    /// The first row, if there is one.
    fn one<T: Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
        read: impl Fn(&Row) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Option<T>, StoreError>> + Send {
        async move { self.rows(sql, values).await?.first().map(read).transpose() }
    }

    /// The column `n` of the only row.
    fn count(&self, sql: &str, values: Vec<Value>) -> impl Future<Output = Result<u64, StoreError>> + Send {
        async move { Ok(self.one(sql, values, |row| row.get("n")).await?.unwrap_or(0)) }
    }
}

impl Query for Reader {
    async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let rows = self.pool.query_all_raw(statement(self.dialect, sql, values)).await?;
        Ok(rows.into_iter().map(Row).collect())
    }
}

impl Query for Tx {
    async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let rows = self.transaction.query_all_raw(statement(self.dialect, sql, values)).await?;
        Ok(rows.into_iter().map(Row).collect())
    }
}

/// `INSERT` of one row and its values.
pub(crate) fn insert_sql(table: &str, columns: Vec<(&str, Value)>) -> (String, Vec<Value>) {
    let (names, values): (Vec<&str>, Vec<Value>) = columns.into_iter().unzip();
    let marks = placeholders(1, values.len());
    (format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", ")), values)
}

/// `$4, $5, $6` for three values from the fourth on.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    let marks: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    marks.join(", ")
}

/// A statement with its values.
pub(crate) fn statement(dialect: Dialect, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(dialect.backend(), sql, values)
}
