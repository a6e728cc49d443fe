//! `/_sandbox/faults`.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use super::{Handle, Problem, bad, missing, number, read};
use crate::{control::Control, faults::Fault};

/// What is in force, and how much of each is left.
pub(super) async fn list(State(shared): Handle) -> Json<Value> {
    Json(json!({ "faults": Control::new(shared).faults() }))
}

pub(super) async fn add(State(shared): Handle, body: Bytes) -> Result<(StatusCode, Json<Value>), Problem> {
    let asked: Value = read(&body)?;
    let fault: Fault = read(&body)?;
    // A misspelt field would make a fault hit everything.
    if let (Value::Object(asked), Value::Object(known)) = (asked, json!(fault))
        && let Some(unknown) = asked.keys().find(|name| !known.contains_key(*name))
    {
        let fields: Vec<&str> = known.keys().map(String::as_str).filter(|name| *name != "id").collect();
        return Err(bad(format!("This kind of fault has no field {unknown}; it has {}.", fields.join(", "))));
    }
    if let Some(problem) = fault.problem() {
        return Err(bad(problem));
    }
    let id = Control::new(shared).add_fault(fault);
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

pub(super) async fn clear(State(shared): Handle) -> StatusCode {
    Control::new(shared).clear_faults();
    StatusCode::NO_CONTENT
}

pub(super) async fn remove(State(shared): Handle, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let found = Control::new(shared).remove_fault(number(&id, "fault")?);
    found.then_some(StatusCode::NO_CONTENT).ok_or_else(|| missing("fault"))
}
