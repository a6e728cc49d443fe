//! The database: opening it, reading from it, writing to it.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{Clock, JobId, Random};
use jiff::Timestamp;
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait as _, Value,
};
use tokio::sync::Notify;

use crate::{
    StoreError, migrate,
    query::{insert_sql, statement},
};

/// How long a writer waits for another process to finish its transaction.
const BUSY: Duration = Duration::from_secs(5);
/// Between two attempts to open a file that another process is creating.
const PAUSE: Duration = Duration::from_millis(20);
/// How long a task waits for a connection of its own process.
const QUEUE: Duration = Duration::from_secs(10);
/// Each is a thread with a connection; SQLite gains nothing from more.
const READERS: u32 = 4;

/// Which database to use.
#[derive(Debug, Clone)]
pub enum Database {
    /// One file, created if it is missing, readable by its owner alone.
    Sqlite {
        /// The file; its folder must exist.
        path: PathBuf,
    },
}

/// The open database. Clones share their connections.
#[derive(Clone)]
pub struct Store {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    jobs_committed: Arc<Notify>,
}

impl Store {
    /// Opens the database and creates its file; call [`Store::migrate`] before anything else.
    pub async fn open(
        database: &Database,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, StoreError> {
        let Database::Sqlite { path } = database;
        create_private(path)
            .map_err(|source| StoreError::Open { path: path.clone(), source: Box::new(source) })?;
        let failed = |source: DbErr| StoreError::Open { path: path.clone(), source: Box::new(source) };
        let writer = connect_writer(path).await.map_err(failed)?;
        let readers = sea_orm::Database::connect(sqlite(path.clone(), READERS, Connection::Reader)).await;
        let readers = readers.map_err(failed)?;
        Ok(Self { readers, writer, clock, random, jobs_committed: Arc::default() })
    }

    /// Brings the schema up to date. Any number of processes may do this at once: one works, the others wait.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let tx = self.begin_write().await?;
        migrate::run(&tx).await?;
        tx.commit().await
    }

    /// Something to read with. Each query sees what was committed before it began.
    #[expect(
        clippy::unused_async,
        reason = "callers already wait, so that a reader may take a connection one day"
    )]
    pub async fn begin_read(&self) -> Reader {
        Reader { pool: self.readers.clone() }
    }

    /// The one writing transaction (`BEGIN IMMEDIATE`): waits its turn, then nobody else writes until it ends.
    ///
    /// Keep it short, never wait for a network in it, and never begin a second one while holding the first.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Tx {
            transaction: self.writer.begin_with_options(immediate).await?,
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

    /// Folds the write-ahead log back into the file and empties it, so that what was deleted is not in the log either.
    /// Call it after forgetting an account. Waits for nobody: what readers still need stays until the next time.
    pub async fn truncate_log(&self) -> Result<(), StoreError> {
        let checkpoint = statement("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new());
        self.writer.query_all_raw(checkpoint).await?;
        Ok(())
    }

    /// Closes the connections and folds the write-ahead log back into the file.
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

#[derive(Clone, Copy)]
enum Connection {
    Reader,
    Writer,
}

fn sqlite(path: PathBuf, connections: u32, role: Connection) -> ConnectOptions {
    // The address only chooses the driver; the path is set below, because not every path is a valid address.
    let mut options = ConnectOptions::new("sqlite:rapport.db");
    options.max_connections(connections).acquire_timeout(QUEUE).test_before_acquire(false);
    options.sqlx_logging(false).record_stmt_in_spans(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .filename(&path)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .statement_cache_capacity(400)
            .pragma("synchronous", "NORMAL");
        match role {
            // secure_delete: what is deleted is overwritten, as people are told, and not left in free pages.
            Connection::Writer => sqlite.pragma("journal_mode", "WAL").pragma("secure_delete", "ON"),
            Connection::Reader => sqlite.pragma("query_only", "ON"),
        }
    });
    options
}

/// Opens the writing connection. The first one of a new file turns the write-ahead log on, and for that moment SQLite
/// refuses others without letting them wait, so the waiting is done here.
async fn connect_writer(path: &Path) -> Result<DatabaseConnection, DbErr> {
    let mut left = BUSY;
    loop {
        let options = sqlite(path.to_owned(), 1, Connection::Writer);
        match sea_orm::Database::connect(options).await {
            Err(error) if is_busy(&error) && !left.is_zero() => {
                left = left.saturating_sub(PAUSE);
                #[expect(clippy::disallowed_methods, reason = "only when processes create one file at once")]
                tokio::time::sleep(PAUSE).await;
            }
            opened => return opened,
        }
    }
}

/// Whether SQLite said `SQLITE_BUSY`, in any of its variants.
fn is_busy(error: &DbErr) -> bool {
    let DbErr::Conn(RuntimeErr::SqlxError(error)) = error else { return false };
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// SQLite gives its side files the rights of the main file, so it is enough to create that one privately. A file that
/// exists is not touched: closing it would drop the locks another store of this process holds on it.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Reads from the database; made by [`Store::begin_read`].
pub struct Reader {
    pub(crate) pool: DatabaseConnection,
}

/// A writing transaction; made by [`Store::begin_write`]. Dropped without [`Tx::commit`], it leaves no trace.
pub struct Tx {
    pub(crate) transaction: DatabaseTransaction,
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

    pub(crate) fn note_queued_job(&self) {
        self.queued_jobs.store(true, Ordering::Relaxed);
    }

    /// Runs one statement; how many rows it touched.
    pub(crate) async fn exec(&self, sql: &str, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(self.transaction.execute_raw(statement(sql, values)).await?.rows_affected())
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

    /// Inserts one row unless its unique key is taken; whether it did.
    pub(crate) async fn insert_new(
        &self,
        table: &str,
        columns: Vec<(&str, Value)>,
    ) -> Result<bool, StoreError> {
        let (mut sql, values) = insert_sql(table, columns);
        sql.push_str(" ON CONFLICT DO NOTHING");
        Ok(self.exec(&sql, values).await? == 1)
    }
}
