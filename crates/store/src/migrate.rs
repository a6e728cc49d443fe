//! Brings the schema up to date: numbered files of portable SQL, each run once.

use std::hash::{Hash as _, Hasher as _};

use crate::{
    Store, StoreError, Tx,
    columns::{columns, values},
};

/// All versions, oldest first. A file that was released is never changed; add the next one.
pub(crate) const MIGRATIONS: [(i64, &str); 32] = [
    (1, include_str!("../migrations/0001_first.sql")),
    (2, include_str!("../migrations/0002_queue.sql")),
    (3, include_str!("../migrations/0003_moving.sql")),
    (4, include_str!("../migrations/0004_health.sql")),
    (5, include_str!("../migrations/0005_feature_flags.sql")),
    (6, include_str!("../migrations/0006_zoom_app.sql")),
    (7, include_str!("../migrations/0007_certainty.sql")),
    (8, include_str!("../migrations/0008_languages.sql")),
    (9, include_str!("../migrations/0009_calendar_feeds.sql")),
    (10, include_str!("../migrations/0010_copies.sql")),
    (11, include_str!("../migrations/0011_places.sql")),
    (12, include_str!("../migrations/0012_invitee_pages.sql")),
    (13, include_str!("../migrations/0013_live.sql")),
    (14, include_str!("../migrations/0014_outcomes.sql")),
    (15, include_str!("../migrations/0015_reminders.sql")),
    (16, include_str!("../migrations/0016_user_languages.sql")),
    (17, include_str!("../migrations/0017_companies.sql")),
    (18, include_str!("../migrations/0018_venue_changes.sql")),
    (19, include_str!("../migrations/0019_alternative_hosts.sql")),
    (20, include_str!("../migrations/0020_search.sql")),
    (21, include_str!("../migrations/0021_series.sql")),
    (22, include_str!("../migrations/0022_deals.sql")),
    (23, include_str!("../migrations/0023_audit_log.sql")),
    (24, include_str!("../migrations/0024_meeting_defaults.sql")),
    (25, include_str!("../migrations/0025_dial_in.sql")),
    (26, include_str!("../migrations/0026_login_attempts.sql")),
    (27, include_str!("../migrations/0027_api_tokens.sql")),
    (28, include_str!("../migrations/0028_people.sql")),
    (29, include_str!("../migrations/0029_secret_rotation.sql")),
    (30, include_str!("../migrations/0030_people.sql")),
    (33, include_str!("../migrations/0033_event_tries.sql")),
    (34, include_str!("../migrations/0034_tasks.sql")),
];

/// The version this program works with.
pub(crate) const NEWEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// The version of the schema that this program works with.
pub const fn newest_schema() -> i64 {
    NEWEST
}

/// The row of `schema_versions` that a migrating process locks. It is no version: it is there before the first one.
const GATE: i64 = 0;

/// Runs what is missing up to `target`. Processes that start at once pass the gate one after the other.
pub(crate) async fn run(store: &Store, target: i64) -> Result<(), StoreError> {
    let known = NEWEST;
    // Usually there is nothing to do, and then nothing is written: the program's user may not be the schema's owner.
    if let Ok(found) = version(&store.begin_read().await).await {
        check(found, known)?;
        if found >= target {
            return Ok(());
        }
    }
    prepare(store).await?;
    let tx = store.begin_write().await?;
    tx.script(tx.dialect.before_migration()).await?;
    tx.lock("schema_versions", "version = $1", values![GATE]).await?;
    let found = version(&tx).await?;
    check(found, known)?;
    for (version, sql) in MIGRATIONS.into_iter().filter(|(version, _)| (found + 1..=target).contains(version))
    {
        tx.script(&tx.dialect.schema(sql)).await?;
        tx.insert("schema_versions", columns! { version: version, applied_at: tx.now() }).await?;
    }
    tx.commit().await
}

/// Makes the table of versions and its gate, in a transaction of their own: there is nothing to lock before.
async fn prepare(store: &Store) -> Result<(), StoreError> {
    let made = async {
        let tx = store.begin_write().await?;
        tx.script(
            "CREATE TABLE IF NOT EXISTS schema_versions \
             (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)",
        )
        .await?;
        tx.insert_new("schema_versions", columns! { version: GATE, applied_at: tx.now() }).await?;
        tx.commit().await
    };
    match made.await {
        // PostgreSQL says so when another process made the table in the same moment.
        Err(StoreError::Conflict) => Ok(()),
        made => made,
    }
}

/// The version of the schema; fails when nothing was migrated yet.
pub async fn version(db: &impl crate::Db) -> Result<i64, StoreError> {
    let sql = "SELECT MAX(version) AS version FROM schema_versions";
    Ok(db.one(sql, values![], |row| row.opt::<i64>("version")).await?.flatten().unwrap_or(GATE))
}

const fn check(found: i64, known: i64) -> Result<(), StoreError> {
    if found > known { Err(StoreError::TooNew { found, known }) } else { Ok(()) }
}

/// A number that changes with the migrations: for tests that keep a migrated database to copy.
#[doc(hidden)]
pub fn schema_fingerprint() -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    MIGRATIONS.hash(&mut hasher);
    hasher.finish()
}

/// Holds the installation as a whole until the transaction ends: for a decision that no row of its own stands for,
/// such as whether it was set up.
pub async fn lock_installation(tx: &Tx) -> Result<(), StoreError> {
    tx.lock("schema_versions", "version = $1", values![1_i64]).await.map(drop)
}
