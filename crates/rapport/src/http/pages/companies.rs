use axum::http::StatusCode;
use axum::response::Response;
use domain::display;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::companies::{self as stored, CompanyQuery};

use super::contacts::company;
use super::words::{count_people, is_soon};
use crate::http::context::{Ctx, Query};
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::views::companies::{CompaniesPage, CompanyRow};
use crate::views::contacts::NextTime;

/// Rows of a page.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ListQuery {
    q: String,
    after: Option<String>,
}

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let search = query.q.trim();
    let wanted = CompanyQuery {
        search: (!search.is_empty()).then(|| search.to_owned()),
        after: query.after.clone(),
        limit: ROWS,
        now: ctx.now(),
    };
    let found = stored::list(&ctx.app.store.begin_read().await, ctx.workspace(), &wanted).await?;
    let paged = query.after.is_some() || found.next.is_some();
    let view = CompaniesPage {
        shell: ctx.shell("Companies"),
        total: found.total,
        query: search.to_owned(),
        range: match (search.is_empty(), paged) {
            (false, _) => format!("{} found", found.total),
            (true, false) => format!("{} in all", found.total),
            (true, true) => format!("{} of {}", found.rows.len(), found.total),
        },
        previous_href: found.previous.as_deref().map(|after| link(search, after)),
        next_href: found.next.as_deref().map(|after| link(search, after)),
        rows: found.rows.into_iter().filter_map(|found| row(&ctx, found)).collect(),
    };
    respond(StatusCode::OK, &view)
}

fn row(ctx: &Ctx, found: stored::CompanyRow) -> Option<CompanyRow> {
    let touched = found.last_touched.map(|at| display::ago(at, ctx.now(), ctx.zone()));
    Some(CompanyRow {
        company: company(Some(found.id), Some(&found.name))?,
        about: found.about.unwrap_or_default(),
        domain: found.domain.map(|domain| domain.to_string()).unwrap_or_default(),
        people: count_people(found.people),
        touched: touched.unwrap_or_default(),
        next: found.next_meeting.map(|at| next_time(ctx, at)),
    })
}

/// When somebody is met next.
pub(super) fn next_time(ctx: &Ctx, at: Timestamp) -> NextTime {
    NextTime {
        text: display::day_time(at, ctx.now(), ctx.zone()),
        soon: is_soon(at, at + SignedDuration::from_mins(30), ctx.now()),
    }
}

fn link(search: &str, after: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !search.is_empty() {
        query.append_pair("q", search);
    }
    query.append_pair("after", after);
    format!("/companies?{}", query.finish())
}
