//! Meetings of the connected user (reference C.5 to C.10).

mod id;
mod model;
mod options;
mod settings;

use serde::Deserialize;

pub use id::{InvalidMeetingId, MeetingId};
pub use model::{Meeting, MeetingStatus, MeetingSummary, MeetingType, Occurrence};
pub use options::{DeleteOptions, ListKind, ListMeetings, NewMeeting, StartTime, TrackingField};
pub use settings::{AutoRecording, Invitee, MeetingSettings};

use crate::client::Client;
use crate::error::Error;
use crate::page::{Page, PageToken, Pages};
use crate::request::Request;
use crate::token::TokenSource;
use crate::tolerant;

/// The meetings of the connected user.
#[derive(Debug)]
pub struct Meetings<'a, S> {
    client: &'a Client<S>,
}

impl<'a, S: TokenSource> Meetings<'a, S> {
    pub(crate) fn new(client: &'a Client<S>) -> Self {
        Self { client }
    }

    /// Schedules a meeting: `POST /users/me/meetings`. Scope `meeting:write:meeting`; 100 a day and user.
    ///
    /// Zoom has no idempotency keys. If the error's [`outcome`](Error::outcome) is `Perhaps`, look for the meeting
    /// with [`list`](Self::list) before asking again.
    ///
    /// # Errors
    /// Any [`Error`]; `Validation` for a field, `Api` code 3161 if the user may not schedule.
    pub async fn create(&self, meeting: &NewMeeting) -> Result<Meeting, Error> {
        self.client.send(&Request::post("/users/me/meetings").body(meeting)?).await
    }

    /// One meeting with its fresh `start_url`: `GET /meetings/{id}`. Scope `meeting:read:meeting`.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_meeting_gone`] if it is deleted or expired.
    pub async fn get(&self, id: &MeetingId) -> Result<Meeting, Error> {
        self.client.send(&Request::get("/meetings/{id}").segment(id.as_str())).await
    }

    /// Deletes a meeting: `DELETE /meetings/{id}`. Scope `meeting:delete:meeting`. A meeting that does not exist
    /// (any more) is a success.
    ///
    /// # Errors
    /// Any [`Error`]; `Api` code 3002 while the meeting is in progress, 3018 for a personal meeting room.
    pub async fn delete(&self, id: &MeetingId, options: &DeleteOptions) -> Result<Deletion, Error> {
        let request = Request::delete("/meetings/{id}")
            .segment(id.as_str())
            .query("occurrence_id", options.occurrence_id.as_ref())
            .query("schedule_for_reminder", options.schedule_for_reminder)
            .query("cancel_meeting_reminder", options.cancel_meeting_reminder);
        match self.client.send(&request).await {
            Ok(()) => Ok(Deletion::Deleted),
            Err(error) if error.is_meeting_gone() => Ok(Deletion::AlreadyGone),
            Err(error) => Err(error),
        }
    }

    /// One page of the user's meetings: `GET /users/me/meetings`. Scope `meeting:read:list_meetings`.
    ///
    /// # Errors
    /// Any [`Error`]; `Validation` if the page token is older than 15 minutes.
    pub async fn list(&self, options: &ListMeetings) -> Result<Page<MeetingSummary>, Error> {
        self.client.send(&list_request(options, options.page.clone())).await.map(Page::from)
    }

    /// All pages from `options.page` (or the first) on.
    pub fn pages(&self, options: ListMeetings) -> Pages<'a, S, MeetingsAnswer, MeetingSummary> {
        Pages::new(self.client, move |page| list_request(&options, page.or_else(|| options.page.clone())))
    }
}

fn list_request(options: &ListMeetings, page: Option<PageToken>) -> Request<MeetingsAnswer> {
    Request::get("/users/me/meetings")
        .query("type", Some(options.kind.as_str()))
        .query("page_size", options.page_size)
        .query("from", options.from)
        .query("to", options.to)
        .query("next_page_token", page)
}

/// What became of a meeting that was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    /// Zoom deleted it.
    Deleted,
    /// Zoom does not know it (code 3001): somebody else deleted it, or it expired.
    AlreadyGone,
}

/// The answer of the list, before it becomes a [`Page`]. `meetings` is required: an answer without it must not
/// look like a user without meetings.
#[derive(Debug, Deserialize)]
pub struct MeetingsAnswer {
    meetings: Vec<MeetingSummary>,
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    next_page_token: Option<String>,
    #[serde(default, deserialize_with = "tolerant::lenient_u64")]
    total_records: Option<u64>,
}

impl From<MeetingsAnswer> for Page<MeetingSummary> {
    fn from(answer: MeetingsAnswer) -> Self {
        Self {
            items: answer.meetings,
            next: answer.next_page_token.and_then(PageToken::new),
            total: answer.total_records,
        }
    }
}
