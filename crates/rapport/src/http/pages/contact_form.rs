use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, EmailAddress, PersonName, Zone};
use serde::Deserialize;
use store::contacts::Contact;
use store::{companies, contacts as stored};

use super::words::zone_choices;
use crate::accounts::new_token;
use crate::contacts::{self, ContactInput, Saved};
use crate::http::context::{Ctx, Path, Query, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page};
use crate::views::contacts::ContactFormPage;
use crate::views::form::{Choice, FormErrors, FormField, Wrong};
use crate::views::shell::NoteKind;

/// Longest title, company, phone or language, in characters.
const LONGEST: usize = 120;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ContactForm {
    pub(in crate::http) idempotency_key: String,
    pub(in crate::http) name: String,
    pub(in crate::http) email: String,
    pub(in crate::http) phone: String,
    pub(in crate::http) title: String,
    pub(in crate::http) company: String,
    pub(in crate::http) zone: String,
    pub(in crate::http) language: String,
}

impl ContactForm {
    /// The form of a contact as they are.
    pub(in crate::http) fn of(contact: Contact) -> Self {
        Self {
            idempotency_key: String::new(),
            name: contact.name.to_string(),
            email: contact.primary_email.map(|email| email.to_string()).unwrap_or_default(),
            phone: contact.phone.unwrap_or_default(),
            title: contact.title.unwrap_or_default(),
            company: contact.company_name.unwrap_or_default(),
            zone: contact.zone.map(|zone| zone.id().to_owned()).unwrap_or_default(),
            language: contact.language.unwrap_or_default(),
        }
    }
}

/// What a new contact begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct NewQuery {
    company: String,
}

pub(in crate::http) async fn new(ctx: WriteCtx, Query(query): Query<NewQuery>) -> Result<Response, AppError> {
    let form = ContactForm {
        idempotency_key: new_token(&*ctx.app.random),
        company: query.company,
        ..ContactForm::default()
    };
    page(StatusCode::OK, &view(&ctx, form, None).await?)
}

pub(in crate::http) async fn edit(ctx: WriteCtx, Path(id): Path<ContactId>) -> Result<Response, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let contact = found.ok_or(not_found("contact"))?;
    let name = contact.name.clone();
    page(StatusCode::OK, &view(&ctx, ContactForm::of(contact), Some((id, name))).await?)
}

pub(in crate::http) async fn create(
    ctx: WriteCtx,
    ProtectedForm(form): ProtectedForm<ContactForm>,
) -> Result<Response, AppError> {
    match parse(&form) {
        Ok(input) => {
            let saved =
                contacts::create(&ctx.app, ctx.workspace(), ctx.user(), &form.idempotency_key, input).await?;
            Ok(done(&ctx, "Contact added", saved))
        }
        Err(wrong) => again(&ctx, form, &wrong, None).await,
    }
}

pub(in crate::http) async fn update(
    ctx: WriteCtx,
    Path(id): Path<ContactId>,
    ProtectedForm(form): ProtectedForm<ContactForm>,
) -> Result<Response, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let contact = found.ok_or(not_found("contact"))?;
    match parse(&form) {
        Ok(input) => {
            let saved = contacts::update(&ctx.app, ctx.workspace(), id, input).await?;
            Ok(done(&ctx, "Contact saved", saved.ok_or(not_found("contact"))?))
        }
        Err(wrong) => again(&ctx, form, &wrong, Some((id, contact.name))).await,
    }
}

/// Back to the contact, with a word about the company they joined by their address.
fn done(ctx: &Ctx, title: &str, saved: Saved) -> Response {
    let text = saved.joined.map(|company| {
        format!("The address belongs to {company}, so the contact does too. If not, edit the contact and clear the company.")
    });
    let notice = notice(NoteKind::Ok, title, text.unwrap_or_default());
    ctx.done(format!("/contacts/{}", saved.id), Some(notice))
}

pub(in crate::http) fn parse(form: &ContactForm) -> Result<ContactInput, Wrong> {
    let mut wrong = Wrong::new();
    let mut optional = |id, label, text: &str| {
        let text = text.trim();
        if text.chars().count() > LONGEST || text.contains(char::is_control) {
            wrong.push((id, label, format!("Use at most {LONGEST} characters on one line.")));
        }
        (!text.is_empty()).then(|| text.to_owned())
    };
    let phone = optional("phone", "Phone", &form.phone);
    let title = optional("title", "Title", &form.title);
    let company = optional("company", "Company", &form.company);
    let language = optional("language", "Language", &form.language);
    let name = PersonName::parse(&form.name).map_err(|e| wrong.push(("name", "Name", e.to_string()))).ok();
    let email = match form.email.trim() {
        "" => None,
        text => EmailAddress::parse(text).map_err(|e| wrong.push(("email", "Email", e.to_string()))).ok(),
    };
    let zone = match form.zone.as_str() {
        "" => None,
        text => Zone::parse(text).map_err(|e| wrong.push(("zone", "Time zone", e.to_string()))).ok(),
    };
    match name {
        Some(name) if wrong.is_empty() => {
            Ok(ContactInput { name, email, phone, title, company, zone, language })
        }
        _ => Err(wrong),
    }
}

async fn again(
    ctx: &Ctx,
    form: ContactForm,
    wrong: &Wrong,
    editing: Option<(ContactId, PersonName)>,
) -> Result<Response, AppError> {
    let mut view = view(ctx, form, editing).await?;
    // In the order of the page.
    let fields = [
        ("name", &mut view.name),
        ("email", &mut view.email),
        ("phone", &mut view.phone),
        ("title", &mut view.title),
        ("company", &mut view.company),
        ("zone", &mut view.zone),
        ("language", &mut view.language),
    ];
    view.errors = Some(FormErrors::beside("The contact was not saved.", fields, wrong));
    page(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn view(
    ctx: &Ctx,
    form: ContactForm,
    editing: Option<(ContactId, PersonName)>,
) -> Result<ContactFormPage, AppError> {
    let companies = companies::names(&ctx.app.store.begin_read().await, ctx.workspace()).await?;
    let mut zones = vec![Choice::new("", "Not known")];
    zones.extend(zone_choices(ctx.now()));
    let (title, action, back) = match &editing {
        None => ("New contact".to_owned(), "/contacts".to_owned(), "/contacts".to_owned()),
        Some((id, name)) => (format!("Edit {name}"), format!("/contacts/{id}"), format!("/contacts/{id}")),
    };
    Ok(ContactFormPage {
        shell: ctx.shell(&title),
        action,
        back,
        editing: editing.map(|(_, name)| name.to_string()),
        idempotency_key: form.idempotency_key,
        errors: None,
        name: FormField::new(form.name),
        email: FormField::new(form.email),
        phone: FormField::new(form.phone),
        title: FormField::new(form.title),
        company: FormField::new(form.company),
        zone: FormField::new(form.zone),
        language: FormField::new(form.language),
        zones,
        companies,
    })
}
