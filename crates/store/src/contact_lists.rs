//! Lists of contacts: the table with search, sort and pages, the picker of invitees, colleagues.

use domain::{CompanyId, ContactId, EmailAddress, PersonName, WorkspaceId, Zone};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError,
    activities::ActivityKind,
    columns::{Bind, Row, values},
    contacts::read_last_touched,
    fold::{contains_pattern, fold},
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
    query::placeholders,
};

domain::text_enum! {
    /// The order of the table of contacts.
    pub enum ContactSort {
        /// Whoever was touched last comes first; whoever never was, last.
        LastTouched = "last_touched",
        /// From A to Z.
        Name = "name",
    }
}

/// Which contacts to list.
#[derive(Debug, Clone)]
pub struct ContactQuery {
    /// Words that all have to occur in the name, an address or the company.
    pub search: Option<String>,
    /// Only people of this company.
    pub company: Option<CompanyId>,
    /// Only people who have an address.
    pub reachable: bool,
    /// The order.
    pub sort: ContactSort,
    /// [`ContactPage::next`] or [`ContactPage::previous`] of another page; anything else means the first page.
    pub after: Option<String>,
    /// How many rows a page has.
    pub limit: u32,
    /// Meetings that end after this instant count as next.
    pub now: Timestamp,
}

/// One page of contacts.
#[derive(Debug, Clone)]
pub struct ContactPage {
    /// The rows.
    pub rows: Vec<ContactRow>,
    /// How many contacts match on all pages together.
    pub total: u64,
    /// How to go on; `None` on the last page.
    pub next: Option<String>,
    /// How to go back; `None` on the first page.
    pub previous: Option<String>,
}

/// A contact as one row.
#[derive(Debug, Clone)]
pub struct ContactRow {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// What they do.
    pub title: Option<String>,
    /// Where they work.
    pub company_id: Option<CompanyId>,
    /// Its name.
    pub company_name: Option<String>,
    /// The address mail goes to.
    pub email: Option<EmailAddress>,
    /// Whether the last mail to it was refused.
    pub email_bounced: bool,
    /// When something last happened with them.
    pub last_touched: Option<Timestamp>,
    /// What that was.
    pub last_touch_kind: Option<ActivityKind>,
    /// When their next meeting starts, with whichever user.
    pub next_meeting: Option<Timestamp>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
}

/// More words than this narrow nothing down.
const MOST_WORDS: usize = 8;

const REACHABLE: &str = " AND EXISTS (SELECT 1 FROM contact_emails r \
    WHERE r.workspace_id = c.workspace_id AND r.contact_id = c.id)";

const NEXT_MEETING: &str =
    "m.workspace_id = c.workspace_id AND m.desired = 'scheduled' AND NOT m.repeats AND m.ends_at > $2";

/// The table of contacts.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    query: &ContactQuery,
) -> Result<ContactPage, StoreError> {
    let mut patterns: Vec<Value> = fold(query.search.as_deref().unwrap_or_default())
        .split_whitespace()
        .take(MOST_WORDS)
        .map(|word| contains_pattern(word).bind())
        .collect();
    let words = patterns.len();
    patterns.extend(query.company.map(|company| company.bind()));
    let matches = |first| {
        let reachable = if query.reachable { REACHABLE } else { "" };
        format!("{}{reachable}", matches(first, words, query.company.is_some()))
    };
    let sql = format!("SELECT COUNT(*) AS n FROM contacts c WHERE c.workspace_id = $1{}", matches(2));
    let total = db.count(&sql, [values![workspace], patterns.clone()].concat()).await?;

    let (order, cursor) = match query.sort {
        ContactSort::LastTouched => {
            (Order::NewestFirst("c.last_touched_at"), Cursor::parse_time(query.after.as_deref()))
        }
        ContactSort::Name => (Order::Alphabetical("c.name_folded"), Cursor::parse(query.after.as_deref())),
    };
    let seek = Seek::new(order, "c.id", cursor.as_ref(), 4 + patterns.len());
    let sql = format!("{}{}{} {} LIMIT $3", select(), matches(4), seek.condition, seek.order_by);
    let values = [values![workspace, query.now, i64::from(query.limit) + 1], patterns, seek.values].concat();
    let rows = db.all(&sql, values, |row| Ok((read(row)?, row.get::<String>("name_folded")?))).await?;
    let page = cut(rows, cursor.as_ref(), query.limit, |(row, name)| {
        let touched = row.last_touched.map_or(0, |at| Micros::from(at).0);
        let key = if query.sort == ContactSort::Name { name.clone() } else { touched.to_string() };
        (row.id.as_uuid(), key)
    });
    let rows = page.rows.into_iter().map(|(row, _)| row).collect();
    Ok(ContactPage { rows, total, next: page.next, previous: page.previous })
}

/// A row each; `$1` is the workspace and `$2` now.
fn select() -> String {
    format!(
        "SELECT c.id, c.name, c.name_folded, c.title, c.company_id, c.zone, c.last_touched_at, c.last_touched_kind, \
         co.name AS company_name, e.address AS email, e.bounced, \
         (SELECT MIN(m.starts_at) FROM meetings m WHERE m.contact_id = c.id AND {NEXT_MEETING}) AS next_own, \
         (SELECT MIN(m.starts_at) FROM meeting_invitees i \
          JOIN meetings m ON m.workspace_id = i.workspace_id AND m.id = i.meeting_id \
          WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND {NEXT_MEETING}) AS next_invited \
         FROM contacts c \
         LEFT JOIN companies co ON co.workspace_id = c.workspace_id AND co.id = c.company_id \
         LEFT JOIN contact_emails e ON e.workspace_id = c.workspace_id AND e.contact_id = c.id AND e.position = 0 \
         WHERE c.workspace_id = $1"
    )
}

/// The rows of these contacts, in no order; ids of nobody are left out.
pub async fn rows_by_ids(
    db: &impl Db,
    workspace: WorkspaceId,
    ids: &[ContactId],
    now: Timestamp,
) -> Result<Vec<ContactRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{} AND c.id IN ({})", select(), placeholders(3, ids.len()));
    let mut values = values![workspace, now];
    values.extend(ids.iter().map(Bind::bind));
    db.all(&sql, values, read).await
}

/// ` AND …` for each of `words` patterns bound from `$first` on, and for the company after them.
fn matches(first: usize, words: usize, company: bool) -> String {
    let last = first + words;
    let words = (first..last).map(|n| format!(" AND c.search_text LIKE ${n} ESCAPE '\\'"));
    words.chain(company.then(|| format!(" AND c.company_id = ${last}"))).collect()
}

fn read(row: &Row) -> Result<ContactRow, StoreError> {
    let last_touched = read_last_touched(row)?;
    let (own, invited): (Option<Timestamp>, Option<Timestamp>) =
        (row.opt("next_own")?, row.opt("next_invited")?);
    Ok(ContactRow {
        id: row.get("id")?,
        name: row.get("name")?,
        title: row.opt("title")?,
        company_id: row.opt("company_id")?,
        company_name: row.opt("company_name")?,
        email: row.opt("email")?,
        email_bounced: row.opt("bounced")?.unwrap_or(false),
        last_touched: last_touched.map(|(at, _)| at),
        last_touch_kind: last_touched.map(|(_, kind)| kind),
        next_meeting: own.into_iter().chain(invited).min(),
        zone: row.opt("zone")?,
    })
}

/// Somebody at the same company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// What they do.
    pub title: Option<String>,
}

/// The other contacts of the contact's company, by name, at most 20.
pub async fn colleagues(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
) -> Result<Vec<Colleague>, StoreError> {
    let sql = "SELECT o.id, o.name, o.title FROM contacts c \
        JOIN contacts o ON o.workspace_id = c.workspace_id AND o.company_id = c.company_id AND o.id <> c.id \
        WHERE c.workspace_id = $1 AND c.id = $2 ORDER BY o.name_folded, o.id LIMIT 20";
    db.all(sql, values![workspace, contact], |row| {
        Ok(Colleague { id: row.get("id")?, name: row.get("name")?, title: row.opt("title")? })
    })
    .await
}

/// Somebody who can be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactChoice {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// The address the invitation would go to.
    pub email: EmailAddress,
}

/// The contacts who have this address or are called so, in the order they were added. Of more than
/// 20 the first.
pub async fn called(db: &impl Db, workspace: WorkspaceId, text: &str) -> Result<Vec<ContactId>, StoreError> {
    let sql = "SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND (c.name_folded = $2 OR EXISTS (SELECT 1 \
        FROM contact_emails e WHERE e.workspace_id = $1 AND e.contact_id = c.id AND e.address_folded = $3)) \
        ORDER BY c.id LIMIT 20";
    let address = text.trim().to_ascii_lowercase();
    db.all(sql, values![workspace, fold(text), address], |row| row.get("id")).await
}

/// Contacts who have an address, by name, at most 200.
pub async fn with_email(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<ContactChoice>, StoreError> {
    let sql = "SELECT c.id, c.name, e.address FROM contacts c \
        JOIN contact_emails e ON e.workspace_id = c.workspace_id AND e.contact_id = c.id AND e.position = 0 \
        WHERE c.workspace_id = $1 ORDER BY c.name_folded, c.id LIMIT 200";
    db.all(sql, values![workspace], |row| {
        Ok(ContactChoice { id: row.get("id")?, name: row.get("name")?, email: row.get("address")? })
    })
    .await
}
