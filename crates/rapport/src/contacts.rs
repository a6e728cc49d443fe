//! Contacts and the notes on them.

use domain::{
    ActivityId, CompanyId, ContactId, EmailAddress, NoteBody, NoteId, PersonName, UserId, WorkspaceId, Zone,
};
use jiff::Timestamp;
use store::activities::{self, ActivityKind, NewActivity};
use store::companies::{self, Company};
use store::contacts::{self, Contact, ContactChanges, NewContact};
use store::notes::{self, NewNote};
use store::{StoreError, Tx, idempotency_keys};

use crate::accounts;
use crate::app::App;
use crate::companies::by_address;

/// A contact as a person typed it.
#[derive(Debug)]
pub struct ContactInput {
    /// Full name.
    pub name: PersonName,
    /// Address; without one the contact cannot be invited.
    pub email: Option<EmailAddress>,
    /// Phone number as typed.
    pub phone: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Company by name; a new name makes the company.
    pub company: Option<String>,
    /// Their zone.
    pub zone: Option<Zone>,
    /// Their languages, in words.
    pub language: Option<String>,
}

/// A contact that was saved.
#[derive(Debug)]
pub struct Saved {
    /// Their id.
    pub id: ContactId,
    /// The company they joined by their address, though nobody typed it.
    pub joined: Option<String>,
}

/// Adds a contact. The same form sent twice leads to the contact it made the first time.
pub async fn create(
    app: &App,
    workspace: WorkspaceId,
    owner: UserId,
    key: &str,
    input: ContactInput,
) -> Result<Saved, StoreError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let key = &accounts::form_key(key, &format!("{input:?}"));
    let id = ContactId::new(&*app.clock, &*app.random);
    // First of all: whoever sends the same form at the same time waits here until this one is through.
    if !idempotency_keys::insert(&tx, workspace, owner, key, &id.to_string(), now).await? {
        let first = idempotency_keys::find(&tx, workspace, owner, key).await?;
        return Ok(Saved { id: first.and_then(|first| first.parse().ok()).unwrap_or(id), joined: None });
    }
    let typed = company(app, &tx, workspace, input.company.as_deref()).await?;
    let joined = match (&input.email, typed) {
        (Some(email), None) => by_address(&tx, workspace, id, email).await?,
        _ => None,
    };
    let contact = NewContact {
        id,
        company_id: typed.or(joined.as_ref().map(|company| company.id)),
        name: input.name,
        title: input.title,
        zone: input.zone,
        language: input.language,
        owner_id: Some(owner),
        source: None,
        emails: input.email.map(|email| (email, "work".to_owned())).into_iter().collect(),
        phones: input.phone.map(|phone| (phone, "work".to_owned())).into_iter().collect(),
        created_at: now,
    };
    contacts::create(&tx, workspace, &contact).await?;
    activities::record(&tx, workspace, &entry(app, id, owner, ActivityKind::ContactAdded, None, now)).await?;
    tx.commit().await?;
    Ok(Saved { id, joined: joined.map(|company| company.name) })
}

/// Changes a contact; `None` if there is no such contact. Whoever takes the company away says that the contact does not
/// belong to it, and is not asked again.
pub async fn update(
    app: &App,
    workspace: WorkspaceId,
    id: ContactId,
    input: ContactInput,
) -> Result<Option<Saved>, StoreError> {
    change(app, workspace, id, |_| Ok(input)).await
}

/// The same for what depends on how the contact is: nobody changes it in between.
pub async fn change<E: From<StoreError>>(
    app: &App,
    workspace: WorkspaceId,
    id: ContactId,
    wanted: impl FnOnce(&Contact) -> Result<ContactInput, E> + Send,
) -> Result<Option<Saved>, E> {
    let tx = app.store.begin_write().await?;
    contacts::lock(&tx, workspace, &[id]).await?;
    let Some(before) = contacts::get(&tx, workspace, id).await? else { return Ok(None) };
    let input = wanted(&before)?;
    let typed = match (&input.company, &before.company_name, before.company_id) {
        // As it was: not looked for by a name that somebody may be changing.
        (Some(name), Some(was), Some(company)) if name == was => Some(company),
        _ => company(app, &tx, workspace, input.company.as_deref()).await?,
    };
    let mut joined = None;
    match (typed, before.company_id, &input.email) {
        (Some(company), ..) => companies::take_back(&tx, workspace, company, id).await?,
        (None, Some(left), _) => companies::refuse(&tx, workspace, left, id).await?,
        (None, None, Some(email)) if before.primary_email.as_ref() != Some(email) => {
            joined = by_address(&tx, workspace, id, email).await?;
        }
        _ => {}
    }
    let company_id = typed.or(joined.as_ref().map(|company| company.id));
    let changes = ContactChanges {
        id,
        name: input.name,
        title: input.title,
        company_id,
        zone: input.zone,
        language: input.language,
        email: input.email,
        phone: input.phone,
    };
    contacts::update(&tx, workspace, &changes).await?;
    tx.commit().await?;
    Ok(Some(Saved { id, joined: joined.map(|company| company.name) }))
}

/// A contact who had no address has one from now on, and joins the company whose address it is.
pub(crate) async fn give_address(
    tx: &Tx,
    workspace: WorkspaceId,
    id: ContactId,
    address: &EmailAddress,
) -> Result<(), StoreError> {
    if !contacts::give_address(tx, workspace, id, address).await? {
        return Ok(());
    }
    let contact = contacts::get(tx, workspace, id).await?;
    if contact.is_some_and(|contact| contact.company_id.is_none())
        && let Some(company) = by_address(tx, workspace, id, address).await?
    {
        companies::join_one(tx, workspace, company.id, id).await?;
    }
    Ok(())
}

/// Adds a note to a contact's timeline. The same form sent twice leads to the note it made the first time.
pub async fn add_note(
    app: &App,
    workspace: WorkspaceId,
    author: UserId,
    contact: ContactId,
    key: &str,
    body: NoteBody,
) -> Result<NoteId, StoreError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let id = NoteId::new(&*app.clock, &*app.random);
    let key = &accounts::form_key(key, &format!("{contact} {}", body.as_str()));
    if !idempotency_keys::insert(&tx, workspace, author, key, &id.to_string(), now).await? {
        let first = idempotency_keys::find(&tx, workspace, author, key).await?;
        return Ok(first.and_then(|first| first.parse().ok()).unwrap_or(id));
    }
    let note = NewNote { id, contact_id: contact, author_id: author, body, created_at: now };
    notes::create(&tx, workspace, &note).await?;
    activities::record(&tx, workspace, &entry(app, contact, author, ActivityKind::NoteAdded, Some(id), now))
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// A call that took place.
#[derive(Debug)]
pub struct CallInput {
    /// When.
    pub at: Timestamp,
    /// What was said.
    pub note: Option<NoteBody>,
}

/// Notes a call on the contact's timeline, at its own time. The same form sent twice notes it once. Whether there is such
/// a contact.
pub async fn log_call(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    contact: ContactId,
    key: &str,
    call: CallInput,
) -> Result<bool, StoreError> {
    let tx = app.store.begin_write().await?;
    let key = &accounts::form_key(key, &format!("call {contact} {call:?}"));
    if !idempotency_keys::insert(&tx, workspace, user, key, &contact.to_string(), app.now()).await? {
        return Ok(true);
    }
    contacts::lock(&tx, workspace, &[contact]).await?;
    if contacts::get(&tx, workspace, contact).await?.is_none() {
        return Ok(false);
    }
    let text = call.note.map(|note| note.to_string());
    let entry = NewActivity { text, ..entry(app, contact, user, ActivityKind::CallLogged, None, call.at) };
    activities::record(&tx, workspace, &entry).await?;
    tx.commit().await?;
    Ok(true)
}

fn entry(
    app: &App,
    contact_id: ContactId,
    actor: UserId,
    kind: ActivityKind,
    note_id: Option<NoteId>,
    at: Timestamp,
) -> NewActivity {
    let id = ActivityId::new(&*app.clock, &*app.random);
    NewActivity { note_id, ..NewActivity::new(id, contact_id, Some(actor), kind, at) }
}

async fn company(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    name: Option<&str>,
) -> Result<Option<CompanyId>, StoreError> {
    let Some(name) = name else { return Ok(None) };
    let id = CompanyId::new(&*app.clock, &*app.random);
    let company = Company::named(id, name.to_owned());
    companies::ensure(tx, workspace, &company).await.map(Some)
}
