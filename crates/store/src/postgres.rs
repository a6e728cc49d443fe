//! Connecting to a PostgreSQL server.

use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr, RuntimeErr, SqlxError};

use crate::PostgresUrl;

/// How long a task waits for a connection, and so how long a page waits while the server is down before it says so.
const QUEUE: Duration = Duration::from_secs(3);
/// A connection that was idle for longer is tried before it is used: the server may have been restarted meanwhile.
const IDLE: Duration = Duration::from_secs(1);
/// No statement of the program needs as long; one that does must not hold a connection for ever.
const STATEMENT: &str = "30s";
/// As long as a writer waits on SQLite.
const LOCK: &str = "5s";
/// A process that stalls inside a transaction must not hold its locks for ever.
const STALLED: &str = "60s";

/// The connections to read with, and those to write with. They are two pools, so that whoever reads while writing
/// never waits for a connection that only its own transaction could give back.
pub(crate) async fn connect(
    url: &PostgresUrl,
    connections: u32,
) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let writers = (connections / 2).max(1);
    let readers = connections.saturating_sub(writers).max(1);
    let writer = sea_orm::Database::connect(options(url, writers, false)).await.map_err(in_words)?;
    let readers = sea_orm::Database::connect(options(url, readers, true)).await?;
    Ok((readers, writer))
}

fn options(url: &PostgresUrl, connections: u32, read_only: bool) -> ConnectOptions {
    // The address only chooses the driver: the library repeats an address it cannot use, password and all.
    let mut options = ConnectOptions::new("postgres://localhost");
    options.max_connections(connections).acquire_timeout(QUEUE).test_before_acquire_if_idle_for(IDLE);
    options.sqlx_logging(false).record_stmt_in_spans(false);
    let url = url.clone();
    options.map_sqlx_postgres_opts(move |_| {
        let postgres = match url.0.get_application_name() {
            Some(_) => (*url.0).clone(),
            None => (*url.0).clone().application_name("rapport"),
        };
        let postgres = postgres.statement_cache_capacity(400).options([
            ("statement_timeout", STATEMENT),
            ("lock_timeout", LOCK),
            ("idle_in_transaction_session_timeout", STALLED),
            ("default_transaction_read_only", if read_only { "on" } else { "off" }),
        ]);
        sea_orm::sqlx::ConnectOptions::disable_statement_logging(postgres)
    });
    options
}

/// The pool keeps trying while nobody listens and then only says that time is up.
fn in_words(error: DbErr) -> DbErr {
    match &error {
        DbErr::Conn(RuntimeErr::SqlxError(cause)) if matches!(**cause, SqlxError::PoolTimedOut) => {
            DbErr::Conn(RuntimeErr::Internal("nobody answers there; is the server running?".into()))
        }
        _ => error,
    }
}
