//! People.

use axum::Json;
use domain::{CompanyId, ContactId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::contacts::{self as stored, ContactQuery, ContactRow, ContactSort};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{Created, Named, created, words};
use super::caller::{Caller, Writer};
use super::input::{Body, Change, Cursor, Id, Limit, Query, present};
use super::problem::ApiError;
use crate::contacts;
use crate::http::context::Ctx;
use crate::http::pages::contact_form::{ContactForm, parse};

/// A person the workspace meets with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contact {
    id: Uuid,
    #[schema(examples("Ana Ferreira"))]
    name: String,
    /// Where invitations go.
    #[schema(examples("ana@lumen.example"))]
    email: Option<String>,
    /// Whether the last mail to it was refused.
    email_bounced: bool,
    #[schema(examples("+351 21 000 0000"))]
    phone: Option<String>,
    /// What they do.
    title: Option<String>,
    /// Where they work.
    company: Option<Named>,
    /// Where their clock stands, if known: an IANA name.
    #[schema(examples("Europe/Lisbon"))]
    zone: Option<String>,
    /// The languages they speak, in words.
    language: Option<String>,
    /// Who looks after them.
    owner: Option<Named>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When something last happened with them.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_touched_at: Option<Timestamp>,
}

impl From<stored::Contact> for Contact {
    fn from(contact: stored::Contact) -> Self {
        Self {
            id: contact.id.as_uuid(),
            name: contact.name.to_string(),
            email: contact.primary_email.map(|email| email.to_string()),
            email_bounced: contact.email_bounced,
            phone: contact.phone,
            title: contact.title,
            company: contact.company_id.zip(contact.company_name).map(Named::company),
            zone: contact.zone.map(|zone| zone.id().to_owned()),
            language: contact.language,
            owner: contact.owner_id.zip(contact.owner_name).map(Named::user),
            created_at: contact.created_at,
            last_touched_at: contact.last_touched.map(|(at, _)| at),
        }
    }
}

/// A contact in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContactEntry {
    id: Uuid,
    name: String,
    /// Where invitations go.
    email: Option<String>,
    /// Whether the last mail to it was refused.
    email_bounced: bool,
    /// What they do.
    title: Option<String>,
    /// Where they work.
    company: Option<Named>,
    /// Where their clock stands, if known: an IANA name.
    zone: Option<String>,
    /// When something last happened with them.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_touched_at: Option<Timestamp>,
    /// When somebody meets them next.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_meeting_at: Option<Timestamp>,
}

impl From<ContactRow> for ContactEntry {
    fn from(row: ContactRow) -> Self {
        Self {
            id: row.id.as_uuid(),
            name: row.name.to_string(),
            email: row.email.map(|email| email.to_string()),
            email_bounced: row.email_bounced,
            title: row.title,
            company: row.company_id.zip(row.company_name).map(Named::company),
            zone: row.zone.map(|zone| zone.id().to_owned()),
            last_touched_at: row.last_touched,
            next_meeting_at: row.next_meeting,
        }
    }
}

/// A page of contacts, from A to Z.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContactList {
    contacts: Vec<ContactEntry>,
    /// How many there are on all pages together.
    total: u64,
    /// What `cursor` says for the page after this one; null on the last.
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ContactFilter {
    /// Words that all occur in the name, an address or the company.
    #[serde(default)]
    #[param(max_length = 200)]
    q: String,
    /// Only people of this company.
    #[param(value_type = Option<Uuid>)]
    company: Option<CompanyId>,
    /// Where the page before ended: its `next`.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    cursor: Cursor,
    /// How many to answer with, 50 unless said.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 100, required = false)]
    limit: Limit,
}

/// A contact to add. What is absent is not known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Ana Ferreira", "email": "ana@lumen.example", "company_name": "Lumen Freight" }))]
pub(super) struct NewContact {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[schema(max_length = 254, format = Email)]
    email: Option<String>,
    #[schema(max_length = 120)]
    phone: Option<String>,
    /// What they do.
    #[schema(max_length = 120)]
    title: Option<String>,
    /// Where they work, by name; a new name makes the company. Without one, the company of their address's domain.
    #[schema(max_length = 120)]
    company_name: Option<String>,
    /// Where their clock stands: an IANA name.
    #[schema(max_length = 64)]
    zone: Option<String>,
    /// The languages they speak, in words.
    #[schema(max_length = 120)]
    language: Option<String>,
}

/// What becomes different about a contact: what is absent stays, what is null becomes empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "+351 21 000 0000", "title": null }))]
pub(super) struct ContactChange {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 120)]
    name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 254, format = Email)]
    email: Change<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    phone: Change<String>,
    /// What they do.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    title: Change<String>,
    /// Where they work, by name; a new name makes the company.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    company_name: Change<String>,
    /// Where their clock stands: an IANA name.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 64)]
    zone: Change<String>,
    /// The languages they speak, in words.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    language: Change<String>,
}

/// What the form calls otherwise.
const NAMES: [(&str, &str); 1] = [("company", "company_name")];

/// List contacts
#[utoipa::path(get, path = "/contacts", tag = "Contacts", operation_id = "listContacts", params(ContactFilter),
    responses((status = 200, description = "One page, from A to Z.", body = ContactList)))]
pub(super) async fn list(
    caller: Caller,
    Query(filter): Query<ContactFilter>,
) -> Result<Json<ContactList>, ApiError> {
    let wanted = ContactQuery {
        search: words(&filter.q)?,
        company: filter.company,
        reachable: false,
        sort: ContactSort::Name,
        after: filter.cursor.after()?,
        limit: filter.limit.0,
        now: caller.now(),
    };
    let found = stored::list(&caller.app.store.begin_read().await, caller.workspace(), &wanted).await?;
    Ok(Json(ContactList {
        contacts: found.rows.into_iter().map(ContactEntry::from).collect(),
        total: found.total,
        next: Cursor::text(found.next),
    }))
}

/// Read a contact
#[utoipa::path(get, path = "/contacts/{id}", tag = "Contacts", operation_id = "getContact",
    params(("id" = Uuid, Path, description = "The contact.")),
    responses((status = 200, description = "The contact.", body = Contact)))]
pub(super) async fn get(caller: Caller, Id(id): Id<ContactId>) -> Result<Json<Contact>, ApiError> {
    Ok(Json(find(&caller, id).await?.into()))
}

/// Add a contact
#[utoipa::path(post, path = "/contacts", tag = "Contacts", operation_id = "addContact", request_body = NewContact,
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 255)),
    responses((status = 201, description = "The contact, as it is now.", body = Contact,
        headers(("Location" = String, description = "Where the contact is.")))))]
pub(super) async fn add(writer: Writer, body: Body<NewContact>) -> Result<Created<Contact>, ApiError> {
    let new = &body.value;
    plain(new.email.as_deref())?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form = ContactForm {
        name: new.name.clone(),
        email: text(&new.email),
        phone: text(&new.phone),
        title: text(&new.title),
        company: text(&new.company_name),
        zone: text(&new.zone),
        language: text(&new.language),
        ..ContactForm::default()
    };
    let input = parse(&form).map_err(|wrong| ApiError::wrong(&wrong, &NAMES))?;
    let key = body.key(&writer).await?;
    let saved = contacts::create(&writer.app, writer.workspace(), writer.user(), &key, input).await?;
    let contact = find(&writer, saved.id).await?;
    Ok(created(&format!("/contacts/{}", saved.id), contact.into()))
}

/// Change a contact
#[utoipa::path(patch, path = "/contacts/{id}", tag = "Contacts", operation_id = "changeContact",
    request_body = ContactChange, params(("id" = Uuid, Path, description = "The contact.")),
    responses((status = 200, description = "The contact as it is now.", body = Contact)))]
pub(super) async fn change(
    writer: Writer,
    Id(id): Id<ContactId>,
    body: Body<ContactChange>,
) -> Result<Json<Contact>, ApiError> {
    let change = body.value;
    if let Change::To(email) = &change.email {
        plain(Some(email))?;
    }
    let wanted = |before: &stored::Contact| {
        let now = ContactForm::of(before.clone());
        let form = ContactForm {
            name: change.name.unwrap_or(now.name),
            email: change.email.text(now.email),
            phone: change.phone.text(now.phone),
            title: change.title.text(now.title),
            company: change.company_name.text(now.company),
            zone: change.zone.text(now.zone),
            language: change.language.text(now.language),
            ..ContactForm::default()
        };
        parse(&form).map_err(|wrong| ApiError::wrong(&wrong, &NAMES))
    };
    let saved = contacts::change(&writer.app, writer.workspace(), id, wanted).await?;
    saved.ok_or(ApiError::missing("contact"))?;
    Ok(Json(find(&writer, id).await?.into()))
}

/// A form may hold an empty address or spaces around one; here, no address is `null`.
fn plain(email: Option<&str>) -> Result<(), ApiError> {
    if email.is_none_or(|email| !email.is_empty() && email.trim() == email) {
        return Ok(());
    }
    let sentence = "Send an address without spaces, or null for none.";
    Err(ApiError::fields(vec![("email".to_owned(), sentence.to_owned())]))
}

pub(super) async fn find(ctx: &Ctx, id: ContactId) -> Result<stored::Contact, ApiError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    found.ok_or(ApiError::missing("contact"))
}
