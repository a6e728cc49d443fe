//! Companies.

use axum::Json;
use domain::CompanyId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::companies::{self as stored, CompanyQuery, CompanyRow};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{Created, created, words};
use super::caller::{Caller, Writer};
use super::input::{Body, Change, Cursor, Id, Limit, Query, present, yes};
use super::problem::ApiError;
use crate::companies::{self, CompanyError};
use crate::http::context::Ctx;
use crate::http::pages::company_form::{CompanyForm, parse};

/// A company contacts work for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Company {
    id: Uuid,
    #[schema(examples("Lumen Freight"))]
    name: String,
    /// The domain of its people's addresses.
    #[schema(examples("lumen.example"))]
    domain: Option<String>,
    /// Whether people with an address there belong to it by themselves.
    joins_by_domain: bool,
    /// What it does, in a line.
    about: Option<String>,
    address: Option<String>,
    vat_number: Option<String>,
    /// Where its clock stands: an IANA name.
    zone: Option<String>,
}

impl From<stored::Company> for Company {
    fn from(company: stored::Company) -> Self {
        Self {
            id: company.id.as_uuid(),
            name: company.name,
            domain: company.domain.map(|domain| domain.to_string()),
            joins_by_domain: company.joins_by_domain,
            about: company.about,
            address: company.address,
            vat_number: company.vat_number,
            zone: company.zone.map(|zone| zone.id().to_owned()),
        }
    }
}

/// A company in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CompanyEntry {
    id: Uuid,
    name: String,
    /// The domain of its people's addresses.
    domain: Option<String>,
    /// What it does, in a line.
    about: Option<String>,
    /// How many contacts work there.
    people: u64,
    /// When something last happened with one of them.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_touched_at: Option<Timestamp>,
    /// When somebody meets one of them next.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_meeting_at: Option<Timestamp>,
}

impl From<CompanyRow> for CompanyEntry {
    fn from(row: CompanyRow) -> Self {
        Self {
            id: row.id.as_uuid(),
            name: row.name,
            domain: row.domain.map(|domain| domain.to_string()),
            about: row.about,
            people: row.people,
            last_touched_at: row.last_touched,
            next_meeting_at: row.next_meeting,
        }
    }
}

/// A page of companies, from A to Z.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CompanyList {
    companies: Vec<CompanyEntry>,
    /// What `cursor` says for the page after this one; null on the last.
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CompanyFilter {
    /// Words that all occur in the name or the domain.
    #[serde(default)]
    #[param(max_length = 200)]
    q: String,
    /// Where the page before ended: its `next`.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    cursor: Cursor,
    /// How many to answer with, 50 unless said.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 100, required = false)]
    limit: Limit,
}

/// A company to add. What is absent is not known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Lumen Freight", "domain": "lumen.example" }))]
pub(super) struct NewCompany {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// The domain of its people's addresses; never a mail provider's.
    #[schema(max_length = 253)]
    domain: Option<String>,
    /// Whether people with an address there belong to it by themselves; they do unless said.
    #[serde(default = "yes")]
    #[schema(default = true)]
    joins_by_domain: bool,
    /// What it does, in a line.
    #[schema(max_length = 120)]
    about: Option<String>,
    #[schema(max_length = 120)]
    address: Option<String>,
    #[schema(max_length = 120)]
    vat_number: Option<String>,
    /// Where its clock stands: an IANA name.
    #[schema(max_length = 64)]
    zone: Option<String>,
}

/// What becomes different about a company: what is absent stays, what is null becomes empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "about": "Moves lamps by night", "zone": "Europe/Lisbon" }))]
pub(super) struct CompanyChange {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 120)]
    name: Option<String>,
    /// The domain of its people's addresses; never a mail provider's.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 253)]
    domain: Change<String>,
    /// Whether people with an address there belong to it by themselves.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = bool, required = false)]
    joins_by_domain: Option<bool>,
    /// What it does, in a line.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    about: Change<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    address: Change<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    vat_number: Change<String>,
    /// Where its clock stands: an IANA name.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 64)]
    zone: Change<String>,
}

impl From<CompanyError> for ApiError {
    fn from(error: CompanyError) -> Self {
        match error {
            CompanyError::NotFound => Self::missing("company"),
            CompanyError::NameTaken => Self::conflict("name-taken", "The name is taken", error.to_string()),
            CompanyError::DomainTaken(_) => {
                Self::conflict("domain-taken", "The domain is taken", error.to_string())
            }
            CompanyError::Store(error) => error.into(),
        }
    }
}

/// List companies
#[utoipa::path(get, path = "/companies", tag = "Companies", operation_id = "listCompanies", params(CompanyFilter),
    responses((status = 200, description = "One page, from A to Z.", body = CompanyList)))]
pub(super) async fn list(
    caller: Caller,
    Query(filter): Query<CompanyFilter>,
) -> Result<Json<CompanyList>, ApiError> {
    let wanted = CompanyQuery {
        search: words(&filter.q)?,
        after: filter.cursor.after()?,
        limit: filter.limit.0,
        now: caller.now(),
    };
    let found = stored::list(&caller.app.store.begin_read().await, caller.workspace(), &wanted).await?;
    let companies = found.rows.into_iter().map(CompanyEntry::from).collect();
    Ok(Json(CompanyList { companies, next: Cursor::text(found.next) }))
}

/// Read a company
#[utoipa::path(get, path = "/companies/{id}", tag = "Companies", operation_id = "getCompany",
    params(("id" = Uuid, Path, description = "The company.")),
    responses((status = 200, description = "The company.", body = Company)))]
pub(super) async fn get(caller: Caller, Id(id): Id<CompanyId>) -> Result<Json<Company>, ApiError> {
    Ok(Json(find(&caller, id).await?.into()))
}

/// Add a company
#[utoipa::path(post, path = "/companies", tag = "Companies", operation_id = "addCompany", request_body = NewCompany,
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 255)),
    responses((status = 201, description = "The company, as it is now.", body = Company,
        headers(("Location" = String, description = "Where the company is."))),
        (status = 409, description = "Another company has the name or the domain.", body = super::problem::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn add(writer: Writer, body: Body<NewCompany>) -> Result<Created<Company>, ApiError> {
    let new = &body.value;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form = CompanyForm {
        name: new.name.clone(),
        about: text(&new.about),
        domain: text(&new.domain),
        joins: new.joins_by_domain.then(String::new),
        zone: text(&new.zone),
        address: text(&new.address),
        vat_number: text(&new.vat_number),
        ..CompanyForm::default()
    };
    let input = parse(&form).map_err(|wrong| ApiError::wrong(&wrong, &[]))?;
    let key = body.key(&writer).await?;
    let saved = companies::create(&writer.app, writer.workspace(), writer.user(), &key, input).await?;
    let company = find(&writer, saved.id).await?;
    Ok(created(&format!("/companies/{}", saved.id), company.into()))
}

/// Change a company
#[utoipa::path(patch, path = "/companies/{id}", tag = "Companies", operation_id = "changeCompany",
    request_body = CompanyChange, params(("id" = Uuid, Path, description = "The company.")),
    responses((status = 200, description = "The company as it is now.", body = Company),
        (status = 409, description = "Another company has the name or the domain.", body = super::problem::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn change(
    writer: Writer,
    Id(id): Id<CompanyId>,
    body: Body<CompanyChange>,
) -> Result<Json<Company>, ApiError> {
    let change = body.value;
    let wanted = |before: &stored::Company| {
        let now = CompanyForm::of(before.clone());
        let form = CompanyForm {
            name: change.name.unwrap_or(now.name),
            about: change.about.text(now.about),
            domain: change.domain.text(now.domain),
            joins: change.joins_by_domain.map_or(now.joins, |joins| joins.then(String::new)),
            zone: change.zone.text(now.zone),
            address: change.address.text(now.address),
            vat_number: change.vat_number.text(now.vat_number),
            ..CompanyForm::default()
        };
        parse(&form).map_err(|wrong| ApiError::wrong(&wrong, &[]))
    };
    companies::change(&writer.app, writer.workspace(), id, wanted).await?;
    Ok(Json(find(&writer, id).await?.into()))
}

async fn find(ctx: &Ctx, id: CompanyId) -> Result<stored::Company, ApiError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    found.ok_or(ApiError::missing("company"))
}
