use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, Currency, DealId, Money};
use serde::Deserialize;
use store::companies;
use store::contacts;
use store::deals::{Deal, Stage};

use super::contact_field::{self, text_for};
use super::deal::get;
use crate::accounts::new_token;
use crate::deals::{self, DealInput};
use crate::http::context::{Ctx, Path, Query, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page};
use crate::views::deals::DealFormPage;
use crate::views::form::{Choice, FormErrors, FormField, Wrong};
use crate::views::shell::NoteKind;

/// Longest title or company, in characters.
const LONGEST: usize = 120;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct DealForm {
    pub(in crate::http) idempotency_key: String,
    pub(in crate::http) title: String,
    pub(in crate::http) value: String,
    pub(in crate::http) currency: String,
    pub(in crate::http) company: String,
    pub(in crate::http) contact: String,
    /// Who is meant by `contact`; counts only while they are called so.
    pub(in crate::http) contact_id: String,
    pub(in crate::http) stage: String,
}

impl DealForm {
    /// The form of a deal as it is, but for its contact.
    pub(in crate::http) fn of(deal: &Deal) -> Self {
        Self {
            title: deal.title.clone(),
            value: deal.value.field(),
            currency: deal.value.currency.as_str().to_owned(),
            company: deal.company.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            stage: deal.stage.as_str().to_owned(),
            ..Self::default()
        }
    }
}

/// What a new deal begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct NewQuery {
    stage: String,
    company: String,
    contact: Option<ContactId>,
}

/// The deal that is edited: its id and its title as it is stored.
type Editing = Option<(DealId, String)>;

pub(in crate::http) async fn new(ctx: WriteCtx, Query(query): Query<NewQuery>) -> Result<Response, AppError> {
    let contact = match query.contact {
        Some(id) => contacts::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?,
        None => None,
    };
    let company = contact.as_ref().and_then(|contact| contact.company_name.clone());
    let form = DealForm {
        idempotency_key: new_token(&*ctx.app.random),
        currency: Currency::Eur.as_str().to_owned(),
        stage: query.stage,
        company: company.unwrap_or(query.company),
        contact_id: contact.as_ref().map(|contact| contact.id.to_string()).unwrap_or_default(),
        contact: contact.as_ref().map(text_for).unwrap_or_default(),
        ..DealForm::default()
    };
    page(StatusCode::OK, &view(&ctx, form, None).await?)
}

pub(in crate::http) async fn edit(ctx: WriteCtx, Path(id): Path<DealId>) -> Result<Response, AppError> {
    let deal = get(&ctx, id).await?;
    let (contact, contact_id) = contact_field::of(&ctx, deal.contact.as_ref().map(|(id, _)| *id)).await?;
    let form = DealForm { contact, contact_id, ..DealForm::of(&deal) };
    page(StatusCode::OK, &view(&ctx, form, Some((id, deal.title))).await?)
}

pub(in crate::http) async fn create(
    ctx: WriteCtx,
    ProtectedForm(form): ProtectedForm<DealForm>,
) -> Result<Response, AppError> {
    match parse(&ctx, &form).await? {
        Ok(input) => {
            let key = &form.idempotency_key;
            let id = deals::create(&ctx.app, ctx.workspace(), ctx.user(), key, input).await?;
            Ok(ctx.done(format!("/deals/{id}"), Some(notice(NoteKind::Ok, "Deal added", ""))))
        }
        Err(wrong) => again(&ctx, form, &wrong, None).await,
    }
}

pub(in crate::http) async fn update(
    ctx: WriteCtx,
    Path(id): Path<DealId>,
    ProtectedForm(form): ProtectedForm<DealForm>,
) -> Result<Response, AppError> {
    let deal = get(&ctx, id).await?;
    match parse(&ctx, &form).await? {
        Ok(input) => {
            if !deals::update(&ctx.app, ctx.workspace(), deal.owner.0, id, input).await? {
                return Err(not_found("deal"));
            }
            Ok(ctx.done(format!("/deals/{id}"), Some(notice(NoteKind::Ok, "Deal saved", ""))))
        }
        Err(wrong) => again(&ctx, form, &wrong, Some((id, deal.title))).await,
    }
}

async fn parse(ctx: &Ctx, form: &DealForm) -> Result<Result<DealInput, Wrong>, AppError> {
    let found = contact_field::read(ctx, &form.contact, &form.contact_id).await?;
    Ok(read(form, found))
}

/// Reads the form but for its contact, who was looked for before; a sentence says why they were not found.
pub(in crate::http) fn read(
    form: &DealForm,
    contact: Result<Option<ContactId>, String>,
) -> Result<DealInput, Wrong> {
    let mut wrong = Wrong::new();
    let mut line = |id, label, text: &str| {
        let text = text.trim();
        if text.chars().count() > LONGEST || text.contains(char::is_control) {
            wrong.push((id, label, format!("Use at most {LONGEST} characters on one line.")));
        }
        (!text.is_empty()).then(|| text.to_owned())
    };
    let title = line("title", "Title", &form.title);
    let company = line("company", "Company", &form.company);
    if title.is_none() {
        wrong.push(("title", "Title", "Say what the deal is about.".to_owned()));
    }
    let currency = form.currency.parse::<Currency>();
    if currency.is_err() {
        wrong.push(("currency", "Currency", "Choose a currency of the list.".to_owned()));
    }
    let value = Money::parse(&form.value, currency.unwrap_or(Currency::Eur))
        .map_err(|error| wrong.push(("value", "Value", error.to_string())))
        .ok();
    let contact = contact.unwrap_or_else(|sentence| {
        wrong.push(("contact", "Contact", sentence));
        None
    });
    let stage = form.stage.parse().unwrap_or(Stage::Qualified);
    match (title, value) {
        (Some(title), Some(value)) if wrong.is_empty() => {
            Ok(DealInput { title, value, company, contact, stage })
        }
        _ => Err(wrong),
    }
}

async fn again(ctx: &Ctx, form: DealForm, wrong: &Wrong, editing: Editing) -> Result<Response, AppError> {
    let mut view = view(ctx, form, editing).await?;
    // In the order of the page.
    let fields = [
        ("title", &mut view.title),
        ("value", &mut view.value),
        ("currency", &mut view.currency),
        ("company", &mut view.company),
        ("contact", &mut view.contact.typed),
    ];
    view.errors = Some(FormErrors::beside("The deal was not saved.", fields, wrong));
    page(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn view(ctx: &Ctx, form: DealForm, editing: Editing) -> Result<DealFormPage, AppError> {
    let db = ctx.app.store.begin_read().await;
    let companies = companies::names(&db, ctx.workspace()).await?;
    drop(db);
    let (title, action, back) = match &editing {
        None => ("New deal".to_owned(), "/deals".to_owned(), "/deals".to_owned()),
        Some((id, title)) => (format!("Edit {title}"), format!("/deals/{id}"), format!("/deals/{id}")),
    };
    Ok(DealFormPage {
        shell: ctx.shell(&title),
        action,
        back,
        editing: editing.map(|(_, title)| title),
        idempotency_key: form.idempotency_key,
        errors: None,
        title: FormField::new(form.title),
        value: FormField::new(form.value),
        currency: FormField::new(form.currency),
        currencies: Currency::ALL.iter().map(|one| Choice::new(one.as_str(), one.as_str())).collect(),
        company: FormField::new(form.company),
        companies,
        contact: contact_field::view(ctx, form.contact, form.contact_id).await?,
        stage: FormField::new(form.stage),
        stages: Stage::ALL.iter().map(|stage| Choice::new(stage.as_str(), stage.label())).collect(),
    })
}
