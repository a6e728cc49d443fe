//! Integration activity as a table for spreadsheets.

use axum::response::Response;
use domain::{PersonName, Zone};
use serde::Deserialize;
use store::integration_calls::{self as stored, CallRow};

use super::activity::{code, outcome, seen_by, subject};
use super::activity_steps::steps;
use crate::csv::Csv;
use crate::http::context::Ctx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::table;

/// Lines that are read at once, and the most that a file holds.
const AT_ONCE: u32 = 500;
const MOST: usize = 50_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ExportForm {
    show: String,
}

/// The lines of a tab, newest first. A file, not a page: nothing of it stays in the browser's cache.
pub(in crate::http) async fn export(
    ctx: Ctx,
    ProtectedForm(form): ProtectedForm<ExportForm>,
) -> Result<Response, AppError> {
    let filter = seen_by(&ctx, form.show.parse().unwrap_or(stored::CallTab::All));
    let mut csv =
        Csv::new(&["Time (UTC)", "What", "Endpoint or event", "Person", "Result", "Took (ms)", "Steps"]);
    let (mut before, mut lines) = (None, 0);
    loop {
        let db = ctx.app.store.begin_read().await;
        let (rows, next) = stored::page(&db, ctx.workspace(), filter, before.as_deref(), AT_ONCE).await?;
        drop(db);
        for row in &rows {
            write(&mut csv, row);
        }
        lines += rows.len();
        before = next;
        if before.is_none() || lines >= MOST {
            break;
        }
    }
    Ok(table("integration-activity.csv", csv))
}

fn write(csv: &mut Csv, row: &CallRow) {
    let call = &row.call;
    let (_, what) = subject(call);
    let (_, result) = outcome(call, row.receipt.as_ref());
    let steps = row.receipt.as_ref().map(|receipt| steps(row, receipt, &Zone::UTC)).unwrap_or_default();
    let steps: Vec<_> = steps.iter().map(|step| format!("{} {}", step.time, step.title)).collect();
    csv.row(&[
        &call.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        what,
        &code(call).unwrap_or_default(),
        row.person_name.as_ref().map_or("", PersonName::as_str),
        &result,
        &call.duration_ms.to_string(),
        &steps.join("; "),
    ]);
}
