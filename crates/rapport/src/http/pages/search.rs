use axum::http::StatusCode;
use axum::response::Response;
use domain::{display, marked, words};
use serde::Deserialize;
use store::companies::Company;
use store::contacts::ContactRow;
use store::meetings::{self, MeetingRow};

use super::companies::next_time;
use super::contacts::company;
use super::words::{and, repeats, role, start_button};
use crate::http::context::{Ctx, Query, person};
use crate::http::error::AppError;
use crate::invitations::names;
use crate::meetings::row_status;
use crate::search::{Results, search};
use crate::views::icon::icon;
use crate::views::meetings::StartButton;
use crate::views::search::{Actions, CompanyHit, ContactHit, DealHit, MeetingHit, PageHit, SearchPage};

/// Of each kind, in the palette and on the page.
const IN_PALETTE: usize = 5;
const ON_PAGE: usize = 20;
/// Letters of a question beyond this are not read.
const LONGEST: usize = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct SearchQuery {
    q: String,
}

/// Pages to go to: icon, name, address, whether it opens as a dialog, whether only those who may write are offered it.
const PAGES: [(&str, &str, &str, bool, bool); 11] = [
    (icon!("sun-medium"), "Today", "/", false, false),
    (icon!("calendar"), "Meetings", "/meetings", false, false),
    (icon!("users"), "Contacts", "/contacts", false, false),
    (icon!("building-2"), "Companies", "/companies", false, false),
    (icon!("square-kanban"), "Deals", "/deals", false, false),
    (icon!("calendar-plus"), "Schedule meeting", "/meetings/new", true, true),
    (icon!("user-plus"), "New contact", "/contacts/new", false, true),
    (icon!("plus"), "New company", "/companies/new", false, true),
    (icon!("plus"), "New deal", "/deals/new", false, true),
    (icon!("plug"), "Integrations", "/settings/integrations", false, false),
    (icon!("settings"), "Settings", "/settings", false, false),
];

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<SearchQuery>) -> Result<Response, AppError> {
    let text: String = query.q.trim().chars().take(LONGEST).collect();
    let limit = if ctx.fragment { IN_PALETTE } else { ON_PAGE };
    let found = search(&ctx.app, ctx.workspace(), &text, limit).await?;
    let asked = &found.asked;
    let actions = match found.contacts.first() {
        Some(first) => Some(actions(&ctx, first).await?),
        None => None,
    };
    let pages = pages(&ctx, &text);
    let view = SearchPage {
        shell: ctx.shell("Search"),
        found: told(&text, &found, pages.len()),
        contacts: found.contacts.iter().map(|row| contact_hit(&ctx, row, asked)).collect(),
        actions,
        companies: found.companies.iter().filter_map(|found| company_hit(found, asked)).collect(),
        deals: found
            .deals
            .iter()
            .map(|deal| DealHit {
                id: deal.id.to_string(),
                title: marked(&deal.title, asked),
                line: format!("{}, {}", deal.value, deal.stage.label()),
            })
            .collect(),
        meetings: found.meetings.iter().map(|row| meeting_hit(&ctx, row, asked)).collect(),
        pages,
        query: text,
    };
    ctx.dialog(StatusCode::OK, &view)
}

fn told(text: &str, found: &Results, pages: usize) -> String {
    let all = found.contacts.len() + found.companies.len() + found.deals.len() + found.meetings.len() + pages;
    match (text.is_empty(), all) {
        (true, _) => String::new(),
        (false, 0) => "Nothing found".to_owned(),
        (false, n) => format!("{n} found"),
    }
}

/// Pages whose name has a word that begins with each word of the question.
fn pages(ctx: &Ctx, text: &str) -> Vec<PageHit> {
    let asked = words(text);
    let begins = |name: &str| {
        let named = words(name);
        asked.iter().all(|asked| named.iter().any(|word| word.starts_with(asked.as_str())))
    };
    PAGES
        .into_iter()
        .filter(|(_, name, _, _, writes)| begins(name) && (!writes || ctx.me.user.role.can_write()))
        .map(|(icon, name, href, dialog, _)| PageHit { icon, name: marked(name, &asked), href, dialog })
        .collect()
}

fn contact_hit(ctx: &Ctx, row: &ContactRow, asked: &[String]) -> ContactHit {
    let email = row.email.as_ref().map(ToString::to_string).unwrap_or_default();
    ContactHit {
        id: row.id.to_string(),
        person: person(row.name.as_str(), row.id.as_uuid()),
        name: marked(row.name.as_str(), asked),
        role: role(row.title.as_deref(), row.company_name.as_deref(), ", "),
        email: marked(&email, asked),
        next: row.next_meeting.map(|at| next_time(ctx, at)),
    }
}

fn company_hit(found: &Company, asked: &[String]) -> Option<CompanyHit> {
    Some(CompanyHit {
        company: company(Some(found.id), Some(&found.name))?,
        name: marked(&found.name, asked),
        about: found.about.clone().unwrap_or_default(),
    })
}

fn meeting_hit(ctx: &Ctx, row: &MeetingRow, asked: &[String]) -> MeetingHit {
    let people: Vec<_> =
        row.invitees.iter().map(|invitee| names::full_name(invitee.name.as_ref(), &invitee.email)).collect();
    MeetingHit {
        id: row.id.to_string(),
        repeats: repeats(row),
        topic: marked(row.topic.as_str(), asked),
        when: display::day_time_range(row.starts_at, row.duration, ctx.now(), ctx.zone()),
        with: and(&people),
    }
}

/// What can be done with the contact who answers best.
async fn actions(ctx: &Ctx, row: &ContactRow) -> Result<Actions, AppError> {
    let db = ctx.app.store.begin_read().await;
    let upcoming = meetings::for_contact(&db, ctx.workspace(), row.id, ctx.now()).await?;
    let start = upcoming.iter().find(|meeting| {
        let own = ctx.hosts(meeting.host_id);
        let status = row_status(meeting, ctx.now());
        start_button(&status, own, meeting.starts_at, meeting.ends_at(), ctx.now()) != StartButton::None
    });
    Ok(Actions {
        id: row.id.to_string(),
        name: row.name.to_string(),
        first_name: row.name.first_name().to_owned(),
        can_schedule: row.email.is_some() && ctx.me.user.role.can_write(),
        start: start.map(|meeting| (meeting.id.to_string(), meeting.topic.to_string())),
    })
}
