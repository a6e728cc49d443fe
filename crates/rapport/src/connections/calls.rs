//! Integration activity: each call to Zoom with its time and result, and none of its contents.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{CallId, GrantId, UserId, WorkspaceId};
use store::grants;
use store::integration_calls::{self, Call, CallDirection, CallKind, CallResult};
use zoom::{ErrorKind, Exchange, Observer};

use super::care::next_check;
use crate::app::App;

/// Whose page shows a call.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// Workspace.
    pub workspace: Option<WorkspaceId>,
    /// Person the call was made for.
    pub user: Option<UserId>,
}

/// Collects exchanges while calls run; written to the database afterwards, outside any transaction of the caller.
#[derive(Debug)]
pub struct CallLog {
    caller: Caller,
    seen: Mutex<Vec<Seen>>,
}

#[derive(Debug)]
struct Seen {
    name: String,
    status: Option<u16>,
    error: Option<ErrorKind>,
    millis: u64,
}

impl Observer for CallLog {
    fn exchanged(&self, exchange: &Exchange<'_>) {
        let result = exchange.error.map_or("ok", ErrorKind::as_str);
        metrics::counter!("rapport_zoom_calls_total", "result" => result).increment(1);
        metrics::histogram!("rapport_zoom_call_duration_seconds").record(exchange.duration);
        let seen = Seen {
            name: format!("{} {}", exchange.method, exchange.route.trim_start_matches('/')),
            status: exchange.status,
            error: exchange.error,
            millis: u64::try_from(exchange.duration.as_millis()).unwrap_or(u64::MAX),
        };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    }
}

impl CallLog {
    /// An empty log.
    pub fn new(caller: Caller) -> Arc<Self> {
        Arc::new(Self { caller, seen: Mutex::new(Vec::new()) })
    }

    /// Writes what was seen. A log that cannot be written must not fail the call that worked.
    pub async fn write(&self, app: &App) {
        self.write_for(app, None).await;
    }

    /// The same, and notes on the grant whether Zoom answered.
    pub async fn write_for(&self, app: &App, grant: Option<GrantId>) {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        if seen.is_empty() {
            return;
        }
        let written = async {
            let tx = app.store.begin_write().await?;
            if let (Some(grant), Some(last)) = (grant, seen.last()) {
                match last.error {
                    Some(kind) if is_zooms_trouble(kind) => {
                        grants::note_error(&tx, grant, kind.as_str(), app.now()).await?;
                    }
                    // Zoom refused us, not the call: nothing worked.
                    Some(ErrorKind::InvalidGrant | ErrorKind::InvalidClient | ErrorKind::Unauthorized) => {}
                    _ => grants::note_ok(&tx, grant, app.now(), next_check(app)).await?,
                }
            }
            for seen in seen {
                integration_calls::record(&tx, &self.row(app, seen)).await?;
            }
            tx.commit().await
        };
        if let Err(error) = written.await {
            tracing::warn!(%error, "the integration activity could not be written");
        }
    }

    fn row(&self, app: &App, seen: Seen) -> Call {
        Call {
            id: CallId::new(&*app.clock, &*app.random),
            workspace_id: self.caller.workspace,
            user_id: self.caller.user,
            at: app.now(),
            direction: CallDirection::Call,
            what: kind(&seen.name),
            name: seen.name,
            result: if seen.error.is_none() { CallResult::Worked } else { CallResult::Failed },
            result_words: seen.error.map(|kind| kind.as_str().to_owned()),
            status: seen.status.map(i64::from),
            duration_ms: seen.millis,
            tries: 1,
            receipt_id: None,
        }
    }
}

/// Zoom did not answer, or not as it should: nothing that a person could mend. A refusal is an answer.
fn is_zooms_trouble(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unreachable
            | ErrorKind::Interrupted
            | ErrorKind::RateLimited
            | ErrorKind::Unavailable
            | ErrorKind::Decode
    )
}

/// What a call was about, by its route.
fn kind(name: &str) -> CallKind {
    match name.split_once(' ').map_or(name, |(_, route)| route) {
        "oauth/data/compliance" => CallKind::Compliance,
        route if route.starts_with("oauth/") => CallKind::Connection,
        "users/me" | "users/me/settings" => CallKind::Account,
        _ => CallKind::Meeting,
    }
}
