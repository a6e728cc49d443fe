use axum::http::StatusCode;
use axum::response::Response;
use domain::{CompanyId, display};
use serde::Deserialize;
use store::activities::ActivityKind;
use store::companies;
use store::contacts::{self as stored, ContactQuery, ContactSort};

use super::companies::next_time;
use crate::http::context::{Ctx, Query, initials, person};
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::views::badge::Company;
use crate::views::contacts::{ContactOrder, ContactRow, ContactsPage};
use crate::views::icon::icon;

/// Rows of a page.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ListQuery {
    q: String,
    sort: String,
    after: Option<String>,
    /// Id of a company whose people to show.
    company: Option<String>,
}

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let search = query.q.trim();
    let by_name = query.sort == "name";
    let of = match query.company.as_deref().and_then(|id| id.parse().ok()) {
        Some(id) => companies::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?,
        None => None,
    };
    let wanted = ContactQuery {
        search: (!search.is_empty()).then(|| search.to_owned()),
        company: of.as_ref().map(|company| company.id),
        reachable: false,
        sort: if by_name { ContactSort::Name } else { ContactSort::LastTouched },
        after: query.after.clone(),
        limit: ROWS,
        now: ctx.now(),
    };
    let db = ctx.app.store.begin_read().await;
    let found = stored::list(&db, ctx.workspace(), &wanted).await?;
    drop(db);
    let sort = if by_name { "name" } else { "touched" };
    let company_id = of.as_ref().map(|company| company.id);
    let href = |sort: &str, after: Option<&str>| link(search, company_id, sort, after);
    let filtered = !search.is_empty() || of.is_some();
    let paged = query.after.is_some() || found.next.is_some();
    let view = ContactsPage {
        shell: ctx.shell("Contacts"),
        total: found.total,
        query: search.to_owned(),
        company: of.as_ref().and_then(|of| company(Some(of.id), Some(&of.name))),
        company_id: company_id.map(|id| id.to_string()).unwrap_or_default(),
        sort: if by_name { ContactOrder::Name } else { ContactOrder::LastTouched },
        name_href: href("name", None),
        touched_href: href("touched", None),
        range: match (!filtered, paged) {
            (false, _) => format!("{} found", found.total),
            (true, false) => format!("{} in all", found.total),
            (true, true) => format!("{} of {}", found.rows.len(), found.total),
        },
        previous_href: found.previous.as_deref().map(|after| href(sort, Some(after))),
        next_href: found.next.as_deref().map(|after| href(sort, Some(after))),
        rows: found.rows.into_iter().map(|contact| row(&ctx, contact)).collect(),
    };
    respond(StatusCode::OK, &view)
}

pub(super) fn row(ctx: &Ctx, contact: stored::ContactRow) -> ContactRow {
    let (now, zone) = (ctx.now(), ctx.zone());
    ContactRow {
        id: contact.id.to_string(),
        person: person(contact.name.as_str(), contact.id.as_uuid()),
        title: contact.title.unwrap_or_default(),
        company: company(contact.company_id, contact.company_name.as_deref()),
        email: contact.email.map(|email| email.to_string()).unwrap_or_default(),
        bounced: contact.email_bounced,
        touched_icon: contact.last_touch_kind.map_or("", icon),
        touched: contact.last_touched.map(|at| display::ago(at, now, zone)).unwrap_or_default(),
        next: contact.next_meeting.map(|at| next_time(ctx, at)),
    }
}

/// Avatar of a company with the way to its page.
pub(super) fn company(id: Option<CompanyId>, name: Option<&str>) -> Option<Company> {
    let (id, name) = id.zip(name)?;
    Some(Company { href: format!("/companies/{id}"), ..mark(name) })
}

/// Avatar of a company; the tint follows the name, so that it is the same on every page.
fn mark(name: &str) -> Company {
    let tint = name.bytes().fold(0_u8, u8::wrapping_add) % 8;
    let letter = initials(name.split_whitespace().next().unwrap_or_default());
    Company { href: String::new(), name: name.to_owned(), initials: letter.chars().take(1).collect(), tint }
}

fn icon(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::ContactAdded => icon!("user-round"),
        ActivityKind::NoteAdded => icon!("sticky-note"),
        ActivityKind::DealAdded | ActivityKind::DealMoved => icon!("square-kanban"),
        ActivityKind::MeetingScheduled | ActivityKind::MeetingChanged | ActivityKind::MeetingHeld => {
            icon!("video")
        }
        ActivityKind::InvitationAccepted | ActivityKind::TaskDone => icon!("check"),
        ActivityKind::CallLogged => icon!("phone"),
        ActivityKind::InvitationDeclined => icon!("x"),
        ActivityKind::TimeProposed => icon!("calendar-clock"),
        ActivityKind::MeetingRemoved | ActivityKind::MeetingMissed | ActivityKind::MeetingDropped => {
            icon!("video-off")
        }
        ActivityKind::InvitationSent | ActivityKind::UpdateSent | ActivityKind::CancellationSent => {
            icon!("mail")
        }
    }
}

fn link(search: &str, company: Option<CompanyId>, sort: &str, after: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !search.is_empty() {
        query.append_pair("q", search);
    }
    if let Some(company) = company {
        query.append_pair("company", &company.to_string());
    }
    query.append_pair("sort", sort);
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    format!("/contacts?{}", query.finish())
}
