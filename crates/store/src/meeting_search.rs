//! Meetings as the page of all meetings filters them.

use domain::{CompanyId, ContactId, MeetingId, UserId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError,
    columns::Bind,
    fold::{contains_pattern, fold},
    meeting_lists::{MeetingRow, rows, rows_and_series},
    meeting_series,
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
    query::placeholders,
};

domain::text_enum! {
    /// How far a meeting is.
    pub enum MeetingPhase {
        /// It has not ended.
        ToCome = "to-come",
        /// It has ended.
        Over = "over",
        /// It has not ended, and Zoom does not have it as it is wanted.
        Waiting = "waiting",
    }
}

/// Which meetings to list. Everything that is `None` leaves none out.
#[derive(Debug, Clone, Default)]
pub struct MeetingFilter {
    /// Who holds them.
    pub host: Option<UserId>,
    /// With whom: scheduled with this contact, or they are invited.
    pub contact: Option<ContactId>,
    /// With the people of this company, in the same way.
    pub company: Option<CompanyId>,
    /// Words that all have to occur in the name, an address or the company of a contact they are with, or in the
    /// address of somebody invited.
    pub with: Option<String>,
    /// How far they are.
    pub phase: Option<MeetingPhase>,
    /// Those that start at this instant or later.
    pub from: Option<Timestamp>,
    /// Those that start before this instant.
    pub to: Option<Timestamp>,
}

/// The meetings that pass the filter, in order of their start.
pub async fn filtered(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: &MeetingFilter,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<MeetingRow>, StoreError> {
    let query = condition(filter, now);
    rows(db, workspace, &query.condition, query.values, limit).await
}

/// The same page by page, and how to go on. `after` is what another page said.
pub async fn page(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: &MeetingFilter,
    after: Option<&str>,
    now: Timestamp,
    limit: u32,
) -> Result<(Vec<MeetingRow>, Option<String>), StoreError> {
    let cursor = Cursor::parse_time(after);
    let mut query = condition(filter, now);
    let seek = Seek::new(Order::OldestFirst("m.starts_at"), "m.id", cursor.as_ref(), query.values.len() + 2);
    query.condition += &seek.condition;
    query.values.extend(seek.values);
    let found = rows(db, workspace, &query.condition, query.values, limit + 1).await?;
    let page = cut(found, cursor.as_ref(), limit, |row| {
        (row.id.as_uuid(), Micros::from(row.starts_at).0.to_string())
    });
    Ok((page.rows, page.next))
}

/// The last meetings that pass the filter and are over, newest first.
pub async fn last(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: &MeetingFilter,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<MeetingRow>, StoreError> {
    let query = condition(&MeetingFilter { phase: Some(MeetingPhase::Over), ..filter.clone() }, now);
    let newest = format!(
        "m.id IN (SELECT m.id FROM meetings m WHERE m.workspace_id = $1 AND m.desired = 'scheduled' AND NOT m.repeats AND {} \
         ORDER BY m.starts_at DESC, m.id DESC LIMIT {limit})",
        query.condition
    );
    let mut found = rows(db, workspace, &newest, query.values, limit).await?;
    found.reverse();
    Ok(found)
}

/// The meetings with these ids, in order of their start; removed ones and ids of none are left out. A series as a whole
/// starts with its next date, and with its first when none is to come.
pub async fn rows_by_ids(
    db: &impl Db,
    workspace: WorkspaceId,
    ids: &[MeetingId],
    now: Timestamp,
) -> Result<Vec<MeetingRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let condition = format!("m.id IN ({})", placeholders(2, ids.len()));
    let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let mut found =
        rows_and_series(db, workspace, &condition, ids.iter().map(Bind::bind).collect(), limit).await?;
    let series: Vec<MeetingId> = found.iter().filter(|row| row.repeat.is_some()).map(|row| row.id).collect();
    let next = meeting_series::next_dates(db, workspace, &series, now).await?;
    for row in &mut found {
        if let Some((starts_at, duration)) = next.get(&row.id) {
            (row.starts_at, row.duration) = (*starts_at, *duration);
        }
    }
    found.sort_by_key(|row| (row.starts_at, row.id));
    Ok(found)
}

fn condition(filter: &MeetingFilter, now: Timestamp) -> Query {
    let mut query = Query { condition: String::from("1 = 1"), values: Vec::new() };
    if let Some(host) = filter.host {
        query.and("m.host_id = {}", host.bind());
    }
    if let Some(contact) = filter.contact {
        query.and(
            "(m.contact_id = {} OR m.id IN (SELECT i.meeting_id FROM meeting_invitees i \
             WHERE i.workspace_id = $1 AND i.contact_id = {}))",
            contact.bind(),
        );
    }
    if let Some(company) = filter.company {
        query.and(
            "(m.contact_id IN (SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND c.company_id = {}) \
             OR m.id IN (SELECT i.meeting_id FROM contacts c \
             JOIN meeting_invitees i ON i.workspace_id = c.workspace_id AND i.contact_id = c.id \
             WHERE c.workspace_id = $1 AND c.company_id = {}))",
            company.bind(),
        );
    }
    for word in filter.with.iter().flat_map(|words| words.split_whitespace()) {
        query.and(
            "(m.contact_id IN (SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND c.search_text LIKE {} \
             ESCAPE '\\') OR m.id IN (SELECT i.meeting_id FROM meeting_invitees i \
             LEFT JOIN contacts c ON c.workspace_id = i.workspace_id AND c.id = i.contact_id \
             WHERE i.workspace_id = $1 AND (c.search_text LIKE {} ESCAPE '\\' OR LOWER(i.email) LIKE {} ESCAPE '\\')))",
            contains_pattern(&fold(word)).bind(),
        );
    }
    match filter.phase {
        None => {}
        Some(MeetingPhase::ToCome) => query.and("m.ends_at > {}", now.bind()),
        Some(MeetingPhase::Over) => query.and("m.ends_at <= {}", now.bind()),
        Some(MeetingPhase::Waiting) => query.and(
            "m.ends_at > {} AND (m.known NOT IN ('in_zoom', 'elsewhere', 'leaving') OR m.problem IS NOT NULL \
             OR (m.known = 'in_zoom' AND z.revision < m.revision))",
            now.bind(),
        ),
    }
    if let Some(from) = filter.from {
        query.and("m.starts_at >= {}", from.bind());
    }
    if let Some(to) = filter.to {
        query.and("m.starts_at < {}", to.bind());
    }
    query
}

/// A condition that grows; `$1` is the workspace.
struct Query {
    condition: String,
    values: Vec<Value>,
}

impl Query {
    /// `{}` in the condition stands for the value.
    fn and(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let mark = format!("${}", self.values.len() + 1);
        self.condition.push_str(" AND ");
        self.condition.push_str(&condition.replace("{}", &mark));
    }
}
