//! What Rapport holds of a person's Zoom account, now: the same table of data that the design document lists and the
//! farewell is tested against, with what is really there.

use domain::MeetingId;
use jiff::Timestamp;
use jobs::Job as _;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use store::audit_log::Action;
use store::grants::Grant;
use store::held::{HeldRow, Whose, count, rows};
use store::{StoreError, connections};

use crate::app::App;
use crate::audit::{By, person_did};
use crate::jobs::{ConfirmCompliance, RevokeToken};
use crate::keys::{KeyError, places};
use crate::marketplace::design::data_flow::{FLOWS, Flow, Protection};

/// One kind of thing that comes from Zoom, and how much of it is kept.
#[derive(Debug)]
pub struct Held {
    /// What it is, where it is kept, and until when.
    pub flow: &'static Flow,
    /// How many records.
    pub records: u64,
}

/// What stands in the place of a sealed value that does not open: the others are told nevertheless.
const CLOSED: &str = "cannot be opened";

impl Held {
    /// Whether the values are told. Tokens are not: whoever has one can act in the person's name. Nor are whole mails,
    /// which the person can read in the mailbox.
    pub fn is_told(flow: &Flow) -> bool {
        !matches!(
            (flow.table, flow.columns),
            ("grants", ["access_token" | "refresh_token"]) | ("jobs" | "mailbox_messages", _)
        )
    }
}

/// How much is kept, in the order of the table. Only counted: nothing is opened for a page that does not show it.
pub async fn held(app: &App, by: By) -> Result<Vec<Held>, StoreError> {
    let db = app.store.begin_read().await;
    let grant = connections::of_user(&db, by.workspace, by.user).await?.map(|(_, grant)| grant);
    let mut all = Vec::new();
    for flow in kept() {
        let records = count(&db, whose(by, grant.as_ref(), flow), flow.table, flow.columns).await?;
        all.push(Held { flow, records });
    }
    Ok(all)
}

/// The records as a file to take along, which is written down in the audit log.
pub async fn download(app: &App, by: By) -> Result<Value, StoreError> {
    let db = app.store.begin_read().await;
    let grant = connections::of_user(&db, by.workspace, by.user).await?.map(|(_, grant)| grant);
    let mut entries = Vec::new();
    for flow in kept() {
        let whose = whose(by, grant.as_ref(), flow);
        let (records, values) = if Held::is_told(flow) {
            let found = rows(&db, whose, flow.table, flow.columns).await?;
            let told: Vec<_> = found.into_iter().map(|row| told(app, flow, row)).collect();
            (told.len() as u64, json!(told))
        } else {
            (count(&db, whose, flow.table, flow.columns).await?, json!("kept, and not shown"))
        };
        entries.push(json!({
            "what": flow.field,
            "comes_with": flow.from,
            "kept_in": format!("{}: {}", flow.table, flow.columns.join(", ")),
            "used_for": flow.purpose,
            "protection": flow.protection.words(),
            "deleted": flow.deletion.words(),
            "records": records,
            "values": values,
        }));
    }
    drop(db);
    let tx = app.store.begin_write().await?;
    person_did(&tx, by, Action::ZoomDownloaded, String::new()).await?;
    tx.commit().await?;
    Ok(json!({ "made_at": app.now().to_string(), "from_zoom": entries }))
}

fn kept() -> impl Iterator<Item = &'static Flow> {
    FLOWS.iter().filter(|flow| !flow.table.is_empty())
}

fn whose<'a>(by: By, grant: Option<&'a Grant>, flow: &Flow) -> Whose<'a> {
    // The table of data has one line for each kind of job.
    let job =
        if flow.field.starts_with("access_token") { RevokeToken::KIND } else { ConfirmCompliance::KIND };
    Whose { workspace: by.workspace, user: by.user, grant, job }
}

/// A record in words that a person can read: sealed values opened, times as times.
fn told(app: &App, flow: &Flow, row: HeldRow) -> Map<String, Value> {
    let mut told = Map::new();
    for (column, text) in row.columns {
        let Some(text) = text else { continue };
        let text = match flow.protection {
            Protection::Sealed => {
                open(app, flow.table, &row.key, &column, &text).unwrap_or_else(|_| CLOSED.to_owned())
            }
            _ => time(&column, &text).unwrap_or(text),
        };
        told.insert(column, Value::String(text));
    }
    told
}

fn open(app: &App, table: &str, key: &str, column: &str, sealed: &str) -> Result<String, KeyError> {
    let damaged = || KeyError::Damaged(format!("{table}.{column}"));
    let bytes = hex::decode(sealed).map_err(|_| damaged())?;
    // What was handled is emptied.
    if bytes.is_empty() {
        return Ok(String::new());
    }
    let place = match table {
        "zoom_meetings" => places::zoom_meeting(key.parse::<MeetingId>().map_err(|_| damaged())?, column),
        "webhook_inbox" => {
            let mut hash = [0; 32];
            hex::decode_to_slice(key, &mut hash).map_err(|_| damaged())?;
            places::event(&hash)
        }
        _ => return Err(damaged()),
    };
    Ok(app.keys.open(&place, &bytes)?.expose_secret().to_owned())
}

/// Columns of times are stored as microseconds.
fn time(column: &str, text: &str) -> Option<String> {
    let is_time = column.ends_with("_at") || matches!(column, "event_ts" | "moved_from");
    let micros: i64 = is_time.then(|| text.parse().ok())??;
    Timestamp::from_microsecond(micros).ok().map(|at| at.to_string())
}
