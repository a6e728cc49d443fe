//! Sealed values by the key that sealed them, for those who change the key. What a sealed value looks like is told by
//! the caller: the bytes that all begin with which one key has sealed.

use sea_orm::Value;
use uuid::Uuid;

use crate::{
    Db, StoreError, Tx,
    columns::{Bind as _, Row, values},
};

/// A column of sealed values.
#[derive(Debug)]
pub struct SealedColumn {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    /// The key of the table.
    key: &'static [Name],
    /// What else says where a value stands.
    more: &'static [Name],
}

#[derive(Debug, Clone, Copy)]
enum Name {
    Id(&'static str),
    Text(&'static str),
    Bytes(&'static str),
}

const OF_MEETING: &[Name] = &[Name::Id("workspace_id"), Name::Id("meeting_id")];
const OF_GRANT: &[Name] = &[Name::Text("client_id"), Name::Text("zoom_user_id")];

/// Every column of sealed values. Jobs carry some besides, see [`payloads`].
pub const COLUMNS: [SealedColumn; 12] = [
    column("grants", "access_token", &[Name::Id("id")], OF_GRANT),
    column("grants", "refresh_token", &[Name::Id("id")], OF_GRANT),
    column("zoom_meetings", "join_url", OF_MEETING, &[]),
    column("zoom_meetings", "passcode", OF_MEETING, &[]),
    column("zoom_meetings", "dial_in", OF_MEETING, &[]),
    column("webhook_inbox", "body", &[Name::Bytes("body_hash")], &[]),
    column("zoom_credentials", "client_secret", &[Name::Text("environment")], &[Name::Text("client_id")]),
    column("zoom_credentials", "webhook_secret", &[Name::Text("environment")], &[Name::Text("client_id")]),
    column(
        "zoom_credentials",
        "old_webhook_secret",
        &[Name::Text("environment")],
        &[Name::Text("client_id")],
    ),
    column("calendar_feeds", "token", &[Name::Id("workspace_id"), Name::Id("user_id")], &[]),
    column("invitee_pages", "token", &[Name::Id("workspace_id"), Name::Id("invitee_id")], &[]),
    column("oauth_states", "verifier", &[Name::Bytes("state_hash")], &[]),
];

const fn column(
    table: &'static str,
    column: &'static str,
    key: &'static [Name],
    more: &'static [Name],
) -> SealedColumn {
    SealedColumn { table, column, key, more }
}

/// One sealed value.
#[derive(Debug, Clone)]
pub struct SealedValue {
    /// What says where it stands, the key of its table first: ids and texts as they are, bytes in hexadecimal.
    pub names: Vec<String>,
    /// As it is sealed.
    pub sealed: Vec<u8>,
    key: Vec<Value>,
}

impl Name {
    const fn column(self) -> &'static str {
        match self {
            Self::Id(name) | Self::Text(name) | Self::Bytes(name) => name,
        }
    }

    fn read(self, row: &Row) -> Result<(String, Value), StoreError> {
        Ok(match self {
            Self::Id(name) => {
                let id: Uuid = row.get(name)?;
                (id.to_string(), id.bind())
            }
            Self::Text(name) => {
                let text: String = row.get(name)?;
                (text.clone(), text.bind())
            }
            Self::Bytes(name) => {
                let bytes: Vec<u8> = row.get(name)?;
                let hex = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
                (hex, bytes.bind())
            }
        })
    }
}

/// Values of a column that do not begin with `mark`, so many at most, without the first `passed`.
pub async fn others(
    db: &impl Db,
    column: &SealedColumn,
    mark: [u8; 5],
    passed: u64,
    limit: u32,
) -> Result<Vec<SealedValue>, StoreError> {
    let names: Vec<_> = column.key.iter().chain(column.more).copied().collect();
    let listed: Vec<_> = names.iter().map(|name| name.column()).collect();
    let key: Vec<_> = column.key.iter().map(|name| name.column()).collect();
    let sql = format!(
        "SELECT {}, {sealed} AS sealed FROM {} WHERE length({sealed}) > 0 AND substr({sealed}, 1, 5) <> $1 \
         ORDER BY {} LIMIT $2 OFFSET $3",
        listed.join(", "),
        column.table,
        key.join(", "),
        sealed = column.column,
    );
    db.all(&sql, values![mark.to_vec(), limit, passed], |row| {
        let read = names.iter().map(|name| name.read(row)).collect::<Result<Vec<_>, _>>()?;
        let (names, mut key): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        key.truncate(column.key.len());
        Ok(SealedValue { names, sealed: row.get("sealed")?, key })
    })
    .await
}

/// Puts a value that is sealed anew in the place of `old`; `false` if somebody has changed it since it was read.
pub async fn replace(
    tx: &Tx,
    column: &SealedColumn,
    old: &SealedValue,
    sealed: &[u8],
) -> Result<bool, StoreError> {
    let mut values = values![sealed.to_vec(), old.sealed.clone()];
    values.extend(old.key.iter().cloned());
    let key: Vec<_> =
        column.key.iter().zip(3..).map(|(name, number)| format!("{} = ${number}", name.column())).collect();
    let sql = format!(
        "UPDATE {} SET {sealed} = $1 WHERE {sealed} = $2 AND {}",
        column.table,
        key.join(" AND "),
        sealed = column.column
    );
    Ok(tx.exec(&sql, values).await? == 1)
}

/// What the values of a column begin with, each once.
pub async fn marks(db: &impl Db, column: &SealedColumn) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT substr({sealed}, 1, 5) AS mark FROM {} WHERE length({sealed}) > 0",
        column.table,
        sealed = column.column
    );
    db.all(&sql, values![], |row| row.get("mark")).await
}

/// How many values of a column begin with `mark`.
pub async fn count(db: &impl Db, column: &SealedColumn, mark: [u8; 5]) -> Result<u64, StoreError> {
    let sql =
        format!("SELECT COUNT(*) AS n FROM {} WHERE substr({}, 1, 5) = $1", column.table, column.column);
    db.count(&sql, values![mark.to_vec()]).await
}

/// What jobs of a kind carry, JSON, with the ids of the jobs; those that were given up too.
pub async fn payloads(db: &impl Db, kind: &str) -> Result<Vec<(Uuid, String)>, StoreError> {
    let sql = "SELECT id, payload FROM jobs WHERE kind = $1 ORDER BY id";
    db.all(sql, values![kind], |row| Ok((row.get("id")?, row.get("payload")?))).await
}

/// Puts a payload in the place of `old`; `false` if somebody has changed it, or the job is done.
pub async fn replace_payload(tx: &Tx, job: Uuid, old: &str, payload: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE jobs SET payload = $3 WHERE id = $1 AND payload = $2";
    Ok(tx.exec(sql, values![job, old, payload]).await? == 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::COLUMNS;
    use crate::migrate::MIGRATIONS;

    /// Bytes that are not sealed: hashes, and mails of the built-in mailbox.
    const PLAIN: [&str; 3] = ["mailbox_messages.raw", "login_attempts.who", "audit_log.previous"];

    #[test]
    fn every_column_of_bytes_is_sealed_or_known_not_to_be() {
        let mut found = BTreeSet::new();
        for (_, sql) in MIGRATIONS {
            let plain: String = sql.lines().filter(|line| !line.starts_with("--")).collect();
            for statement in plain.split(';') {
                let words: Vec<_> = statement.split_whitespace().collect();
                let table = words.windows(2).find(|pair| pair[0] == "TABLE").map(|pair| pair[1]);
                for pair in words.windows(2).filter(|pair| pair[1].trim_end_matches(',') == "BYTEA") {
                    found.insert(format!("{}.{}", table.unwrap(), pair[0]));
                }
            }
        }
        found.retain(|column| !column.ends_with("hash") && !PLAIN.contains(&column.as_str()));
        let known = COLUMNS.iter().map(|known| format!("{}.{}", known.table, known.column));
        assert_eq!(found, known.collect());
    }
}
