//! The PostgreSQL server of a test run, and the databases on it.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{SystemClock, SystemRandom};
use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection};
use store::Store;
use url::Url;

use crate::rows;

/// Held while the template is made; any number that nobody else uses.
const LOCK: i64 = 7_274_020_113;

/// Makes names of databases unique within this process.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where tests find PostgreSQL.
#[derive(Debug, Clone)]
pub(crate) struct Server(Url);

impl Server {
    /// The server that the test run asks for.
    pub(crate) fn wanted() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "tests are configured by the command that runs them")]
        let url = std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())?;
        Some(Self(url.parse().expect("TEST_DATABASE_URL is an address")))
    }

    pub(crate) fn url(&self, database: &str) -> String {
        let mut url = self.0.clone();
        url.set_path(database);
        url.into()
    }

    /// One connection, which ends when the value is dropped.
    pub(crate) async fn connect(&self, database: &str) -> DatabaseConnection {
        let mut options = ConnectOptions::new(self.url(database));
        options.max_connections(1).sqlx_logging(false);
        sea_orm::Database::connect(options).await.expect("PostgreSQL answers")
    }

    /// Makes a database and gives its name.
    pub(crate) async fn create(&self, migrated: bool) -> String {
        let admin = self.connect(self.0.path()).await;
        let template = if migrated { self.template(&admin).await } else { "template0".to_owned() };
        let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run(&admin, &format!("DROP DATABASE IF EXISTS {name}")).await;
        run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        name
    }

    pub(crate) async fn drop_database(&self, name: &str) {
        let admin = self.connect(self.0.path()).await;
        run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }

    /// See [`crate::TestDatabase::shut`].
    pub(crate) async fn shut(&self, name: &str, shut: bool) {
        let admin = self.connect(self.0.path()).await;
        run(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {}", !shut)).await;
        if shut {
            let all =
                format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            run(&admin, &all).await;
        }
    }

    /// The migrated database that others are copied from; the first test makes it, the others wait. Its name tells
    /// the migrations it was made with, so that a server which outlives them is no trap.
    async fn template(&self, admin: &DatabaseConnection) -> String {
        let name = format!("rapport_{:016x}", store::schema_fingerprint());
        let exists = format!("SELECT 1 AS found FROM pg_database WHERE datname = '{name}'");
        if !rows(admin, &exists).await.is_empty() {
            return name;
        }
        run(admin, &format!("SELECT pg_advisory_lock({LOCK})")).await;
        if rows(admin, &exists).await.is_empty() {
            let draft = format!("{name}_draft");
            run(admin, &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await;
            run(admin, &format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
            self.migrate(&draft).await;
            run(admin, &format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
        }
        run(admin, &format!("SELECT pg_advisory_unlock({LOCK})")).await;
        name
    }

    async fn migrate(&self, name: &str) {
        let url = self.url(name).parse().expect("an address of PostgreSQL");
        let database = store::Database::Postgres { url, connections: 2 };
        let store = Store::open(&database, Arc::new(SystemClock), Arc::new(SystemRandom)).await;
        let store = store.expect("the template opens");
        store.migrate().await.expect("the template is migrated");
        store.close().await.expect("the template closes");
    }
}

pub(crate) async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
