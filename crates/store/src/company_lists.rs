//! Lists of companies, and what is counted on the page of one.

use domain::{CompanyId, EmailDomain, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError,
    columns::{Bind as _, Row, values},
    fold::{contains_pattern, fold},
    paging::{Cursor, Order, Seek, cut},
};

/// Which companies to list.
#[derive(Debug, Clone)]
pub struct CompanyQuery {
    /// Words that all have to occur in the name or the domain.
    pub search: Option<String>,
    /// [`CompanyPage::next`] or [`CompanyPage::previous`] of another page; anything else means the first page.
    pub after: Option<String>,
    /// How many rows a page has.
    pub limit: u32,
    /// Meetings that end after this instant count as next.
    pub now: Timestamp,
}

/// One page of companies, by name.
#[derive(Debug, Clone)]
pub struct CompanyPage {
    /// The rows.
    pub rows: Vec<CompanyRow>,
    /// How many companies match on all pages together.
    pub total: u64,
    /// How to go on; `None` on the last page.
    pub next: Option<String>,
    /// How to go back; `None` on the first page.
    pub previous: Option<String>,
}

/// A company as one row.
#[derive(Debug, Clone)]
pub struct CompanyRow {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// What it does.
    pub about: Option<String>,
    /// The domain of its people's addresses.
    pub domain: Option<EmailDomain>,
    /// How many of the contacts work there.
    pub people: u64,
    /// When something last happened with one of them.
    pub last_touched: Option<Timestamp>,
    /// When somebody meets one of them next.
    pub next_meeting: Option<Timestamp>,
}

/// More words than this narrow nothing down.
const MOST_WORDS: usize = 8;

/// Meetings `m` with somebody of the company `co`: scheduled with them, or they are invited.
const WITH_PEOPLE: &str = "m.workspace_id = co.workspace_id AND m.desired = 'scheduled' AND NOT m.repeats \
    AND (m.contact_id IN \
    (SELECT p.id FROM contacts p WHERE p.workspace_id = co.workspace_id AND p.company_id = co.id) OR m.id IN \
    (SELECT i.meeting_id FROM contacts p \
     JOIN meeting_invitees i ON i.workspace_id = p.workspace_id AND i.contact_id = p.id \
     WHERE p.workspace_id = co.workspace_id AND p.company_id = co.id))";

/// The table of companies: one query.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    query: &CompanyQuery,
) -> Result<CompanyPage, StoreError> {
    let patterns: Vec<Value> = fold(query.search.as_deref().unwrap_or_default())
        .split_whitespace()
        .take(MOST_WORDS)
        .map(|word| contains_pattern(word).bind())
        .collect();
    let matching: Vec<String> = (4..4 + patterns.len())
        .map(|n| format!(" AND (co.name_folded LIKE ${n} ESCAPE '\\' OR co.domain LIKE ${n} ESCAPE '\\')"))
        .collect();
    let matching = matching.concat();
    let cursor = Cursor::parse(query.after.as_deref());
    let seek = Seek::new(Order::Alphabetical("co.name_folded"), "co.id", cursor.as_ref(), 4 + patterns.len());
    let sql = format!(
        "SELECT co.id, co.name, co.name_folded, co.about, co.domain, \
         (SELECT COUNT(*) FROM companies co WHERE co.workspace_id = $1{matching}) AS total, \
         (SELECT COUNT(*) FROM contacts p WHERE p.workspace_id = co.workspace_id AND p.company_id = co.id) AS people, \
         (SELECT MAX(p.last_touched_at) FROM contacts p \
          WHERE p.workspace_id = co.workspace_id AND p.company_id = co.id AND p.last_touched_kind IS NOT NULL) AS touched, \
         (SELECT MIN(m.starts_at) FROM meetings m WHERE m.ends_at > $2 AND {WITH_PEOPLE}) AS next_meeting \
         FROM companies co WHERE co.workspace_id = $1{matching}{} {} LIMIT $3",
        seek.condition, seek.order_by
    );
    let values = [values![workspace, query.now, i64::from(query.limit) + 1], patterns, seek.values].concat();
    let rows = db
        .all(&sql, values, |row| {
            Ok((read(row)?, row.get::<String>("name_folded")?, row.get::<u64>("total")?))
        })
        .await?;
    let total = rows.first().map_or(0, |(_, _, total)| *total);
    let page = cut(rows, cursor.as_ref(), query.limit, |(row, name, _)| (row.id.as_uuid(), name.clone()));
    let rows = page.rows.into_iter().map(|(row, ..)| row).collect();
    Ok(CompanyPage { rows, total, next: page.next, previous: page.previous })
}

fn read(row: &Row) -> Result<CompanyRow, StoreError> {
    Ok(CompanyRow {
        id: row.get("id")?,
        name: row.get("name")?,
        about: row.opt("about")?,
        domain: row.opt("domain")?,
        people: row.get("people")?,
        last_touched: row.opt("touched")?,
        next_meeting: row.opt("next_meeting")?,
    })
}

/// The names of all companies, from A to Z, at most 500: to offer while somebody types.
pub async fn names(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT name FROM companies WHERE workspace_id = $1 ORDER BY name_folded, id LIMIT 500";
    db.all(sql, values![workspace], |row| row.get("name")).await
}

/// What is counted of the meetings with a company's people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyFacts {
    /// Meetings that took place, as far as nobody said otherwise.
    pub held: u64,
    /// When the last of these started.
    pub last_met: Option<Timestamp>,
    /// When the next one starts.
    pub next_meeting: Option<Timestamp>,
}

/// Counts the meetings with the people of a company.
pub async fn facts(
    db: &impl Db,
    workspace: WorkspaceId,
    company: CompanyId,
    now: Timestamp,
) -> Result<CompanyFacts, StoreError> {
    let held = format!(
        "FROM meetings m WHERE m.ends_at <= $3 AND {WITH_PEOPLE} AND NOT EXISTS (SELECT 1 FROM meeting_outcomes o \
         WHERE o.workspace_id = m.workspace_id AND o.meeting_id = m.id AND o.outcome IN ('no_show', 'dropped'))"
    );
    let sql = format!(
        "SELECT (SELECT COUNT(*) {held}) AS held, (SELECT MAX(m.starts_at) {held}) AS last_met, \
         (SELECT MIN(m.starts_at) FROM meetings m WHERE m.ends_at > $3 AND {WITH_PEOPLE}) AS next_meeting \
         FROM companies co WHERE co.workspace_id = $1 AND co.id = $2"
    );
    let read = |row: &Row| {
        Ok(CompanyFacts {
            held: row.get("held")?,
            last_met: row.opt("last_met")?,
            next_meeting: row.opt("next_meeting")?,
        })
    };
    Ok(db.one(&sql, values![workspace, company, now], read).await?.unwrap_or_default())
}
