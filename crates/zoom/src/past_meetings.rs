//! Meetings that are over (reference C.13). Zoom keeps them for a year; participants need a licensed host.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::client::Client;
use crate::error::Error;
use crate::meetings::{MeetingId, MeetingKey, MeetingType};
use crate::page::{Page, PageToken, Pages};
use crate::request::Request;
use crate::token::TokenSource;
use crate::tolerant;

/// Meetings of the connected user that are over.
///
/// Where a [`MeetingKey`] is asked for, a number means the latest instance; the uuid names a certain one.
#[derive(Debug)]
pub struct PastMeetings<'a, S> {
    client: &'a Client<S>,
}

impl<'a, S: TokenSource> PastMeetings<'a, S> {
    pub(crate) fn new(client: &'a Client<S>) -> Self {
        Self { client }
    }

    /// What is known of one instance: `GET /past_meetings/{id}`. Scope `meeting:read:past_meeting`.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_meeting_gone`] if it is unknown or not over, `Api` code 12702 after a year.
    pub async fn get(&self, meeting: impl Into<MeetingKey>) -> Result<PastMeeting, Error> {
        self.client.send(&Request::get("/past_meetings/{id}").segment(meeting.into())).await
    }

    /// One page of who was there: `GET /past_meetings/{id}/participants`. Scope `meeting:read:list_past_participants`.
    /// Somebody who came back has several entries.
    ///
    /// # Errors
    /// Any [`Error`]; `Api` code 200 if the host has no licence.
    pub async fn participants(
        &self,
        meeting: impl Into<MeetingKey>,
        options: &ListParticipants,
    ) -> Result<Page<PastParticipant>, Error> {
        self.client.send(&participants_request(meeting.into(), options, options.page.clone())).await
    }

    /// All pages of who was there, from `options.page` (or the first) on.
    pub fn participant_pages(
        &self,
        meeting: impl Into<MeetingKey>,
        options: ListParticipants,
    ) -> Pages<'a, S, PastParticipant> {
        let meeting = meeting.into();
        Pages::new(self.client, move |page| {
            participants_request(meeting.clone(), &options, page.or_else(|| options.page.clone()))
        })
    }

    /// How often the meeting was held: `GET /past_meetings/{id}/instances`. Scope `meeting:read:list_past_instances`.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_meeting_gone`] if it is unknown.
    pub async fn instances(&self, meeting: &MeetingId) -> Result<Vec<Instance>, Error> {
        let request = Request::get("/past_meetings/{id}/instances").segment(meeting);
        let answer: InstancesAnswer = self.client.send(&request).await?;
        Ok(answer.meetings)
    }
}

fn participants_request(
    meeting: MeetingKey,
    options: &ListParticipants,
    page: Option<PageToken>,
) -> Request<Page<PastParticipant>> {
    Request::get("/past_meetings/{id}/participants")
        .segment(meeting)
        .query("page_size", options.page_size)
        .query("next_page_token", page)
}

/// Which participants are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListParticipants {
    /// Entries a page, 1 to 300; Zoom's default is 30.
    pub page_size: Option<u16>,
    /// Which page; the first if `None`.
    pub page: Option<PageToken>,
}

/// One instance of a meeting that is over. `Debug` shows ids, times and counts only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PastMeeting {
    /// The meeting's number.
    pub id: MeetingId,
    /// The instance.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub uuid: Option<String>,
    /// Zoom user id of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub host_id: Option<String>,
    /// Name of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub user_name: Option<String>,
    /// Address of the host.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub user_email: Option<String>,
    /// Title.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub topic: Option<String>,
    /// What kind of meeting it was.
    #[serde(rename = "type", default, deserialize_with = "tolerant::lenient")]
    pub kind: Option<MeetingType>,
    /// When it began.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub end_time: Option<Timestamp>,
    /// How long it took, in minutes.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_minutes: Option<u64>,
    /// Minutes of all participants together.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub total_minutes: Option<u64>,
    /// How many came.
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    pub participants_count: Option<u64>,
    /// Name of the app that made it, or `Zoom`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub source: Option<String>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for PastMeeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PastMeeting")
            .field("id", &self.id)
            .field("uuid", &self.uuid)
            .field("start_time", &self.start_time)
            .field("end_time", &self.end_time)
            .field("participants_count", &self.participants_count)
            .finish_non_exhaustive()
    }
}

/// Somebody who was there, from one joining to one leaving. `Debug` shows times only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PastParticipant {
    /// Zoom user id; `None` for guests.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub id: Option<String>,
    /// Their number within the meeting.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub user_id: Option<String>,
    /// The name they gave.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub name: Option<String>,
    /// Their address; `None` for guests and people of other accounts.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub user_email: Option<String>,
    /// Id of their registration.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub registrant_id: Option<String>,
    /// When they joined.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub join_time: Option<Timestamp>,
    /// When they left.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub leave_time: Option<Timestamp>,
    /// How long they stayed, in seconds.
    #[serde(rename = "duration", default, deserialize_with = "tolerant::lenient_u64")]
    pub duration_seconds: Option<u64>,
    /// `in_meeting` or `in_waiting_room`.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub status: Option<String>,
    /// Whether they are of the host's account.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub internal_user: Option<bool>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for PastParticipant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PastParticipant")
            .field("join_time", &self.join_time)
            .field("leave_time", &self.leave_time)
            .finish_non_exhaustive()
    }
}

/// One time that a meeting was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Instance {
    /// Names it: for [`MeetingKey::uuid`].
    pub uuid: String,
    /// When it began.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
struct InstancesAnswer {
    meetings: Vec<Instance>,
}
