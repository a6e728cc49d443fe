//! The database, for commands that are not the server.

use std::sync::Arc;

use anyhow::Context as _;
use domain::{SystemClock, SystemRandom};
use store::{Database, Store, StoreError};

use crate::config::Config;

/// Opens it, unless it is a file that is not there: opening would make it.
pub(super) async fn open_existing(database: &Database) -> Result<Option<Store>, StoreError> {
    if matches!(database, Database::Sqlite { path } if !path.exists()) {
        return Ok(None);
    }
    Store::open(database, Arc::new(SystemClock), Arc::new(SystemRandom)).await.map(Some)
}

/// The database of the configuration, which must have the schema of this program.
pub(super) async fn migrated(config: &Config) -> anyhow::Result<Store> {
    let database = config.database.resolve(&config.data)?;
    let store = open_existing(&database).await?;
    let store = store.with_context(|| format!("{database} does not exist; choose its folder with --data"))?;
    let current = matches!(store.schema_is_current().await, Ok(true));
    anyhow::ensure!(current, "{database} is not up to date; run `rapport migrate` first");
    Ok(store)
}
