//! Opening a SQLite file.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr, RuntimeErr, sqlx::Connection as _};

/// How long a writer waits for another process to finish its transaction.
const BUSY: Duration = Duration::from_secs(5);
/// Between two attempts to open a file that another process is creating.
const PAUSE: Duration = Duration::from_millis(20);
/// How long a task waits for a connection of its own process.
const QUEUE: Duration = Duration::from_secs(3);
/// Each is a thread with a connection; SQLite gains nothing from more.
const READERS: u32 = 4;

/// The connections to read with, and the one to write with. Creates the file if it is missing.
pub(crate) async fn connect(path: &Path) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    create_private(path).map_err(|error| DbErr::Conn(RuntimeErr::Internal(error.to_string())))?;
    let writer = connect_writer(path).await?;
    let readers = sea_orm::Database::connect(options(path.to_owned(), READERS, Role::Reader)).await?;
    Ok((readers, writer))
}

#[derive(Clone, Copy)]
enum Role {
    Reader,
    Writer,
}

fn options(path: PathBuf, connections: u32, role: Role) -> ConnectOptions {
    // The address only chooses the driver; the path is set below, because not every path is a valid address.
    let mut options = ConnectOptions::new("sqlite:rapport.db");
    options.max_connections(connections).acquire_timeout(QUEUE).test_before_acquire(false);
    options.sqlx_logging(false).record_stmt_in_spans(false);
    // A statement that fails for want of room ends the transaction without the library's knowledge: what it took for a
    // transaction from then on would be a part of one that nobody commits. Such a connection is closed.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.before_acquire(|connection, _| {
            Box::pin(async move {
                // Behind a rollback that is still on its way.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
    });
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .filename(&path)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .statement_cache_capacity(400)
            .pragma("synchronous", "NORMAL");
        match role {
            // secure_delete: what is deleted is overwritten, as people are told, and not left in free pages.
            Role::Writer => sqlite.pragma("journal_mode", "WAL").pragma("secure_delete", "ON"),
            Role::Reader => sqlite.pragma("query_only", "ON"),
        }
    });
    options
}

/// Opens the writing connection. The first one of a new file turns the write-ahead log on, and for that moment SQLite
/// refuses others without letting them wait, so the waiting is done here.
async fn connect_writer(path: &Path) -> Result<DatabaseConnection, DbErr> {
    let mut left = BUSY;
    loop {
        match sea_orm::Database::connect(options(path.to_owned(), 1, Role::Writer)).await {
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
