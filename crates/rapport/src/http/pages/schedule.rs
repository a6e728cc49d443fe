use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, MeetingId, Plan};
use serde::Deserialize;
use store::connections as grants_of;
use store::contacts::{self as stored, Contact, ContactQuery, ContactSort};
use store::grants::GrantState;

use super::details_form::{MeetingInput, summary};
use super::follow_up::follow_up;
use super::schedule_form::{Reading, fresh, read};
use super::words::{and, role};
use crate::accounts::new_token;
use crate::connections::{OwnDefaults, ZoomStandingNow, own_defaults};
use crate::http::context::{Ctx, Path, Query, WriteCtx, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found, refused};
use crate::http::respond::notice;
use crate::invitations::names;
use crate::meetings::{self, MeetingStatus, ScheduleError, Scheduled};
use crate::views::schedule::{ChooseContactPage, ContactChoice, SchedulePage, ScheduleZoom, ZoomAccountLine};
use crate::views::shell::NoteKind;

/// Contacts offered on the page that chooses one.
const CHOICES: u32 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ChooseQuery {
    q: String,
}

/// Whom to meet, for those who come from Today or Meetings.
pub(in crate::http) async fn choose_contact(
    ctx: WriteCtx,
    Query(query): Query<ChooseQuery>,
) -> Result<Response, AppError> {
    let search = query.q.trim();
    let wanted = ContactQuery {
        search: (!search.is_empty()).then(|| search.to_owned()),
        company: None,

        reachable: false,
        sort: ContactSort::LastTouched,
        after: None,
        limit: CHOICES,
        now: ctx.now(),
    };
    let found = stored::list(&ctx.app.store.begin_read().await, ctx.workspace(), &wanted).await?;
    let page = ChooseContactPage {
        shell: ctx.shell("Schedule meeting"),
        query: search.to_owned(),
        total: found.total,
        contacts: found
            .rows
            .into_iter()
            .map(|row| ContactChoice {
                id: row.id.to_string(),
                person: person(row.name.as_str(), row.id.as_uuid()),
                role: role(row.title.as_deref(), row.company_name.as_deref(), " at "),
                email: row.email.map(|email| email.to_string()),
            })
            .collect(),
    };
    ctx.dialog(StatusCode::OK, &page)
}

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct FormQuery {
    /// It follows up on this meeting.
    after: Option<MeetingId>,
}

pub(in crate::http) async fn form(
    ctx: WriteCtx,
    Path(id): Path<ContactId>,
    Query(query): Query<FormQuery>,
) -> Result<Response, AppError> {
    let contact = contact(&ctx, id).await?;
    let mut zoom = zoom(&ctx).await?;
    let key = new_token(&*ctx.app.random);
    let input = match query.after {
        Some(meeting) => follow_up(&ctx, meeting, key).await?,
        None => fresh(&contact, ctx.zone(), ctx.now(), key, &mut zoom),
    };
    let reading = read(&ctx, &contact, &zoom, input, false).await?;
    answer(&ctx, StatusCode::OK, &contact, zoom, reading)
}

/// The form for people who were chosen before; the first is whom the meeting is with.
pub(super) async fn form_for(ctx: &Ctx, people: &[ContactId]) -> Result<Response, AppError> {
    let contact = contact(ctx, *people.first().ok_or(not_found("contact"))?).await?;
    let mut zoom = zoom(ctx).await?;
    let key = new_token(&*ctx.app.random);
    let input = MeetingInput {
        invitee: people.iter().map(ToString::to_string).collect(),
        ..fresh(&contact, ctx.zone(), ctx.now(), key, &mut zoom)
    };
    let reading = read(ctx, &contact, &zoom, input, false).await?;
    answer(ctx, StatusCode::OK, &contact, zoom, reading)
}

pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<ContactId>,
    ProtectedForm(input): ProtectedForm<MeetingInput>,
) -> Result<Response, AppError> {
    let contact = contact(&ctx, id).await?;
    let zoom = zoom(&ctx).await?;
    let only_check = input.only_checks();
    let mut reading = read(&ctx, &contact, &zoom, input, !only_check).await?;
    if only_check {
        return answer(&ctx, StatusCode::OK, &contact, zoom, reading);
    }
    let Some(request) = reading.request.take() else {
        return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &contact, zoom, reading);
    };
    let told = request.invitees.iter().filter(|_| request.send_invitation);
    let names: Vec<_> = told.map(|invitee| first_name(invitee).to_owned()).collect();
    let scheduled = match meetings::schedule(&ctx.app, ctx.workspace(), ctx.user(), request).await {
        Ok(scheduled) => scheduled,
        Err(ScheduleError::Overlaps) => {
            let details = &mut reading.details;
            details.errors = Some(summary("Nothing was scheduled", Vec::new(), details));
            return answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &contact, zoom, reading);
        }
        Err(error @ ScheduleError::Repeat(_)) => {
            return Err(refused(StatusCode::CONFLICT, "Nothing was scheduled", error.to_string()));
        }
        Err(ScheduleError::Store(error)) => return Err(error.into()),
    };
    Ok(done(&ctx, id, &scheduled, &names))
}

fn first_name(invitee: &meetings::InviteeChoice) -> &str {
    names::first_name(invitee.name.as_ref(), &invitee.email)
}

fn done(ctx: &Ctx, contact: ContactId, scheduled: &Scheduled, names: &[String]) -> Response {
    let to_contact = format!("/contacts/{contact}");
    let to_meeting = format!("/meetings/{}", scheduled.meeting);
    match &scheduled.status {
        MeetingStatus::InZoom | MeetingStatus::Elsewhere => {
            let title = match names {
                [] => "Meeting scheduled, nobody was told".to_owned(),
                names => format!("Meeting scheduled, invitation sent to {}", and(names)),
            };
            ctx.done(to_contact, Some(notice(NoteKind::Ok, title, "")))
        }
        MeetingStatus::Pending | MeetingStatus::WaitingForZoom(_) => {
            let then = match names {
                [] => String::new(),
                [name] => format!(", and {name} gets the invitation then"),
                names => format!(", and {} get the invitation then", and(names)),
            };
            let text = format!(
                "The meeting is saved. Zoom is not answering, so it is created there by itself as soon as Zoom \
                 answers{then}."
            );
            ctx.done(to_contact, Some(notice(NoteKind::Warn, "Waiting for Zoom", text)))
        }
        _ => ctx.done(to_meeting, Some(notice(NoteKind::Bad, "The meeting is saved, but not in Zoom", ""))),
    }
}

fn answer(
    ctx: &Ctx,
    status: StatusCode,
    contact: &Contact,
    zoom: HostZoom,
    reading: Reading,
) -> Result<Response, AppError> {
    let page = SchedulePage {
        shell: ctx.shell(&format!("Schedule meeting with {}", contact.name)),
        action: format!("/contacts/{}/meetings", contact.id),
        back: format!("/contacts/{}", contact.id),
        contact_name: contact.name.to_string(),
        zoom: zoom.standing,
        details: reading.details,
        form: reading.form,
    };
    ctx.dialog(status, &page)
}

/// A person's Zoom, as a form of a meeting needs it.
pub(in crate::http) struct HostZoom {
    /// Whether there is one, for the page.
    pub(super) standing: ScheduleZoom,
    /// The plan of the account.
    pub(super) plan: Option<Plan>,
    /// How new meetings begin.
    pub(super) defaults: OwnDefaults,
}

impl HostZoom {
    /// Whether it can take a meeting, now or by and by.
    pub(in crate::http) fn is_usable(&self) -> bool {
        self.standing.is_usable()
    }

    /// Whether a meeting can be recorded there.
    pub(super) fn may_record(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| self.defaults.may_record(plan))
    }

    /// Says where the switches come from.
    pub(super) fn says_where_it_begins(&mut self) {
        if let ScheduleZoom::Ready(account) | ScheduleZoom::NotAnswering { account, .. } = &mut self.standing
        {
            account.begins_as_in_zoom = self.defaults.own;
        }
    }

    fn without(standing: ScheduleZoom) -> Self {
        Self { standing, plan: None, defaults: OwnDefaults::COMMON }
    }
}

pub(super) async fn contact(ctx: &Ctx, id: ContactId) -> Result<Contact, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    found.ok_or(not_found("contact"))
}

/// How the person's Zoom stands.
pub(in crate::http) async fn zoom(ctx: &Ctx) -> Result<HostZoom, AppError> {
    if ctx.zoom_standing() == ZoomStandingNow::TurnedOff {
        return Ok(HostZoom::without(ScheduleZoom::TurnedOff));
    }
    let db = ctx.app.store.begin_read().await;
    let grant = match grants_of::of_user(&db, ctx.workspace(), ctx.user()).await? {
        None => return Ok(HostZoom::without(ScheduleZoom::NotConnected)),
        Some((_, grant)) if grant.state != GrantState::Healthy => {
            let email = grant.email.to_string();
            return Ok(HostZoom::without(ScheduleZoom::NeedsReconnect { email }));
        }
        Some((_, grant)) => grant,
    };
    let defaults = own_defaults(&db, ctx.workspace(), ctx.user()).await?;
    let plan = Plan::from_zoom_type(grant.plan_type);
    let account = ZoomAccountLine {
        email: grant.email.to_string(),
        plan: plan.label(),
        can_record: plan.can_record_to_cloud(),
        recording_is_off: !defaults.cloud_recording_allowed,
        passcode_required: defaults.passcode_required,
        begins_as_in_zoom: false,
    };
    let standing = match ctx.zoom_standing() {
        ZoomStandingNow::NotAnswering | ZoomStandingNow::AppRefused => {
            ScheduleZoom::NotAnswering { account, retry_at: None }
        }
        _ => ScheduleZoom::Ready(account),
    };
    Ok(HostZoom { standing, plan: Some(plan), defaults })
}
