//! Finds records by words: whole, begun, from within, and mistyped. The same statements on both databases (decision 0025).

use std::collections::{BTreeMap, HashMap};

use domain::{Likeness, WorkspaceId, grams, likeness, phone_digits, slips, words};
use sea_orm::Value;
use uuid::Uuid;

use crate::{
    Db, StoreError,
    columns::{Bind, values},
    query::placeholders,
};

pub use crate::search_index::{Searchable, forget_unused_words, refresh_pending};

/// Words of a question beyond this narrow nothing down.
const MOST_WORDS: usize = 6;
/// Known words that one word of the question may stand for.
const MOST_LIKE: u32 = 60;
/// Records of one kind that are compared with each other.
const MOST_RECORDS: u32 = 300;

/// A record that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its id; of what kind it is was asked for.
    pub id: Uuid,
    /// How well it answers; more is better.
    pub score: u32,
}

/// The words of a question, folded. A phone number is one word, however it is written.
pub fn asked(text: &str) -> Vec<String> {
    match phone_digits(text) {
        Some(digits) => vec![digits],
        None => words(text).into_iter().take(MOST_WORDS).collect(),
    }
}

/// Known words that a word of the question may stand for, and how well.
type Meant = BTreeMap<String, Likeness>;

/// What the words of a question may stand for in a workspace.
#[derive(Debug)]
pub struct Question(Vec<Meant>);

/// Looks up what the words of a question may stand for.
pub async fn understand(
    db: &impl Db,
    workspace: WorkspaceId,
    asked: &[String],
) -> Result<Question, StoreError> {
    let mut meant = Vec::new();
    for word in asked {
        meant.push(known_words(db, workspace, word).await?);
    }
    Ok(Question(meant))
}

async fn known_words(db: &impl Db, workspace: WorkspaceId, asked: &str) -> Result<Meant, StoreError> {
    let mut found = Meant::new();
    let beginning = "SELECT word FROM search_words WHERE workspace_id = $1 AND word >= $2 AND word < $3 \
        ORDER BY word LIMIT $4";
    let end = format!("{asked}\u{10ffff}");
    let values = values![workspace, asked, end, MOST_LIKE];
    let mut like: Vec<String> = db.all(beginning, values, |row| row.get("word")).await?;
    let pieces = grams(asked);
    if asked.chars().count() >= 3 {
        // A slip spoils at most four pieces; a word that holds this one in its middle lacks only the first piece.
        let shared = pieces.len().saturating_sub((4 * slips(asked)).max(1)).max(1);
        let marks = placeholders(4, pieces.len());
        let sql = format!(
            "SELECT word, COUNT(*) AS n FROM search_grams WHERE workspace_id = $1 AND gram IN ({marks}) \
             GROUP BY word HAVING COUNT(*) >= $2 ORDER BY n DESC, word LIMIT $3"
        );
        let mut values = values![workspace, i64::try_from(shared).unwrap_or(i64::MAX), MOST_LIKE];
        values.extend(pieces.iter().map(Bind::bind));
        like.extend(db.all(&sql, values, |row| row.get("word")).await?);
    }
    for word in like {
        if let Some(likeness) = likeness(asked, &word) {
            found.insert(word, likeness);
        }
    }
    // A slip is supposed only where nothing else was meant.
    if found.values().any(|likeness| *likeness > Likeness::Mistyped) {
        found.retain(|_, likeness| *likeness > Likeness::Mistyped);
    }
    Ok(found)
}

/// The records of a kind that answer to every word of the question, the best first.
pub async fn find(
    db: &impl Db,
    workspace: WorkspaceId,
    question: &Question,
    kind: Searchable,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let Question(meant) = question;
    if meant.is_empty() || meant.iter().any(Meant::is_empty) {
        return Ok(Vec::new());
    }
    let mut values = values![workspace, kind, MOST_RECORDS];
    let has = |values: &mut Vec<Value>, meant: &Meant| {
        let marks = placeholders(values.len() + 1, meant.len());
        values.extend(meant.keys().map(Bind::bind));
        format!("word IN ({marks})")
    };
    // The word with the fewest meanings leads, because it leaves the fewest records.
    let mut by_size: Vec<&Meant> = meant.iter().collect();
    by_size.sort_by_key(|meant| meant.len());
    let leads = has(&mut values, by_size[0]);
    let also: Vec<String> = by_size[1..]
        .iter()
        .map(|meant| {
            let has = has(&mut values, meant);
            format!(
                " AND EXISTS (SELECT 1 FROM search_postings o WHERE o.workspace_id = $1 AND o.kind = $2 \
                 AND o.item_id = p.item_id AND o.{has})"
            )
        })
        .collect();
    let sql = format!(
        "SELECT DISTINCT p.item_id FROM search_postings p WHERE p.workspace_id = $1 AND p.kind = $2 AND p.{leads}{} \
         ORDER BY p.item_id DESC LIMIT $3",
        also.concat()
    );
    let items: Vec<Uuid> = db.all(&sql, values, |row| row.get("item_id")).await?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let marks = placeholders(3, items.len());
    let sql = format!(
        "SELECT item_id, word FROM search_postings WHERE workspace_id = $1 AND kind = $2 AND item_id IN ({marks})"
    );
    let mut values = values![workspace, kind];
    values.extend(items.iter().map(Bind::bind));
    let mut words_of: HashMap<Uuid, Vec<String>> = HashMap::new();
    let read = |row: &crate::columns::Row| Ok((row.get::<Uuid>("item_id")?, row.get::<String>("word")?));
    for (item, word) in db.all(&sql, values, read).await? {
        words_of.entry(item).or_default().push(word);
    }
    let mut hits: Vec<Hit> =
        words_of.into_iter().map(|(id, words)| Hit { id, score: score(meant, &words) }).collect();
    // Of equals the newest: their ids begin with the time.
    hits.sort_by(|a, b| b.score.cmp(&a.score).then(b.id.cmp(&a.id)));
    hits.truncate(limit);
    Ok(hits)
}

/// How well a record with these words answers.
fn score(meant: &[Meant], words: &[String]) -> u32 {
    let best = |meant: &Meant| {
        let like = words.iter().filter_map(|word| meant.get(word)).max();
        match like {
            Some(Likeness::Whole) => 8,
            Some(Likeness::Beginning) => 6,
            Some(Likeness::Within) => 3,
            Some(Likeness::Mistyped) => 1,
            None => 0,
        }
    };
    meant.iter().map(best).sum()
}
