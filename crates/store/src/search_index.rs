//! What a search looks into, written in the transaction that changes a record.

use std::collections::BTreeSet;

use domain::{WorkspaceId, phone_digits, words};
use sea_orm::Value;
use uuid::Uuid;

use crate::{
    StoreError, Tx,
    columns::{Bind, text_columns, values},
    query::{Query as _, placeholders},
};

domain::text_enum! {
    /// What a search finds.
    pub enum Searchable {
        /// A contact.
        Contact = "contact",
        /// A company.
        Company = "company",
        /// A meeting.
        Meeting = "meeting",
        /// A deal.
        Deal = "deal",
    }
}

text_columns! { Searchable }

impl Searchable {
    /// Where its records are.
    const fn table(self) -> &'static str {
        match self {
            Self::Contact => "contacts",
            Self::Company => "companies",
            Self::Meeting => "meetings",
            Self::Deal => "deals",
        }
    }

    /// The texts of a record: those it is found by, as `text`, with `is_phone`.
    const fn texts(self) -> &'static str {
        match self {
            Self::Contact => {
                "SELECT c.name AS text, FALSE AS is_phone FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2 \
                 UNION ALL SELECT co.name, FALSE FROM contacts c \
                 JOIN companies co ON co.workspace_id = c.workspace_id AND co.id = c.company_id \
                 WHERE c.workspace_id = $1 AND c.id = $2 \
                 UNION ALL SELECT e.address, FALSE FROM contact_emails e WHERE e.workspace_id = $1 AND e.contact_id = $2 \
                 UNION ALL SELECT p.number, TRUE FROM contact_phones p WHERE p.workspace_id = $1 AND p.contact_id = $2"
            }
            Self::Company => {
                "SELECT name AS text, FALSE AS is_phone FROM companies WHERE workspace_id = $1 AND id = $2 \
                 UNION ALL SELECT domain, FALSE FROM companies \
                 WHERE workspace_id = $1 AND id = $2 AND domain IS NOT NULL"
            }
            Self::Deal => {
                "SELECT title AS text, FALSE AS is_phone FROM deals WHERE workspace_id = $1 AND id = $2"
            }
            Self::Meeting => {
                // A series is found as a whole, not once for each date.
                "SELECT topic AS text, FALSE AS is_phone FROM meetings WHERE workspace_id = $1 AND id = $2 \
                 AND desired = 'scheduled' AND NOT EXISTS (SELECT 1 FROM series_dates d \
                 WHERE d.workspace_id = $1 AND d.meeting_id = meetings.id)"
            }
        }
    }
}

/// Words of one record beyond this are left out.
const MOST_WORDS: usize = 64;
/// Rows of one statement: well below what both databases bind at most.
const ROWS: usize = 500;

/// Brings what a search knows of a record up to date; of one that is gone it forgets everything.
pub(crate) async fn refresh(
    tx: &Tx,
    workspace: WorkspaceId,
    kind: Searchable,
    id: Uuid,
) -> Result<(), StoreError> {
    let texts: Vec<(String, bool)> = tx
        .all(kind.texts(), values![workspace, id], |row| Ok((row.get("text")?, row.get("is_phone")?)))
        .await?;
    // Sorted, so that two who write the same words wait for each other once and not each for the other.
    let mut wanted = BTreeSet::new();
    for (text, is_phone) in texts {
        if is_phone {
            // Without what is said after the number, such as “ext. 12”.
            wanted.extend(text.split(char::is_alphabetic).next().and_then(phone_digits));
        } else {
            wanted.extend(words(&text).into_iter().take(MOST_WORDS));
        }
    }
    let sql = "SELECT word FROM search_postings WHERE workspace_id = $1 AND kind = $2 AND item_id = $3";
    let known: Vec<String> = tx.all(sql, values![workspace, kind, id], |row| row.get("word")).await?;
    let known: BTreeSet<String> = known.into_iter().collect();
    let gone: Vec<&String> = known.difference(&wanted).collect();
    if !gone.is_empty() {
        let marks = placeholders(4, gone.len());
        let sql = format!(
            "DELETE FROM search_postings WHERE workspace_id = $1 AND kind = $2 AND item_id = $3 AND word IN ({marks})"
        );
        let values = values![workspace, kind, id].into_iter().chain(gone.iter().map(|word| word.bind()));
        tx.exec(&sql, values.collect()).await?;
    }
    let new: Vec<&String> = wanted.difference(&known).collect();
    for new in new.chunks(ROWS) {
        add_words(tx, workspace, new).await?;
        let rows: Vec<Vec<Value>> = new.iter().map(|word| values![word.as_str(), kind, id]).collect();
        insert(tx, "search_postings (workspace_id, word, kind, item_id)", workspace, rows).await?;
    }
    Ok(())
}

/// Adds words that nothing had before, with their pieces, and holds those that are there: one that is being forgotten
/// in this moment is added anew.
async fn add_words(tx: &Tx, workspace: WorkspaceId, words: &[&String]) -> Result<(), StoreError> {
    let lock = tx.dialect.for_key_share();
    let marks = placeholders(2, words.len());
    let held = format!(
        "SELECT word FROM search_words WHERE workspace_id = $1 AND word IN ({marks}) ORDER BY word{lock}"
    );
    let mut missing = words.to_vec();
    while !missing.is_empty() {
        let rows = missing.iter().map(|word| values![word.as_str()]).collect();
        let (sql, values) = insert_sql("search_words (workspace_id, word)", workspace, rows);
        let added: Vec<String> =
            tx.all(&format!("{sql} RETURNING word"), values, |row| row.get("word")).await?;
        let pieces: Vec<Vec<Value>> = added
            .iter()
            .flat_map(|word| domain::grams(word).into_iter().map(move |gram| values![gram, word.as_str()]))
            .collect();
        for pieces in pieces.chunks(ROWS) {
            insert(tx, "search_grams (workspace_id, gram, word)", workspace, pieces.to_vec()).await?;
        }
        if added.len() == missing.len() {
            break;
        }
        let values = values![workspace].into_iter().chain(words.iter().map(|word| word.bind())).collect();
        let held: BTreeSet<String> =
            tx.all(&held, values, |row| row.get("word")).await?.into_iter().collect();
        missing.retain(|word| !held.contains(*word));
    }
    Ok(())
}

async fn insert(
    tx: &Tx,
    into: &str,
    workspace: WorkspaceId,
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    let (sql, values) = insert_sql(into, workspace, rows);
    tx.exec(&sql, values).await.map(drop)
}

/// Several rows in one statement, each led by the workspace; rows that are there already are passed over.
fn insert_sql(into: &str, workspace: WorkspaceId, rows: Vec<Vec<Value>>) -> (String, Vec<Value>) {
    let mut values = values![workspace];
    let mut marks = Vec::new();
    for row in rows {
        marks.push(format!("($1, {})", placeholders(values.len() + 1, row.len())));
        values.extend(row);
    }
    (format!("INSERT INTO {into} VALUES {} ON CONFLICT DO NOTHING", marks.join(", ")), values)
}

/// Reads the words of some records that wait for it; how many there were. A record that somebody holds stays for the
/// next time: what they are about to write is not to be seen yet.
pub async fn refresh_pending(tx: &Tx, limit: u32) -> Result<usize, StoreError> {
    let lock = tx.dialect.skip_locked();
    let sql = format!(
        "SELECT workspace_id, kind, item_id FROM search_pending ORDER BY workspace_id, kind, item_id LIMIT $1{lock}"
    );
    let pending: Vec<(WorkspaceId, Searchable, Uuid)> = tx
        .all(&sql, values![limit], |row| {
            Ok((row.get("workspace_id")?, row.get("kind")?, row.get("item_id")?))
        })
        .await?;
    let mut read = 0;
    for (workspace, kind, id) in pending {
        if is_held_by_others(tx, workspace, kind, id).await? {
            continue;
        }
        refresh(tx, workspace, kind, id).await?;
        let sql = "DELETE FROM search_pending WHERE workspace_id = $1 AND kind = $2 AND item_id = $3";
        tx.exec(sql, values![workspace, kind, id]).await?;
        read += 1;
    }
    Ok(read)
}

/// Whether somebody else holds a record; if not, it is held from now on.
async fn is_held_by_others(
    tx: &Tx,
    workspace: WorkspaceId,
    kind: Searchable,
    id: Uuid,
) -> Result<bool, StoreError> {
    let there = format!("SELECT id FROM {} WHERE workspace_id = $1 AND id = $2", kind.table());
    // Writing words may wait for somebody who is about to point to this record.
    let locked = format!("{there}{}", tx.dialect.no_key_skip_locked());
    if !tx.rows(&locked, values![workspace, id]).await?.is_empty() {
        return Ok(false);
    }
    Ok(!tx.rows(&there, values![workspace, id]).await?.is_empty())
}

/// Forgets some words that no record has any more; how many it looked at, 0 when there is none left. They are held
/// first and then looked at again, so that nobody takes one up in between; one that somebody holds stays.
pub async fn forget_unused_words(tx: &Tx, limit: u32) -> Result<usize, StoreError> {
    let lock = tx.dialect.skip_locked();
    let unused = "NOT EXISTS (SELECT 1 FROM search_postings p \
        WHERE p.workspace_id = search_words.workspace_id AND p.word = search_words.word)";
    let sql = format!(
        "SELECT workspace_id, word FROM search_words WHERE {unused} ORDER BY workspace_id, word LIMIT $1{lock}"
    );
    let held: Vec<(WorkspaceId, String)> =
        tx.all(&sql, values![limit], |row| Ok((row.get("workspace_id")?, row.get("word")?))).await?;
    for (workspace, word) in &held {
        let sql = format!("DELETE FROM search_words WHERE workspace_id = $1 AND word = $2 AND {unused}");
        if tx.exec(&sql, values![*workspace, word.as_str()]).await? == 1 {
            forget_pieces(tx, *workspace, word).await?;
        }
    }
    Ok(held.len())
}

async fn forget_pieces(tx: &Tx, workspace: WorkspaceId, word: &str) -> Result<(), StoreError> {
    let pieces = domain::grams(word);
    for pieces in pieces.chunks(ROWS) {
        let marks = placeholders(3, pieces.len());
        let sql =
            format!("DELETE FROM search_grams WHERE workspace_id = $1 AND word = $2 AND gram IN ({marks})");
        let values = values![workspace, word].into_iter().chain(pieces.iter().map(Bind::bind));
        tx.exec(&sql, values.collect()).await?;
    }
    Ok(())
}
