use axum::http::StatusCode;
use axum::response::Response;
use domain::{CompanyId, display};
use serde::Deserialize;
use store::activities;
use store::companies::{self as stored, Company};
use store::contacts::{self, ContactQuery, ContactSort};
use store::deals::{DealFilter, Worth};
use store::meetings::{self, MeetingFilter, MeetingPhase, MeetingRow};

use super::companies::next_time;
use super::contact::clock;
use super::deals::{lines, total};
use super::meeting_life::Running;
use super::words::{and, repeats, tile};
use super::{contacts as contact_rows, timeline};
use crate::companies;
use crate::http::context::{Ctx, Path, Query, WriteCtx};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page as respond};
use crate::invitations::names;
use crate::views::badge::Badge;
use crate::views::company::{CompanyMeeting, CompanyPage, DeleteCompanyPage};
use crate::views::contact::Detail;
use crate::views::shell::NoteKind;

/// People shown on the page.
const PEOPLE: u32 = 20;
/// Meetings to come that are shown.
const UPCOMING: u32 = 20;
/// Meetings shown that are over.
const PAST: u32 = 5;
/// Entries of a page of the timeline.
const ENTRIES: u32 = 30;
/// Deals shown.
const DEALS: u32 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TimelineQuery {
    before: Option<String>,
}

pub(in crate::http) async fn page(
    ctx: Ctx,
    Path(id): Path<CompanyId>,
    Query(query): Query<TimelineQuery>,
) -> Result<Response, AppError> {
    let company = get(&ctx, id).await?;
    let db = ctx.app.store.begin_read().await;
    let people = contacts::list(&db, ctx.workspace(), &people_of(&ctx, id, PEOPLE)).await?;
    let facts = stored::facts(&db, ctx.workspace(), id, ctx.now()).await?;
    let of_company = DealFilter { company: Some(id), ..DealFilter::default() };
    let deals = store::deals::list(&db, ctx.workspace(), of_company, true, ctx.now(), DEALS).await?;
    let worth = store::deals::worth(&db, ctx.workspace(), of_company).await?;
    let reachable = contacts::list(&db, ctx.workspace(), &reachable_of(&ctx, id, 1)).await?;
    let filter = MeetingFilter { company: Some(id), ..MeetingFilter::default() };
    let past = meetings::last(&db, ctx.workspace(), &filter, ctx.now(), PAST).await?;
    let filter = MeetingFilter { phase: Some(MeetingPhase::ToCome), ..filter };
    let upcoming = meetings::filtered(&db, ctx.workspace(), &filter, ctx.now(), UPCOMING).await?;
    let entries = activities::for_company(&db, ctx.workspace(), id, query.before.as_deref(), ENTRIES).await?;
    drop(db);
    let running = Running::among(&ctx, &upcoming).await?;
    let older = entries.next.as_deref().map(|before| {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("before", before).finish();
        format!("/companies/{id}?{query}#history")
    });
    let name = url::form_urlencoded::byte_serialize(company.name.as_bytes()).collect::<String>();
    let Some(mark) = contact_rows::company(Some(id), Some(&company.name)) else {
        return Err(not_found("company"));
    };
    let view = CompanyPage {
        shell: ctx.shell(&company.name),
        id: id.to_string(),
        company: mark,
        about: company.about.clone().unwrap_or_default(),
        domain: company.domain.as_ref().map(ToString::to_string).unwrap_or_default(),
        joins: company.joins_by_domain,
        address: company.address.clone().unwrap_or_default(),
        clock: company.zone.as_ref().map(|zone| clock(&ctx, zone)),
        held: facts.held,
        last_met: facts.last_met.map(|at| display::ago(at, ctx.now(), ctx.zone())).unwrap_or_default(),
        next: facts.next_meeting.map(|at| next_time(&ctx, at)),
        open_deals: total(worth.iter().filter(|worth| worth.stage.is_open()).map(|worth| worth.value)),
        deals_more: more_deals(&worth, deals.len()),
        deals: lines(&ctx, &deals),
        new_deal_href: format!("/deals/new?company={name}"),
        new_contact_href: format!("/contacts/new?company={name}"),
        can_schedule: reachable.total > 0,
        people_total: people.total,
        people: people.rows.into_iter().map(|row| contact_rows::row(&ctx, row)).collect(),
        upcoming: upcoming.iter().map(|row| meeting(&ctx, row, running.badge(&ctx, row))).collect(),
        past: past.iter().map(|row| meeting(&ctx, row, None)).collect(),
        months: timeline::months_of_several(&ctx, entries.items),
        older_href: older,
        details: details(&company),
    };
    respond(StatusCode::OK, &view)
}

/// The company with this id.
pub(super) async fn get(ctx: &Ctx, id: CompanyId) -> Result<Company, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    found.ok_or(not_found("company"))
}

/// The people of a company, by name.
pub(super) fn people_of(ctx: &Ctx, company: CompanyId, limit: u32) -> ContactQuery {
    ContactQuery {
        search: None,
        company: Some(company),
        reachable: false,
        sort: ContactSort::Name,
        after: None,
        limit,
        now: ctx.now(),
    }
}

/// Those of a company who can be invited, by name.
pub(super) fn reachable_of(ctx: &Ctx, company: CompanyId, limit: u32) -> ContactQuery {
    ContactQuery { reachable: true, ..people_of(ctx, company, limit) }
}

/// Says that there are more deals than are shown; empty when all are.
fn more_deals(worth: &[Worth], shown: usize) -> String {
    let all: u64 = worth.iter().map(|worth| worth.deals).sum();
    if all > shown as u64 {
        format!("The {shown} of {all} deals that moved last are shown.")
    } else {
        String::new()
    }
}

fn meeting(ctx: &Ctx, row: &MeetingRow, badge: Option<(crate::views::tone::Tone, String)>) -> CompanyMeeting {
    let (now, zone) = (ctx.now(), ctx.zone());
    let date = zone.local(row.starts_at).date();
    let people: Vec<_> =
        row.invitees.iter().map(|invitee| names::full_name(invitee.name.as_ref(), &invitee.email)).collect();
    let with = match (people.is_empty(), &row.contact) {
        (false, _) => format!("with {}", and(&people)),
        (true, Some(contact)) => format!("with {}", contact.name),
        (true, None) => String::new(),
    };
    CompanyMeeting {
        id: row.id.to_string(),
        repeats: repeats(row),
        tile: tile(date, zone.local(now).date()),
        topic: row.topic.to_string(),
        badge: badge.map(|(tone, text)| Badge { tone, icon: "", text }),
        when: display::day_time_range(row.starts_at, row.duration, now, zone),
        with,
    }
}

fn details(company: &Company) -> Vec<Detail> {
    let plain = |label, value: Option<String>| Some(Detail { label, value: value?, person: None });
    let zone = company.zone.as_ref().map(|zone| zone.id().to_owned());
    [
        plain("Domain", company.domain.as_ref().map(ToString::to_string)),
        plain("VAT number", company.vat_number.clone()),
        plain("Address", company.address.clone()),
        plain("Time zone", zone),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(in crate::http) async fn delete_form(
    ctx: WriteCtx,
    Path(id): Path<CompanyId>,
) -> Result<Response, AppError> {
    let company = get(&ctx, id).await?;
    let db = ctx.app.store.begin_read().await;
    let people = contacts::list(&db, ctx.workspace(), &people_of(&ctx, id, 1)).await?.total;
    let page = DeleteCompanyPage {
        shell: ctx.shell(&format!("Delete {}", company.name)),
        id: id.to_string(),
        name: company.name,
        people: match people {
            0 => String::new(),
            1 => "1 person stays as a contact".to_owned(),
            n => format!("{n} people stay as contacts"),
        },
    };
    ctx.dialog(StatusCode::OK, &page)
}

pub(in crate::http) async fn delete(
    ctx: WriteCtx,
    Path(id): Path<CompanyId>,
    ProtectedForm(_): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    if !companies::delete(&ctx.app, ctx.workspace(), id).await? {
        return Err(not_found("company"));
    }
    Ok(ctx.done("/companies", Some(notice(NoteKind::Ok, "Company deleted, its people stay", ""))))
}
