use axum::http::StatusCode;
use axum::response::Response;
use domain::{MeetingId, Place, display};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use store::contacts;
use store::meeting_series;
use store::meetings::{Meeting, Problem, Series};

use super::alternative_hosts;
use super::details_form::{self, MeetingInput, Purpose, Read, Repetition, shown_duration, summary};
use super::hosted::{back, invited, own_meeting, unmailed};
use super::meeting_life;
use super::place;
use super::preview::Occasion;
use super::repeat;
use super::schedule::{HostZoom, zoom};
use super::series;
use super::words::{and, can_reschedule, first_name, first_names, full_name, their_time, were};
use crate::accounts::new_token;
use crate::http::context::{Ctx, Path, Query, WriteCtx, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, forbidden, not_found, refused};
use crate::http::respond::notice;
use crate::meetings::{
    self, InviteeChoice, MeetingStatus, Obstacle, RescheduleError, RescheduleRequest, dates_anew, status,
};
use crate::views::reschedule::{Change, ReschedulePage};
use crate::views::shell::NoteKind;

/// For everyone but the host.
pub(super) const REFUSAL: &str = "Only the host can reschedule this meeting.";

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct RescheduleQuery {
    /// Where it is to take place instead, such as `phone`.
    place: Option<String>,
}

pub(in crate::http) async fn form(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    Query(query): Query<RescheduleQuery>,
) -> Result<Response, AppError> {
    let meeting = movable(&ctx, id).await?;
    let zoom = zoom(&ctx).await?;
    let mut input = filled(&ctx, &meeting).await?;
    let hosts = store::alternative_hosts::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    input.alternative_hosts = alternative_hosts::shown(&hosts.wanted);
    if let Some(place) = query.place {
        input.place = place;
    }
    if input.phone.is_empty()
        && let Some(contact) = meeting.contact_id
    {
        let contact = contacts::get(&ctx.app.store.begin_read().await, ctx.workspace(), contact).await?;
        input.phone = contact.and_then(|contact| contact.phone).unwrap_or_default();
    }
    let (page, _) = read(&ctx, &meeting, zoom, input, false).await?;
    ctx.dialog(StatusCode::OK, &page)
}

pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(input): ProtectedForm<MeetingInput>,
) -> Result<Response, AppError> {
    let meeting = movable(&ctx, id).await?;
    let zoom = zoom(&ctx).await?;
    let only_check = input.only_checks();
    let (mut page, request) = read(&ctx, &meeting, zoom, input, !only_check).await?;
    if only_check {
        return ctx.dialog(StatusCode::OK, &page);
    }
    // Without a connection there is nothing to move a Zoom meeting with: the page says so and keeps what was typed.
    let movable = !page.place.is_zoom() || page.zoom.is_usable();
    let Some(request) = request.filter(|_| movable) else {
        return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    // Who may start it is news to nobody else.
    let news = request.details != meeting.details()
        || request.place != meeting.place
        || request.repeat.as_ref() != meeting.repeat();
    let told = if request.tell && news { first_names(&invited(&ctx, &meeting).await?) } else { Vec::new() };
    let done = meetings::reschedule(&ctx.app, ctx.workspace(), ctx.user(), id, &request).await;
    if matches!(done, Err(RescheduleError::Overlaps)) {
        page.details.errors = Some(summary("Nothing was rescheduled", Vec::new(), &page.details));
        return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    rescheduled(&ctx, &meeting, &told, done, back(&meeting))
}

/// What a move has led to, said on the page to which it goes back.
pub(super) fn rescheduled(
    ctx: &Ctx,
    meeting: &Meeting,
    told: &[String],
    done: Result<Option<MeetingStatus>, RescheduleError>,
    back: String,
) -> Result<Response, AppError> {
    let who = if told.is_empty() { "nobody was told".to_owned() } else { format!("{} told", were(told)) };
    let notice = match done {
        Ok(None) => notice(NoteKind::Info, "Nothing was changed", ""),
        Ok(Some(MeetingStatus::InZoom | MeetingStatus::Elsewhere)) => {
            notice(NoteKind::Ok, format!("Meeting rescheduled, {who}"), "")
        }
        Ok(Some(MeetingStatus::Changing(Obstacle { problem: Some(Problem::Running), .. }))) => notice(
            NoteKind::Warn,
            "The meeting is running",
            "The change is saved. Zoom does not change a meeting that is running; it is changed there, and people are \
             told, when it has ended.",
        ),
        Ok(Some(
            MeetingStatus::Pending
            | MeetingStatus::WaitingForZoom(_)
            | MeetingStatus::Changing(Obstacle { problem: None | Some(Problem::ZoomUnreachable), .. }),
        )) => notice(
            NoteKind::Warn,
            "Waiting for Zoom",
            "The change is saved. Zoom is not answering, so it is made there, and people are told, as soon as Zoom does.",
        ),
        Ok(Some(MeetingStatus::Missing)) => {
            let title = "Zoom does not have this meeting any more";
            let notice =
                notice(NoteKind::Bad, title, "The change is saved here. The page says what can be done.");
            return Ok(ctx.done(format!("/meetings/{}", meeting.id), Some(notice)));
        }
        Ok(Some(_)) => {
            let notice = notice(NoteKind::Bad, "The change is saved, but not in Zoom", "The page says why.");
            return Ok(ctx.done(format!("/meetings/{}", meeting.id), Some(notice)));
        }
        Err(RescheduleError::Store(error)) => return Err(error.into()),
        Err(RescheduleError::NotFound) => return Err(not_found("meeting")),
        Err(error @ RescheduleError::NotTheHost) => return Err(forbidden(&error.to_string())),
        Err(error) => return Err(cannot(&error.to_string())),
    };
    Ok(ctx.done(back, Some(notice)))
}

/// A meeting that its host may move now.
pub(in crate::http) async fn movable(ctx: &Ctx, id: MeetingId) -> Result<Meeting, AppError> {
    let meeting = own_meeting(ctx, id, REFUSAL).await?;
    let status = status(&meeting, ctx.now());
    if can_reschedule(&status, meeting.ends_at(), ctx.now()) {
        return Ok(meeting);
    }
    // Nobody came: the same meeting at a new time, with the link that people have.
    if status == MeetingStatus::InZoom && meeting_life::known(ctx, &meeting).await?.nobody_came {
        return Ok(meeting);
    }
    Err(cannot(&match status {
        MeetingStatus::Removed | MeetingStatus::Removing(_) => RescheduleError::Removed.to_string(),
        MeetingStatus::Missing if series::lost_alone(ctx, &meeting).await? => {
            RescheduleError::MissingDate.to_string()
        }
        MeetingStatus::Missing => RescheduleError::Missing.to_string(),
        _ => "This meeting is over. Schedule a new one instead.".to_owned(),
    }))
}

fn cannot(why: &str) -> AppError {
    refused(StatusCode::CONFLICT, "This meeting cannot be rescheduled", why)
}

/// The form as the meeting is now.
pub(in crate::http) async fn filled(ctx: &Ctx, meeting: &Meeting) -> Result<MeetingInput, AppError> {
    let mut local = meeting.zone.local(meeting.starts_at);
    let mut left = 0;
    if meeting.repeat().is_some() {
        let db = ctx.app.store.begin_read().await;
        let dates = meeting_series::dates(&db, ctx.workspace(), meeting.id).await?;
        let to_come = || dates.iter().filter(|date| date.planned_at > ctx.now());
        left = to_come().count();
        if let Some(next) = to_come().next() {
            local = meeting.zone.local(next.planned_at);
        }
    } else if meeting.ends_at() <= ctx.now() {
        local = next_working_day(meeting.zone.local(ctx.now()).date()).to_datetime(local.time());
    }
    let minutes = meeting.duration.get().to_string();
    let mut input = MeetingInput {
        idempotency_key: new_token(&*ctx.app.random),
        topic: meeting.topic.to_string(),
        date: local.date().to_string(),
        start: local.strftime("%H:%M").to_string(),
        duration: shown_duration(&minutes),
        duration_other: minutes.clone(),
        // Whoever planned it that long knows.
        duration_kept: minutes,
        zone: meeting.zone.id().to_owned(),
        agenda: meeting.agenda.as_str().to_owned(),
        tell: Some("on".into()),
        preview: "times".into(),
        ..MeetingInput::default()
    };
    place::fill(&mut input, meeting.place.as_ref());
    if let Some(rule) = meeting.repeat() {
        repeat::fill(&mut input, rule, left);
    }
    Ok(input)
}

/// The day that is proposed when a meeting has to be held again.
fn next_working_day(today: Date) -> Date {
    let mut day = today.saturating_add(1.day());
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.saturating_add(1.day());
    }
    day
}

pub(in crate::http) async fn read(
    ctx: &Ctx,
    meeting: &Meeting,
    zoom: HostZoom,
    mut input: MeetingInput,
    strict: bool,
) -> Result<(ReschedulePage, Option<RescheduleRequest>), AppError> {
    input.press_buttons(ctx);
    if meeting.series != Series::None {
        // A series and its dates stay where they are.
        place::fill(&mut input, meeting.place.as_ref());
    }
    let people: Vec<_> = meeting
        .invitees
        .iter()
        .map(|invitee| InviteeChoice {
            contact: invitee.contact_id,
            name: invitee.name.clone(),
            email: invitee.email.clone(),
            zone: invitee.zone.clone(),
            language: invitee.language.clone(),
        })
        .collect();
    let contact = unmailed(ctx, meeting).await?;
    let occasion = Occasion::Update { starts_at: meeting.starts_at, in_zoom: meeting.place.is_none() };
    let mut place = place::read(&input, strict);
    if strict && place.form.is_zoom() && meeting.place.is_some() && !zoom.is_usable() {
        place.form.kind.error = Some(place::NO_ZOOM.to_owned());
    }
    let plan = zoom.plan.as_ref().filter(|_| place.form.is_zoom());
    let purpose = Purpose {
        plan,
        people: &people,
        unmailed: contact.as_ref(),
        meeting: Some(meeting.id),
        place: place.place.as_ref(),
        now_at: Some((meeting.starts_at, meeting.duration)).filter(|_| meeting.repeat().is_none()),
        repetition: match &meeting.series {
            Series::None => Repetition::Once,
            Series::Whole(_) => Repetition::Series,
            Series::Date { of, .. } => Repetition::Date(format!("/meetings/{of}/reschedule")),
        },
        occasion,
        strict,
    };
    let (mut details, read) = details_form::read(ctx, &input, purpose).await?;
    let wrong_place = place.form.wrong_fields();
    let fine = wrong_place.is_empty();
    if strict && (read.is_none() || !fine) {
        let wrong = [details.wrong_fields(None), wrong_place].concat();
        details.errors = Some(summary("Nothing was rescheduled", wrong, &details));
    }
    if place.is_open() {
        details.email = None;
    }
    let told = first_names(&invited(ctx, meeting).await?);
    details.told = and(&told);
    // What cannot be read yet is most likely the time.
    let change = match &read {
        Some(read) => change(ctx, meeting, read, place.place.as_ref()).await?,
        None => Change::Time,
    };
    let (now, zone) = (ctx.now(), ctx.zone());
    let page = ReschedulePage {
        shell: ctx.shell(&format!("Reschedule {}", meeting.topic)),
        id: meeting.id.to_string(),
        back: back(meeting),
        topic: meeting.topic.to_string(),
        current: match meeting.repeat() {
            Some(rule) => rule.to_string(),
            None => display::day_time_range(meeting.starts_at, meeting.duration, now, zone),
        },
        all_dates: meeting.repeat().is_some(),
        their_current: meeting.invitees.iter().find_map(|invitee| {
            their_time(meeting.starts_at, first_name(invitee), invitee.zone.as_ref(), zone)
        }),
        zoom: zoom.standing,
        in_zoom: meeting.zoom.is_some(),
        elsewhere: meeting.place.is_some(),
        place: place.form,
        invitees: meeting
            .invitees
            .iter()
            .map(|invitee| {
                let id = invitee.contact_id.map_or(invitee.id.as_uuid(), domain::ContactId::as_uuid);
                person(full_name(invitee), id)
            })
            .chain(contact.iter().map(|contact| person(contact.name.as_str(), contact.id.as_uuid())))
            .collect(),
        change,
        tell: input.tell.is_some(),
        told_count: told.len(),
        details,
    };
    let request = read.filter(|_| fine).map(|Read { details, repeat }| RescheduleRequest {
        details,
        repeat,
        place: place.place,
        alternative_hosts: alternative_hosts::read(&input.alternative_hosts, plan).1,
        tell: input.tell.is_some(),
        proposed_by: None,
        overlaps: input.overlaps(),
        seen: None,
        idempotency_key: input.idempotency_key,
    });
    Ok((page, request))
}

/// What the form makes another one. `read` is what it says about topic and time.
async fn change(
    ctx: &Ctx,
    meeting: &Meeting,
    read: &Read,
    place: Option<&Place>,
) -> Result<Change, AppError> {
    let details = meeting.details();
    let moved = match (meeting.repeat(), &read.repeat) {
        (Some(_), Some(repeat)) => {
            let db = ctx.app.store.begin_read().await;
            match dates_anew(&db, ctx.workspace(), meeting, (&read.details, repeat), ctx.now()).await {
                Ok(anew) => anew.is_some(),
                Err(RescheduleError::Store(error)) => return Err(error.into()),
                // What is no series is said beside its field.
                Err(_) => true,
            }
        }
        _ => details.is_at_another_time(&read.details),
    };
    let elsewhere = meeting.series == Series::None && meeting.place.as_ref() != place;
    Ok(match (moved, elsewhere) {
        (true, true) => Change::TimeAndPlace,
        (true, false) => Change::Time,
        (false, true) => Change::Place,
        (false, false) if details != read.details => Change::Words,
        (false, false) => Change::Nothing,
    })
}
