//! Deals: what may be sold, to whom, and how far it is.

use std::fmt::Write as _;

use domain::{CompanyId, ContactId, Currency, DealId, EmailAddress, Money, PersonName, UserId, WorkspaceId};
use jiff::Timestamp;
use sea_orm::Value;

use crate::{
    Db, StoreError, Tx,
    columns::{Bind, Row, columns, text_columns, values},
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
    search_index::{Searchable, refresh},
};

domain::text_enum! {
    /// How far a deal is.
    pub enum Stage {
        /// There is a need and money for it.
        Qualified = "qualified",
        /// An offer was made.
        Proposal = "proposal",
        /// The terms are talked about.
        Negotiation = "negotiation",
        /// It was sold.
        Won = "won",
        /// It was not.
        Lost = "lost",
    }
}

text_columns! { Stage Currency }

impl Stage {
    /// Whether something may still come of it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Won | Self::Lost)
    }

    /// The word people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Qualified => "Qualified",
            Self::Proposal => "Proposal",
            Self::Negotiation => "Negotiation",
            Self::Won => "Won",
            Self::Lost => "Lost",
        }
    }
}

/// A deal to add or as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDeal {
    /// Its id.
    pub id: DealId,
    /// What it is about.
    pub title: String,
    /// How far it is.
    pub stage: Stage,
    /// What it is worth.
    pub value: Money,
    /// Who buys.
    pub company_id: Option<CompanyId>,
    /// With whom it is talked about.
    pub contact_id: Option<ContactId>,
    /// The user who looks after it.
    pub owner_id: UserId,
    /// When it was added.
    pub created_at: Timestamp,
}

/// A deal with what a page shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// What it is about.
    pub title: String,
    /// How far it is.
    pub stage: Stage,
    /// Since when.
    pub stage_since: Timestamp,
    /// What it is worth.
    pub value: Money,
    /// Who buys.
    pub company: Option<(CompanyId, String)>,
    /// With whom it is talked about.
    pub contact: Option<(ContactId, PersonName)>,
    /// Their address, if they have one.
    pub contact_email: Option<EmailAddress>,
    /// The user who looks after it.
    pub owner: (UserId, PersonName),
    /// When somebody meets the contact next.
    pub next_meeting: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// `$2` is now.
const SELECT: &str = "SELECT d.id, d.title, d.stage, d.stage_since, d.amount, d.currency, d.company_id, co.name AS company_name, \
    d.contact_id, c.name AS contact_name, e.address AS contact_email, d.owner_id, u.name AS owner_name, d.created_at, \
    (SELECT MIN(m.starts_at) FROM meetings m WHERE m.workspace_id = d.workspace_id AND m.desired = 'scheduled' \
     AND NOT m.repeats AND m.ends_at > $2 AND (m.contact_id = d.contact_id OR m.id IN (SELECT i.meeting_id FROM meeting_invitees i \
     WHERE i.workspace_id = d.workspace_id AND i.contact_id = d.contact_id))) AS next_meeting \
    FROM deals d \
    JOIN users u ON u.workspace_id = d.workspace_id AND u.id = d.owner_id \
    LEFT JOIN companies co ON co.workspace_id = d.workspace_id AND co.id = d.company_id \
    LEFT JOIN contacts c ON c.workspace_id = d.workspace_id AND c.id = d.contact_id \
    LEFT JOIN contact_emails e ON e.workspace_id = d.workspace_id AND e.contact_id = d.contact_id AND e.position = 0 \
    WHERE d.workspace_id = $1";

fn read(row: &Row) -> Result<Deal, StoreError> {
    let company: Option<CompanyId> = row.opt("company_id")?;
    let contact: Option<ContactId> = row.opt("contact_id")?;
    Ok(Deal {
        id: row.get("id")?,
        title: row.get("title")?,
        stage: row.get("stage")?,
        stage_since: row.get("stage_since")?,
        value: Money { minor: row.get("amount")?, currency: row.get("currency")? },
        company: company.map(|id| Ok::<_, StoreError>((id, row.get("company_name")?))).transpose()?,
        contact: contact.map(|id| Ok::<_, StoreError>((id, row.get("contact_name")?))).transpose()?,
        contact_email: row.opt("contact_email")?,
        owner: (row.get("owner_id")?, row.get("owner_name")?),
        next_meeting: row.opt("next_meeting")?,
        created_at: row.get("created_at")?,
    })
}

/// Which deals to list. Everything that is `None` leaves none out.
#[derive(Debug, Clone, Copy, Default)]
pub struct DealFilter {
    /// Who looks after them.
    pub owner: Option<UserId>,
    /// Of this company.
    pub company: Option<CompanyId>,
    /// With this contact.
    pub contact: Option<ContactId>,
}

/// Deals, those that came to their stage last first. Lost ones are left out, unless `lost`.
pub async fn list(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: DealFilter,
    lost: bool,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Deal>, StoreError> {
    let mut values: Vec<Value> = values![workspace, now, limit];
    let mut conditions = conditions(filter, &mut values);
    if !lost {
        conditions += " AND d.stage <> 'lost'";
    }
    let sql = format!("{SELECT}{conditions} ORDER BY d.stage_since DESC, d.id DESC LIMIT $3");
    db.all(&sql, values, read).await
}

/// Deals of every stage or of one, those that came to their stage last first, and how to go on. `after` is what another
/// page said.
pub async fn page(
    db: &impl Db,
    workspace: WorkspaceId,
    (filter, stage): (DealFilter, Option<Stage>),
    after: Option<&str>,
    now: Timestamp,
    limit: u32,
) -> Result<(Vec<Deal>, Option<String>), StoreError> {
    let cursor = Cursor::parse_time(after);
    let mut values: Vec<Value> = values![workspace, now, i64::from(limit) + 1];
    let mut conditions = conditions(filter, &mut values);
    if let Some(stage) = stage {
        values.push(stage.bind());
        let _ = write!(conditions, " AND d.stage = ${}", values.len());
    }
    let seek = Seek::new(Order::NewestFirst("d.stage_since"), "d.id", cursor.as_ref(), values.len() + 1);
    let sql = format!("{SELECT}{conditions}{} {} LIMIT $3", seek.condition, seek.order_by);
    values.extend(seek.values);
    let page = cut(db.all(&sql, values, read).await?, cursor.as_ref(), limit, |deal| {
        (deal.id.as_uuid(), Micros::from(deal.stage_since).0.to_string())
    });
    Ok((page.rows, page.next))
}

/// What the deals of one stage are worth together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// How far they are.
    pub stage: Stage,
    /// How many there are.
    pub deals: u64,
    /// Their sum.
    pub value: Money,
}

/// What all deals are worth together, for each stage and currency by itself.
pub async fn worth(
    db: &impl Db,
    workspace: WorkspaceId,
    filter: DealFilter,
) -> Result<Vec<Worth>, StoreError> {
    let mut values: Vec<Value> = values![workspace];
    let conditions = conditions(filter, &mut values);
    let sql = format!(
        "SELECT d.stage, d.currency, COUNT(*) AS deals, CAST(SUM(d.amount) AS BIGINT) AS amount FROM deals d \
         WHERE d.workspace_id = $1{conditions} GROUP BY d.stage, d.currency ORDER BY d.stage, d.currency"
    );
    db.all(&sql, values, |row| {
        let value = Money { minor: row.get("amount")?, currency: row.get("currency")? };
        Ok(Worth { stage: row.get("stage")?, deals: row.get("deals")?, value })
    })
    .await
}

/// ` AND …` for what the filter asks for; its values join `values`.
fn conditions(filter: DealFilter, values: &mut Vec<Value>) -> String {
    let mut conditions = String::new();
    let DealFilter { owner, company, contact } = filter;
    let wanted = [
        ("owner_id", owner.map(|id| id.bind())),
        ("company_id", company.map(|id| id.bind())),
        ("contact_id", contact.map(|id| id.bind())),
    ];
    for (column, value) in wanted {
        if let Some(value) = value {
            values.push(value);
            // Writing to a String cannot fail.
            let _ = write!(conditions, " AND d.{column} = ${}", values.len());
        }
    }
    conditions
}

/// The deal with this id.
pub async fn get(
    db: &impl Db,
    workspace: WorkspaceId,
    id: DealId,
    now: Timestamp,
) -> Result<Option<Deal>, StoreError> {
    db.one(&format!("{SELECT} AND d.id = $3"), values![workspace, now, id], read).await
}

/// Adds a deal.
pub async fn create(tx: &Tx, workspace: WorkspaceId, deal: &NewDeal) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: deal.id,
        title: deal.title,
        stage: deal.stage,
        stage_since: deal.created_at,
        amount: deal.value.minor,
        currency: deal.value.currency,
        company_id: deal.company_id,
        contact_id: deal.contact_id,
        owner_id: deal.owner_id,
        created_at: deal.created_at,
    };
    tx.insert("deals", columns).await?;
    refresh(tx, workspace, Searchable::Deal, deal.id.as_uuid()).await
}

/// Stores an edited deal but for its stage; whether it exists.
pub async fn update(tx: &Tx, workspace: WorkspaceId, deal: &NewDeal) -> Result<bool, StoreError> {
    let sql = "UPDATE deals SET title = $3, amount = $4, currency = $5, company_id = $6, contact_id = $7 \
        WHERE workspace_id = $1 AND id = $2";
    let NewDeal { id, title, value, company_id, contact_id, .. } = deal;
    let values = values![workspace, id, title, value.minor, value.currency, company_id, contact_id];
    let found = tx.exec(sql, values).await? == 1;
    refresh(tx, workspace, Searchable::Deal, id.as_uuid()).await?;
    Ok(found)
}

/// Moves a deal to a stage. `false` when it is there already, or nowhere.
pub async fn move_to(
    tx: &Tx,
    workspace: WorkspaceId,
    id: DealId,
    stage: Stage,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql =
        "UPDATE deals SET stage = $3, stage_since = $4 WHERE workspace_id = $1 AND id = $2 AND stage <> $3";
    Ok(tx.exec(sql, values![workspace, id, stage, now]).await? == 1)
}

/// Holds a deal until the transaction ends; whether it exists.
pub async fn lock(tx: &Tx, workspace: WorkspaceId, id: DealId) -> Result<bool, StoreError> {
    tx.lock("deals", "workspace_id = $1 AND id = $2", values![workspace, id]).await
}

/// Deletes a deal; whether it existed.
pub async fn delete(tx: &Tx, workspace: WorkspaceId, id: DealId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM deals WHERE workspace_id = $1 AND id = $2";
    let found = tx.exec(sql, values![workspace, id]).await? == 1;
    refresh(tx, workspace, Searchable::Deal, id.as_uuid()).await?;
    Ok(found)
}

/// The deals with these ids; ids of none are left out.
pub async fn by_ids(
    db: &impl Db,
    workspace: WorkspaceId,
    ids: &[DealId],
    now: Timestamp,
) -> Result<Vec<Deal>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks = crate::query::placeholders(3, ids.len());
    let mut values = values![workspace, now];
    values.extend(ids.iter().map(Bind::bind));
    db.all(&format!("{SELECT} AND d.id IN ({marks})"), values, read).await
}
