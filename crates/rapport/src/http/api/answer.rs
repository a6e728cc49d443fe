//! What answers share: a new thing with its address, and references to people and companies.

use axum::Json;
use axum::http::{HeaderName, StatusCode, header};
use domain::{CompanyId, ContactId, PersonName, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::ApiError;

/// A thing that was made, with its address in `Location`.
pub(super) type Created<T> = (StatusCode, [(HeaderName, String); 1], Json<T>);

pub(super) fn created<T>(path: &str, thing: T) -> Created<T> {
    (StatusCode::CREATED, [(header::LOCATION, format!("{}{path}", super::FOLDER))], Json(thing))
}

/// Somebody or something that has a name here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Named {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
}

impl Named {
    pub(super) fn user((id, name): (UserId, PersonName)) -> Self {
        Self { id: id.as_uuid(), name: name.to_string() }
    }

    pub(super) fn contact((id, name): (ContactId, PersonName)) -> Self {
        Self { id: id.as_uuid(), name: name.to_string() }
    }

    pub(super) fn company((id, name): (CompanyId, String)) -> Self {
        Self { id: id.as_uuid(), name }
    }
}

/// Longest question, in characters.
const LONGEST: usize = 200;

/// What a question holds, for the store: controls are no letters to look for.
pub(super) fn words(q: &str) -> Result<Option<String>, ApiError> {
    if q.chars().count() > LONGEST {
        return Err(ApiError::unreadable(format!("q has at most {LONGEST} characters.")));
    }
    let words = q.replace(char::is_control, " ");
    let words = words.trim();
    Ok((!words.is_empty()).then(|| words.to_owned()))
}
