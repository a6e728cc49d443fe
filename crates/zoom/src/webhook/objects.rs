//! Who and what events are about (reference E.6). They hold less than the API's own answers, and what they hold may
//! be odd: only ids are required.

use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::meetings::{MeetingId, MeetingType, Occurrence};
use crate::tolerant;

/// Who did it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operator {
    /// Their address.
    #[serde(rename = "operator", default, deserialize_with = "tolerant::lenient_text")]
    pub email: Option<String>,
    /// Their Zoom user id.
    #[serde(rename = "operator_id", default, deserialize_with = "tolerant::lenient_text")]
    pub id: Option<String>,
}

impl Operator {
    /// Who did what an event tells of, if it says so.
    pub(super) fn read(payload: &Map<String, Value>) -> Option<Self> {
        let text = |name| payload.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (email, id) = (text("operator").map(str::to_owned), text("operator_id").map(str::to_owned));
        (email.is_some() || id.is_some()).then_some(Self { email, id })
    }
}

/// A meeting in an event. `Debug` shows ids and times only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MeetingObject {
    /// The meeting's number, always as text, however it was sent.
    pub id: MeetingId,
    /// The instance; a meeting that is started again has another.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub uuid: Option<String>,
    /// Zoom user id of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub host_id: Option<String>,
    /// Title.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub topic: Option<String>,
    /// What kind of meeting it is.
    #[serde(rename = "type", default, deserialize_with = "tolerant::lenient")]
    pub kind: Option<MeetingType>,
    /// Start: planned in created, updated and deleted, real in started and ended.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub start_time: Option<Timestamp>,
    /// End; only in ended.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub end_time: Option<Timestamp>,
    /// Planned length in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// Zone in which Zoom shows the start.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub timezone: Option<String>,
    /// For invitees; only in created.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub join_url: Option<String>,
    /// Passcode; only in created, and in updated if it changed.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub password: Option<SecretString>,
    /// The dates concerned, if a recurring meeting is changed or deleted in part.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
    pub occurrences: Vec<Occurrence>,
    /// Who joined or left; only in participant events.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub participant: Option<Participant>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for MeetingObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeetingObject")
            .field("id", &self.id)
            .field("uuid", &self.uuid)
            .field("start_time", &self.start_time)
            .field("end_time", &self.end_time)
            .finish_non_exhaustive()
    }
}

/// A meeting that was changed: `object` and `old_object` hold the id and the changed fields only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChangedMeeting {
    /// The new values.
    pub object: MeetingObject,
    /// The same fields with their old values.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub old_object: Option<MeetingObject>,
    /// When it was changed.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub time_stamp: Option<Timestamp>,
    /// Who changed it.
    #[serde(flatten)]
    pub operator: Operator,
}

impl fmt::Debug for ChangedMeeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangedMeeting").field("object", &self.object).finish_non_exhaustive()
    }
}

/// Somebody in a meeting. `Debug` shows ids and times only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Participant {
    /// Their number within this meeting.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub user_id: Option<String>,
    /// Zoom user id; `None` for guests.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub id: Option<String>,
    /// The name they gave.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub user_name: Option<String>,
    /// Their address; `None` for guests and people of other accounts.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub email: Option<String>,
    /// When they joined; in joined events.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub join_time: Option<Timestamp>,
    /// When they left; in left events.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub leave_time: Option<Timestamp>,
    /// Why, in Zoom's words with HTML in them; in left events.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub leave_reason: Option<String>,
    /// When it happened; in waiting room events.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub date_time: Option<Timestamp>,
    /// Id of their registration.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub registrant_id: Option<String>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for Participant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Participant")
            .field("user_id", &self.user_id)
            .field("join_time", &self.join_time)
            .field("leave_time", &self.leave_time)
            .finish_non_exhaustive()
    }
}

/// A user in an event: the id and whatever the event is about. `Debug` shows the id only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserObject {
    /// Zoom user id.
    pub id: String,
    /// Address.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub email: Option<String>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for UserObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserObject").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A user that was changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChangedUser {
    /// The new values.
    pub object: UserObject,
    /// The same fields with their old values.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub old_object: Option<UserObject>,
    /// When it was changed.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub time_stamp: Option<Timestamp>,
    /// Who changed it.
    #[serde(flatten)]
    pub operator: Operator,
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator").field("id", &self.id).finish_non_exhaustive()
    }
}
