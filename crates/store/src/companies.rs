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
    let columns = columns! {
        workspace_id: workspace,
        id: company.id,
        name: company.name,
        name_folded: fold(&company.name),
        domain: company.domain,
    };
    tx.insert("companies", columns).await
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
