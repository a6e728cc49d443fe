//! `app_deauthorized`: a user removed the app (reference E.7, J4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::tolerant;

/// The payload of `app_deauthorized`. Whatever it says: delete all that came from Zoom about this user, then
/// [confirm](crate::compliance::Compliance::confirm).
///
/// The payload is kept whole, because the confirmation sends it back. As JSON it is that payload, so it can be
/// stored until the confirmation is made. `Debug` shows ids only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct Deauthorization {
    user_id: String,
    account_id: String,
    payload: Map<String, Value>,
}

/// The payload does not say who it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the deauthorization names no `{0}`")]
pub struct InvalidDeauthorization(&'static str);

/// What Zoom's older events say about the user's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataRetention {
    /// `"false"`: delete it and confirm.
    Delete,
    /// `"true"`: the user allows to keep it.
    Keep,
    /// Nothing, as current events do.
    NotSaid,
}

impl TryFrom<Map<String, Value>> for Deauthorization {
    type Error = InvalidDeauthorization;

    fn try_from(payload: Map<String, Value>) -> Result<Self, InvalidDeauthorization> {
        let id = |name| match payload.get(name) {
            Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
            _ => Err(InvalidDeauthorization(name)),
        };
        Ok(Self { user_id: id("user_id")?, account_id: id("account_id")?, payload })
    }
}

impl From<Deauthorization> for Map<String, Value> {
    fn from(event: Deauthorization) -> Self {
        event.payload
    }
}

impl Deauthorization {
    /// Zoom user id of who removed the app.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// The account of that user.
    pub fn account_id(&self) -> &str {
        &self.account_id
    }

    /// The app that was removed. Compare it with your own.
    pub fn client_id(&self) -> Option<&str> {
        self.payload.get("client_id")?.as_str()
    }

    /// When the app was removed.
    pub fn deauthorized_at(&self) -> Option<Timestamp> {
        tolerant::any_time(self.payload.get("deauthorization_time")?)
    }

    /// What it says about the user's data: the texts `"true"` and `"false"`.
    pub fn data_retention(&self) -> DataRetention {
        match self.payload.get("user_data_retention") {
            Some(Value::String(text)) if text == "false" => DataRetention::Delete,
            Some(Value::String(text)) if text == "true" => DataRetention::Keep,
            Some(Value::Bool(false)) => DataRetention::Delete,
            Some(Value::Bool(true)) => DataRetention::Keep,
            _ => DataRetention::NotSaid,
        }
    }

    /// The payload as it came.
    pub fn payload(&self) -> &Map<String, Value> {
        &self.payload
    }

    pub(super) fn event_time(&self) -> Option<Timestamp> {
        tolerant::any_time(self.payload.get("event_ts")?)
    }
}

impl std::fmt::Debug for Deauthorization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deauthorization")
            .field("user_id", &self.user_id)
            .field("account_id", &self.account_id)
            .finish_non_exhaustive()
    }
}
