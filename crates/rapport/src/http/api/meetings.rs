//! Meetings, as programs read them.

use axum::Json;
use domain::{ContactId, EmailAddress, MeetingId, PersonName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::contacts;
use store::meetings::{self as stored, Answer, MeetingFilter, MeetingPhase, MeetingRow};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::Named;
use super::caller::Caller;
use super::input::{Cursor, Id, Instant, Limit, Query};
use super::problem::ApiError;
use crate::http::context::Ctx;
use crate::http::error::AppError;
use crate::invitations::open_join_url;
use crate::meetings::{MeetingStatus, row_status, status};

/// A meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Meeting {
    id: Uuid,
    #[schema(examples("Rollout kick-off"))]
    topic: String,
    /// The text of the invitation; may be empty.
    agenda: String,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(minimum = 1)]
    minutes: u16,
    /// The zone in which it was planned: an IANA name.
    #[schema(examples("Europe/Stockholm"))]
    zone: String,
    /// Who holds it.
    host: Named,
    /// With whom it was scheduled.
    contact: Option<Named>,
    invitees: Vec<Invitee>,
    /// Where it takes place, if not in Zoom.
    place: Option<Place>,
    /// By which rule it comes again, in words, if this stands for all dates of a series.
    repeats: Option<String>,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// Where people join, as soon as there is such a link. The link that starts it as its host is never here.
    join_url: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// Somebody who is invited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Invitee {
    name: Option<String>,
    #[schema(examples("ana@lumen.example"))]
    email: String,
    /// The contact they are, if they are one.
    contact_id: Option<Uuid>,
    #[schema(value_type = AnswerWord)]
    answer: Answer,
}

/// Where people meet who do not meet in Zoom.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "phone", "text": "+351 21 000 0000" }))]
pub(super) struct Place {
    #[schema(value_type = PlaceWord)]
    pub(super) kind: domain::PlaceKind,
    /// The number, the address, or the link.
    #[schema(min_length = 1, max_length = 300)]
    pub(super) text: String,
}

/// What kind of place it is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum PlaceWord {
    Phone,
    Address,
    Link,
}

/// What an invitee said.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum AnswerWord {
    None,
    Accepted,
    Declined,
    Proposed,
}

/// How a meeting stands. `pending` and `waiting_for_zoom`: saved here, and created in Zoom by itself as soon as Zoom answers.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum StatusWord {
    InZoom,
    Elsewhere,
    Pending,
    WaitingForZoom,
    NotConnected,
    TurnedOff,
    PermissionMissing,
    Refused,
    Changing,
    Missing,
    Forgotten,
    Removing,
    Removed,
}

/// A meeting in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeetingEntry {
    id: Uuid,
    topic: String,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(minimum = 1)]
    minutes: u16,
    /// The zone in which it was planned: an IANA name.
    zone: String,
    /// The id of who holds it.
    host_id: Uuid,
    /// With whom it was scheduled; otherwise the first invitee who is a contact.
    contact: Option<Named>,
    invitees: Vec<Invitee>,
    /// Where it takes place, if not in Zoom.
    place: Option<Place>,
    #[schema(value_type = StatusWord)]
    status: &'static str,
}

impl MeetingEntry {
    pub(super) fn of(row: MeetingRow, now: Timestamp) -> Self {
        let status = word(&row_status(&row, now));
        Self {
            id: row.id.as_uuid(),
            topic: row.topic.to_string(),
            starts_at: row.starts_at,
            minutes: row.duration.get(),
            zone: row.zone.id().to_owned(),
            host_id: row.host_id.as_uuid(),
            contact: row.contact.map(|contact| Named::contact((contact.id, contact.name))),
            invitees: row
                .invitees
                .into_iter()
                .map(|one| Invitee::of(one.name, &one.email, one.contact_id, one.answer))
                .collect(),
            place: row.place.as_ref().map(Place::of),
            status,
        }
    }
}

impl Invitee {
    fn of(
        name: Option<PersonName>,
        email: &EmailAddress,
        contact: Option<ContactId>,
        answer: Answer,
    ) -> Self {
        Self {
            name: name.map(|name| name.to_string()),
            email: email.to_string(),
            contact_id: contact.map(ContactId::as_uuid),
            answer,
        }
    }
}

impl Place {
    fn of(place: &domain::Place) -> Self {
        Self { kind: place.kind(), text: place.text().to_owned() }
    }
}

/// The word for how a meeting stands.
fn word(status: &MeetingStatus) -> &'static str {
    match status {
        MeetingStatus::InZoom => "in_zoom",
        MeetingStatus::Elsewhere => "elsewhere",
        MeetingStatus::Pending => "pending",
        MeetingStatus::WaitingForZoom(_) => "waiting_for_zoom",
        MeetingStatus::NotConnected => "not_connected",
        MeetingStatus::TurnedOff => "turned_off",
        MeetingStatus::PermissionMissing => "permission_missing",
        MeetingStatus::Refused(_) => "refused",
        MeetingStatus::Changing(_) => "changing",
        MeetingStatus::Missing => "missing",
        MeetingStatus::Forgotten => "forgotten",
        MeetingStatus::Removing(_) => "removing",
        MeetingStatus::Removed => "removed",
    }
}

/// A page of meetings, in the order of their start.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeetingList {
    meetings: Vec<MeetingEntry>,
    /// What `cursor` says for the page after this one; null on the last.
    next: Option<String>,
}

/// How far a meeting is.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// It has not ended.
    ToCome,
    /// It has ended.
    Over,
    /// It has not ended, and Zoom does not have it as it is wanted.
    Waiting,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Those that start at this moment or later.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Instant>,
    /// Those that start before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Instant>,
    /// Those with this contact: scheduled with them, or they are invited.
    #[param(value_type = Option<Uuid>)]
    contact: Option<ContactId>,
    /// How far they are.
    #[param(inline)]
    status: Option<Phase>,
    /// Where the page before ended: its `next`.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    cursor: Cursor,
    /// How many to answer with, 50 unless said.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 100, required = false)]
    limit: Limit,
}

/// List meetings
///
/// Those of everybody in the workspace, but for removed ones. A series is there with its dates.
#[utoipa::path(get, path = "/meetings", tag = "Meetings", operation_id = "listMeetings", params(Filter),
    responses((status = 200, description = "One page, in the order of their start.", body = MeetingList)))]
pub(super) async fn list(
    caller: Caller,
    Query(filter): Query<Filter>,
) -> Result<Json<MeetingList>, ApiError> {
    let wanted = MeetingFilter {
        contact: filter.contact,
        from: filter.from.map(Instant::at),
        to: filter.to.map(Instant::at),
        phase: filter.status.map(|phase| match phase {
            Phase::ToCome => MeetingPhase::ToCome,
            Phase::Over => MeetingPhase::Over,
            Phase::Waiting => MeetingPhase::Waiting,
        }),
        ..MeetingFilter::default()
    };
    let db = caller.app.store.begin_read().await;
    let (after, now) = (filter.cursor.after()?, caller.now());
    let (rows, next) =
        stored::page(&db, caller.workspace(), &wanted, after.as_deref(), now, filter.limit.0).await?;
    let meetings = rows.into_iter().map(|row| MeetingEntry::of(row, now)).collect();
    Ok(Json(MeetingList { meetings, next: Cursor::text(next) }))
}

/// Read a meeting
#[utoipa::path(get, path = "/meetings/{id}", tag = "Meetings", operation_id = "getMeeting",
    params(("id" = Uuid, Path, description = "The meeting.")),
    responses((status = 200, description = "The meeting.", body = Meeting)))]
pub(super) async fn get(caller: Caller, Id(id): Id<MeetingId>) -> Result<Json<Meeting>, ApiError> {
    Ok(Json(find(&caller, id).await?))
}

/// The meeting as it is now.
pub(super) async fn find(ctx: &Ctx, id: MeetingId) -> Result<Meeting, ApiError> {
    let db = ctx.app.store.begin_read().await;
    let found = stored::get(&db, ctx.workspace(), id).await?;
    let meeting = found.ok_or(ApiError::missing("meeting"))?;
    let contact = match meeting.contact_id {
        Some(contact) => contacts::get(&db, ctx.workspace(), contact).await?,
        None => None,
    };
    drop(db);
    let link = meeting.zoom.as_ref().filter(|_| meeting.place.is_none());
    let sealed = link.map(|zoom| zoom.join_url.as_slice());
    Ok(Meeting {
        status: word(&status(&meeting, ctx.now())),
        join_url: open_join_url(&ctx.app, id, sealed).map_err(AppError::from)?,
        id: id.as_uuid(),
        topic: meeting.topic.to_string(),
        agenda: meeting.agenda.as_str().to_owned(),
        starts_at: meeting.starts_at,
        minutes: meeting.duration.get(),
        zone: meeting.zone.id().to_owned(),
        repeats: meeting.repeat().map(ToString::to_string),
        place: meeting.place.as_ref().map(Place::of),
        host: Named::user((meeting.host_id, meeting.host_name)),
        contact: contact.map(|contact| Named::contact((contact.id, contact.name))),
        invitees: meeting
            .invitees
            .into_iter()
            .map(|one| Invitee::of(one.name, &one.email, one.contact_id, one.answer))
            .collect(),
        created_at: meeting.created_at,
    })
}
