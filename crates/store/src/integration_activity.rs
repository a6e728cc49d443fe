//! Views of the log of integration calls: the list, the health of a connection, the numbers above the list.

use domain::{GrantId, PersonName, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use sea_orm::Value;

use crate::{
    Db, StoreError,
    columns::{Row, values},
    compliance_receipts::{self, ConfirmState, Receipt},
    connections::ZOOM,
    grants::GrantState,
    integration_calls::{Call, CallDirection, CallKind, CallResult},
    micros::Micros,
    outbox::EmailState,
    paging::{Cursor, Cut, Order, Seek, cut},
};

domain::text_enum! {
    /// The part of the log that is shown.
    pub enum CallTab {
        /// Everything.
        All = "all",
        /// Connecting, refreshing, disconnecting.
        Connections = "connections",
        /// Removals of the app in Zoom.
        Deauthorizations = "deauthorizations",
        /// Deletions and their confirmation.
        DataCompliance = "data_compliance",
        /// Events from Zoom, deauthorizations included.
        Events = "events",
    }
}

impl CallTab {
    /// A condition on the table named `l`; holds no foreign text.
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "1 = 1",
            Self::Connections => "l.what = 'connection'",
            Self::Deauthorizations => "l.what = 'deauthorization'",
            Self::DataCompliance => "l.what = 'compliance'",
            Self::Events => "l.direction = 'event'",
        }
    }
}

/// Which lines to list.
#[derive(Debug, Clone, Copy)]
pub struct CallFilter {
    /// The part of the log.
    pub tab: CallTab,
    /// Only lines of this user: for people who may not see those of others.
    pub user: Option<UserId>,
}

/// One page of the log, newest first.
#[derive(Debug, Clone)]
pub struct CallPage {
    /// The lines.
    pub rows: Vec<CallRow>,
    /// How many there are, by tab.
    pub counts: CallCounts,
    /// How to go on to older ones.
    pub next: Option<String>,
    /// How to go back to newer ones.
    pub previous: Option<String>,
}

/// A line with what a page shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// The line.
    pub call: Call,
    /// The name of the user it concerns.
    pub person_name: Option<PersonName>,
    /// What followed a deauthorization.
    pub receipt: Option<Receipt>,
    /// The mail that told the person of it, if one did.
    pub told: Option<Told>,
}

/// A mail about a farewell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether it has left.
    pub state: EmailState,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
    /// What stands in the way, or stood last.
    pub words: Option<String>,
}

/// How many lines each tab shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// Everything.
    pub all: u64,
    /// Connecting, refreshing, disconnecting.
    pub connections: u64,
    /// Removals of the app.
    pub deauthorizations: u64,
    /// Deletions and their confirmation.
    pub data_compliance: u64,
    /// Events from Zoom.
    pub events: u64,
}

/// The log. `before` is [`CallPage::next`] (or `previous`) of another page.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: CallFilter,
    before: Option<&str>,
    limit: u32,
) -> Result<CallPage, StoreError> {
    let counts = count(db, workspace, filter).await?;
    let page = read_page(db, workspace, filter, before, limit).await?;
    Ok(CallPage { rows: page.rows, counts, next: page.next, previous: page.previous })
}

/// The same without the numbers on the tabs: rows after `before`, and where the next ones begin.
pub async fn page(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: CallFilter,
    before: Option<&str>,
    limit: u32,
) -> Result<(Vec<CallRow>, Option<String>), StoreError> {
    let page = read_page(db, workspace, filter, before, limit).await?;
    Ok((page.rows, page.next))
}

/// Whose lines they are. Events that belong to nobody here (refused ones, validations) are shown to those who see
/// everybody's.
fn whose(filter: CallFilter) -> (&'static str, Vec<Value>) {
    match filter.user {
        Some(user) => ("l.workspace_id = $1 AND l.user_id = $2", values![user]),
        None => ("(l.workspace_id = $1 OR l.workspace_id IS NULL)", Vec::new()),
    }
}

async fn read_page(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: CallFilter,
    before: Option<&str>,
    limit: u32,
) -> Result<Cut<CallRow>, StoreError> {
    let (whose, user) = whose(filter);
    let cursor = Cursor::parse_time(before);
    let limit_at = 2 + user.len();
    let seek = Seek::new(Order::NewestFirst("l.at"), "l.id", cursor.as_ref(), limit_at + 1);
    let receipt = compliance_receipts::COLUMNS;
    let sql = format!(
        "SELECT l.id, l.workspace_id, l.user_id, l.at, l.direction, l.name, l.what, l.result, l.result_words, l.status, \
         l.duration_ms, l.tries, u.name AS person, t.state AS told_state, t.sent_at AS told_at, t.server_words AS told_words, {receipt} \
         FROM integration_calls l \
         LEFT JOIN users u ON u.workspace_id = l.workspace_id AND u.id = l.user_id \
         LEFT JOIN compliance_receipts r ON r.id = l.receipt_id \
         LEFT JOIN user_emails t ON t.workspace_id = l.workspace_id AND t.user_id = l.user_id \
         AND t.about_at = r.deleted_at AND t.kind = 'zoom_ended' \
         WHERE {whose} AND {}{} {} LIMIT ${limit_at}",
        filter.tab.condition(),
        seek.condition,
        seek.order_by
    );
    let values = [values![workspace], user, values![i64::from(limit) + 1], seek.values].concat();
    Ok(cut(db.all(&sql, values, read).await?, cursor.as_ref(), limit, |row| {
        (row.call.id.as_uuid(), Micros::from(row.call.at).0.to_string())
    }))
}

async fn count(db: &impl Db, workspace: WorkspaceId, filter: CallFilter) -> Result<CallCounts, StoreError> {
    let (whose, user) = whose(filter);
    let columns: Vec<String> = CallTab::ALL
        .iter()
        .map(|tab| format!("COUNT(CASE WHEN {} THEN 1 END) AS {tab}_calls", tab.condition()))
        .collect();
    let sql = format!("SELECT {} FROM integration_calls l WHERE {whose}", columns.join(", "));
    let counts = db.one(&sql, [values![workspace], user].concat(), |row| {
        Ok(CallCounts {
            all: row.get("all_calls")?,
            connections: row.get("connections_calls")?,
            deauthorizations: row.get("deauthorizations_calls")?,
            data_compliance: row.get("data_compliance_calls")?,
            events: row.get("events_calls")?,
        })
    });
    Ok(counts.await?.unwrap_or_default())
}

/// How a user's calls went on one day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayHealth {
    /// The day.
    pub day: Date,
    /// Calls that worked.
    pub ok: u64,
    /// Calls that did not.
    pub failed: u64,
}

/// The user's calls from `since` on, by day; days without calls are left out.
pub async fn health(
    db: &impl Db,
    workspace: WorkspaceId,
    user: UserId,
    since: Timestamp,
) -> Result<Vec<DayHealth>, StoreError> {
    let sql = "SELECT at / 86400000000 AS day, COUNT(CASE WHEN result = $4 THEN 1 END) AS ok, COUNT(*) AS n \
        FROM integration_calls WHERE workspace_id = $1 AND user_id = $2 AND at >= $3 AND direction = $5 \
        GROUP BY at / 86400000000 ORDER BY 1";
    let values = values![workspace, user, since, CallResult::Worked, CallDirection::Call];
    db.all(sql, values, |row| {
        let (ok, all): (u64, u64) = (row.get("ok")?, row.get("n")?);
        Ok(DayHealth { day: date_of(row.get("day")?)?, ok, failed: all.saturating_sub(ok) })
    })
    .await
}

/// The date of a number of days since 1970.
fn date_of(days: i64) -> Result<Date, StoreError> {
    let corrupt = |problem: String| StoreError::Corrupt { column: "at", problem };
    let at = Timestamp::UNIX_EPOCH
        .checked_add(SignedDuration::from_hours(days.saturating_mul(24)))
        .map_err(|error| corrupt(error.to_string()))?;
    Ok(TimeZone::UTC.to_datetime(at).date())
}

/// The numbers above the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Users of the workspace.
    pub people: u64,
    /// Users with a Zoom connection.
    pub connected: u64,
    /// Those of them who have to reconnect.
    pub needs_reconnect: u64,
    /// Events from Zoom within the last 24 hours.
    pub events_24h: u64,
    /// Those of them that were handled at a later try.
    pub retried_24h: u64,
    /// Those of them that could not be handled.
    pub lost_24h: u64,
    /// Removals of the app.
    pub deauthorizations: u64,
    /// Those of them that Zoom was told are carried out.
    pub confirmed: u64,
}

/// The numbers above the log of a workspace. An event about an account that several people use has a line for each of
/// them, and is one.
pub async fn stats(db: &impl Db, workspace: WorkspaceId, now: Timestamp) -> Result<Stats, StoreError> {
    let events = |which: &str| {
        format!(
            "(SELECT COUNT(*) FROM (SELECT DISTINCT at, name FROM integration_calls \
             WHERE (workspace_id = $1 OR workspace_id IS NULL) AND direction = $4 AND at > $5{which}) AS events)"
        )
    };
    let sql = format!(
        "SELECT \
        ((SELECT COUNT(*) FROM users WHERE workspace_id = $1) \
         - (SELECT COUNT(*) FROM removed_people WHERE workspace_id = $1)) AS people, \
        (SELECT COUNT(*) FROM connections WHERE workspace_id = $1 AND provider = $2) AS connected, \
        (SELECT COUNT(*) FROM connections k JOIN grants g ON g.id = k.grant_id \
         WHERE k.workspace_id = $1 AND k.provider = $2 AND g.state = $3) AS needs_reconnect, \
        {} AS events_24h, {} AS retried_24h, {} AS lost_24h, \
        (SELECT COUNT(*) FROM integration_calls WHERE workspace_id = $1 AND direction = $4 AND what = $6) \
         AS deauthorizations, \
        (SELECT COUNT(*) FROM integration_calls l JOIN compliance_receipts r ON r.id = l.receipt_id \
         WHERE l.workspace_id = $1 AND l.direction = $4 AND l.what = $6 AND r.confirm_state = $7) AS confirmed",
        events(""),
        events(" AND result = $8 AND tries > 1"),
        events(" AND result = $9"),
    );
    let day_ago = now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(now);
    let values = values![
        workspace,
        ZOOM,
        GrantState::NeedsReconnect,
        CallDirection::Event,
        day_ago,
        CallKind::Deauthorization,
        ConfirmState::Confirmed,
        CallResult::Processed,
        CallResult::Failed
    ];
    let stats = db.one(&sql, values, |row| {
        Ok(Stats {
            people: row.get("people")?,
            connected: row.get("connected")?,
            needs_reconnect: row.get("needs_reconnect")?,
            events_24h: row.get("events_24h")?,
            retried_24h: row.get("retried_24h")?,
            lost_24h: row.get("lost_24h")?,
            deauthorizations: row.get("deauthorizations")?,
            confirmed: row.get("confirmed")?,
        })
    });
    Ok(stats.await?.unwrap_or_default())
}

fn read(row: &Row) -> Result<CallRow, StoreError> {
    let receipt_id = row.opt("receipt_id")?;
    Ok(CallRow {
        call: Call {
            id: row.get("id")?,
            workspace_id: row.opt("workspace_id")?,
            user_id: row.opt("user_id")?,
            at: row.get("at")?,
            direction: row.get("direction")?,
            name: row.get("name")?,
            what: row.get("what")?,
            result: row.get("result")?,
            result_words: row.opt("result_words")?,
            status: row.opt("status")?,
            duration_ms: row.get("duration_ms")?,
            tries: row.get("tries")?,
            receipt_id,
        },
        person_name: row.opt("person")?,
        receipt: receipt_id.map(|_| compliance_receipts::read(row)).transpose()?,
        told: match row.opt("told_state")? {
            Some(state) => Some(Told { state, sent_at: row.opt("told_at")?, words: row.opt("told_words")? }),
            None => None,
        },
    })
}

/// How many meetings were created or changed with this Zoom account since `since`, as far as Zoom counts them: what it
/// refused is free, what got no answer may have been done.
pub async fn changes_since(db: &impl Db, grant: GrantId, since: Timestamp) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM connections c \
        JOIN integration_calls l ON l.workspace_id = c.workspace_id AND l.user_id = c.user_id \
        WHERE c.grant_id = $1 AND l.at >= $2 AND l.name IN ('POST users/me/meetings', 'PATCH meetings/{id}') \
        AND (l.status IS NULL OR l.status < 300 OR l.status >= 500)";
    db.count(sql, values![grant, since]).await
}
