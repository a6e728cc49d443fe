//! `/_sandbox/clock`.

use axum::{Json, body::Bytes, extract::State};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Handle, Problem, bad, read};
use crate::{clock::SandboxClock, control::Control};

pub(super) async fn show(State(shared): Handle) -> Json<Value> {
    Json(body(&Control::new(shared)))
}

fn body(control: &Control) -> Value {
    let kind = if control.clock_kind() == SandboxClock::Real { "real" } else { "explicit" };
    json!({ "now": control.now(), "kind": kind })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    /// Such as `61m` or `1h 30m`.
    advance: Option<String>,
    set: Option<Timestamp>,
}

/// Moves time. `advance` stops wherever something is due, so that events are tried again at their moments; `set` jumps.
pub(super) async fn change(State(shared): Handle, input: Bytes) -> Result<Json<Value>, Problem> {
    let control = Control::new(shared);
    match read::<Move>(&input)? {
        Move { advance: Some(text), set: None } => {
            let by: SignedDuration =
                text.parse().map_err(|_| bad(format!("\"{text}\" is not a time such as 61m or 1h 30m.")))?;
            if by.is_negative() {
                return Err(bad("advance goes forward; use set to go back."));
            }
            control.run_for(by).await;
        }
        Move { advance: None, set: Some(to) } => {
            control.set_time(to);
            control.deliver_pending().await;
        }
        _ => return Err(bad("Send either advance or set.")),
    }
    Ok(Json(body(&control)))
}
