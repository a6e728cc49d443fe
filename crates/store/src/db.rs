//! The open database: reading from it, writing to it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{Clock, JobId, Random};
use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait as _, Value,
};
use tokio::sync::Notify;

use crate::{
    Database, StoreError, Unavailable,
    dialect::Dialect,
    migrate, postgres,
    query::{Query as _, insert_sql, statement},
    sqlite,
};

/// Connections to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// What they are for.
    pub name: &'static str,
    /// How many are open.
    pub open: u32,
    /// How many of these nobody uses.
    pub idle: u32,
}

/// The open database. Clones share their connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) readers: DatabaseConnection,
    writer: DatabaseConnection,
    pub(crate) dialect: Dialect,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    jobs_committed: Arc<Notify>,
}

impl Store {
    /// Opens the database; a file is created if it is missing. Call [`Store::migrate`] before anything else.
    pub async fn open(
        database: &Database,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, StoreError> {
        let (connected, dialect) = match database {
            Database::Sqlite { path } => (sqlite::connect(path).await, Dialect::Sqlite),
            Database::Postgres { url, connections } => {
                (postgres::connect(url, *connections).await, Dialect::Postgres)
            }
        };
        let (readers, writer) = connected.map_err(|error| StoreError::unopened(database, error))?;
        Ok(Self { readers, writer, dialect, clock, random, jobs_committed: Arc::default() })
    }

    /// Brings the schema up to date. Any number of processes may do this at once: one works, the others wait.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrate::run(self, migrate::NEWEST).await
    }

    /// The version of the schema. An error before the first migration.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        migrate::version(&self.begin_read().await).await
    }

    /// Brings the schema up to a version that was released before: that of a backup.
    pub async fn migrate_to(&self, version: i64) -> Result<(), StoreError> {
        migrate::run(self, version).await
    }

    /// Something to read with. Each query sees what was committed before it began.
    #[expect(
        clippy::unused_async,
        reason = "callers already wait, so that a reader may take a connection one day"
    )]
    pub async fn begin_read(&self) -> Reader {
        Reader { pool: self.readers.clone(), dialect: self.dialect }
    }

    /// A writing transaction. On SQLite it waits its turn (`BEGIN IMMEDIATE`), and then nobody else writes until it
    /// ends. On PostgreSQL others write beside it (`READ COMMITTED`): what is read in order to decide what is written
    /// must be locked first, by one of the functions named `lock` or `…_for_update`, or decided by the `WHERE` of the
    /// write itself (decision 0015).
    ///
    /// Keep it short, never wait for a network in it, and never begin a second one while holding the first.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Tx {
            transaction: self.writer.begin_with_options(immediate).await?,
            dialect: self.dialect,
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            queued_jobs: AtomicBool::new(false),
            jobs_committed: Arc::clone(&self.jobs_committed),
        })
    }

    /// Told once after each committed transaction that enqueued jobs: a runner in this process need not wait for
    /// its next look at the queue.
    pub fn jobs_committed(&self) -> &Notify {
        &self.jobs_committed
    }

    /// Whether the schema is the one that this program works with.
    pub async fn schema_is_current(&self) -> Result<bool, StoreError> {
        Ok(self.schema_version().await? == migrate::NEWEST)
    }

    /// The connections of this process to the database.
    pub fn pools(&self) -> [Pool; 2] {
        let pool = |name, connection: &DatabaseConnection| {
            let (open, idle) = match self.dialect {
                Dialect::Sqlite => {
                    let pool = connection.get_sqlite_connection_pool();
                    (pool.size(), pool.num_idle())
                }
                Dialect::Postgres => {
                    let pool = connection.get_postgres_connection_pool();
                    (pool.size(), pool.num_idle())
                }
            };
            Pool { name, open, idle: u32::try_from(idle).unwrap_or(u32::MAX) }
        };
        [pool("readers", &self.readers), pool("writers", &self.writer)]
    }

    /// Folds SQLite's write-ahead log back into the file and empties it, so that what was deleted is not in the log
    /// either. Call it after forgetting an account. Waits for nobody: what readers still need stays until the next
    /// time. PostgreSQL's log belongs to its server, so there it does nothing.
    pub async fn truncate_log(&self) -> Result<(), StoreError> {
        if self.dialect == Dialect::Sqlite {
            self.checkpoint().await?;
        }
        Ok(())
    }

    /// The same; whether a reader still needed something.
    async fn checkpoint(&self) -> Result<bool, StoreError> {
        let checkpoint = statement(self.dialect, "PRAGMA wal_checkpoint(TRUNCATE)", Vec::new());
        let row = self.writer.query_one_raw(checkpoint).await?;
        let busy = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
        Ok(busy == Some(1))
    }

    /// Writes SQLite's file anew. What is deleted is overwritten where it stands; but a row that SQLite had moved
    /// before, as others came and went around it, may have left a copy in the gaps inside pages, and only this removes
    /// it. Others' writes wait meanwhile. [`StoreError::Unavailable`] while a reader still needs the old pages: try
    /// again. PostgreSQL's files belong to its server, so there it does nothing.
    pub async fn rewrite_file(&self) -> Result<(), StoreError> {
        if self.dialect != Dialect::Sqlite {
            return Ok(());
        }
        self.writer.execute_unprepared("VACUUM").await?;
        if self.checkpoint().await? {
            return Err(StoreError::Unavailable(Unavailable::Busy("old pages are still read".into())));
        }
        Ok(())
    }

    /// Closes the connections; SQLite's write-ahead log is folded back into the file.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await?;
        Ok(self.writer.close().await?)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

/// Reads from the database; made by [`Store::begin_read`].
pub struct Reader {
    pub(crate) pool: DatabaseConnection,
    pub(crate) dialect: Dialect,
}

/// A writing transaction; made by [`Store::begin_write`]. Dropped without [`Tx::commit`], it leaves no trace.
///
/// An error of the database ends it: PostgreSQL refuses everything after that.
pub struct Tx {
    pub(crate) transaction: DatabaseTransaction,
    pub(crate) dialect: Dialect,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    queued_jobs: AtomicBool,
    jobs_committed: Arc<Notify>,
}

impl Tx {
    /// Makes everything written through it durable and visible.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await?;
        if self.queued_jobs.into_inner() {
            self.jobs_committed.notify_one();
        }
        Ok(())
    }

    /// The time of the clock the store was opened with.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// An id for a new job.
    pub fn new_job_id(&self) -> JobId {
        JobId::new(&*self.clock, &*self.random)
    }

    /// How large SQLite's file is; `None` on PostgreSQL, whose files belong to its server.
    pub async fn file_bytes(&self) -> Result<Option<u64>, StoreError> {
        if self.dialect != Dialect::Sqlite {
            return Ok(None);
        }
        let sql = "SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()";
        self.count(sql, Vec::new()).await.map(Some)
    }

    pub(crate) fn note_queued_job(&self) {
        self.queued_jobs.store(true, Ordering::Relaxed);
    }

    /// Runs one statement; how many rows it touched.
    pub(crate) async fn exec(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(self.transaction.execute_raw(statement(self.dialect, sql, values)).await?.rows_affected())
    }

    /// Runs several statements without values, separated by `;`.
    pub(crate) async fn script(&self, sql: &str) -> Result<(), StoreError> {
        self.transaction.execute_unprepared(sql).await?;
        Ok(())
    }

    /// Inserts one row.
    pub(crate) async fn insert(&self, table: &str, columns: Vec<(&str, Value)>) -> Result<(), StoreError> {
        let (sql, values) = insert_sql(table, columns);
        self.exec(&sql, values).await.map(drop)
    }

    /// Inserts one row unless its unique key is taken; whether it did. While somebody else's transaction has the key,
    /// it waits to learn whether that one commits.
    pub(crate) async fn insert_new(
        &self,
        table: &str,
        columns: Vec<(&str, Value)>,
    ) -> Result<bool, StoreError> {
        let (mut sql, values) = insert_sql(table, columns);
        sql.push_str(" ON CONFLICT DO NOTHING");
        Ok(self.exec(&sql, values).await? == 1)
    }

    /// Locks rows: what is read of them afterwards holds until the transaction ends. Whether there are any.
    pub(crate) async fn lock(
        &self,
        table: &str,
        condition: &str,
        values: Vec<Value>,
    ) -> Result<bool, StoreError> {
        let lock = self.dialect.for_update();
        let sql = format!("SELECT 1 AS locked FROM {table} WHERE {condition}{lock}");
        Ok(!self.transaction.query_all_raw(statement(self.dialect, &sql, values)).await?.is_empty())
    }
}
