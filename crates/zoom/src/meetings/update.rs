//! Changing a meeting (reference C.7).

use std::fmt;

use secrecy::SecretString;
use serde::Serialize;

use super::{MeetingSettings, MeetingType, Recurrence, StartTime, TrackingField, options::exposed};

/// What is to change in a meeting; what is `None` stays as it is.
///
/// ```
/// use zoom::meetings::{MeetingUpdate, StartTime};
///
/// let later = MeetingUpdate {
///     start_time: Some(StartTime::At("2027-03-01T11:00:00Z".parse().unwrap())),
///     ..MeetingUpdate::default()
/// };
/// assert_eq!(serde_json::to_string(&later).unwrap(), r#"{"start_time":"2027-03-01T11:00:00Z"}"#);
/// ```
#[derive(Clone, Default, Serialize)]
pub struct MeetingUpdate {
    /// Only this date of a recurring meeting. Zoom then takes `agenda`, `start_time`, `duration_minutes` and a few of
    /// the settings, and ignores the rest.
    #[serde(skip)]
    pub occurrence_id: Option<String>,
    /// Title, at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What kind of meeting it becomes.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MeetingType>,
    /// New start, in whole seconds. Zoom ignores one in the past, and one without `recurrence` for a recurring meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<StartTime>,
    /// Planned length in minutes.
    #[serde(rename = "duration", skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u32>,
    /// Zone in which Zoom shows the start, and reads it if it is [`StartTime::Local`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Description, at most 2000 characters; an empty text removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// New passcode. Links that were sent before stop working, so change it only if that is what you want.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub password: Option<SecretString>,
    /// Zoom user id or address of who becomes the host. Needs the right to schedule for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_for: Option<String>,
    /// Template of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// Fields that the account defined for its reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_fields: Option<Vec<TrackingField>>,
    /// How it comes again. Send it along with a new `start_time` of a recurring meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// Settings to change; those that are `None` inside stay as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<MeetingSettings>,
}

impl fmt::Debug for MeetingUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeetingUpdate")
            .field("occurrence_id", &self.occurrence_id)
            .field("kind", &self.kind)
            .field("start_time", &self.start_time)
            .field("duration_minutes", &self.duration_minutes)
            .field("timezone", &self.timezone)
            .finish_non_exhaustive()
    }
}
