//! Contacts: the people users meet with. Lists of them are in [`list`](crate::contacts::list).

use domain::{CompanyId, ContactId, EmailAddress, PersonName, UserId, WorkspaceId, Zone};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    activities::ActivityKind,
    columns::{Row, columns, values},
    fold::fold,
    query::{Query as _, placeholders},
    search_index::{Searchable, refresh},
};

pub use crate::contact_lists::{
    Colleague, ContactChoice, ContactPage, ContactQuery, ContactRow, ContactSort, called, colleagues, list,
    rows_by_ids, with_email,
};

/// A contact to add.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// The new id.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// What they do at their company.
    pub title: Option<String>,
    /// Where they work.
    pub company_id: Option<CompanyId>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
    /// The languages they speak, as people write it.
    pub language: Option<String>,
    /// The user who looks after them.
    pub owner_id: Option<UserId>,
    /// How they became a contact.
    pub source: Option<String>,
    /// Addresses with a label such as “work”; the first is the one mail goes to.
    pub emails: Vec<(EmailAddress, String)>,
    /// Phone numbers with a label; the first is shown.
    pub phones: Vec<(String, String)>,
    /// When they were added.
    pub created_at: Timestamp,
}

/// What the form for editing a contact holds; everything else stays.
#[derive(Debug, Clone)]
pub struct ContactChanges {
    /// Whom it is about.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// What they do at their company.
    pub title: Option<String>,
    /// Where they work.
    pub company_id: Option<CompanyId>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
    /// The languages they speak.
    pub language: Option<String>,
    /// The address mail goes to. `None` removes the current one; the next, if any, takes its place.
    pub email: Option<EmailAddress>,
    /// The number that is shown. `None` removes the current one; the next, if any, takes its place.
    pub phone: Option<String>,
}

/// A contact as their own page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: PersonName,
    /// What they do at their company.
    pub title: Option<String>,
    /// Where they work.
    pub company_id: Option<CompanyId>,
    /// Its name.
    pub company_name: Option<String>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
    /// The languages they speak.
    pub language: Option<String>,
    /// The user who looks after them.
    pub owner_id: Option<UserId>,
    /// That user's name.
    pub owner_name: Option<PersonName>,
    /// How they became a contact.
    pub source: Option<String>,
    /// The address mail goes to.
    pub primary_email: Option<EmailAddress>,
    /// Whether the last mail to it was refused.
    pub email_bounced: bool,
    /// The number that is shown.
    pub phone: Option<String>,
    /// When something last happened with them, and what.
    pub last_touched: Option<(Timestamp, ActivityKind)>,
    /// When they were added.
    pub created_at: Timestamp,
}

const SELECT: &str = "SELECT c.id, c.name, c.title, c.company_id, co.name AS company_name, c.zone, c.language, c.owner_id, \
    u.name AS owner_name, c.source, e.address AS email, e.bounced, p.number AS phone, c.last_touched_at, \
    c.last_touched_kind, c.created_at \
    FROM contacts c \
    LEFT JOIN companies co ON co.workspace_id = c.workspace_id AND co.id = c.company_id \
    LEFT JOIN users u ON u.workspace_id = c.workspace_id AND u.id = c.owner_id \
    LEFT JOIN contact_emails e ON e.workspace_id = c.workspace_id AND e.contact_id = c.id AND e.position = 0 \
    LEFT JOIN contact_phones p ON p.workspace_id = c.workspace_id AND p.contact_id = c.id AND p.position = 0";

fn read(row: &Row) -> Result<Contact, StoreError> {
    Ok(Contact {
        id: row.get("id")?,
        name: row.get("name")?,
        title: row.opt("title")?,
        company_id: row.opt("company_id")?,
        company_name: row.opt("company_name")?,
        zone: row.opt("zone")?,
        language: row.opt("language")?,
        owner_id: row.opt("owner_id")?,
        owner_name: row.opt("owner_name")?,
        source: row.opt("source")?,
        primary_email: row.opt("email")?,
        email_bounced: row.opt("bounced")?.unwrap_or(false),
        phone: row.opt("phone")?,
        last_touched: read_last_touched(row)?,
        created_at: row.get("created_at")?,
    })
}

/// The kind is NULL until something happened.
pub(crate) fn read_last_touched(row: &Row) -> Result<Option<(Timestamp, ActivityKind)>, StoreError> {
    let kind = row.opt("last_touched_kind")?;
    kind.map(|kind| Ok((row.get("last_touched_at")?, kind))).transpose()
}

/// Adds a contact with their addresses and numbers.
pub async fn create(tx: &Tx, workspace: WorkspaceId, contact: &NewContact) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: contact.id,
        name: contact.name,
        name_folded: fold(contact.name.as_str()),
        title: contact.title,
        company_id: contact.company_id,
        zone: contact.zone,
        language: contact.language,
        owner_id: contact.owner_id,
        source: contact.source,
        search_text: "",
        last_touched_at: 0_i64,
        last_touched_kind: None::<ActivityKind>,
        created_at: contact.created_at,
    };
    tx.insert("contacts", columns).await?;
    for (position, (address, label)) in (0_i64..).zip(&contact.emails) {
        insert_email(tx, workspace, contact.id, position, address, label).await?;
    }
    for (position, (number, label)) in (0_i64..).zip(&contact.phones) {
        insert_phone(tx, workspace, contact.id, position, number, label).await?;
    }
    refresh_search_text(tx, workspace, contact.id).await
}

/// Stores an edited contact; whether they exist.
pub async fn update(tx: &Tx, workspace: WorkspaceId, changes: &ContactChanges) -> Result<bool, StoreError> {
    let sql = "UPDATE contacts SET name = $3, name_folded = $4, title = $5, company_id = $6, zone = $7, language = $8 \
        WHERE workspace_id = $1 AND id = $2";
    let folded = fold(changes.name.as_str());
    let values = values![
        workspace,
        changes.id,
        changes.name,
        folded,
        changes.title,
        changes.company_id,
        changes.zone,
        changes.language
    ];
    if tx.exec(sql, values).await? == 0 {
        return Ok(false);
    }
    set_primary_email(tx, workspace, changes.id, changes.email.as_ref()).await?;
    set_primary_phone(tx, workspace, changes.id, changes.phone.as_deref()).await?;
    refresh_search_text(tx, workspace, changes.id).await?;
    Ok(true)
}

/// A contact who had no address has one from now on; `false` if they have one already.
pub async fn give_address(
    tx: &Tx,
    workspace: WorkspaceId,
    id: ContactId,
    address: &EmailAddress,
) -> Result<bool, StoreError> {
    lock(tx, workspace, &[id]).await?;
    let has = "SELECT COUNT(*) AS n FROM contact_emails WHERE workspace_id = $1 AND contact_id = $2";
    if tx.count(has, values![workspace, id]).await? > 0 {
        return Ok(false);
    }
    insert_email(tx, workspace, id, 0, address, "work").await?;
    refresh_search_text(tx, workspace, id).await?;
    Ok(true)
}

/// The contact with this id.
pub async fn get(db: &impl Db, workspace: WorkspaceId, id: ContactId) -> Result<Option<Contact>, StoreError> {
    let sql = format!("{SELECT} WHERE c.workspace_id = $1 AND c.id = $2");
    db.one(&sql, values![workspace, id], read).await
}

/// Holds contacts until the transaction ends, always in the same order, so that two who need the same ones wait for
/// each other once and not each for the other.
pub async fn lock(tx: &Tx, workspace: WorkspaceId, ids: &[ContactId]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let marks = placeholders(2, ids.len());
    let mut values = values![workspace];
    values.extend(ids.iter().flat_map(|id| values![id]));
    tx.lock("contacts", &format!("workspace_id = $1 AND id IN ({marks}) ORDER BY id"), values).await.map(drop)
}

/// The contacts with these ids, by name; ids of nobody are left out.
pub async fn by_ids(
    db: &impl Db,
    workspace: WorkspaceId,
    ids: &[ContactId],
) -> Result<Vec<Contact>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks = placeholders(2, ids.len());
    let sql =
        format!("{SELECT} WHERE c.workspace_id = $1 AND c.id IN ({marks}) ORDER BY c.name_folded, c.id");
    let mut values = values![workspace];
    values.extend(ids.iter().flat_map(|id| values![id]));
    db.all(&sql, values, read).await
}

/// The contact who has this address, the first one added if several do.
pub async fn find_by_email(
    db: &impl Db,
    workspace: WorkspaceId,
    email: &EmailAddress,
) -> Result<Option<ContactId>, StoreError> {
    let sql = "SELECT contact_id FROM contact_emails WHERE workspace_id = $1 AND address_folded = $2 \
        ORDER BY contact_id LIMIT 1";
    db.one(sql, values![workspace, email.folded()], |row| row.get("contact_id")).await
}

async fn insert_email(
    tx: &Tx,
    workspace: WorkspaceId,
    contact: ContactId,
    position: i64,
    address: &EmailAddress,
    label: &str,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        contact_id: contact,
        position: position,
        address: address,
        address_folded: address.folded(),
        label: label,
        bounced: false,
    };
    tx.insert("contact_emails", columns).await
}

async fn insert_phone(
    tx: &Tx,
    workspace: WorkspaceId,
    contact: ContactId,
    position: i64,
    number: &str,
    label: &str,
) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace, contact_id: contact, position: position, number: number, label: label,
    };
    tx.insert("contact_phones", columns).await
}

async fn set_primary_email(
    tx: &Tx,
    workspace: WorkspaceId,
    contact: ContactId,
    email: Option<&EmailAddress>,
) -> Result<(), StoreError> {
    let Some(email) = email else {
        return remove_primary(tx, "contact_emails", workspace, contact).await;
    };
    // The same address in other capitals keeps its bounce; a new one starts without.
    let sql = "UPDATE contact_emails SET address = $3, bounced = (bounced AND address_folded = $4), address_folded = $4 \
        WHERE workspace_id = $1 AND contact_id = $2 AND position = 0";
    if tx.exec(sql, values![workspace, contact, email, email.folded()]).await? == 0 {
        insert_email(tx, workspace, contact, 0, email, "work").await?;
    }
    Ok(())
}

async fn set_primary_phone(
    tx: &Tx,
    workspace: WorkspaceId,
    contact: ContactId,
    phone: Option<&str>,
) -> Result<(), StoreError> {
    let Some(phone) = phone else {
        return remove_primary(tx, "contact_phones", workspace, contact).await;
    };
    let sql =
        "UPDATE contact_phones SET number = $3 WHERE workspace_id = $1 AND contact_id = $2 AND position = 0";
    if tx.exec(sql, values![workspace, contact, phone]).await? == 0 {
        insert_phone(tx, workspace, contact, 0, phone, "work").await?;
    }
    Ok(())
}

/// Removes position 0 and moves the next one there.
async fn remove_primary(
    tx: &Tx,
    table: &str,
    workspace: WorkspaceId,
    contact: ContactId,
) -> Result<(), StoreError> {
    let of_contact = "workspace_id = $1 AND contact_id = $2";
    let delete = format!("DELETE FROM {table} WHERE {of_contact} AND position = 0");
    tx.exec(&delete, values![workspace, contact]).await?;
    let promote = format!(
        "UPDATE {table} SET position = 0 \
         WHERE {of_contact} AND position = (SELECT MIN(position) FROM {table} WHERE {of_contact})"
    );
    tx.exec(&promote, values![workspace, contact]).await.map(drop)
}

/// What a search looks at: the name, the addresses and the company.
pub(crate) async fn refresh_search_text(
    tx: &Tx,
    workspace: WorkspaceId,
    contact: ContactId,
) -> Result<(), StoreError> {
    let sql = "SELECT c.name_folded AS word FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2 \
        UNION ALL SELECT co.name_folded FROM contacts c \
        JOIN companies co ON co.workspace_id = c.workspace_id AND co.id = c.company_id \
        WHERE c.workspace_id = $1 AND c.id = $2 \
        UNION ALL SELECT e.address_folded FROM contact_emails e WHERE e.workspace_id = $1 AND e.contact_id = $2";
    let words: Vec<String> = tx.all(sql, values![workspace, contact], |row| row.get("word")).await?;
    let update = "UPDATE contacts SET search_text = $3 WHERE workspace_id = $1 AND id = $2";
    tx.exec(update, values![workspace, contact, words.join("\n")]).await?;
    refresh(tx, workspace, Searchable::Contact, contact.as_uuid()).await
}
