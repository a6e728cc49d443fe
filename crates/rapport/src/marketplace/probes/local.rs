//! What is on this machine: configuration, data folder, database, key, work that was given up.

use std::path::Path;

use jiff::Timestamp;
use store::{Store, StoreError, jobs, sealing_key};

use super::{Finding, Subject};

pub(super) async fn version(_: &Subject) -> Finding {
    Finding::pass(format!("Rapport {}", env!("CARGO_PKG_VERSION")))
}

pub(super) async fn configuration(subject: &Subject) -> Finding {
    Finding::pass(&subject.configuration)
}

pub(super) async fn data_folder(subject: &Subject) -> Finding {
    let folder = &subject.means.data;
    let shown = folder.display();
    if !folder.is_dir() {
        return Finding::fail(
            format!("{shown} does not exist"),
            "Name the folder with --data, or make it by starting `rapport serve` once.",
        );
    }
    if let Err(error) = crate::server::make_folder(folder) {
        return Finding::fail(format!("{error:#}"), "Let the user that runs Rapport write there.");
    }
    if others_may_read(&folder.join("secret.key")) {
        return Finding::warn(
            format!("{shown}/secret.key may be read by other users of this machine"),
            format!("chmod 600 {shown}/secret.key"),
        );
    }
    Finding::pass(format!("{shown} can be written"))
}

#[cfg(unix)]
fn others_may_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

pub(super) async fn database(subject: &Subject) -> Finding {
    let store = match &subject.store {
        Ok(store) => store,
        Err(why) => {
            return Finding::fail(why, "Make the database reachable, or name its folder with --data.");
        }
    };
    let schema = async {
        let current = store.schema_is_current().await?;
        Ok::<_, StoreError>((current, store.schema_version().await?))
    };
    match schema.await {
        Ok((true, version)) => Finding::pass(format!("it answers, with schema version {version}")),
        Ok((false, version)) => Finding::fail(
            format!("it answers, but its schema, version {version}, is not this program's"),
            "Run `rapport migrate`, or start the version of Rapport that the database belongs to.",
        ),
        Err(error) => Finding::fail(format!("it does not answer: {error}"), "Start it, and try again."),
    }
}

/// A key of the right form may still be another one than the database's.
pub(super) async fn secret_key(subject: &Subject) -> Finding {
    let keys = match &subject.keys {
        Ok(keys) => keys,
        Err(why) => {
            return Finding::fail(why, "Restore the key file of this data folder, or set `secret_key_file`.");
        }
    };
    let known = match &subject.store {
        Ok(store) => sealing_key::noted(&store.begin_read().await).await.ok().flatten(),
        Err(_) => None,
    };
    match known {
        Some(known) if keys.seal_with(&known).is_ok() => {
            Finding::pass(format!("{known} opens what is sealed in the database"))
        }
        Some(known) => Finding::fail(
            format!(
                "what is sealed in the database opens with the key {known}, and this one is {}",
                keys.id()
            ),
            "Restore the key that belongs to this database. Without it, everybody connects Zoom again.",
        ),
        None => Finding::pass(format!("{} is there; nothing is sealed with it yet", keys.id())),
    }
}

pub(super) async fn background_work(subject: &Subject) -> Option<Finding> {
    // Without a database there is no queue either, and the probe of the database says so.
    let store = subject.store.as_ref().ok()?;
    let (dead, late) = queue(store, subject.clock.now()).await.ok()?;
    Some(if dead > 0 {
        Finding::warn(
            format!("{dead} jobs were given up"),
            "See them with `rapport jobs list --dead`, or under Settings, Background work.",
        )
    } else if late > LATE_SECONDS {
        Finding::fail(
            format!("the oldest job waits for {late} s: nothing works on the queue"),
            "Start `rapport serve`; if it runs, read its log.",
        )
    } else {
        Finding::pass("nothing was given up, nothing waits for long")
    })
}

/// How late a job may be before the queue counts as standing still.
const LATE_SECONDS: i64 = 300;

/// How many jobs were given up, and for how many seconds the oldest one is due.
async fn queue(store: &Store, now: Timestamp) -> Result<(u64, i64), StoreError> {
    let db = store.begin_read().await;
    let next = jobs::next_due(&db).await?;
    Ok((jobs::dead_count(&db).await?, next.map_or(0, |due| now.as_second() - due.as_second())))
}
