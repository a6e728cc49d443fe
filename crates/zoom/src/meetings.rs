//! Meetings of the connected user (reference C.5 to C.12).

mod id;
mod invitation;
mod model;
mod options;
mod recurrence;
mod registrants;
mod settings;
mod upcoming;
mod update;

use reqwest::Method;
use serde_json::json;

pub use id::{InvalidMeetingId, MeetingId, MeetingKey};
pub use invitation::{Attendee, Invitation, InviteLink, InviteLinks};
pub use model::{Meeting, MeetingStatus, MeetingSummary, MeetingType};
pub use options::{DeleteOptions, GetOptions, ListKind, ListMeetings, NewMeeting, StartTime, TrackingField};
pub use recurrence::{Occurrence, Recurrence, RecurrenceType};
pub use registrants::{
    CustomAnswer, ListRegistrants, NewRegistrant, Registrant, RegistrantAction, RegistrantRef,
    RegistrantStatus, Registrants, Registration,
};
pub use settings::{
    ApprovalType, Audio, AutoRecording, DialInKind, DialInNumber, Invitee, MeetingSettings, RegistrationType,
};
pub use upcoming::UpcomingMeeting;
pub use update::MeetingUpdate;

use crate::client::Client;
use crate::error::Error;
use crate::page::{Page, PageToken, Pages};
use crate::request::Request;
use crate::token::TokenSource;

/// The meetings of the connected user.
#[derive(Debug)]
pub struct Meetings<'a, S> {
    client: &'a Client<S>,
}

impl<'a, S: TokenSource> Meetings<'a, S> {
    pub(crate) fn new(client: &'a Client<S>) -> Self {
        Self { client }
    }

    /// Schedules a meeting: `POST /users/me/meetings`. Scope `meeting:write:meeting`; 100 a day and user, changes
    /// included.
    ///
    /// Zoom has no idempotency keys. If the error's [`outcome`](Error::outcome) is `Perhaps`, look for the meeting
    /// with [`list`](Self::list) before asking again.
    ///
    /// # Errors
    /// Any [`Error`]; `Validation` for a field, `Api` code 3161 if the user may not schedule, `Api` code 200 for an
    /// option that needs a licence.
    pub async fn create(&self, meeting: &NewMeeting) -> Result<Meeting, Error> {
        self.client.send(&Request::post("/users/me/meetings").body(meeting)?).await
    }

    /// One meeting with its fresh `start_url`: `GET /meetings/{id}`. Scope `meeting:read:meeting`.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_meeting_gone`] if it is deleted or expired.
    pub async fn get(&self, meeting: impl Into<MeetingKey>) -> Result<Meeting, Error> {
        self.get_with(meeting, &GetOptions::default()).await
    }

    /// One meeting, looked at as `options` say, one date of it, or with its past dates: `GET /meetings/{id}`. Scope
    /// `meeting:read:meeting`.
    ///
    /// # Errors
    /// As [`get`](Self::get); `Api` code 3000 for an occurrence that does not exist.
    pub async fn get_with(
        &self,
        meeting: impl Into<MeetingKey>,
        options: &GetOptions,
    ) -> Result<Meeting, Error> {
        let request = Request::get("/meetings/{id}")
            .segment(meeting.into())
            .query("occurrence_id", options.occurrence_id.as_ref())
            .query("show_previous_occurrences", options.show_previous_occurrences);
        self.client.send(&request).await
    }

    /// Changes a meeting: `PATCH /meetings/{id}`. Scope `meeting:update:meeting`; counts with the 100 a day of
    /// [`create`](Self::create). Zoom answers nothing: [`get`](Self::get) the meeting to see its links and passcode.
    ///
    /// Doing it twice is harmless, but the client does not repeat it by itself: whoever repeats an older change after
    /// a newer one undoes the newer.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_meeting_gone`] if it is deleted or expired, `Api` code 3000 while it is running or if
    /// it is not the user's.
    pub async fn update(&self, meeting: &MeetingId, update: &MeetingUpdate) -> Result<(), Error> {
        let request = Request::without_answer(Method::PATCH, "/meetings/{id}")
            .segment(meeting)
            .query("occurrence_id", update.occurrence_id.as_ref())
            .body(update)?;
        self.client.send(&request).await
    }

    /// Deletes a meeting: `DELETE /meetings/{id}`. Scope `meeting:delete:meeting`. A meeting that does not exist
    /// (any more) is a success.
    ///
    /// # Errors
    /// Any [`Error`]; `Api` code 3002 while the meeting is in progress, 3018 for a personal meeting room.
    pub async fn delete(&self, meeting: &MeetingId, options: &DeleteOptions) -> Result<Deletion, Error> {
        let request = Request::delete("/meetings/{id}")
            .segment(meeting)
            .query("occurrence_id", options.occurrence_id.as_ref())
            .query("schedule_for_reminder", options.schedule_for_reminder)
            .query("cancel_meeting_reminder", options.cancel_meeting_reminder);
        match self.client.send(&request).await {
            Ok(()) => Ok(Deletion::Deleted),
            Err(error) if error.is_meeting_gone() => Ok(Deletion::AlreadyGone),
            Err(error) => Err(error),
        }
    }

    /// Ends a running meeting for everybody: `PUT /meetings/{id}/status`. Scope `meeting:update:status`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn end(&self, meeting: &MeetingId) -> Result<(), Error> {
        self.set_status(meeting, "end").await
    }

    /// Brings a deleted meeting back, within about a week: `PUT /meetings/{id}/status`. Scope `meeting:update:status`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn recover(&self, meeting: &MeetingId) -> Result<(), Error> {
        self.set_status(meeting, "recover").await
    }

    async fn set_status(&self, meeting: &MeetingId, action: &str) -> Result<(), Error> {
        let request = Request::without_answer(Method::PUT, "/meetings/{id}/status")
            .segment(meeting)
            .body(&json!({ "action": action }))?;
        self.client.send(&request).await
    }

    /// One page of the user's meetings: `GET /users/me/meetings`. Scope `meeting:read:list_meetings`.
    ///
    /// # Errors
    /// Any [`Error`]; `Validation` if the page token is older than 15 minutes.
    pub async fn list(&self, options: &ListMeetings) -> Result<Page<MeetingSummary>, Error> {
        self.client.send(&list_request(options, options.page.clone())).await
    }

    /// All pages from `options.page` (or the first) on.
    pub fn pages(&self, options: ListMeetings) -> Pages<'a, S, MeetingSummary> {
        Pages::new(self.client, move |page| list_request(&options, page.or_else(|| options.page.clone())))
    }

    /// What the user hosts or is invited to within the next 24 hours: `GET /users/me/upcoming_meetings`. Scope
    /// `meeting:read:list_upcoming_meetings`. Never more than one page.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn upcoming(&self) -> Result<Page<UpcomingMeeting>, Error> {
        self.client.send(&Request::get("/users/me/upcoming_meetings")).await
    }

    /// The text that Zoom would mail to invitees: `GET /meetings/{id}/invitation`. Scope `meeting:read:invitation`.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_meeting_gone`] if it is deleted or expired.
    pub async fn invitation(&self, meeting: &MeetingId) -> Result<Invitation, Error> {
        self.client.send(&Request::get("/meetings/{id}/invitation").segment(meeting)).await
    }

    /// A join link of their own for each attendee: `POST /meetings/{id}/invite_links`. Scope
    /// `meeting:write:invite_links`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn create_invite_links(
        &self,
        meeting: &MeetingId,
        links: &InviteLinks,
    ) -> Result<Vec<InviteLink>, Error> {
        let request = Request::post("/meetings/{id}/invite_links").segment(meeting).body(links)?;
        let answer: invitation::InviteLinksAnswer = self.client.send(&request).await?;
        Ok(answer.attendees)
    }

    /// Who registered for a meeting.
    pub fn registrants(&self, meeting: &MeetingId) -> Registrants<'a, S> {
        Registrants::new(self.client, meeting.clone())
    }
}

fn list_request(options: &ListMeetings, page: Option<PageToken>) -> Request<Page<MeetingSummary>> {
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
