//! What an event says (reference E.6).

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Deauthorization;
use super::objects::{ChangedMeeting, ChangedUser, MeetingObject, Operator, UserObject};
use crate::answer;
use crate::error::DecodeProblem;
use crate::kept::kept_words;
use crate::tolerant;

/// One event. Events come late, twice and out of order: go by [`at`](Self::at), per meeting instance (uuid), never
/// by arrival (reference J6).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Event {
    /// Its name, such as `meeting.started`.
    pub name: String,
    /// When it happened, to the millisecond; `None` if it does not say.
    pub at: Option<Timestamp>,
    /// The account it is about.
    pub account_id: Option<String>,
    /// Who did it; `None` for things that happen, such as a start.
    pub operator: Option<Operator>,
    /// What it was done to: Zoom's `operation`, or `scope` in `meeting.updated`.
    pub operation: Option<Operation>,
    /// What it says.
    pub kind: EventKind,
}

/// What an event says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum EventKind {
    /// `endpoint.url_validation`: answer with
    /// [`answer_url_validation`](super::answer_url_validation) at once.
    UrlValidation {
        /// The token to sign.
        plain_token: String,
    },
    /// `app_deauthorized`: the user removed the app.
    AppDeauthorized(Deauthorization),
    /// `meeting.created`.
    MeetingCreated(MeetingObject),
    /// `meeting.updated`.
    MeetingUpdated(Box<ChangedMeeting>),
    /// `meeting.deleted`.
    MeetingDeleted(MeetingObject),
    /// `meeting.recovered`: back from the bin.
    MeetingRecovered(MeetingObject),
    /// `meeting.permanently_deleted`: out of the bin for good.
    MeetingPermanentlyDeleted(MeetingObject),
    /// `meeting.started`.
    MeetingStarted(MeetingObject),
    /// `meeting.ended`.
    MeetingEnded(MeetingObject),
    /// `meeting.participant_joined`; who, is in [`MeetingObject::participant`].
    ParticipantJoined(MeetingObject),
    /// `meeting.participant_left`.
    ParticipantLeft(MeetingObject),
    /// `meeting.participant_joined_waiting_room`: somebody waits to be let in.
    ParticipantJoinedWaitingRoom(MeetingObject),
    /// `meeting.participant_left_waiting_room`: they were let in, or gave up.
    ParticipantLeftWaitingRoom(MeetingObject),
    /// `meeting.participant_admitted`: the host let them in.
    ParticipantAdmitted(MeetingObject),
    /// `meeting.participant_put_in_waiting_room`: the host sent them out.
    ParticipantPutInWaitingRoom(MeetingObject),
    /// `user.updated`.
    UserUpdated(ChangedUser),
    /// `user.settings_updated`: what changed is in [`UserObject::extra`].
    UserSettingsUpdated(ChangedUser),
    /// `user.activated`.
    UserActivated(UserObject),
    /// `user.deactivated`.
    UserDeactivated(UserObject),
    /// `user.deleted`.
    UserDeleted(UserObject),
    /// `user.disassociated`: the user left the account.
    UserDisassociated(UserObject),
    /// Any other event, and a known one whose payload could not be read.
    Unknown {
        /// Why a known event could not be read; `None` if its name is not known.
        problem: Option<DecodeProblem>,
        /// What it says, as it came; empty if that was not an object.
        payload: Payload,
    },
}

/// The payload of an event that has no type here. `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Payload(pub Map<String, Value>);

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Payload([hidden])")
    }
}

kept_words! {
    /// What something was done to, and for some events of users what was done. Words we do not know are kept.
    Operation {
        /// One date of a recurring meeting, or a meeting that does not come again.
        Single = "single",
        /// All dates of a recurring meeting.
        All = "all",
    }
}

/// The body is signed but is no event: not JSON, not an object, or without a name. Answer 400; never 5xx, or Zoom
/// sends it again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a Zoom event")]
pub struct NotAnEvent;

impl Event {
    /// Reads an event from its raw bytes, once [`verify`](super::verify) has accepted them.
    ///
    /// # Errors
    /// [`NotAnEvent`]; anything that has a name is an event, at least an [`EventKind::Unknown`].
    pub fn parse(body: &[u8]) -> Result<Self, NotAnEvent> {
        let mut envelope = answer::json_object(body).ok_or(NotAnEvent)?;
        let Some(Value::String(name)) = envelope.remove("event") else {
            return Err(NotAnEvent);
        };
        if name.is_empty() {
            return Err(NotAnEvent);
        }
        let at = envelope.get("event_ts").and_then(tolerant::any_time);
        let payload = match envelope.remove("payload") {
            Some(Value::Object(payload)) => payload,
            _ => Map::new(),
        };
        let text = |name: &str| payload.get(name).and_then(Value::as_str).map(str::to_owned);
        let account_id = text("account_id");
        let operation = text("operation").or_else(|| text("scope")).map(Operation::from);
        let operator = Operator::read(&payload);
        let kind = EventKind::read(&name, &payload)
            .unwrap_or_else(|problem| EventKind::Unknown { problem, payload: Payload(payload) });
        let at = match &kind {
            EventKind::AppDeauthorized(event) => at.or_else(|| event.event_time()),
            _ => at,
        };
        Ok(Self { name, at, account_id, operator, operation, kind })
    }
}

impl EventKind {
    fn read(name: &str, payload: &Map<String, Value>) -> Result<Self, Option<DecodeProblem>> {
        Ok(match name {
            "endpoint.url_validation" => {
                let Validation { plain_token } = read(payload)?;
                Self::UrlValidation { plain_token }
            }
            "app_deauthorized" => Self::AppDeauthorized(read(payload)?),
            "meeting.created" => Self::MeetingCreated(object(payload)?),
            "meeting.updated" => Self::MeetingUpdated(Box::new(read(payload)?)),
            "meeting.deleted" => Self::MeetingDeleted(object(payload)?),
            "meeting.recovered" => Self::MeetingRecovered(object(payload)?),
            "meeting.permanently_deleted" => Self::MeetingPermanentlyDeleted(object(payload)?),
            "meeting.started" => Self::MeetingStarted(object(payload)?),
            "meeting.ended" => Self::MeetingEnded(object(payload)?),
            "meeting.participant_joined" => Self::ParticipantJoined(object(payload)?),
            "meeting.participant_left" => Self::ParticipantLeft(object(payload)?),
            "meeting.participant_joined_waiting_room" => Self::ParticipantJoinedWaitingRoom(object(payload)?),
            "meeting.participant_left_waiting_room" => Self::ParticipantLeftWaitingRoom(object(payload)?),
            "meeting.participant_admitted" => Self::ParticipantAdmitted(object(payload)?),
            "meeting.participant_put_in_waiting_room" => Self::ParticipantPutInWaitingRoom(object(payload)?),
            "user.settings_updated" => Self::UserSettingsUpdated(read(payload)?),
            "user.activated" => Self::UserActivated(object(payload)?),
            "user.updated" => Self::UserUpdated(read(payload)?),
            "user.deactivated" => Self::UserDeactivated(object(payload)?),
            "user.deleted" => Self::UserDeleted(object(payload)?),
            "user.disassociated" => Self::UserDisassociated(object(payload)?),
            _ => return Err(None),
        })
    }
}

fn read<T: DeserializeOwned>(payload: &Map<String, Value>) -> Result<T, Option<DecodeProblem>> {
    let kind = crate::error::DecodeKind::WrongShape;
    serde_path_to_error::deserialize(payload)
        .map_err(|error| Some(DecodeProblem { path: format!("payload.{}", error.path()), kind }))
}

fn object<T: DeserializeOwned>(payload: &Map<String, Value>) -> Result<T, Option<DecodeProblem>> {
    read(payload).map(|WithObject { object }| object)
}

#[derive(Deserialize)]
struct WithObject<T> {
    object: T,
}

#[derive(Deserialize)]
struct Validation {
    #[serde(rename = "plainToken")]
    plain_token: String,
}

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
