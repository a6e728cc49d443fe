//! Deals.

use axum::Json;
use domain::{CompanyId, ContactId, Currency, DealId, Money};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::contacts;
use store::deals::{self as stored, DealFilter, Stage};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{Created, Named, created};
use super::caller::{Caller, Writer};
use super::input::{Body, Change, Cursor, Id, Limit, Query, present};
use super::problem::ApiError;
use crate::deals;
use crate::http::context::Ctx;
use crate::http::pages::deal_form::{DealForm, read};

/// What may be sold to somebody.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Deal {
    id: Uuid,
    #[schema(examples("Lumen rollout"))]
    title: String,
    #[schema(value_type = StageWord)]
    stage: Stage,
    /// Since when it is there.
    #[schema(value_type = String, format = DateTime)]
    stage_since: Timestamp,
    value: Value,
    /// Who buys.
    company: Option<Named>,
    /// With whom it is talked about.
    contact: Option<Named>,
    /// Who looks after it.
    owner: Named,
    /// When somebody meets the contact next.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_meeting_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// How far a deal is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum StageWord {
    Qualified,
    Proposal,
    Negotiation,
    Won,
    Lost,
}

/// What a deal is worth.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "minor": 1_840_000, "currency": "EUR" }))]
pub(super) struct Value {
    /// In the smallest unit of the currency: cents, öre, yen.
    #[schema(minimum = 0, maximum = 99_999_999_999_999_i64)]
    minor: u64,
    #[schema(value_type = CurrencyWord)]
    currency: Currency,
}

/// A currency that a deal can be in.
#[derive(ToSchema)]
#[schema(rename_all = "UPPERCASE")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum CurrencyWord {
    Eur,
    Usd,
    Gbp,
    Chf,
    Sek,
    Nok,
    Dkk,
    Pln,
    Brl,
    Cad,
    Aud,
    Jpy,
}

impl From<stored::Deal> for Deal {
    fn from(deal: stored::Deal) -> Self {
        Self {
            id: deal.id.as_uuid(),
            title: deal.title,
            stage: deal.stage,
            stage_since: deal.stage_since,
            value: Value { minor: deal.value.minor, currency: deal.value.currency },
            company: deal.company.map(Named::company),
            contact: deal.contact.map(Named::contact),
            owner: Named::user(deal.owner),
            next_meeting_at: deal.next_meeting,
            created_at: deal.created_at,
        }
    }
}

/// A page of deals, those that came to their stage last first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DealList {
    deals: Vec<Deal>,
    /// What `cursor` says for the page after this one; null on the last.
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Only deals of this stage.
    #[param(value_type = Option<StageWord>, inline)]
    stage: Option<Stage>,
    /// Only deals of this company.
    #[param(value_type = Option<Uuid>)]
    company: Option<CompanyId>,
    /// Only deals with this contact.
    #[param(value_type = Option<Uuid>)]
    contact: Option<ContactId>,
    /// Where the page before ended: its `next`.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    cursor: Cursor,
    /// How many to answer with, 50 unless said.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 100, required = false)]
    limit: Limit,
}

/// A deal to add. You look after it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "Lumen rollout", "value": { "minor": 1_840_000, "currency": "EUR" } }))]
pub(super) struct NewDeal {
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    value: Value,
    /// `qualified` unless said.
    #[schema(value_type = Option<StageWord>)]
    stage: Option<Stage>,
    /// Who buys, by name; a new name makes the company. Without one, the contact's company.
    #[schema(max_length = 120)]
    company_name: Option<String>,
    /// With whom it is talked about.
    #[schema(value_type = Option<Uuid>)]
    contact_id: Option<ContactId>,
}

/// What becomes different about a deal: what is absent stays, what is null becomes empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "value": { "minor": 2_100_000, "currency": "EUR" } }))]
pub(super) struct DealChange {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 120)]
    title: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Value, required = false)]
    value: Option<Value>,
    /// Who buys, by name; a new name makes the company.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    company_name: Change<String>,
    /// With whom it is talked about.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    contact_id: Change<ContactId>,
}

/// Where a deal goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "stage": "won" }))]
pub(super) struct DealMove {
    #[schema(value_type = StageWord)]
    stage: Stage,
}

const NAMES: [(&str, &str); 4] = [
    ("company", "company_name"),
    ("contact", "contact_id"),
    ("currency", "value.currency"),
    ("value", "value.minor"),
];

/// List deals
#[utoipa::path(get, path = "/deals", tag = "Deals", operation_id = "listDeals", params(Filter),
    responses((status = 200, description = "One page, those that came to their stage last first.", body = DealList)))]
pub(super) async fn list(caller: Caller, Query(filter): Query<Filter>) -> Result<Json<DealList>, ApiError> {
    let db = caller.app.store.begin_read().await;
    let wanted = DealFilter { owner: None, company: filter.company, contact: filter.contact };
    let (after, now) = (filter.cursor.after()?, caller.now());
    let wanted = (wanted, filter.stage);
    let (rows, next) =
        stored::page(&db, caller.workspace(), wanted, after.as_deref(), now, filter.limit.0).await?;
    Ok(Json(DealList { deals: rows.into_iter().map(Deal::from).collect(), next: Cursor::text(next) }))
}

/// Read a deal
#[utoipa::path(get, path = "/deals/{id}", tag = "Deals", operation_id = "getDeal",
    params(("id" = Uuid, Path, description = "The deal.")),
    responses((status = 200, description = "The deal.", body = Deal)))]
pub(super) async fn get(caller: Caller, Id(id): Id<DealId>) -> Result<Json<Deal>, ApiError> {
    Ok(Json(find(&caller, id).await?.into()))
}

/// Add a deal
#[utoipa::path(post, path = "/deals", tag = "Deals", operation_id = "addDeal", request_body = NewDeal,
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 255)),
    responses((status = 201, description = "The deal, as it is now.", body = Deal,
        headers(("Location" = String, description = "Where the deal is.")))))]
pub(super) async fn add(writer: Writer, body: Body<NewDeal>) -> Result<Created<Deal>, ApiError> {
    let new = &body.value;
    let form = DealForm {
        title: new.title.clone(),
        value: amount(new.value),
        currency: new.value.currency.as_str().to_owned(),
        company: new.company_name.clone().unwrap_or_default(),
        stage: new.stage.unwrap_or(Stage::Qualified).as_str().to_owned(),
        ..DealForm::default()
    };
    let contact = known(&writer, new.contact_id).await?;
    let input = read(&form, contact).map_err(|wrong| ApiError::wrong(&wrong, &NAMES))?;
    let key = body.key(&writer).await?;
    let id = deals::create(&writer.app, writer.workspace(), writer.user(), &key, input).await?;
    Ok(created(&format!("/deals/{id}"), find(&writer, id).await?.into()))
}

/// Change a deal
///
/// Everything but its stage, which is moved.
#[utoipa::path(patch, path = "/deals/{id}", tag = "Deals", operation_id = "changeDeal", request_body = DealChange,
    params(("id" = Uuid, Path, description = "The deal.")),
    responses((status = 200, description = "The deal as it is now.", body = Deal)))]
pub(super) async fn change(
    writer: Writer,
    Id(id): Id<DealId>,
    body: Body<DealChange>,
) -> Result<Json<Deal>, ApiError> {
    let change = body.value;
    let owner = find(&writer, id).await?.owner.0;
    let asked = match &change.contact_id {
        Change::To(contact) => known(&writer, Some(*contact)).await?,
        _ => Ok(None),
    };
    let wanted = |before: &stored::Deal| {
        let now = DealForm::of(before);
        let form = DealForm {
            title: change.title.unwrap_or(now.title),
            value: change.value.map_or(now.value, amount),
            currency: change.value.map_or(now.currency, |value| value.currency.as_str().to_owned()),
            company: change.company_name.on(Some(now.company)).unwrap_or_default(),
            stage: now.stage,
            ..DealForm::default()
        };
        let contact = match change.contact_id {
            Change::Keep => Ok(before.contact.as_ref().map(|(id, _)| *id)),
            _ => asked,
        };
        read(&form, contact).map_err(|wrong| ApiError::wrong(&wrong, &NAMES))
    };
    if !deals::change(&writer.app, writer.workspace(), owner, id, wanted).await? {
        return Err(ApiError::missing("deal"));
    }
    Ok(Json(find(&writer, id).await?.into()))
}

/// Move a deal
///
/// To another stage. Moved there already, nothing happens.
#[utoipa::path(post, path = "/deals/{id}/move", tag = "Deals", operation_id = "moveDeal", request_body = DealMove,
    params(("id" = Uuid, Path, description = "The deal.")),
    responses((status = 200, description = "The deal as it is now.", body = Deal)))]
pub(super) async fn move_to(
    writer: Writer,
    Id(id): Id<DealId>,
    body: Body<DealMove>,
) -> Result<Json<Deal>, ApiError> {
    let stage = body.value.stage;
    if !deals::move_to(&writer.app, writer.workspace(), writer.user(), id, stage).await? {
        return Err(ApiError::missing("deal"));
    }
    Ok(Json(find(&writer, id).await?.into()))
}

/// As the form has it.
fn amount(value: Value) -> String {
    Money { minor: value.minor, currency: value.currency }.field()
}

/// The contact with this id, or a sentence.
async fn known(ctx: &Ctx, id: Option<ContactId>) -> Result<Result<Option<ContactId>, String>, ApiError> {
    let Some(id) = id else { return Ok(Ok(None)) };
    let found = contacts::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    Ok(found.map(|contact| Some(contact.id)).ok_or_else(|| "No contact has this id.".to_owned()))
}

async fn find(ctx: &Ctx, id: DealId) -> Result<stored::Deal, ApiError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id, ctx.now()).await?;
    found.ok_or(ApiError::missing("deal"))
}
