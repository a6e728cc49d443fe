//! The chain of hashes that holds an audit log together, and the look whether it still does.

use std::{cmp::Ordering, fmt::Write as _};

use domain::WorkspaceId;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Db, StoreError, audit_age,
    columns::{Row, values},
};

/// Entries that are read at a time.
const AT_A_TIME: u32 = 1_000;

/// What of an entry is hashed: as it is stored, so that any change of the row shows.
pub(crate) struct Chained {
    pub(crate) workspace: Uuid,
    pub(crate) number: i64,
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) user: Option<Uuid>,
    pub(crate) action: String,
    pub(crate) about: Option<Uuid>,
    pub(crate) words: String,
    pub(crate) address: Option<String>,
}

/// The hash of an entry after one with the hash `previous`. Every part has its length before it, so that nothing can be
/// moved from one into the next.
pub(crate) fn link(previous: &[u8; 32], entry: &Chained) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"rapport audit log 1");
    let mut part = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => {
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(bytes);
        }
        None => hash.update([0xff; 8]),
    };
    part(Some(previous));
    part(Some(entry.workspace.as_bytes()));
    part(Some(&entry.number.to_be_bytes()));
    part(Some(&entry.at.to_be_bytes()));
    part(Some(entry.actor.as_bytes()));
    part(entry.user.as_ref().map(|id| &id.as_bytes()[..]));
    part(Some(entry.action.as_bytes()));
    part(entry.about.as_ref().map(|id| &id.as_bytes()[..]));
    part(Some(entry.words.as_bytes()));
    part(entry.address.as_ref().map(String::as_bytes));
    hash.finalize().into()
}

/// How a log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Every entry is as it was written, and none is missing.
    Whole {
        /// How many were looked at.
        entries: u64,
        /// How many are from before there was a chain: nothing is known of them.
        before: u64,
        /// Number and hash of the newest, in hexadecimal; to be noted elsewhere.
        newest: Option<(u64, String)>,
    },
    /// What is kept is whole, and the noted entry is too old to be: whether it was as noted cannot be said.
    NotedGone {
        /// Number of the oldest that is kept.
        first: u64,
    },
    /// From this entry on it is not what was written.
    Broken {
        /// Its number.
        number: u64,
        /// What is wrong with it.
        what: Broken,
    },
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It is not there.
    Missing,
    /// It is not what was written.
    Changed,
    /// The one before it is not the one that it was written after.
    Unlinked,
    /// It was added past the end, not by the program.
    Added,
    /// It is not the one with the hash that was noted.
    NotAsNoted,
}

struct Ends {
    first: i64,
    last: i64,
    hash: Option<[u8; 32]>,
}

/// Looks at every entry of a workspace's log. `noted` is a number and the hash that it had, as it was noted before: an
/// attacker who writes the whole chain anew cannot meet it. One that is not kept any more is an answer of its own, because
/// moving the beginning past it is what such an attacker would try.
pub async fn verify(
    db: &impl Db,
    workspace: WorkspaceId,
    noted: Option<(u64, [u8; 32])>,
) -> Result<Standing, StoreError> {
    loop {
        let ends = ends(db, workspace).await?;
        let standing = match &ends {
            Some(ends) => walk(db, workspace, ends, noted).await?,
            None => without_ends(db, workspace, noted).await?,
        };
        // While we read, the first entry may have been written, or old ones removed for their age.
        let now = self::ends(db, workspace).await?;
        let moved = now.map(|now| now.first) != ends.map(|ends| ends.first);
        if !(moved && matches!(standing, Standing::Broken { .. })) {
            return Ok(standing);
        }
    }
}

/// A log that was never begun, or emptied together with its ends.
async fn without_ends(
    db: &impl Db,
    workspace: WorkspaceId,
    noted: Option<(u64, [u8; 32])>,
) -> Result<Standing, StoreError> {
    let stray = "SELECT COUNT(*) AS n FROM audit_log WHERE workspace_id = $1";
    let stray = db.count(stray, values![workspace]).await?;
    Ok(match noted {
        _ if stray > 0 => Standing::Broken { number: 1, what: Broken::Added },
        Some((number, _)) => Standing::Broken { number, what: Broken::Missing },
        None => Standing::Whole { entries: 0, before: 0, newest: None },
    })
}

async fn ends(db: &impl Db, workspace: WorkspaceId) -> Result<Option<Ends>, StoreError> {
    let sql = "SELECT first_number, last_number, hash FROM audit_chains WHERE workspace_id = $1";
    db.one(sql, values![workspace], |row| {
        Ok(Ends { first: row.get("first_number")?, last: row.get("last_number")?, hash: row.opt("hash")? })
    })
    .await
}

async fn walk(
    db: &impl Db,
    workspace: WorkspaceId,
    ends: &Ends,
    noted: Option<(u64, [u8; 32])>,
) -> Result<Standing, StoreError> {
    let broken = |number: i64, what| Ok(Standing::Broken { number: number.unsigned_abs(), what });
    let noted = noted.map(|(number, hash)| (i64::try_from(number).unwrap_or(i64::MAX), hash));
    if let Some((number, _)) = noted
        && number > ends.last
    {
        return broken(number, Broken::Missing);
    }
    let mut next = ends.first;
    let mut before: Option<[u8; 32]> = None;
    let mut found = Found::default();
    while next <= ends.last {
        let rows = some(db, workspace, next, ends.last).await?;
        if rows.is_empty() {
            return broken(next, Broken::Missing);
        }
        for (entry, previous, hash) in rows {
            if entry.number != next {
                return broken(next, Broken::Missing);
            }
            let (Some(previous), Some(hash)) = (previous, hash) else {
                return broken(next, Broken::Changed);
            };
            if before.is_some_and(|before| before != previous) {
                return broken(next, Broken::Unlinked);
            }
            if link(&previous, &entry) != hash {
                return broken(next, Broken::Changed);
            }
            if noted.is_some_and(|(number, noted)| number == next && noted != hash) {
                return broken(next, Broken::NotAsNoted);
            }
            found.beginning.get_or_insert(previous);
            found.removed = audit_age::removed_up_to(&entry).or(found.removed);
            (before, next) = (Some(hash), next + 1);
        }
    }
    if before.is_some() && before != ends.hash {
        return broken(ends.last, Broken::Changed);
    }
    if let Some((number, what)) = beginning(db, workspace, ends, &found).await? {
        return broken(number, what);
    }
    // One statement, because others go on writing.
    let past = "SELECT COUNT(*) AS n FROM audit_log a JOIN audit_chains c ON c.workspace_id = a.workspace_id \
        WHERE a.workspace_id = $1 AND a.number > c.last_number";
    if db.count(past, values![workspace]).await? > 0 {
        return broken(ends.last + 1, Broken::Added);
    }
    if let Some((number, hash)) = noted.filter(|(number, _)| *number < ends.first) {
        // The oldest that is kept still holds the hash of the one before it.
        match found.beginning.filter(|_| number + 1 == ends.first) {
            Some(kept) if kept == hash => {}
            Some(_) => return broken(number, Broken::NotAsNoted),
            None => return Ok(Standing::NotedGone { first: ends.first.unsigned_abs() }),
        }
    }
    let old = "SELECT COUNT(*) AS n FROM audit_log WHERE workspace_id = $1 AND number < $2";
    Ok(Standing::Whole {
        entries: (ends.last + 1 - ends.first).unsigned_abs(),
        before: db.count(old, values![workspace, ends.first]).await?,
        newest: ends.hash.map(|hash| (ends.last.unsigned_abs(), hex(&hash))),
    })
}

/// What the entries say about where the log begins.
#[derive(Default)]
struct Found {
    /// The hash before the oldest that is kept.
    beginning: Option<[u8; 32]>,
    /// Up to where entries were removed for their age, by the newest that says so.
    removed: Option<i64>,
}

/// What is wrong with the old end, if anything is: it moves only together with an entry that says so.
async fn beginning(
    db: &impl Db,
    workspace: WorkspaceId,
    ends: &Ends,
    found: &Found,
) -> Result<Option<(i64, Broken)>, StoreError> {
    // Entries from before there was a chain have no hash, and may lie below its first.
    let hashed =
        "SELECT COUNT(*) AS n FROM audit_log WHERE workspace_id = $1 AND number < $2 AND hash IS NOT NULL";
    let begins = match found.removed {
        Some(removed) => removed + 1,
        None if found.beginning.unwrap_or_default() != [0; 32] => ends.first - 1,
        // Nothing is kept, and there was something.
        None if found.beginning.is_none() && ends.hash.is_some() => ends.last,
        None => ends.first,
    };
    Ok(match begins.cmp(&ends.first) {
        Ordering::Less => Some((begins, Broken::Missing)),
        Ordering::Greater => Some((ends.first, Broken::Added)),
        Ordering::Equal if db.count(hashed, values![workspace, ends.first]).await? > 0 => {
            Some((ends.first - 1, Broken::Added))
        }
        Ordering::Equal => None,
    })
}

type Links = (Chained, Option<[u8; 32]>, Option<[u8; 32]>);

async fn some(db: &impl Db, workspace: WorkspaceId, from: i64, to: i64) -> Result<Vec<Links>, StoreError> {
    let sql = "SELECT number, at, actor, user_id, action, about_id, words, address, previous, hash FROM audit_log \
        WHERE workspace_id = $1 AND number >= $2 AND number <= $3 ORDER BY number LIMIT $4";
    db.all(sql, values![workspace, from, to, AT_A_TIME], |row| read(workspace, row)).await
}

/// Whatever stands in a row is read: what makes no sense is broken, not an error.
fn read(workspace: WorkspaceId, row: &Row) -> Result<Links, StoreError> {
    let entry = Chained {
        workspace: workspace.as_uuid(),
        number: row.get("number")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        user: row.opt("user_id")?,
        action: row.get("action")?,
        about: row.opt("about_id")?,
        words: row.get("words")?,
        address: row.opt("address")?,
    };
    let bytes =
        |column| Ok::<_, StoreError>(row.opt::<Vec<u8>>(column)?.and_then(|bytes| bytes.try_into().ok()));
    Ok((entry, bytes("previous")?, bytes("hash")?))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
