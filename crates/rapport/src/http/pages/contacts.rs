use axum::http::StatusCode;
use axum::response::Response;
use domain::display;
use serde::Deserialize;
use store::activities::ActivityKind;
use store::contacts::{self as stored, ContactQuery, ContactSort};

use super::words::is_soon;
use crate::http::context::{Ctx, Query, initials, person};
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::views::badge::Company;
use crate::views::contacts::{ContactOrder, ContactRow, ContactsPage, NextTime};
use crate::views::icon::icon;

/// Rows of a page.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ListQuery {
    q: String,
    sort: String,
    after: Option<String>,
}

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let search = query.q.trim();
    let by_name = query.sort == "name";
    let wanted = ContactQuery {
        search: (!search.is_empty()).then(|| search.to_owned()),
        sort: if by_name { ContactSort::Name } else { ContactSort::LastTouched },
        after: query.after.clone(),
        limit: ROWS,
        now: ctx.now(),
    };
    let db = ctx.app.store.begin_read().await;
    let found = stored::list(&db, ctx.workspace(), &wanted).await?;
    drop(db);
    let sort = if by_name { "name" } else { "touched" };
    let href = |sort: &str, after: Option<&str>| link(search, sort, after);
    let paged = query.after.is_some() || found.next.is_some();
    let view = ContactsPage {
        shell: ctx.shell("Contacts"),
        total: found.total,
        query: search.to_owned(),
        sort: if by_name { ContactOrder::Name } else { ContactOrder::LastTouched },
        name_href: href("name", None),
        touched_href: href("touched", None),
        range: match (search.is_empty(), paged) {
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

fn row(ctx: &Ctx, contact: stored::ContactRow) -> ContactRow {
    let (now, zone) = (ctx.now(), ctx.zone());
    ContactRow {
        id: contact.id.to_string(),
        person: person(contact.name.as_str(), contact.id.as_uuid()),
        title: contact.title.unwrap_or_default(),
        company: contact.company_name.map(|name| company(&name)),
        email: contact.email.map(|email| email.to_string()).unwrap_or_default(),
        bounced: contact.email_bounced,
        touched_icon: contact.last_touch_kind.map_or("", icon),
        touched: contact.last_touched.map(|at| display::ago(at, now, zone)).unwrap_or_default(),
        next: contact.next_meeting.map(|at| NextTime {
            text: display::day_time(at, now, zone),
            soon: is_soon(at, at + jiff::SignedDuration::from_mins(30), now),
        }),
    }
}

/// Avatar of a company; the tint follows the name, so that it is the same on every page.
pub(super) fn company(name: &str) -> Company {
    let tint = name.bytes().fold(0_u8, u8::wrapping_add) % 8;
    let letter = initials(name.split_whitespace().next().unwrap_or_default());
    Company { name: name.to_owned(), initials: letter.chars().take(1).collect(), tint }
}

fn icon(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::ContactAdded => icon!("user-round"),
        ActivityKind::NoteAdded => icon!("sticky-note"),
        ActivityKind::MeetingScheduled | ActivityKind::MeetingChanged | ActivityKind::MeetingHeld => {
            icon!("video")
        }
        ActivityKind::InvitationAccepted => icon!("check"),
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

fn link(search: &str, sort: &str, after: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !search.is_empty() {
        query.append_pair("q", search);
    }
    query.append_pair("sort", sort);
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    format!("/contacts?{}", query.finish())
}
