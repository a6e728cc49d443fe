//! What Rapport holds of a person's Zoom account, now: the same table of data that the design document lists and the
//! farewell is tested against, with the rows that are really there.

use domain::MeetingId;
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use store::audit_log::Action;
use store::held::{HeldRow, Whose, rows};
use store::{StoreError, connections};

use super::events::inbox_place;
use crate::app::App;
use crate::audit::{By, person_did};
use crate::keys::KeyError;
use crate::marketplace::design::data_flow::{FLOWS, Flow, Protection};
use crate::meetings::zoom_place;

/// Why it cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sealed value does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// One kind of thing that comes from Zoom, and how much of it is kept.
#[derive(Debug)]
pub struct Held {
    /// What it is, where it is kept, and until when.
    pub flow: &'static Flow,
    /// How many records.
    pub records: usize,
    /// The records. Empty for what is named and not shown.
    pub values: Vec<Map<String, Value>>,
}

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

/// Everything that is kept, in the order of the table.
pub async fn held(app: &App, by: By) -> Result<Vec<Held>, HeldError> {
    let db = app.store.begin_read().await;
    let grant = connections::of_user(&db, by.workspace, by.user).await?.map(|(_, grant)| grant);
    let whose = Whose { workspace: by.workspace, user: by.user, grant: grant.as_ref() };
    let mut all = Vec::new();
    for flow in FLOWS.iter().filter(|flow| !flow.table.is_empty()) {
        let found = rows(&db, whose, flow.table, flow.columns).await?;
        let found: Vec<_> = found
            .into_iter()
            .filter(|row| {
                row.columns.values().any(|text| text.as_deref().is_some_and(|text| !text.is_empty()))
            })
            .collect();
        let records = found.len();
        let mut values = Vec::new();
        if Held::is_told(flow) {
            for row in found {
                values.push(told(app, flow, row)?);
            }
        }
        all.push(Held { flow, records, values });
    }
    Ok(all)
}

/// The same as a file to take along, which is written down in the audit log.
pub async fn download(app: &App, by: By) -> Result<Value, HeldError> {
    let all = held(app, by).await?;
    let tx = app.store.begin_write().await?;
    person_did(&tx, by, Action::ZoomDownloaded, String::new()).await?;
    tx.commit().await?;
    let entries = all.iter().map(|held| {
        let flow = held.flow;
        json!({
            "what": flow.field,
            "comes_with": flow.from,
            "kept_in": format!("{}: {}", flow.table, flow.columns.join(", ")),
            "used_for": flow.purpose,
            "protection": flow.protection.words(),
            "deleted": flow.deletion.words(),
            "records": held.records,
            "values": if Held::is_told(flow) { json!(held.values) } else { json!("kept, and not shown") },
        })
    });
    Ok(json!({ "made_at": app.now().to_string(), "from_zoom": entries.collect::<Vec<_>>() }))
}

/// A record in words that a person can read: sealed values opened, times as times.
fn told(app: &App, flow: &Flow, row: HeldRow) -> Result<Map<String, Value>, KeyError> {
    let mut told = Map::new();
    for (column, text) in row.columns {
        let Some(text) = text else { continue };
        let text = match flow.protection {
            Protection::Sealed => open(app, flow.table, &row.key, &column, &text)?,
            _ => time(&column, &text).unwrap_or(text),
        };
        told.insert(column, Value::String(text));
    }
    Ok(told)
}

fn open(app: &App, table: &str, key: &str, column: &str, sealed: &str) -> Result<String, KeyError> {
    let damaged = || KeyError::Damaged(format!("{table}.{column}"));
    let bytes = hex::decode(sealed).map_err(|_| damaged())?;
    // What was handled is emptied.
    if bytes.is_empty() {
        return Ok(String::new());
    }
    let place = match table {
        "zoom_meetings" => zoom_place(key.parse::<MeetingId>().map_err(|_| damaged())?, column),
        "webhook_inbox" => {
            let mut hash = [0; 32];
            hex::decode_to_slice(key, &mut hash).map_err(|_| damaged())?;
            inbox_place(&hash)
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
