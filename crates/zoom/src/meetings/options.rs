//! What can be asked of the meetings endpoints.

use std::fmt;

use jiff::{Timestamp, civil};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use super::{MeetingSettings, MeetingType, Recurrence};
use crate::page::PageToken;

/// A meeting to be scheduled (reference C.5). What is `None` is left to Zoom and the user's settings.
///
/// ```
/// use zoom::meetings::{NewMeeting, StartTime};
///
/// let meeting = NewMeeting {
///     topic: Some("Kick-off".into()),
///     start_time: Some(StartTime::At("2027-03-01T09:30:00Z".parse().unwrap())),
///     duration_minutes: Some(45),
///     timezone: Some("Europe/Berlin".into()),
///     ..NewMeeting::default()
/// };
/// assert_eq!(
///     serde_json::to_string(&meeting).unwrap(),
///     r#"{"topic":"Kick-off","type":2,"start_time":"2027-03-01T09:30:00Z","duration":45,"timezone":"Europe/Berlin"}"#,
/// );
/// ```
#[derive(Clone, Default, Serialize)]
pub struct NewMeeting {
    /// Title, at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// What kind of meeting; by default one with a start.
    #[serde(rename = "type")]
    pub kind: MeetingType,
    /// Start, in whole seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<StartTime>,
    /// Planned length in minutes.
    #[serde(rename = "duration", skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u32>,
    /// Zone in which Zoom shows the start, and reads it if it is [`StartTime::Local`]. Zoom documents a list of its
    /// own that lacks many IANA zones (reference G): if a zone is refused, send `UTC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Description, at most 2000 characters. Lists return the first 250.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// Passcode, at most 10 of `A-Z a-z 0-9 @ - _ *`. Without one Zoom makes one, if the account wants it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub password: Option<SecretString>,
    /// Asks for a passcode made by the user's own rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_password: Option<bool>,
    /// Zoom user id or address of who hosts it, if that is not the connected user. Needs the right to schedule for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule_for: Option<String>,
    /// Keeps it out of the client until it is scheduled for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_schedule: Option<bool>,
    /// Template of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// Fields that the account defined for its reports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tracking_fields: Vec<TrackingField>,
    /// How it comes again; with [`MeetingType::Recurring`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// How the meeting is run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<MeetingSettings>,
}

impl fmt::Debug for NewMeeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMeeting")
            .field("kind", &self.kind)
            .field("start_time", &self.start_time)
            .field("duration_minutes", &self.duration_minutes)
            .field("timezone", &self.timezone)
            .finish_non_exhaustive()
    }
}

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
pub(super) fn exposed<S: Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// When a meeting starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartTime {
    /// An instant; sent in UTC, so that no zone can be misread. Prefer this.
    At(Timestamp),
    /// A wall clock time in the meeting's `timezone`.
    Local(civil::DateTime),
}

impl Serialize for StartTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(instant) => serializer.collect_str(&instant.strftime("%Y-%m-%dT%H:%M:%SZ")),
            Self::Local(time) => serializer.collect_str(&time.strftime("%Y-%m-%dT%H:%M:%S")),
        }
    }
}

/// A value for a field that the account defined.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackingField {
    /// Name of the field.
    pub field: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
    /// Whether it shows in the client; Zoom says so in answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible: Option<bool>,
}

/// How one meeting is looked at (reference C.6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GetOptions {
    /// Only this date of a recurring meeting.
    pub occurrence_id: Option<String>,
    /// Whether past dates of a recurring meeting are listed too; by default not.
    pub show_previous_occurrences: Option<bool>,
}

/// How a meeting is deleted (reference C.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeleteOptions {
    /// Only this date of a recurring meeting.
    pub occurrence_id: Option<String>,
    /// Whether Zoom mails the host and alternative hosts about it.
    pub schedule_for_reminder: Option<bool>,
    /// Whether Zoom mails those who registered; by default not.
    pub cancel_meeting_reminder: Option<bool>,
}

/// Which meetings are listed (reference C.10).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListMeetings {
    /// Which group.
    pub kind: ListKind,
    /// Entries a page, 1 to 300; Zoom's default is 30.
    pub page_size: Option<u16>,
    /// Which page; the first if `None`.
    pub page: Option<PageToken>,
    /// First day, in UTC.
    pub from: Option<civil::Date>,
    /// Last day, in UTC.
    pub to: Option<civil::Date>,
}

/// Groups of meetings. Instant and expired meetings are in none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListKind {
    /// Past ones that have not expired, running ones, and all to come.
    #[default]
    Scheduled,
    /// Running.
    Live,
    /// To come, each occurrence for itself.
    Upcoming,
    /// To come, running ones included.
    UpcomingMeetings,
    /// Past.
    PreviousMeetings,
}

impl ListKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Upcoming => "upcoming",
            Self::UpcomingMeetings => "upcoming_meetings",
            Self::PreviousMeetings => "previous_meetings",
        }
    }
}
