use axum::http::StatusCode;
use axum::response::Response;
use domain::{Zone, display};
use jiff::Timestamp;
use serde::Deserialize;
use store::compliance_receipts::{ConfirmState, Receipt, ReceiptSource};
use store::integration_calls::{
    self as stored, Call, CallCounts, CallDirection, CallFilter, CallResult, CallRow, CallTab, Stats,
};

use super::activity_steps::steps;
use crate::connections::{GIVEN_UP, MEMBER_REMOVED, REPLACED};
use crate::http::context::{Ctx, Query};
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::views::activity::{ActivityFilter, ActivityIcon, ActivityNumber, ActivityPage, ActivityRow};
use crate::views::tone::Tone;

/// Lines of a page.
const ROWS: u32 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ActivityQuery {
    show: String,
    before: Option<String>,
}

pub(in crate::http) async fn page(
    ctx: Ctx,
    Query(query): Query<ActivityQuery>,
) -> Result<Response, AppError> {
    let tab = query.show.parse().unwrap_or(CallTab::All);
    let filter = seen_by(&ctx, tab);
    let db = ctx.app.store.begin_read().await;
    let found = stored::list(&db, ctx.workspace(), filter, query.before.as_deref(), ROWS).await?;
    let stats = stored::stats(&db, ctx.workspace(), ctx.now()).await?;
    drop(db);
    let href = |before: &str| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("show", tab.as_str())
            .append_pair("before", before)
            .finish();
        format!("/settings/activity?{query}")
    };
    let total = of_tab(&found.counts, tab);
    let view = ActivityPage {
        shell: ctx.shell("Integration activity"),
        numbers: numbers(&stats),
        show: tab.as_str(),
        filters: filters(&found.counts, tab),
        range: format!("{} of {total}", found.rows.len()),
        newer_href: found.previous.as_deref().map(href),
        older_href: found.next.as_deref().map(href),
        rows: found.rows.iter().map(|row| line(row, ctx.now(), ctx.zone())).collect(),
    };
    respond(StatusCode::OK, &view)
}

/// The lines that the person may see.
pub(super) fn seen_by(ctx: &Ctx, tab: CallTab) -> CallFilter {
    let sees_all = ctx.me.user.role.sees_integration_activity_of_all();
    CallFilter { tab, user: (!sees_all).then_some(ctx.user()) }
}

fn numbers(stats: &Stats) -> Vec<ActivityNumber> {
    let number = |label: &str, number: u64, text: String| ActivityNumber {
        label: label.to_owned(),
        number: number.to_string(),
        text,
    };
    let of_people = match stats.people {
        1 => "of 1 person".to_owned(),
        people => format!("of {people} people"),
    };
    let reconnect = match stats.needs_reconnect {
        0 => String::new(),
        1 => ", 1 needs reconnect".to_owned(),
        n => format!(", {n} need reconnect"),
    };
    let confirmed = match stats.deauthorizations {
        0 => String::new(),
        n if n == stats.confirmed => "all confirmed to Zoom".to_owned(),
        _ => format!("{} confirmed to Zoom", stats.confirmed),
    };
    let handled = match stats.events_24h {
        0 => String::new(),
        _ => format!("{} retried, {} lost", stats.retried_24h, stats.lost_24h),
    };
    vec![
        number("Zoom connections", stats.connected, format!("{of_people}{reconnect}")),
        number("Events from Zoom, 24 h", stats.events_24h, handled),
        number("Deauthorizations", stats.deauthorizations, confirmed),
    ]
}

fn of_tab(counts: &CallCounts, tab: CallTab) -> u64 {
    match tab {
        CallTab::All => counts.all,
        CallTab::Connections => counts.connections,
        CallTab::Deauthorizations => counts.deauthorizations,
        CallTab::DataCompliance => counts.data_compliance,
        CallTab::Events => counts.events,
    }
}

fn filters(counts: &CallCounts, current: CallTab) -> Vec<ActivityFilter> {
    [
        (CallTab::All, "All"),
        (CallTab::Connections, "Connections"),
        (CallTab::Deauthorizations, "Deauthorizations"),
        (CallTab::DataCompliance, "Data compliance"),
        (CallTab::Events, "Events"),
    ]
    .into_iter()
    .map(|(tab, label)| ActivityFilter {
        label: label.to_owned(),
        count: (tab != CallTab::All).then(|| of_tab(counts, tab)),
        href: match tab {
            CallTab::All => "/settings/activity".to_owned(),
            _ => format!("/settings/activity?show={}", tab.as_str()),
        },
        current: tab == current,
    })
    .collect()
}

fn line(row: &CallRow, now: Timestamp, zone: &Zone) -> ActivityRow {
    let call = &row.call;
    let (icon, what) = subject(call);
    let (tone, result) = outcome(call, row.receipt.as_ref());
    let unknown = if call.direction == CallDirection::Event { "Unknown" } else { "Rapport" };
    ActivityRow {
        time: display::day_time(call.at, now, zone),
        icon,
        what: what.to_owned(),
        code: code(call),
        person: row.person_name.as_ref().map_or(unknown, domain::PersonName::as_str).to_owned(),
        tone,
        result,
        took: match (call.direction, call.duration_ms) {
            (CallDirection::Call, ms) | (CallDirection::Event, ms @ 1..) => took(ms),
            // Done at once, or of a time when it was not measured.
            _ => String::new(),
        },
        steps: row.receipt.as_ref().map(|receipt| steps(row, receipt, zone)).unwrap_or_default(),
        open: row.receipt.as_ref().is_some_and(|receipt| receipt.source == ReceiptSource::Zoom),
    }
}

/// What a call was about, in words.
pub(super) fn subject(call: &Call) -> (ActivityIcon, &'static str) {
    match call.name.as_str() {
        "GET users/me" => (ActivityIcon::Check, "Connection checked"),
        "POST users/me/meetings" => (ActivityIcon::Meeting, "Meeting created"),
        "GET users/me/meetings" => (ActivityIcon::Meeting, "Meetings listed"),
        "GET meetings/{id}" => (ActivityIcon::Meeting, "Meeting read"),
        "PATCH meetings/{id}" => (ActivityIcon::Meeting, "Meeting changed"),
        "DELETE meetings/{id}" => (ActivityIcon::Removed, "Meeting removed"),
        "POST oauth/token" => (ActivityIcon::Token, "Token issued"),
        "POST oauth/revoke" => (ActivityIcon::Token, "Access revoked"),
        "POST oauth/data/compliance" => (ActivityIcon::Compliance, "Deletion confirmed to Zoom"),
        "app_deauthorized" => (ActivityIcon::Disconnected, "Deauthorization received"),
        "disconnect" | MEMBER_REMOVED => (ActivityIcon::Disconnected, "Zoom disconnected"),
        REPLACED => (ActivityIcon::Disconnected, "Zoom account replaced"),
        "endpoint.url_validation" => (ActivityIcon::Event, "Webhook address validated"),
        _ if call.result == CallResult::Refused => (ActivityIcon::Refused, "Event refused"),
        _ if call.direction == CallDirection::Event => (ActivityIcon::Event, "Event received"),
        _ => (ActivityIcon::Check, "Call to Zoom"),
    }
}

pub(super) fn code(call: &Call) -> Option<String> {
    let internal = call.direction == CallDirection::Internal;
    (!internal && !call.name.is_empty()).then(|| call.name.clone())
}

pub(super) fn outcome(call: &Call, receipt: Option<&Receipt>) -> (Tone, String) {
    if let Some(receipt) = receipt {
        let done = if receipt.deleted_identities == 0 { "Nothing was stored" } else { "Data deleted" };
        return match receipt.confirm_state {
            ConfirmState::Confirmed => (Tone::Ok, format!("{done}, confirmed")),
            ConfirmState::Pending => (Tone::Warn, format!("{done}, confirmation pending")),
            ConfirmState::NotNeeded | ConfirmState::NoLongerOffered => (Tone::Ok, done.to_owned()),
            ConfirmState::Failed => (Tone::Bad, format!("{done}, confirmation failed")),
        };
    }
    let words = call.result_words.clone();
    match call.result {
        CallResult::Worked => (Tone::Ok, "Worked".into()),
        CallResult::Processed => {
            let (tone, retry) = match call.tries {
                0 | 1 => (Tone::Ok, String::new()),
                tries => (Tone::Warn, format!(" on retry {}", tries - 1)),
            };
            let words = words.map(|words| format!(", {words}")).unwrap_or_default();
            (tone, format!("Processed{retry}{words}"))
        }
        CallResult::Failed if words.as_deref() == Some(GIVEN_UP) => {
            (Tone::Bad, format!("Given up after {} tries", call.tries))
        }
        CallResult::Refused => (Tone::Bad, words.unwrap_or_else(|| "Refused".into())),
        CallResult::Failed => {
            let status = call.status.map(|status| format!(" ({status})")).unwrap_or_default();
            (Tone::Bad, format!("{}{status}", words.as_deref().map_or("Failed", failure)))
        }
    }
}

/// Why a call failed, for the stored word of `zoom::ErrorKind`.
fn failure(word: &str) -> &str {
    match word {
        "unreachable" => "Zoom was not reached",
        "interrupted" => "The answer broke off",
        "rate_limited" => "Too many calls",
        "unauthorized" => "Access had ended",
        "missing_scope" => "Permission missing",
        "not_found" => "Not found",
        "validation" | "refused" | "invalid_request" => "Refused by Zoom",
        "unavailable" => "Zoom was not available",
        "decode" => "Answer not understood",
        "token" => "No access to Zoom",
        "invalid_grant" => "Access refused",
        "invalid_code" => "Code refused",
        "invalid_client" => "App credentials refused",
        other => other,
    }
}

/// "184 ms", "1.2 s".
fn took(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        _ => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::{failure, took};

    #[test]
    fn every_failure_has_words() {
        use zoom::ErrorKind as Kind;
        for kind in [
            Kind::Unreachable,
            Kind::Interrupted,
            Kind::RateLimited,
            Kind::Unauthorized,
            Kind::MissingScope,
            Kind::NotFound,
            Kind::Validation,
            Kind::Refused,
            Kind::Unavailable,
            Kind::Decode,
            Kind::Token,
            Kind::InvalidRequest,
            Kind::InvalidGrant,
            Kind::InvalidCode,
            Kind::InvalidClient,
        ] {
            assert_ne!(failure(kind.as_str()), kind.as_str());
        }
    }

    #[test]
    fn durations_are_short() {
        assert_eq!(took(184), "184 ms");
        assert_eq!(took(1240), "1.2 s");
    }
}
