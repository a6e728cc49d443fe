//! Companies, and who belongs to them.

use domain::{CompanyId, ContactId, EmailAddress, EmailDomain, UserId, WorkspaceId, Zone};
use store::companies::{self, Company};
use store::{Db, StoreError, Tx, idempotency_keys};

use crate::accounts;
use crate::app::App;

/// A company as a person typed it.
#[derive(Debug)]
pub struct CompanyInput {
    /// Its name.
    pub name: String,
    /// The domain of its people's addresses.
    pub domain: Option<EmailDomain>,
    /// Whether people with an address there belong to it.
    pub joins_by_domain: bool,
    /// What it does, in a line.
    pub about: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// Its VAT number.
    pub vat_number: Option<String>,
    /// Its zone.
    pub zone: Option<Zone>,
}

/// Why a company is not saved.
#[derive(Debug, thiserror::Error)]
pub enum CompanyError {
    /// It was deleted.
    #[error("this company does not exist")]
    NotFound,
    /// Another one is called so.
    #[error("There is a company of this name already.")]
    NameTaken,
    /// Another one has the domain; its name.
    #[error("This is the domain of {0}.")]
    DomainTaken(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A company that was saved.
#[derive(Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its id.
    pub id: CompanyId,
    /// How many people joined by their address.
    pub joined: u64,
}

/// Adds a company. The same form sent twice leads to the company it made the first time.
pub async fn create(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    key: &str,
    input: CompanyInput,
) -> Result<Saved, CompanyError> {
    let tx = app.store.begin_write().await?;
    let key = &accounts::form_key(key, &format!("{input:?}"));
    let id = CompanyId::new(&*app.clock, &*app.random);
    if !idempotency_keys::insert(&tx, workspace, user, key, &id.to_string(), app.now()).await? {
        let first = idempotency_keys::find(&tx, workspace, user, key).await?;
        return Ok(Saved { id: first.and_then(|first| first.parse().ok()).unwrap_or(id), joined: 0 });
    }
    let company = company(id, input);
    check(&tx, workspace, &company).await?;
    companies::create(&tx, workspace, &company).await.map_err(taken)?;
    let joined = join(&tx, workspace, &company).await?;
    tx.commit().await?;
    Ok(Saved { id, joined })
}

/// Changes a company. People join when the domain says so now.
pub async fn update(
    app: &App,
    workspace: WorkspaceId,
    id: CompanyId,
    input: CompanyInput,
) -> Result<Saved, CompanyError> {
    change(app, workspace, id, |_| Ok(input)).await
}

/// The same for what depends on how the company is: nobody changes it in between.
pub async fn change<E: From<CompanyError>>(
    app: &App,
    workspace: WorkspaceId,
    id: CompanyId,
    wanted: impl FnOnce(&Company) -> Result<CompanyInput, E> + Send,
) -> Result<Saved, E> {
    let tx = app.store.begin_write().await.map_err(CompanyError::Store)?;
    let Some(before) = companies::get_for_update(&tx, workspace, id).await.map_err(CompanyError::Store)?
    else {
        return Err(CompanyError::NotFound.into());
    };
    let company = company(id, wanted(&before)?);
    Ok(save(tx, workspace, company).await?)
}

async fn save(tx: Tx, workspace: WorkspaceId, company: Company) -> Result<Saved, CompanyError> {
    let id = company.id;
    check(&tx, workspace, &company).await?;
    if !companies::update(&tx, workspace, &company).await.map_err(taken)? {
        return Err(CompanyError::NotFound);
    }
    let joined = join(&tx, workspace, &company).await?;
    tx.commit().await?;
    Ok(Saved { id, joined })
}

/// Deletes a company; its people stay, without one. Whether it existed.
pub async fn delete(app: &App, workspace: WorkspaceId, id: CompanyId) -> Result<bool, StoreError> {
    let tx = app.store.begin_write().await?;
    let existed = companies::delete(&tx, workspace, id).await?;
    tx.commit().await?;
    Ok(existed)
}

/// The company that whoever has this address belongs to, if the company takes people by their address and nobody said
/// that they do not belong to it.
pub(crate) async fn by_address(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
    address: &EmailAddress,
) -> Result<Option<Company>, StoreError> {
    let Ok(domain) = EmailDomain::parse(address.domain()) else { return Ok(None) };
    let found = companies::find_by_domain(db, workspace, &domain).await?;
    let Some(company) = found.filter(|company| company.joins_by_domain) else { return Ok(None) };
    let refused = companies::is_refused(db, workspace, company.id, contact).await?;
    Ok((!refused).then_some(company))
}

async fn join(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<u64, StoreError> {
    match &company.domain {
        Some(domain) if company.joins_by_domain => {
            companies::join_by_domain(tx, workspace, company.id, domain).await
        }
        _ => Ok(0),
    }
}

async fn check(tx: &Tx, workspace: WorkspaceId, company: &Company) -> Result<(), CompanyError> {
    let same_name = companies::find_by_name(tx, workspace, &company.name).await?;
    if same_name.is_some_and(|other| other.id != company.id) {
        return Err(CompanyError::NameTaken);
    }
    if let Some(domain) = &company.domain {
        let same_domain = companies::find_by_domain(tx, workspace, domain).await?;
        if let Some(other) = same_domain.filter(|other| other.id != company.id) {
            return Err(CompanyError::DomainTaken(other.name));
        }
    }
    Ok(())
}

/// Somebody else was quicker in the same moment.
fn taken(error: StoreError) -> CompanyError {
    if matches!(error, StoreError::Conflict) { CompanyError::NameTaken } else { error.into() }
}

fn company(id: CompanyId, input: CompanyInput) -> Company {
    let CompanyInput { name, domain, joins_by_domain, about, address, vat_number, zone } = input;
    Company { id, name, domain, joins_by_domain, about, address, vat_number, zone }
}
