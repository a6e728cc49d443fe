//! One question over everything.

use axum::Json;
use domain::DealId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{Named, words};
use super::caller::Caller;
use super::input::Query;
use super::meetings::MeetingEntry;
use super::problem::ApiError;
use crate::search;

/// Records of a kind that are answered with.
const MOST: usize = 20;

/// What was found, the best of each kind first, at most 20 of each.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Found {
    contacts: Vec<Named>,
    companies: Vec<Named>,
    deals: Vec<FoundDeal>,
    /// Those to come first.
    meetings: Vec<MeetingEntry>,
}

/// A deal that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundDeal {
    id: Uuid,
    title: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Question {
    /// Names, addresses, phone numbers, topics; typing mistakes are forgiven.
    #[param(min_length = 1, max_length = 200)]
    q: String,
}

/// Search contacts, companies, deals and meetings
#[utoipa::path(get, path = "/search", tag = "Search", operation_id = "search", params(Question),
    responses((status = 200, description = "What was found.", body = Found)))]
pub(super) async fn find(caller: Caller, Query(question): Query<Question>) -> Result<Json<Found>, ApiError> {
    if question.q.is_empty() {
        return Err(ApiError::unreadable("q says what to look for."));
    }
    let asked = words(&question.q)?.unwrap_or_default();
    let found = search::search(&caller.app, caller.workspace(), &asked, MOST).await?;
    let now = caller.now();
    Ok(Json(Found {
        contacts: found.contacts.into_iter().map(|row| Named::contact((row.id, row.name))).collect(),
        companies: found.companies.into_iter().map(|one| Named::company((one.id, one.name))).collect(),
        deals: found
            .deals
            .into_iter()
            .map(|deal| FoundDeal { id: DealId::as_uuid(deal.id), title: deal.title })
            .collect(),
        meetings: found.meetings.into_iter().map(|row| MeetingEntry::of(row, now)).collect(),
    }))
}
