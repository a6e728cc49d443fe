use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{CompanyId, ContactId};
use store::contacts::{self, Contact};

use super::company::{get, people_of, reachable_of};
use super::contacts::row;
use super::schedule;
use crate::http::context::{Path, WriteCtx};
use crate::http::error::AppError;
use crate::views::company::ChoosePeoplePage;

/// People of a company who can be chosen from.
const CHOICES: u32 = 50;

/// Who of the company comes; once that is chosen, the form for the meeting.
pub(in crate::http) async fn page(
    ctx: WriteCtx,
    Path(id): Path<CompanyId>,
    RawQuery(query): RawQuery,
) -> Result<Response, AppError> {
    let company = get(&ctx, id).await?;
    let query = query.unwrap_or_default();
    let asked = query.contains("chosen=");
    let chosen: Vec<ContactId> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == "with")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    let db = ctx.app.store.begin_read().await;
    let reachable = contacts::list(&db, ctx.workspace(), &reachable_of(&ctx, id, CHOICES)).await?;
    let all = contacts::list(&db, ctx.workspace(), &people_of(&ctx, id, CHOICES)).await?;
    // Only people of this company who can be invited.
    let chosen = contacts::by_ids(&db, ctx.workspace(), &chosen).await?;
    drop(db);
    let may_come = |contact: &Contact| contact.company_id == Some(id) && contact.primary_email.is_some();
    let going: Vec<_> = match reachable.rows.as_slice() {
        [only] if all.total == 1 => vec![only.id],
        _ => chosen.iter().filter(|contact| may_come(contact)).map(|contact| contact.id).collect(),
    };
    if !going.is_empty() {
        return schedule::form_for(&ctx, &going).await;
    }
    let unreachable = all.rows.into_iter().filter(|row| row.email.is_none());
    let page = ChoosePeoplePage {
        shell: ctx.shell(&format!("Schedule meeting with {}", company.name)),
        id: id.to_string(),
        name: company.name,
        error: if asked { "Choose at least one person.".to_owned() } else { String::new() },
        reachable: reachable.total,
        people: reachable.rows.into_iter().map(|found| row(&ctx, found)).collect(),
        without_address: unreachable.map(|found| row(&ctx, found)).collect(),
    };
    ctx.dialog(StatusCode::OK, &page)
}
