//! Who did what: append-only, in each workspace a chain of its own, in which every entry holds the hash of the one
//! before. [`append`] is the only way in; [`verify`] is in `audit_chain`.

use std::net::IpAddr;

use domain::{PersonName, UserId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

pub use crate::audit_actions::{Action, ActionKind, Actor};
pub use crate::audit_age::forget_before;
pub use crate::audit_chain::{Broken, Standing, verify};
use crate::{
    Db, StoreError, Tx,
    audit_chain::{Chained, link},
    columns::{Bind as _, columns, values},
    query::{Query as _, placeholders},
    workspaces,
};

/// One entry to be.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Whose log it stands in.
    pub workspace: WorkspaceId,
    /// Who acted.
    pub actor: Actor,
    /// Which person, if one did.
    pub user: Option<UserId>,
    /// What was done.
    pub action: Action,
    /// To whom it was done.
    pub about: Option<UserId>,
    /// More about it, in words for people. No secrets, and nothing that came from Zoom.
    pub words: String,
    /// Where it came from.
    pub address: Option<IpAddr>,
}

/// One entry, with the names of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log of the workspace, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who acted.
    pub actor: Actor,
    /// Which person, if one did and is still here.
    pub person: Option<(UserId, PersonName)>,
    /// What was done.
    pub action: Action,
    /// To whom.
    pub about: Option<PersonName>,
    /// More about it.
    pub words: String,
    /// Where it came from.
    pub address: Option<String>,
}

/// Which entries are looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditFilter<'a> {
    /// What this person did.
    pub user: Option<UserId>,
    /// Actions of this kind.
    pub kind: Option<ActionKind>,
    /// Not older than this.
    pub since: Option<Timestamp>,
    /// With this in it.
    pub search: Option<AuditSearch<'a>>,
}

/// What is looked for in entries: in the names of today, the words and the address, whatever the case of Latin letters.
#[derive(Debug, Clone, Copy)]
pub struct AuditSearch<'a> {
    /// The text.
    pub text: &'a str,
    /// Actions whose name on the page has it.
    pub actions: &'a [Action],
}

/// Entries with the names of today.
const ENTRIES: &str = "audit_log a LEFT JOIN users u ON u.workspace_id = a.workspace_id AND u.id = a.user_id \
    LEFT JOIN users o ON o.workspace_id = a.workspace_id AND o.id = a.about_id";

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditFrom {
    /// At the newest.
    Newest,
    /// After this number, to older ones.
    OlderThan(u64),
    /// Before this number, to newer ones.
    NewerThan(u64),
}

/// One page, the newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<Entry>,
    /// How many there are with this filter.
    pub total: u64,
    /// Whether there are newer ones than these.
    pub newer: bool,
    /// Whether there are older ones.
    pub older: bool,
}

/// Adds an entry, in the transaction of the act itself. Holds the workspace's log until that ends, so it comes last:
/// entries stand in the order in which acts became true. A workspace that is gone has no log.
pub async fn append(tx: &Tx, entry: &NewEntry) -> Result<(), StoreError> {
    if !workspaces::hold(tx, entry.workspace).await? {
        return Ok(());
    }
    let start = columns! { workspace_id: entry.workspace, first_number: 1_i64, last_number: 0_i64 };
    tx.insert_new("audit_chains", start).await?;
    tx.lock("audit_chains", "workspace_id = $1", values![entry.workspace]).await?;
    let sql = "SELECT last_number, hash FROM audit_chains WHERE workspace_id = $1";
    let end =
        tx.one(sql, values![entry.workspace], |row| Ok((row.get::<i64>("last_number")?, row.opt("hash")?)));
    let (last, previous) = end.await?.unwrap_or((0, None));
    let address = entry.address.map(|address| address.to_string());
    let chained = Chained {
        workspace: entry.workspace.as_uuid(),
        number: last + 1,
        // As it is stored, so that it is hashed the same when it is read.
        at: micros(tx.now()),
        actor: entry.actor.to_string(),
        user: entry.user.map(UserId::as_uuid),
        action: entry.action.to_string(),
        about: entry.about.map(UserId::as_uuid),
        words: entry.words.clone(),
        address: address.clone(),
    };
    let previous: [u8; 32] = previous.unwrap_or_default();
    let hash = link(&previous, &chained);
    let columns = columns! {
        workspace_id: entry.workspace,
        number: chained.number,
        at: chained.at,
        actor: entry.actor,
        user_id: entry.user,
        action: entry.action,
        about_id: entry.about,
        words: entry.words,
        address: address,
        previous: previous,
        hash: hash,
    };
    tx.insert("audit_log", columns).await?;
    let sql = "UPDATE audit_chains SET last_number = $2, hash = $3 WHERE workspace_id = $1";
    tx.exec(sql, values![entry.workspace, chained.number, hash]).await.map(drop)
}

/// One page of a workspace's log.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: AuditFilter<'_>,
    from: AuditFrom,
    limit: u32,
) -> Result<AuditPage, StoreError> {
    let (conditions, values) = matching(workspace, filter);
    let condition = conditions.join(" AND ");
    let total = db.count(&format!("SELECT COUNT(*) AS n FROM {ENTRIES} WHERE {condition}"), values).await?;
    let mut entries = self::entries(db, workspace, filter, from, limit + 1).await?;
    let more = entries.len() > limit as usize;
    entries.truncate(limit as usize);
    let upwards = matches!(from, AuditFrom::NewerThan(_));
    if upwards {
        entries.reverse();
    }
    let (newer, older) = if upwards { (more, true) } else { (from != AuditFrom::Newest, more) };
    Ok(AuditPage { entries, total, newer, older })
}

/// The newest entries of these actions.
pub async fn newest_of(
    db: &impl Db,
    workspace: WorkspaceId,
    kind: ActionKind,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    let filter = AuditFilter { kind: Some(kind), ..AuditFilter::default() };
    entries(db, workspace, filter, AuditFrom::Newest, limit).await
}

/// Entries from there on, in the direction that it says, so many at most.
pub async fn entries(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: AuditFilter<'_>,
    from: AuditFrom,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    let (mut conditions, mut values) = matching(workspace, filter);
    let edge = values.len() + 1;
    let direction = match from {
        AuditFrom::Newest => "DESC",
        AuditFrom::OlderThan(number) => {
            conditions.push(format!("a.number < ${edge}"));
            values.push(number.bind());
            "DESC"
        }
        AuditFrom::NewerThan(number) => {
            conditions.push(format!("a.number > ${edge}"));
            values.push(number.bind());
            "ASC"
        }
    };
    values.push(limit.bind());
    let condition = conditions.join(" AND ");
    let sql = format!(
        "SELECT a.number, a.at, a.actor, a.user_id, u.name AS user_name, a.action, o.name AS about_name, a.words, a.address \
         FROM {ENTRIES} WHERE {condition} ORDER BY a.number {direction} LIMIT ${}",
        values.len()
    );
    db.all(&sql, values, |row| {
        Ok(Entry {
            number: row.get("number")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            person: row.opt("user_id")?.zip(row.opt("user_name")?),
            action: row.get("action")?,
            about: row.opt("about_name")?,
            words: row.get("words")?,
            address: row.opt("address")?,
        })
    })
    .await
}

fn matching(workspace: WorkspaceId, filter: AuditFilter<'_>) -> (Vec<String>, Vec<Value>) {
    let (mut conditions, mut values) = (vec!["a.workspace_id = $1".to_owned()], values![workspace]);
    if let Some(user) = filter.user {
        values.push(user.bind());
        conditions.push(format!("a.user_id = ${}", values.len()));
    }
    if let Some(since) = filter.since {
        values.push(since.bind());
        conditions.push(format!("a.at >= ${}", values.len()));
    }
    if let Some(kind) = filter.kind {
        let actions: Vec<_> = Action::ALL.iter().filter(|action| action.kind() == kind).collect();
        let marks = placeholders(values.len() + 1, actions.len());
        conditions.push(format!("a.action IN ({marks})"));
        values.extend(actions.into_iter().map(crate::columns::Bind::bind));
    }
    if let Some(search) = filter.search {
        values.push(like(search.text).bind());
        let pattern = values.len();
        let parts = ["a.words", "u.name", "o.name", "a.address"];
        let mut any: Vec<_> =
            parts.iter().map(|part| format!("LOWER({part}) LIKE ${pattern} ESCAPE '!'")).collect();
        if !search.actions.is_empty() {
            any.push(format!("a.action IN ({})", placeholders(pattern + 1, search.actions.len())));
            values.extend(search.actions.iter().map(crate::columns::Bind::bind));
        }
        conditions.push(format!("({})", any.join(" OR ")));
    }
    (conditions, values)
}

/// A pattern for what has this text in it. Both databases make only Latin letters small.
fn like(text: &str) -> String {
    let mut pattern = "%".to_owned();
    for letter in text.to_ascii_lowercase().chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern + "%"
}

/// The stored form of a time.
fn micros(at: Timestamp) -> i64 {
    crate::columns::Column::write(&at)
}
