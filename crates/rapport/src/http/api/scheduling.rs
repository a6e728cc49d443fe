//! Meetings scheduled, changed and removed by programs. What the forms decide is asked of the forms, so that nothing is
//! decided twice: the times that have passed, the limit of the licence, what Zoom's settings demand.

use axum::Json;
use domain::{ContactId, EmailAddress, MeetingId, PlaceKind, Zone};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::{Created, created};
use super::caller::Writer;
use super::contacts::find as find_contact;
use super::input::{Body, Change, Id, Instant, made_key, present, yes};
use super::meetings::{Meeting, Place, find};
use super::problem::{ApiError, Problem};
use crate::accounts::new_token;
use crate::http::pages::details_form::MeetingInput;
use crate::http::pages::hosted::own_meeting;
use crate::http::pages::{place, remove, reschedule, schedule, schedule_form};
use crate::meetings::{self, Overlaps, RemoveError, RemoveRequest, RescheduleError, ScheduleError};
use crate::views::details::DetailsForm;
use crate::views::place::PlaceForm;

/// A meeting to schedule. You hold it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "contact_id": "0195a000-0000-7000-8000-000000000001", "topic": "Rollout kick-off",
    "starts_at": "2027-03-18T16:00:00+01:00", "zone": "Europe/Stockholm", "minutes": 30
}))]
pub(super) struct NewMeeting {
    /// With whom. They are invited if they have an address.
    #[schema(value_type = uuid::Uuid)]
    contact_id: ContactId,
    #[schema(min_length = 1, max_length = 200)]
    topic: String,
    /// The text of the invitation.
    #[serde(default)]
    #[schema(max_length = 1900)]
    agenda: Option<String>,
    /// A whole minute to come, within five years.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Instant,
    #[schema(minimum = 1, maximum = 1440)]
    minutes: u16,
    /// The zone in which it is planned: an IANA name; yours unless said.
    #[schema(max_length = 64)]
    zone: Option<String>,
    /// Where it takes place, if not in Zoom.
    place: Option<Place>,
    /// Addresses of others who are invited.
    #[serde(default)]
    #[schema(max_items = 50)]
    invite: Vec<String>,
    /// Whether people are mailed; they are unless said.
    #[serde(default = "yes")]
    #[schema(default = true)]
    send_invitation: bool,
    /// Whether people wait until you let them in; as in your Zoom unless said.
    waiting_room: Option<bool>,
    /// Whether Zoom sets a passcode; as in your Zoom unless said.
    passcode: Option<bool>,
    /// Whether Zoom records it, where your licence has that; as in your Zoom unless said.
    cloud_recording: Option<bool>,
    /// Schedule it though you have another meeting then.
    #[serde(default)]
    allow_overlap: bool,
    /// Schedule it though your licence ends it before that length.
    #[serde(default)]
    allow_time_limit: bool,
}

/// What becomes different about a meeting: what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "starts_at": "2027-03-19T10:00:00+01:00", "tell": true }))]
pub(super) struct MeetingChange {
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 200)]
    topic: Option<String>,
    /// The text of the invitation.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1900)]
    agenda: Change<String>,
    /// A whole minute to come, within five years.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, format = DateTime)]
    starts_at: Option<Instant>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = u32, required = false, minimum = 1, maximum = 1440)]
    minutes: Option<u16>,
    /// The zone in which it is planned: an IANA name.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, max_length = 64)]
    zone: Option<String>,
    /// Whether people are mailed; they are unless said.
    #[serde(default = "yes")]
    #[schema(default = true)]
    tell: bool,
    /// Move it though you have another meeting then.
    #[serde(default)]
    allow_overlap: bool,
    /// Make it that long though your licence ends it before.
    #[serde(default)]
    allow_time_limit: bool,
}

/// How a meeting is removed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tell": true, "message": "We meet next week instead." }))]
pub(super) struct MeetingRemoval {
    /// Whether people are mailed; they are unless said.
    #[serde(default = "yes")]
    #[schema(default = true)]
    tell: bool,
    /// What they are told beside it.
    #[serde(default)]
    #[schema(max_length = 1000)]
    message: Option<String>,
}

/// Schedule a meeting
///
/// It is saved and carried to Zoom; the answer waits up to two seconds for that, and `status` says how it stands.
#[utoipa::path(post, path = "/meetings", tag = "Meetings", operation_id = "scheduleMeeting", request_body = NewMeeting,
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 255)),
    responses((status = 201, description = "The meeting, as it is now.", body = Meeting,
        headers(("Location" = String, description = "Where the meeting is."))),
        (status = 409, description = "You have another meeting then, your licence ends it earlier, or Zoom cannot take it.",
            body = Problem, content_type = "application/problem+json")))]
pub(super) async fn schedule(writer: Writer, body: Body<NewMeeting>) -> Result<Created<Meeting>, ApiError> {
    // Before anything else is asked: what was done already is not done again because something else is true today.
    if let Some(id) = body.made(&writer).await?.and_then(|id| id.parse::<MeetingId>().ok()) {
        return Ok(created(&format!("/meetings/{id}"), find(&writer, id).await?));
    }
    let new = &body.value;
    let contact = match find_contact(&writer, new.contact_id).await {
        Ok(contact) => contact,
        Err(error) if error.is_missing() => return Err(field("contact_id", "No contact has this id.")),
        Err(error) => return Err(error),
    };
    for (n, address) in new.invite.iter().enumerate() {
        EmailAddress::parse(address).map_err(|error| field(&format!("invite[{n}]"), &error.to_string()))?;
    }
    if new.invite.len() > 50 {
        return Err(field("invite", "Invite at most 50 people."));
    }
    let mut zoom = schedule::zoom(&writer).await?;
    let key = new_token(&*writer.app.random);
    let zone = new.zone.clone().unwrap_or_else(|| writer.zone().id().to_owned());
    let mut input = schedule_form::fresh(&contact, writer.zone(), writer.now(), key, &mut zoom);
    let chosen = |wanted: Option<bool>, usual: Option<String>| match wanted {
        Some(wanted) => wanted.then(String::new),
        None => usual,
    };
    input.waiting_room = chosen(new.waiting_room, input.waiting_room);
    input.passcode = chosen(new.passcode, input.passcode);
    input.cloud_recording = chosen(new.cloud_recording, input.cloud_recording);
    input.send_invitation = new.send_invitation.then(String::new);
    input.topic.clone_from(&new.topic);
    input.agenda = new.agenda.clone().unwrap_or_default();
    input.invitee.extend(new.invite.iter().cloned());
    set_place(&mut input, new.place.as_ref());
    set_time(&mut input, new.starts_at, new.minutes, &zone, writer.zone(), new.allow_time_limit)?;
    let mut reading = schedule_form::read(&writer, &contact, &zoom, input, true).await?;
    let Some(mut request) = reading.request.take() else {
        return Err(refusal(&reading.details, &reading.form.place));
    };
    // A form has no way to say which of the two hours is meant when clocks go back.
    request.starts_at = new.starts_at.at();
    if new.allow_overlap {
        request.overlaps = Overlaps::Any;
    }
    let key = made_key(&body.key(&writer).await?);
    match meetings::schedule_once(&writer.app, writer.workspace(), writer.user(), request, &key).await {
        Ok(scheduled) => {
            let meeting = find(&writer, scheduled.meeting).await?;
            Ok(created(&format!("/meetings/{}", scheduled.meeting), meeting))
        }
        Err(error @ ScheduleError::Overlaps) => Err(overlaps(&error.to_string())),
        Err(error @ ScheduleError::Repeat(_)) => Err(field("starts_at", &error.to_string())),
        Err(ScheduleError::Store(error)) => Err(error.into()),
    }
}

/// Change or move a meeting
///
/// Only its host can. It is saved and carried to Zoom; people are mailed when Zoom has it.
#[utoipa::path(patch, path = "/meetings/{id}", tag = "Meetings", operation_id = "changeMeeting",
    request_body = MeetingChange, params(("id" = uuid::Uuid, Path, description = "The meeting.")),
    responses((status = 200, description = "The meeting as it is now.", body = Meeting),
        (status = 409, description = "It is over or removed, you have another meeting then, or your licence ends it earlier.",
            body = Problem, content_type = "application/problem+json")))]
pub(super) async fn change(
    writer: Writer,
    Id(id): Id<MeetingId>,
    body: Body<MeetingChange>,
) -> Result<Json<Meeting>, ApiError> {
    let change = body.value;
    let meeting = reschedule::movable(&writer, id).await?;
    if change.starts_at.is_none() && meeting.ends_at() <= writer.now() {
        return Err(field("starts_at", "This meeting is over. Say when it takes place instead."));
    }
    let zoom = schedule::zoom(&writer).await?;
    let usable = zoom.is_usable();
    let mut input = reschedule::filled(&writer, &meeting).await?;
    let says_words =
        change.topic.is_some() || !matches!(change.agenda, Change::Keep) || change.zone.is_some();
    if let Some(topic) = change.topic {
        input.topic = topic;
    }
    input.agenda = change.agenda.text(input.agenda);
    input.tell = change.tell.then(String::new);
    let moves = change.starts_at.is_some() || change.minutes.is_some() || change.zone.is_some();
    if meeting.repeat().is_some() && moves {
        return Err(series("Its dates are moved on its page, or one by one."));
    }
    if meeting.series_id().is_some() && says_words {
        return Err(series("Topic, agenda and zone of a date are those of the series: change them there."));
    }
    let starts_at = change.starts_at.unwrap_or(Instant::of(meeting.starts_at));
    if moves {
        let minutes = change.minutes.unwrap_or(meeting.duration.get());
        let zone = change.zone.unwrap_or_else(|| meeting.zone.id().to_owned());
        let kept = change.allow_time_limit || change.minutes.is_none();
        set_time(&mut input, starts_at, minutes, &zone, &meeting.zone, kept)?;
    }
    let (page, request) = reschedule::read(&writer, &meeting, zoom, input, true).await?;
    let Some(mut request) = request.filter(|_| !page.place.is_zoom() || usable) else {
        if page.place.is_zoom() && !usable {
            return Err(ApiError::conflict("no-zoom", "Zoom cannot take it", place::NO_ZOOM));
        }
        return Err(refusal(&page.details, &page.place));
    };
    if meeting.repeat().is_none() {
        request.details.starts_at = starts_at.at();
    }
    // They are no part of what a program says.
    request.alternative_hosts = None;
    // What the program does not name stays as it is now, and not as it was read.
    request.seen = Some((meeting.details(), meeting.place.clone()));
    if change.allow_overlap {
        request.overlaps = Overlaps::Any;
    }
    match meetings::reschedule(&writer.app, writer.workspace(), writer.user(), id, &request).await {
        Ok(_) => Ok(Json(find(&writer, id).await?)),
        Err(RescheduleError::Store(error)) => Err(error.into()),
        Err(RescheduleError::NotFound) => Err(ApiError::missing("meeting")),
        Err(error @ RescheduleError::NotTheHost) => Err(ApiError::forbidden(&error.to_string())),
        Err(error @ RescheduleError::Overlaps) => Err(overlaps(&error.to_string())),
        Err(error @ RescheduleError::ChangedMeanwhile) => Err(ApiError::conflict(
            "changed",
            &error.to_string(),
            "Nothing was changed by you. Read it again, and send your change again.",
        )),
        Err(error) => {
            Err(ApiError::conflict("conflict", "This meeting cannot be changed", error.to_string()))
        }
    }
}

/// Remove a meeting
///
/// Only its host can. Removed already, nothing happens.
#[utoipa::path(post, path = "/meetings/{id}/remove", tag = "Meetings", operation_id = "removeMeeting",
    request_body = MeetingRemoval, params(("id" = uuid::Uuid, Path, description = "The meeting.")),
    responses((status = 200, description = "The meeting as it is now.", body = Meeting)))]
pub(super) async fn remove(
    writer: Writer,
    Id(id): Id<MeetingId>,
    body: Body<MeetingRemoval>,
) -> Result<Json<Meeting>, ApiError> {
    own_meeting(&writer, id, remove::REFUSAL).await?;
    let message = body.value.message.unwrap_or_default();
    if message.chars().count() > remove::LONGEST_MESSAGE || message.contains('\0') {
        let sentence = format!("Use at most {} characters that can be shown.", remove::LONGEST_MESSAGE);
        return Err(field("message", &sentence));
    }
    let wish = RemoveRequest { tell: body.value.tell, message: message.trim(), idempotency_key: None };
    match meetings::remove(&writer.app, writer.workspace(), writer.user(), id, wish).await {
        Ok(_) => Ok(Json(find(&writer, id).await?)),
        Err(RemoveError::NotFound) => Err(ApiError::missing("meeting")),
        Err(error @ RemoveError::NotTheHost) => Err(ApiError::forbidden(&error.to_string())),
        Err(RemoveError::Store(error)) => Err(error.into()),
    }
}

/// Date, time, length and zone in the words of the form.
fn set_time(
    input: &mut MeetingInput,
    starts_at: Instant,
    minutes: u16,
    zone: &str,
    otherwise: &Zone,
    keep_length: bool,
) -> Result<(), ApiError> {
    let at = starts_at.at();
    if at.as_microsecond() % 60_000_000 != 0 {
        return Err(field("starts_at", "Meetings start at a whole minute."));
    }
    let local = Zone::parse(zone).unwrap_or_else(|_| otherwise.clone()).local(at);
    input.date = local.date().to_string();
    input.start = local.strftime("%H:%M").to_string();
    zone.clone_into(&mut input.zone);
    "other".clone_into(&mut input.duration);
    input.duration_other = minutes.to_string();
    input.duration_kept = if keep_length { minutes.to_string() } else { String::new() };
    Ok(())
}

fn set_place(input: &mut MeetingInput, place: Option<&Place>) {
    let Some(place) = place else { return place::ZOOM.clone_into(&mut input.place) };
    place.kind.as_str().clone_into(&mut input.place);
    let field = match place.kind {
        PlaceKind::Phone => &mut input.phone,
        PlaceKind::Address => &mut input.address,
        PlaceKind::Link => &mut input.link,
    };
    field.clone_from(&place.text);
}

/// What the form would ask for.
fn refusal(details: &DetailsForm, place: &PlaceForm) -> ApiError {
    let fields = [
        ("topic", &details.topic),
        ("starts_at", &details.date),
        ("starts_at", &details.start),
        ("minutes", &details.duration),
        ("zone", &details.zone),
        ("agenda", &details.agenda),
        ("place.text", &place.phone),
        ("place.text", &place.address),
        ("place.text", &place.link),
    ];
    let wrong: Vec<_> = fields
        .into_iter()
        .filter_map(|(name, field)| Some((name.to_owned(), field.error.clone()?)))
        .collect();
    if !wrong.is_empty() {
        return ApiError::fields(wrong);
    }
    if let Some(sentence) = &place.kind.error {
        return ApiError::conflict("no-zoom", "Zoom cannot take it", sentence);
    }
    if let Some(limit) = &details.limit {
        let detail = format!("{} Send allow_time_limit to keep the length.", limit.text);
        return ApiError::conflict("time-limit", &limit.title, detail);
    }
    ApiError::conflict(
        "conflict",
        "This cannot be scheduled as it is",
        "Schedule it on the page, which says why.",
    )
}

fn series(sentence: &str) -> ApiError {
    ApiError::conflict("series", "This belongs to a series", sentence)
}

fn overlaps(sentence: &str) -> ApiError {
    let detail = format!(
        "{sentence} Choose another time, or send allow_overlap with a new Idempotency-Key to keep it."
    );
    ApiError::conflict("overlap", "You are busy then", detail)
}

fn field(name: &str, sentence: &str) -> ApiError {
    ApiError::fields(vec![(name.to_owned(), sentence.to_owned())])
}
