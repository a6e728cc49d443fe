//! One database for one test: a SQLite file in a folder that vanishes, or, when the variable
//! `TEST_DATABASE_URL` names a PostgreSQL server, a database there that is deleted with the test.
//!
//! A test that is about one kind of database stands in a module named `sqlite` or `postgres`; `.config/nextest.toml`
//! leaves it out of the other kind's run.
#![warn(missing_docs)]
#![expect(clippy::expect_used, reason = "a test has no one to report to: it stops")]

mod schema;
mod server;

use std::path::PathBuf;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};
use server::Server;
use store::Database;
use tempfile::TempDir;

/// As many as one test's work side by side needs, half to read and half to write.
const CONNECTIONS: u32 = 8;

/// A database that vanishes with this value.
#[derive(Debug)]
pub struct TestDatabase {
    database: Database,
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    Sqlite(TempDir),
    Postgres { server: Server, name: String },
}

impl TestDatabase {
    /// A database for `Store::open` and `Store::migrate`, which find little to do: on PostgreSQL it is a copy of one
    /// that was migrated before.
    pub async fn new() -> Self {
        Self::make(true).await
    }

    /// A database without any table.
    pub async fn empty() -> Self {
        Self::make(false).await
    }

    async fn make(migrated: bool) -> Self {
        let Some(server) = Server::wanted() else {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let database = Database::Sqlite { path: folder.path().join("rapport.db") };
            return Self { database, kept: Kept::Sqlite(folder) };
        };
        let name = server.create(migrated).await;
        let url = server.url(&name).parse().expect("an address of PostgreSQL");
        let database = Database::Postgres { url, connections: CONNECTIONS };
        Self { database, kept: Kept::Postgres { server, name } }
    }

    /// What `Store::open` takes.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The variables with which a process of Rapport uses this database, and the data folder to give it.
    pub fn for_process(&self) -> (Vec<(&'static str, String)>, Option<PathBuf>) {
        match &self.kept {
            Kept::Sqlite(folder) => (Vec::new(), Some(folder.path().to_path_buf())),
            Kept::Postgres { server, name } => (vec![("RAPPORT_DATABASE__URL", server.url(name))], None),
        }
    }

    /// Whether a text is kept anywhere: in SQLite's files, its log included; in any row of PostgreSQL.
    pub async fn holds(&self, text: &str) -> bool {
        let Kept::Sqlite(folder) = &self.kept else {
            return schema::holds(&self.connect().await, text).await;
        };
        let mut bytes = Vec::new();
        for file in ["rapport.db", "rapport.db-wal"] {
            bytes.extend(std::fs::read(folder.path().join(file)).unwrap_or_default());
        }
        assert!(!bytes.is_empty(), "the database is not where it should be");
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    }

    /// Everything that an operator could copy: the bytes of SQLite's folder, or what `pg_dump` says of PostgreSQL.
    ///
    /// # Panics
    /// When the programs of PostgreSQL are not there.
    pub fn copied(&self) -> Vec<u8> {
        match &self.kept {
            Kept::Sqlite(folder) => {
                let files = std::fs::read_dir(folder.path()).expect("the folder of the database");
                files
                    .flat_map(|file| std::fs::read(file.expect("a file").path()).unwrap_or_default())
                    .collect()
            }
            Kept::Postgres { server, name } => {
                let programs = postgres_cluster::programs().expect("the programs of PostgreSQL");
                let dump = std::process::Command::new(programs.join("pg_dump"))
                    .arg(format!("--dbname={}", server.url(name)))
                    .output()
                    .expect("pg_dump starts");
                assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
                dump.stdout
            }
        }
    }

    /// Tables, columns and indexes in words that are the same for both kinds.
    pub async fn schema(&self) -> String {
        schema::describe(&self.connect().await).await
    }

    /// Runs statements that no function of the store would.
    pub async fn run(&self, sql: &str) {
        server::run(&self.connect().await, sql).await;
    }

    /// Breaks the connections of everybody who uses the database and lets nobody in, or lets them in again. Only
    /// PostgreSQL can do that.
    pub async fn shut(&self, shut: bool) {
        let Kept::Postgres { server, name } = &self.kept else {
            panic!("SQLite has no connections to break")
        };
        server.shut(name, shut).await;
    }

    /// Returns when a transaction waits for a lock that another one holds. Only PostgreSQL tells.
    pub async fn until_somebody_waits(&self) {
        self.until_waiting(1).await;
    }

    /// Returns when so many transactions wait for locks that others hold. Only PostgreSQL tells.
    pub async fn until_waiting(&self, transactions: usize) {
        let db = self.connect().await;
        let waiting = "SELECT 1 AS found FROM pg_stat_activity \
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while rows(&db, waiting).await.len() < transactions {}
    }

    /// A connection of the test's own.
    async fn connect(&self) -> DatabaseConnection {
        match &self.kept {
            Kept::Sqlite(folder) => {
                let path = folder.path().join("rapport.db");
                sea_orm::Database::connect(format!("sqlite:{}", path.display())).await.expect("the file")
            }
            Kept::Postgres { server, name } => server.connect(name).await,
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Kept::Postgres { server, name } = &self.kept else { return };
        let (server, name) = (server.clone(), name.clone());
        // Dropping happens inside the test's runtime, which cannot wait here.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(server.drop_database(&name));
        });
        let fine = dropped.join().is_ok() || std::thread::panicking();
        assert!(fine, "the database of the test could not be deleted");
    }
}

/// All rows of a query.
async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    let backend: DbBackend = db.get_database_backend();
    db.query_all_raw(Statement::from_string(backend, sql)).await.expect("a query")
}
