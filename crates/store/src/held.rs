//! What is kept of a person's Zoom account, as it is stored: for them to see and to take with them. Which tables and
//! columns these are, the caller says; how a row is found to be theirs stands here.

use domain::{UserId, WorkspaceId};
use sea_orm::Value;

use crate::{Reader, StoreError, columns::values, dump::TextRow, grants::Grant, query::Query as _};

/// Whose rows are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Whose<'a> {
    /// Their workspace.
    pub workspace: WorkspaceId,
    /// Who.
    pub user: UserId,
    /// The Zoom account that they are connected with, if they are.
    pub grant: Option<&'a Grant>,
    /// Of the jobs, those of this kind.
    pub job: &'a str,
}

/// A row, and what names it where the caller has to open a sealed value.
#[derive(Debug, Clone)]
pub struct HeldRow {
    /// The meeting's id or the event's hash, in lower-case hexadecimal; empty elsewhere.
    pub key: String,
    /// The columns, as text.
    pub columns: TextRow,
}

/// Their meetings, in a table that names each by `meeting_id`.
const OF_MEETINGS: &str =
    "workspace_id = $1 AND meeting_id IN (SELECT id FROM meetings WHERE workspace_id = $1 AND host_id = $2)";

/// What the search reads of them.
const POSTINGS: &str = "workspace_id = $1 AND kind = 'meeting' \
    AND item_id IN (SELECT id FROM meetings WHERE workspace_id = $1 AND host_id = $2)";

/// Tables in which [`rows`] knows what is whose.
pub const TABLES: [&str; 18] = [
    "activities",
    "compliance_receipts",
    "emails",
    "event_marks",
    "grants",
    "integration_calls",
    "jobs",
    "mailbox_messages",
    "meeting_attendance",
    "meeting_defaults",
    "meeting_life",
    "meetings",
    "search_grams",
    "search_postings",
    "search_words",
    "users",
    "webhook_inbox",
    "zoom_meetings",
];

/// How a person's rows of a table are found; `None` where only a connected account has any, and they have none.
fn theirs(whose: Whose<'_>, table: &str) -> Option<(String, Vec<Value>)> {
    let person = || values![whose.workspace, whose.user];
    Some(match table {
        "grants" => ("id = $1".to_owned(), values![whose.grant?.id]),
        "event_marks" | "meeting_defaults" => ("grant_id = $1".to_owned(), values![whose.grant?.id]),
        "webhook_inbox" => {
            let grant = whose.grant?;
            ("account_id = $1 AND user_id = $2".to_owned(), values![grant.zoom_account_id, grant.zoom_user_id])
        }
        "meetings" => ("workspace_id = $1 AND host_id = $2".to_owned(), person()),
        "users" => ("workspace_id = $1 AND id = $2 AND zoom_ended_at IS NOT NULL".to_owned(), person()),
        "integration_calls" => ("workspace_id = $1 AND user_id = $2".to_owned(), person()),
        "compliance_receipts" => {
            let receipts = "id IN (SELECT receipt_id FROM integration_calls WHERE workspace_id = $1 AND user_id = $2)";
            (receipts.to_owned(), person())
        }
        "search_postings" => (POSTINGS.to_owned(), person()),
        "search_words" | "search_grams" => {
            let words = format!("SELECT word FROM search_postings WHERE {POSTINGS}");
            (format!("workspace_id = $1 AND word IN ({words})"), person())
        }
        // It names the person whose token or confirmation it is.
        "jobs" => {
            ("kind = $1 AND payload LIKE $2".to_owned(), values![whose.job, format!("%{}%", whose.user)])
        }
        "mailbox_messages" => (
            "workspace_id = $1 AND message_id IN (SELECT e.message_id FROM emails e JOIN meetings m \
             ON m.workspace_id = e.workspace_id AND m.id = e.meeting_id WHERE m.workspace_id = $1 AND m.host_id = $2)"
                .to_owned(),
            person(),
        ),
        // The grant may be shared with somebody of another workspace: each sees their own meetings.
        _ => (OF_MEETINGS.to_owned(), person()),
    })
}

/// How many rows [`rows`] would find.
pub async fn count(db: &Reader, whose: Whose<'_>, table: &str, columns: &[&str]) -> Result<u64, StoreError> {
    let Some((condition, values)) = theirs(whose, table) else { return Ok(0) };
    let some = some(&texts(db, table, columns).await?);
    db.count(&format!("SELECT COUNT(*) AS n FROM {table} WHERE ({condition}) AND ({some})"), values).await
}

/// Columns as texts, whatever they are.
async fn texts(db: &Reader, table: &str, columns: &[&str]) -> Result<Vec<String>, StoreError> {
    let kinds = db.all(db.dialect.columns_of(), values![table], |row| {
        Ok((row.get::<String>("name")?, row.get::<String>("kind")?))
    });
    let kinds = kinds.await?;
    let text = |column: &&str| {
        let kind = kinds.iter().find(|(name, _)| name == column).map_or("", |(_, kind)| kind);
        db.dialect.as_text(column, kind)
    };
    Ok(columns.iter().map(text).collect())
}

/// Something stands in one of them. What was handled is emptied.
fn some(texts: &[String]) -> String {
    texts.iter().map(|text| format!("COALESCE({text}, '') <> ''")).collect::<Vec<_>>().join(" OR ")
}

/// The person's rows of one of [`TABLES`], with these columns, those left out in which nothing stands.
pub async fn rows(
    db: &Reader,
    whose: Whose<'_>,
    table: &str,
    columns: &[&str],
) -> Result<Vec<HeldRow>, StoreError> {
    let Some((condition, values)) = theirs(whose, table) else { return Ok(Vec::new()) };
    let key = match table {
        "zoom_meetings" => "meeting_id",
        "webhook_inbox" => "body_hash",
        _ => "''",
    };
    let all: Vec<_> = std::iter::once(key).chain(columns.iter().copied()).collect();
    let texts = texts(db, table, &all).await?;
    let some = some(texts.get(1..).unwrap_or_default());
    let sql = format!("SELECT {} FROM {table} WHERE ({condition}) AND ({some})", texts.join(", "));
    db.all(&sql, values, |row| {
        let key: Option<String> = row.0.try_get_by_index(0)?;
        let texts = (1..=columns.len()).map(|index| row.0.try_get_by_index(index));
        let texts = texts.collect::<Result<Vec<Option<String>>, _>>()?;
        let columns = columns.iter().map(|name| (*name).to_owned()).zip(texts).collect();
        Ok(HeldRow { key: key.unwrap_or_default(), columns })
    })
    .await
}
