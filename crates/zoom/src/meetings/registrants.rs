//! Registration for a meeting (reference B, C.5). Needs a licensed host and `approval_type` 0 or 1.

use std::fmt;

use jiff::Timestamp;
use reqwest::Method;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{MeetingId, Occurrence};
use crate::client::Client;
use crate::error::Error;
use crate::kept::kept_words;
use crate::page::{Page, PageToken, Pages};
use crate::request::Request;
use crate::token::TokenSource;
use crate::tolerant;

/// The people who registered for one meeting. Made by [`Meetings::registrants`](super::Meetings::registrants).
#[derive(Debug)]
pub struct Registrants<'a, S> {
    client: &'a Client<S>,
    meeting: MeetingId,
}

impl<'a, S: TokenSource> Registrants<'a, S> {
    pub(super) fn new(client: &'a Client<S>, meeting: MeetingId) -> Self {
        Self { client, meeting }
    }

    /// One page of them: `GET /meetings/{id}/registrants`. Scope `meeting:read:list_registrants`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn list(&self, options: &ListRegistrants) -> Result<Page<Registrant>, Error> {
        self.client.send(&list_request(&self.meeting, options, options.page.clone())).await
    }

    /// All pages from `options.page` (or the first) on.
    pub fn pages(&self, options: ListRegistrants) -> Pages<'a, S, Registrant> {
        let meeting = self.meeting.clone();
        Pages::new(self.client, move |page| {
            list_request(&meeting, &options, page.or_else(|| options.page.clone()))
        })
    }

    /// Registers somebody: `POST /meetings/{id}/registrants`. Scope `meeting:write:registrant`; 3 a day for the same
    /// address and meeting.
    ///
    /// # Errors
    /// Any [`Error`]; `Api` code 200 if the host has no licence, 3000 if the meeting has no registration.
    pub async fn add(&self, registrant: &NewRegistrant) -> Result<Registration, Error> {
        let request = Request::post("/meetings/{id}/registrants")
            .segment(&self.meeting)
            .query("occurrence_ids", joined(&registrant.occurrence_ids))
            .body(registrant)?;
        self.client.send(&request).await
    }

    /// Approves, denies or cancels registrations: `PUT /meetings/{id}/registrants/status`. Scope
    /// `meeting:update:registrant_status`; at most 30 at once.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn set_status(
        &self,
        action: RegistrantAction,
        registrants: &[RegistrantRef],
        occurrence_id: Option<&str>,
    ) -> Result<(), Error> {
        let request = Request::without_answer(Method::PUT, "/meetings/{id}/registrants/status")
            .segment(&self.meeting)
            .query("occurrence_id", occurrence_id)
            .body(&json!({ "action": action, "registrants": registrants }))?;
        self.client.send(&request).await
    }
}

fn list_request(
    meeting: &MeetingId,
    options: &ListRegistrants,
    page: Option<PageToken>,
) -> Request<Page<Registrant>> {
    Request::get("/meetings/{id}/registrants")
        .segment(meeting)
        .query("status", options.status.as_ref().map(RegistrantStatus::as_str))
        .query("occurrence_id", options.occurrence_id.as_ref())
        .query("page_size", options.page_size)
        .query("next_page_token", page)
}

fn joined(ids: &[String]) -> Option<String> {
    (!ids.is_empty()).then(|| ids.join(","))
}

/// Which registrants are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRegistrants {
    /// In which state; Zoom's default is approved.
    pub status: Option<RegistrantStatus>,
    /// Only of this date of a recurring meeting.
    pub occurrence_id: Option<String>,
    /// Entries a page, 1 to 300; Zoom's default is 30.
    pub page_size: Option<u16>,
    /// Which page; the first if `None`.
    pub page: Option<PageToken>,
}

kept_words! {
    /// How far a registration is. Words we do not know are kept.
    RegistrantStatus {
        /// Waits for the host.
        Pending = "pending",
        /// May join.
        Approved = "approved",
        /// May not.
        Denied = "denied",
    }
}

/// What is done with a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RegistrantAction {
    /// They may join.
    Approve,
    /// They may join no more.
    Cancel,
    /// They may not join.
    Deny,
}

/// Names a registrant.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RegistrantRef {
    /// Id of the registration.
    pub id: String,
    /// Their address.
    pub email: String,
}

impl fmt::Debug for RegistrantRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrantRef").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Somebody to register. `Debug` shows nothing of them.
///
/// ```
/// use zoom::meetings::NewRegistrant;
///
/// let jill = NewRegistrant { email: "jill@example.com".into(), first_name: "Jill".into(), ..Default::default() };
/// assert_eq!(serde_json::to_string(&jill).unwrap(), r#"{"email":"jill@example.com","first_name":"Jill"}"#);
/// ```
#[derive(Clone, Default, Serialize)]
pub struct NewRegistrant {
    /// Their address; Zoom mails it if the meeting says so.
    pub email: String,
    /// First name, at most 64 characters.
    pub first_name: String,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// Language of Zoom's mails, such as `en-US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What they say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// Answers to the meeting's own questions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_questions: Vec<CustomAnswer>,
    /// Approves them although the meeting asks its host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_approve: Option<bool>,
    /// Only these dates of a recurring meeting.
    #[serde(skip)]
    pub occurrence_ids: Vec<String>,
    /// All that has no field here; sent as it is.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for NewRegistrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewRegistrant([hidden])")
    }
}

/// An answer to a question of the meeting's own. `Debug` shows the question only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomAnswer {
    /// The question.
    #[serde(default)]
    pub title: String,
    /// The answer.
    #[serde(default)]
    pub value: String,
}

impl fmt::Debug for CustomAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomAnswer").field("title", &self.title).finish_non_exhaustive()
    }
}

/// Somebody who registered. `Debug` shows id and state only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Registrant {
    /// Id of the registration.
    pub id: String,
    /// Their address.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub email: Option<String>,
    /// First name.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub last_name: Option<String>,
    /// How far it is.
    #[serde(default, deserialize_with = "tolerant::lenient")]
    pub status: Option<RegistrantStatus>,
    /// When they registered.
    #[serde(default, deserialize_with = "tolerant::lenient_time")]
    pub create_time: Option<Timestamp>,
    /// Their own link, once approved.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub join_url: Option<SecretString>,
    /// Answers to the meeting's own questions.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
    pub custom_questions: Vec<CustomAnswer>,
    /// All that has no field here: address, organization, telephone and so on.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for Registrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registrant")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A registration that was just made. `Debug` shows ids only.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Registration {
    /// The meeting.
    pub id: MeetingId,
    /// Id of the registration.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub registrant_id: Option<String>,
    /// Their own link; absent until they are approved.
    #[serde(default, deserialize_with = "tolerant::optional_secret", skip_serializing)]
    pub join_url: Option<SecretString>,
    /// Title of the meeting.
    #[serde(default, deserialize_with = "tolerant::lenient_text")]
    pub topic: Option<String>,
    /// Start of the meeting.
    #[serde(default, deserialize_with = "tolerant::optional_time")]
    pub start_time: Option<Timestamp>,
    /// The dates they registered for.
    #[serde(default, deserialize_with = "tolerant::lenient_list")]
    pub occurrences: Vec<Occurrence>,
    /// All that has no field here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("id", &self.id)
            .field("registrant_id", &self.registrant_id)
            .finish_non_exhaustive()
    }
}
