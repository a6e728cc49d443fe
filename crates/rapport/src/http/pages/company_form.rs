use axum::http::StatusCode;
use axum::response::Response;
use domain::{CompanyId, EmailDomain, Zone};
use serde::Deserialize;
use store::companies::Company;

use super::company::get;
use super::words::{count_people, zone_choices};
use crate::accounts::new_token;
use crate::companies::{self, CompanyError, CompanyInput, Saved};
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page};
use crate::views::companies::CompanyFormPage;
use crate::views::form::{Choice, FormErrors, FormField, Wrong};
use crate::views::shell::NoteKind;

/// Longest name, line about it or address, in characters.
const LONGEST: usize = 120;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct CompanyForm {
    pub(in crate::http) idempotency_key: String,
    pub(in crate::http) name: String,
    pub(in crate::http) about: String,
    pub(in crate::http) domain: String,
    pub(in crate::http) joins: Option<String>,
    pub(in crate::http) zone: String,
    pub(in crate::http) address: String,
    pub(in crate::http) vat_number: String,
}

impl CompanyForm {
    /// The form of a company as it is.
    pub(in crate::http) fn of(company: Company) -> Self {
        Self {
            idempotency_key: String::new(),
            name: company.name,
            about: company.about.unwrap_or_default(),
            domain: company.domain.map(|domain| domain.to_string()).unwrap_or_default(),
            joins: company.joins_by_domain.then(|| "on".to_owned()),
            zone: company.zone.map(|zone| zone.id().to_owned()).unwrap_or_default(),
            address: company.address.unwrap_or_default(),
            vat_number: company.vat_number.unwrap_or_default(),
        }
    }
}

/// The company that is edited: its id and its name as it is stored.
type Editing = Option<(CompanyId, String)>;

pub(in crate::http) async fn new(ctx: WriteCtx) -> Result<Response, AppError> {
    let form = CompanyForm {
        idempotency_key: new_token(&*ctx.app.random),
        joins: Some("on".into()),
        ..CompanyForm::default()
    };
    page(StatusCode::OK, &view(&ctx, form, None))
}

pub(in crate::http) async fn edit(ctx: WriteCtx, Path(id): Path<CompanyId>) -> Result<Response, AppError> {
    let company = get(&ctx, id).await?;
    let name = company.name.clone();
    page(StatusCode::OK, &view(&ctx, CompanyForm::of(company), Some((id, name))))
}

pub(in crate::http) async fn create(
    ctx: WriteCtx,
    ProtectedForm(form): ProtectedForm<CompanyForm>,
) -> Result<Response, AppError> {
    let input = match parse(&form) {
        Ok(input) => input,
        Err(wrong) => return again(&ctx, form, &wrong, None),
    };
    match companies::create(&ctx.app, ctx.workspace(), ctx.user(), &form.idempotency_key, input).await {
        Ok(saved) => Ok(done(&ctx, "Company added", &saved)),
        Err(error) => again(&ctx, form, &wrong_for(error)?, None),
    }
}

pub(in crate::http) async fn update(
    ctx: WriteCtx,
    Path(id): Path<CompanyId>,
    ProtectedForm(form): ProtectedForm<CompanyForm>,
) -> Result<Response, AppError> {
    let company = get(&ctx, id).await?;
    let input = match parse(&form) {
        Ok(input) => input,
        Err(wrong) => return again(&ctx, form, &wrong, Some((id, company.name))),
    };
    match companies::update(&ctx.app, ctx.workspace(), id, input).await {
        Ok(saved) => Ok(done(&ctx, "Company saved", &saved)),
        Err(error) => again(&ctx, form, &wrong_for(error)?, Some((id, company.name))),
    }
}

fn done(ctx: &Ctx, title: &str, saved: &Saved) -> Response {
    let title = match saved.joined {
        0 => title.to_owned(),
        joined => format!("{title}, {} joined by their address", count_people(joined)),
    };
    ctx.done(format!("/companies/{}", saved.id), Some(notice(NoteKind::Ok, title, "")))
}

/// What the form can mend; everything else is an error of the page.
fn wrong_for(error: CompanyError) -> Result<Wrong, AppError> {
    match error {
        CompanyError::NameTaken => Ok(vec![("name", "Name", error.to_string())]),
        CompanyError::DomainTaken(_) => Ok(vec![("domain", "Domain", error.to_string())]),
        CompanyError::NotFound => Err(not_found("company")),
        CompanyError::Store(error) => Err(error.into()),
    }
}

pub(in crate::http) fn parse(form: &CompanyForm) -> Result<CompanyInput, Wrong> {
    let mut wrong = Wrong::new();
    let mut line = |id, label, text: &str| {
        let text = text.trim();
        if text.chars().count() > LONGEST || text.contains(char::is_control) {
            wrong.push((id, label, format!("Use at most {LONGEST} characters on one line.")));
        }
        (!text.is_empty()).then(|| text.to_owned())
    };
    let name = line("name", "Name", &form.name);
    let about = line("about", "What it does", &form.about);
    let address = line("address", "Address", &form.address);
    let vat_number = line("vat_number", "VAT number", &form.vat_number);
    if name.is_none() {
        wrong.push(("name", "Name", "Enter a name.".to_owned()));
    }
    let domain = match form.domain.trim() {
        "" => None,
        text => EmailDomain::parse(text).map_err(|e| wrong.push(("domain", "Domain", e.to_string()))).ok(),
    };
    let zone = match form.zone.as_str() {
        "" => None,
        text => Zone::parse(text).map_err(|e| wrong.push(("zone", "Time zone", e.to_string()))).ok(),
    };
    match name {
        Some(name) if wrong.is_empty() => Ok(CompanyInput {
            name,
            domain,
            joins_by_domain: form.joins.is_some(),
            about,
            address,
            vat_number,
            zone,
        }),
        _ => Err(wrong),
    }
}

fn again(ctx: &Ctx, form: CompanyForm, wrong: &Wrong, editing: Editing) -> Result<Response, AppError> {
    let mut view = view(ctx, form, editing);
    // In the order of the page.
    let fields = [
        ("name", &mut view.name),
        ("about", &mut view.about),
        ("domain", &mut view.domain),
        ("zone", &mut view.zone),
        ("vat_number", &mut view.vat_number),
        ("address", &mut view.address),
    ];
    view.errors = Some(FormErrors::beside("The company was not saved.", fields, wrong));
    page(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

fn view(ctx: &Ctx, form: CompanyForm, editing: Editing) -> CompanyFormPage {
    let mut zones = vec![Choice::new("", "Not known")];
    zones.extend(zone_choices(ctx.now()));
    let (title, action) = match &editing {
        None => ("New company".to_owned(), "/companies".to_owned()),
        Some((id, name)) => (format!("Edit {name}"), format!("/companies/{id}")),
    };
    CompanyFormPage {
        shell: ctx.shell(&title),
        back: action.clone(),
        action,
        editing: editing.map(|(_, name)| name),
        idempotency_key: form.idempotency_key,
        errors: None,
        name: FormField::new(form.name),
        about: FormField::new(form.about),
        domain: FormField::new(form.domain),
        joins: form.joins.is_some(),
        zone: FormField::new(form.zone),
        address: FormField::new(form.address),
        vat_number: FormField::new(form.vat_number),
        zones,
    }
}
