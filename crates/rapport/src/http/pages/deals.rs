use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use domain::Money;
use serde::Deserialize;
use store::deals::{self as stored, Deal, DealFilter, Stage, Worth};

use super::companies::next_time;
use super::contacts::company;
use super::words::and;
use crate::http::context::{Ctx, Query, person};
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::views::deals::{BoardPage, Card, Column, DealLine, Progress};

/// Deals on the board.
const MOST: u32 = 500;
/// Stages of the board; what was lost is not on it.
const BOARD: [Stage; 4] = [Stage::Qualified, Stage::Proposal, Stage::Negotiation, Stage::Won];

/// Whose deals are on the board, as a move from there posts it.
const EVERYONE: &str = "everyone";
const MINE: &str = "mine";

/// Where a move leads that was made on a board.
pub(super) fn board_of(word: &str) -> Option<&'static str> {
    match word {
        "" => None,
        MINE => Some("/deals?whose=mine"),
        _ => Some("/deals"),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct BoardQuery {
    whose: String,
}

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<BoardQuery>) -> Result<Response, AppError> {
    let mine = query.whose == MINE;
    let filter = DealFilter { owner: mine.then(|| ctx.user()), ..DealFilter::default() };
    let db = ctx.app.store.begin_read().await;
    let deals = stored::list(&db, ctx.workspace(), filter, false, ctx.now(), MOST).await?;
    let worth = stored::worth(&db, ctx.workspace(), filter).await?;
    drop(db);
    let open = worth.iter().filter(|worth| worth.stage.is_open());
    let summary = match open.clone().map(|worth| worth.deals).sum::<u64>() {
        0 => "None open".to_owned(),
        n => format!("{n} open, {}", total(open.map(|worth| worth.value))),
    };
    let view = BoardPage {
        shell: ctx.shell("Deals"),
        summary,
        mine,
        board: if mine { MINE } else { EVERYONE },
        is_empty: deals.is_empty() && !mine,
        columns: BOARD.into_iter().map(|stage| column(&ctx, stage, &deals, &worth)).collect(),
        more: if deals.len() >= MOST as usize {
            format!("The {MOST} deals that moved last are shown.")
        } else {
            String::new()
        },
    };
    respond(StatusCode::OK, &view)
}

fn column(ctx: &Ctx, stage: Stage, deals: &[Deal], worth: &[Worth]) -> Column {
    let here = deals.iter().filter(|deal| deal.stage == stage);
    let all = worth.iter().filter(|worth| worth.stage == stage);
    Column {
        word: stage.as_str(),
        name: stage.label(),
        deals: all.clone().map(|worth| worth.deals).sum(),
        total: total(all.map(|worth| worth.value)),
        cards: here.map(|deal| card(ctx, deal)).collect(),
    }
}

/// A deal as the board and its own page show it.
pub(super) fn card(ctx: &Ctx, deal: &Deal) -> Card {
    let (company_id, company_name) = deal.company.clone().unzip();
    Card {
        id: deal.id.to_string(),
        title: deal.title.clone(),
        company: company(company_id, company_name.as_deref()),
        contact: deal.contact.as_ref().map(|(id, name)| person(name.as_str(), id.as_uuid())),
        value: deal.value.to_string(),
        next: deal.next_meeting.map(|at| next_time(ctx, at)),
        unmet: deal.stage.is_open() && deal.next_meeting.is_none(),
        can_schedule: deal.contact_email.is_some() && ctx.me.user.role.can_write(),
        moves: if ctx.me.user.role.can_write() {
            let others = Stage::ALL.iter().filter(|stage| **stage != deal.stage);
            others.map(|stage| (stage.as_str(), stage.label())).collect()
        } else {
            Vec::new()
        },
    }
}

/// The deals of a contact or a company, for its page.
pub(super) fn lines(ctx: &Ctx, deals: &[Deal]) -> Vec<DealLine> {
    deals
        .iter()
        .map(|deal| DealLine {
            id: deal.id.to_string(),
            title: deal.title.clone(),
            value: deal.value.to_string(),
            progress: progress(ctx, deal),
        })
        .collect()
}

/// `Proposal, 9 days in stage`
pub(super) fn progress(ctx: &Ctx, deal: &Deal) -> Progress {
    let filled = match deal.stage {
        Stage::Qualified => 1,
        Stage::Proposal => 2,
        Stage::Negotiation => 3,
        Stage::Won => 4,
        Stage::Lost => 0,
    };
    let days = ctx.now().duration_since(deal.stage_since).as_hours() / 24;
    let words = match (deal.stage.is_open(), days) {
        (false, _) => deal.stage.label().to_owned(),
        (true, ..1) => format!("{}, since today", deal.stage.label()),
        (true, 1) => format!("{}, 1 day in stage", deal.stage.label()),
        (true, days) => format!("{}, {days} days in stage", deal.stage.label()),
    };
    Progress { filled, words }
}

/// The sum, for each currency by itself: `€18,400 and $5,000`. Empty for nothing.
pub(super) fn total(values: impl Iterator<Item = Money>) -> String {
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for value in values {
        let sum = sums.entry(value.currency.as_str()).or_insert(Money { minor: 0, ..value });
        sum.minor = sum.minor.saturating_add(value.minor);
    }
    and(&sums.values().map(ToString::to_string).collect::<Vec<_>>())
}
