//! Companies contacts work for.

use domain::{CompanyId, WorkspaceId};

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, values},
    fold::fold,
};

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its name, unique in the workspace whatever the capitals and accents.
    pub name: String,
    /// Its domain on the net, if known.
    pub domain: Option<String>,
}

fn read(row: &Row) -> Result<Company, StoreError> {
    Ok(Company { id: row.get("id")?, name: row.get("name")?, domain: row.opt("domain")? })
}

/// Adds a company. [`StoreError::Conflict`] when the workspace has one of that name.
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
    };
    tx.insert_new("companies", columns).await
}

/// The id of the company of that name, which is added if there is none.
pub async fn ensure(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<CompanyId, StoreError> {
    if insert(tx, workspace, company).await? {
        return Ok(company.id);
    }
    let found = find_by_name(tx, workspace, &company.name).await?;
    Ok(found.ok_or(StoreError::Conflict)?.id)
}

/// The company of that name, whatever the capitals and accents.
pub async fn find_by_name(
    db: &impl Db,
    workspace: WorkspaceId,
    name: &str,
) -> Result<Option<Company>, StoreError> {
    let sql = "SELECT id, name, domain FROM companies WHERE workspace_id = $1 AND name_folded = $2";
    db.one(sql, values![workspace, fold(name)], read).await
}

/// All companies, by name.
pub async fn list(db: &impl Db, workspace: WorkspaceId) -> Result<Vec<Company>, StoreError> {
    let sql = "SELECT id, name, domain FROM companies WHERE workspace_id = $1 ORDER BY name_folded, id";
    db.all(sql, values![workspace], read).await
}
