//! Companies contacts work for. Lists of them are in [`list`](crate::companies::list).

use domain::{CompanyId, ContactId, EmailDomain, WorkspaceId, Zone};

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    contacts::refresh_search_text,
    fold::fold,
    query::{Query as _, placeholders},
    search_index::{Searchable, refresh},
};

pub use crate::company_lists::{CompanyFacts, CompanyPage, CompanyQuery, CompanyRow, facts, list, names};

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its name, unique in the workspace whatever the capitals and accents.
    pub name: String,
    /// The domain of its people's addresses, unique in the workspace.
    pub domain: Option<EmailDomain>,
    /// Whether people with an address at the domain belong to it.
    pub joins_by_domain: bool,
    /// What it does, in a line.
    pub about: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// Its VAT number, as typed.
    pub vat_number: Option<String>,
    /// Where its clock stands.
    pub zone: Option<Zone>,
}

impl Company {
    /// A company of which nothing but the name is known.
    pub const fn named(id: CompanyId, name: String) -> Self {
        Self {
            id,
            name,
            domain: None,
            joins_by_domain: true,
            about: None,
            address: None,
            vat_number: None,
            zone: None,
        }
    }
}

const SELECT: &str = "SELECT id, name, domain, joins_by_domain, about, address, vat_number, zone FROM companies \
    WHERE workspace_id = $1";

fn read(row: &Row) -> Result<Company, StoreError> {
    Ok(Company {
        id: row.get("id")?,
        name: row.get("name")?,
        domain: row.opt("domain")?,
        joins_by_domain: row.get("joins_by_domain")?,
        about: row.opt("about")?,
        address: row.opt("address")?,
        vat_number: row.opt("vat_number")?,
        zone: row.opt("zone")?,
    })
}

/// Adds a company. [`StoreError::Conflict`] when the workspace has one of that name or domain.
pub async fn create(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<(), StoreError> {
    if insert(tx, workspace, company).await? { Ok(()) } else { Err(StoreError::Conflict) }
}

/// Whether the name was free.
async fn insert(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<bool, StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: company.id,
        name: company.name,
        name_folded: fold(&company.name),
        domain: company.domain,
        joins_by_domain: company.joins_by_domain,
        about: company.about,
        address: company.address,
        vat_number: company.vat_number,
        zone: company.zone,
    };
    let is_new = tx.insert_new("companies", columns).await?;
    if is_new {
        refresh(tx, workspace, Searchable::Company, company.id.as_uuid()).await?;
    }
    Ok(is_new)
}

/// The id of the company of that name, which is added if there is none.
pub async fn ensure(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<CompanyId, StoreError> {
    if insert(tx, workspace, company).await? {
        return Ok(company.id);
    }
    let found = find_by_name(tx, workspace, &company.name).await?;
    Ok(found.ok_or(StoreError::Conflict)?.id)
}

/// Stores an edited company; whether it exists. [`StoreError::Conflict`] when another one has the name or domain.
pub async fn update(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<bool, StoreError> {
    let sql = "UPDATE companies SET name = $3, name_folded = $4, domain = $5, joins_by_domain = $6, about = $7, \
        address = $8, vat_number = $9, zone = $10 WHERE workspace_id = $1 AND id = $2";
    let folded = fold(&company.name);
    let values = values![
        workspace,
        company.id,
        company.name,
        folded,
        company.domain,
        company.joins_by_domain,
        company.about,
        company.address,
        company.vat_number,
        company.zone
    ];
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    refresh(tx, workspace, Searchable::Company, company.id.as_uuid()).await?;
    // People are found by the name of their company.
    for contact in people(tx, workspace, company.id).await? {
        refresh_search_text(tx, workspace, contact).await?;
    }
    Ok(true)
}

/// Deletes a company; its people stay, without one. Whether it existed.
pub async fn delete(tx: &Tx, workspace: WorkspaceId, id: CompanyId) -> Result<bool, StoreError> {
    if !tx.lock("companies", "workspace_id = $1 AND id = $2", values![workspace, id]).await? {
        return Ok(false);
    }
    let people = people(tx, workspace, id).await?;
    for sql in [
        "UPDATE contacts SET company_id = NULL WHERE workspace_id = $1 AND company_id = $2",
        "UPDATE deals SET company_id = NULL WHERE workspace_id = $1 AND company_id = $2",
        "DELETE FROM company_refusals WHERE workspace_id = $1 AND company_id = $2",
        "DELETE FROM companies WHERE workspace_id = $1 AND id = $2",
    ] {
        tx.exec(sql, values![workspace, id]).await?;
    }
    refresh(tx, workspace, Searchable::Company, id.as_uuid()).await?;
    for contact in people {
        refresh_search_text(tx, workspace, contact).await?;
    }
    Ok(true)
}

/// The company with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: CompanyId) -> Result<Option<Company>, StoreError> {
    db.one(&format!("{SELECT} AND id = $2"), values![workspace, id], read).await
}

/// The same, held until the transaction ends.
pub async fn get_for_update(
    tx: &Tx,
    workspace: WorkspaceId,
    id: CompanyId,
) -> Result<Option<Company>, StoreError> {
    // Whoever holds a contact of it may point to it meanwhile, and is not kept waiting.
    let sql = format!("{SELECT} AND id = $2{}", tx.dialect.for_no_key_update());
    tx.one(&sql, values![workspace, id], read).await
}

/// The company of that name, whatever the capitals and accents.
pub async fn find_by_name(
    db: &impl Db,
    workspace: WorkspaceId,
    name: &str,
) -> Result<Option<Company>, StoreError> {
    db.one(&format!("{SELECT} AND name_folded = $2"), values![workspace, fold(name)], read).await
}

/// The company of that domain.
pub async fn find_by_domain(
    db: &impl Db,
    workspace: WorkspaceId,
    domain: &EmailDomain,
) -> Result<Option<Company>, StoreError> {
    db.one(&format!("{SELECT} AND domain = $2"), values![workspace, domain], read).await
}

/// The companies with these ids; ids of none are left out.
pub async fn by_ids(
    db: &impl Db,
    workspace: WorkspaceId,
    ids: &[CompanyId],
) -> Result<Vec<Company>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks = placeholders(2, ids.len());
    let mut values = values![workspace];
    values.extend(ids.iter().flat_map(|id| values![id]));
    db.all(&format!("{SELECT} AND id IN ({marks})"), values, read).await
}

async fn people(tx: &Tx, workspace: WorkspaceId, id: CompanyId) -> Result<Vec<ContactId>, StoreError> {
    let sql = "SELECT id FROM contacts WHERE workspace_id = $1 AND company_id = $2 ORDER BY id";
    tx.all(sql, values![workspace, id], |row| row.get("id")).await
}

/// Lets everybody join who has no company, an address at the domain, and of whom nobody said no. How many did.
pub async fn join_by_domain(
    tx: &Tx,
    workspace: WorkspaceId,
    id: CompanyId,
    domain: &EmailDomain,
) -> Result<u64, StoreError> {
    // A domain holds none of the signs of LIKE.
    let sql = "SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND c.company_id IS NULL \
        AND c.id IN (SELECT e.contact_id FROM contact_emails e WHERE e.workspace_id = $1 AND e.address_folded LIKE $3) \
        AND NOT EXISTS (SELECT 1 FROM company_refusals r \
        WHERE r.workspace_id = $1 AND r.company_id = $2 AND r.contact_id = c.id) ORDER BY c.id";
    let pattern = format!("%@{domain}");
    let joining: Vec<ContactId> = tx.all(sql, values![workspace, id, pattern], |row| row.get("id")).await?;
    let mut joined = 0;
    for contact in joining {
        joined += join_one(tx, workspace, id, contact).await?;
    }
    Ok(joined)
}

/// Lets one contact join who has no company. 1 if they did.
pub async fn join_one(
    tx: &Tx,
    workspace: WorkspaceId,
    id: CompanyId,
    contact: ContactId,
) -> Result<u64, StoreError> {
    let sql =
        "UPDATE contacts SET company_id = $3 WHERE workspace_id = $1 AND id = $2 AND company_id IS NULL";
    let joined = tx.exec(sql, values![workspace, contact, id]).await?;
    refresh_search_text(tx, workspace, contact).await?;
    Ok(joined)
}

/// Notes that the contact does not belong to the company, whatever their address.
pub async fn refuse(
    tx: &Tx,
    workspace: WorkspaceId,
    company: CompanyId,
    contact: ContactId,
) -> Result<(), StoreError> {
    let columns = columns! { workspace_id: workspace, company_id: company, contact_id: contact };
    tx.insert_new("company_refusals", columns).await.map(drop)
}

/// Takes that back.
pub async fn take_back(
    tx: &Tx,
    workspace: WorkspaceId,
    company: CompanyId,
    contact: ContactId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM company_refusals WHERE workspace_id = $1 AND company_id = $2 AND contact_id = $3";
    tx.exec(sql, values![workspace, company, contact]).await.map(drop)
}

/// Whether somebody said so.
pub async fn is_refused(
    db: &impl Db,
    workspace: WorkspaceId,
    company: CompanyId,
    contact: ContactId,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM company_refusals \
        WHERE workspace_id = $1 AND company_id = $2 AND contact_id = $3";
    Ok(db.count(sql, values![workspace, company, contact]).await? > 0)
}
