//! Deals: what may be sold, to whom, and how far it is.

use domain::{ActivityId, CompanyId, ContactId, DealId, Money, UserId, WorkspaceId};
use store::activities::{self, ActivityKind, NewActivity};
use store::companies::{self, Company};
use store::deals::{self, Deal, NewDeal, Stage};
use store::{StoreError, Tx, idempotency_keys};

use crate::accounts;
use crate::app::App;

/// A deal as a person typed it.
#[derive(Debug)]
pub struct DealInput {
    /// What it is about.
    pub title: String,
    /// What it is worth.
    pub value: Money,
    /// Who buys, by name; a new name makes the company. Without one, the contact's company.
    pub company: Option<String>,
    /// With whom it is talked about.
    pub contact: Option<ContactId>,
    /// How far it is; counts for a new deal.
    pub stage: Stage,
}

/// Adds a deal. The same form sent twice leads to the deal it made the first time.
pub async fn create(
    app: &App,
    workspace: WorkspaceId,
    owner: UserId,
    key: &str,
    input: DealInput,
) -> Result<DealId, StoreError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let key = &accounts::form_key(key, &format!("{input:?}"));
    let id = DealId::new(&*app.clock, &*app.random);
    if !idempotency_keys::insert(&tx, workspace, owner, key, &id.to_string(), now).await? {
        let first = idempotency_keys::find(&tx, workspace, owner, key).await?;
        return Ok(first.and_then(|first| first.parse().ok()).unwrap_or(id));
    }
    let deal = resolve(app, &tx, workspace, owner, id, input).await?;
    deals::create(&tx, workspace, &deal).await?;
    if let Some(contact) = deal.contact_id {
        let text = format!("{}, {}", deal.title, deal.value);
        record(app, &tx, workspace, owner, contact, ActivityKind::DealAdded, text).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Changes a deal but for its stage; whether it exists.
pub async fn update(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: DealId,
    input: DealInput,
) -> Result<bool, StoreError> {
    change(app, workspace, user, id, |_| Ok(input)).await
}

/// The same for what depends on how the deal is: nobody changes it in between.
pub async fn change<E: From<StoreError>>(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: DealId,
    wanted: impl FnOnce(&Deal) -> Result<DealInput, E> + Send,
) -> Result<bool, E> {
    let tx = app.store.begin_write().await?;
    deals::lock(&tx, workspace, id).await?;
    let Some(before) = deals::get(&tx, workspace, id, app.now()).await? else { return Ok(false) };
    let deal = resolve(app, &tx, workspace, user, id, wanted(&before)?).await?;
    let found = deals::update(&tx, workspace, &deal).await?;
    if found {
        tx.commit().await?;
    }
    Ok(found)
}

/// Moves a deal to a stage, and says so on its contact's timeline. Moved there already, nothing happens. Whether it
/// exists.
pub async fn move_to(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: DealId,
    stage: Stage,
) -> Result<bool, StoreError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    // Held first, so that the entry tells from where it really moved.
    deals::lock(&tx, workspace, id).await?;
    let Some(before) = deals::get(&tx, workspace, id, now).await? else { return Ok(false) };
    if deals::move_to(&tx, workspace, id, stage, now).await?
        && let Some((contact, _)) = before.contact
    {
        let text = format!("{}, from {} to {}", before.title, before.stage.label(), stage.label());
        record(app, &tx, workspace, user, contact, ActivityKind::DealMoved, text).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Deletes a deal; whether it existed.
pub async fn delete(app: &App, workspace: WorkspaceId, id: DealId) -> Result<bool, StoreError> {
    let tx = app.store.begin_write().await?;
    let found = deals::delete(&tx, workspace, id).await?;
    tx.commit().await?;
    Ok(found)
}

async fn resolve(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    owner_id: UserId,
    id: DealId,
    input: DealInput,
) -> Result<NewDeal, StoreError> {
    let company_id = match (&input.company, input.contact) {
        (Some(name), _) => {
            let company = Company::named(CompanyId::new(&*app.clock, &*app.random), name.clone());
            Some(companies::ensure(tx, workspace, &company).await?)
        }
        (None, Some(contact)) => {
            store::contacts::get(tx, workspace, contact).await?.and_then(|contact| contact.company_id)
        }
        (None, None) => None,
    };
    Ok(NewDeal {
        id,
        title: input.title,
        stage: input.stage,
        value: input.value,
        company_id,
        contact_id: input.contact,
        owner_id,
        created_at: app.now(),
    })
}

async fn record(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    actor: UserId,
    contact_id: ContactId,
    kind: ActivityKind,
    text: String,
) -> Result<(), StoreError> {
    let id = ActivityId::new(&*app.clock, &*app.random);
    let entry = NewActivity::new(id, contact_id, Some(actor), kind, app.now());
    activities::record(tx, workspace, &NewActivity { text: Some(text), ..entry }).await
}
