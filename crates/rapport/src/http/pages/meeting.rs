use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{MeetingId, display};
use serde::Deserialize;
use store::emails::{self, Email, EmailKind, EmailState};
use store::meetings::{self as stored, Answer, Invitee, Meeting, Problem};
use store::users;

use super::alternative_hosts;
use super::hosted::{contact_of, invited, unmailed};
use super::meeting_life;
use super::meeting_problem::problem;
use super::meeting_reminders;
use super::outcome;
use super::place;
use super::proposal::{self, MeetingQuery};
use super::series;
use super::tasks;
use super::timeline::mail_state;
use super::words::{
    badge, can_reschedule, first_name, first_names, full_name, send_word, start_button, their_time, tile,
    were,
};
use crate::accounts::new_token;
use crate::calendar::Method;
use crate::http::context::{Ctx, Path, Query, WriteCtx, person};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, forbidden, not_found, refused};
use crate::http::respond::{invitation_file, notice, page as respond};
use crate::invitations::{
    Reader, SeriesFacts, calendar_file as write_calendar_file, open_link, pages_of, way_in,
};
use crate::meetings::{self, Life, MeetingStatus, RecreateError, StartError, can_send_again, status};
use crate::views::meetings::{InviteeRow, MeetingPage, StartButton};
use crate::views::shell::{NoteKind, Notice};
use crate::views::tone::Tone;

pub(in crate::http) async fn page(
    ctx: Ctx,
    Path(id): Path<MeetingId>,
    Query(query): Query<MeetingQuery>,
) -> Result<Response, AppError> {
    let meeting = find(&ctx, id).await?;
    let mails = emails::of_meeting(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let (now, zone) = (ctx.now(), ctx.zone());
    let next = series::next(&ctx, &meeting).await?;
    let date = zone.local(next).date();
    let whole = meeting.repeat().is_some();
    let status = status(&meeting, now);
    let own = ctx.hosts(meeting.host_id);
    let known = meeting_life::known(&ctx, &meeting).await?;
    let link = if meeting.place.is_none() { open_link(&ctx.app, &meeting)? } else { None };
    let reader = Reader::new(Some(&ctx.me.user.name), ctx.zone(), None);
    let ends_at = meeting.ends_at();
    let pages = pages_of(&ctx.app, ctx.workspace(), id).await?;
    let on = |on: bool, word: &str| on.then(|| word.to_owned());
    let only_this_date = status == MeetingStatus::Missing && series::lost_alone(&ctx, &meeting).await?;
    let view = MeetingPage {
        shell: ctx.shell(meeting.topic.as_str()),
        id: id.to_string(),
        topic: meeting.topic.to_string(),
        tile: tile(date, zone.local(now).date()),
        when: display::day_time_range(next, meeting.duration, now, zone),
        their_time: meeting
            .invitees
            .iter()
            .find_map(|invitee| their_time(next, first_name(invitee), invitee.zone.as_ref(), zone)),
        badge: match known.life {
            Life::Running { since } => Some((Tone::Now, meeting_life::running_since(&ctx, since))),
            Life::Held { .. } if now >= ends_at => None,
            _ => badge(&status, next, ends_at, now, zone),
        },
        outcome: outcome::shown(&ctx, &meeting).await?,
        // Each date of a series has its own.
        ask_outcome: own
            && !whole
            && ctx.me.user.role.can_write()
            && (now >= ends_at || matches!(known.life, Life::Held { .. })),
        tasks: tasks::after_meeting(&ctx, id).await?,
        life: meeting_life::note(&ctx, &meeting, &known, own),
        attendance: meeting_life::rows(&ctx, &meeting, &known),
        problem: problem(&ctx, &meeting, &status, only_this_date),
        start: if whole {
            StartButton::None
        } else {
            start_button(&status, own, meeting.starts_at, ends_at, now)
        },
        can_reschedule: own && can_reschedule(&status, ends_at, now),
        can_remove: own
            && !matches!(status, MeetingStatus::Removed | MeetingStatus::Removing(_))
            && now < ends_at,
        idempotency_key: new_token(&*ctx.app.random),
        unmailed: unmailed(&ctx, &meeting).await?.map(|contact| {
            (person(contact.name.as_str(), contact.id.as_uuid()), format!("/contacts/{}", contact.id))
        }),
        has_calendar_file: link.is_some() || meeting.place.is_some(),
        place: meeting.place.as_ref().map(place::line),
        send_again: (own && !meeting.invitees.is_empty() && can_send_again(&meeting, now))
            .then(|| send_word(mails.iter().any(|mail| mail.kind == EmailKind::Invitation))),
        follow_up_href: contact_of(&meeting)
            .filter(|_| ctx.me.user.role.can_write())
            .map(|contact| format!("/contacts/{contact}/meetings/new?after={id}")),
        zoom: link.map(|link| link.way_in(&reader)),
        series: series::block(&ctx, &meeting).await?,
        proposals: proposal::groups(&ctx, &meeting, query.proposal.parse().ok()).await?,
        invitees: meeting
            .invitees
            .iter()
            .map(|invitee| invitee_row(&ctx, &meeting, invitee, &mails, pages.get(&invitee.id)))
            .collect(),
        reminders: meeting_reminders::of_meeting(&ctx, &meeting, &status).await?,
        agenda: meeting.agenda.as_str().lines().map(str::to_owned).collect(),
        host: if meeting.host_id == ctx.user() { "You".to_owned() } else { meeting.host_name.to_string() },
        duration: format!("{} minutes", meeting.duration.get()),
        zone: meeting.zone.id().to_owned(),
        options: [
            on(meeting.waiting_room, "Waiting room"),
            on(meeting.passcode_wanted, "Passcode"),
            on(meeting.cloud_recording, "Cloud recording"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        alternative_hosts: alternative_hosts::shown(
            &store::alternative_hosts::get(&ctx.app.store.begin_read().await, ctx.workspace(), id)
                .await?
                .wanted,
        ),
        scheduled: display::day_time(meeting.created_at, now, zone),
    };
    respond(StatusCode::OK, &view)
}

/// Fetches a fresh start link and goes there at once; nothing keeps it (RT-53, RT-54).
pub(in crate::http) async fn start(ctx: WriteCtx, Path(id): Path<MeetingId>) -> Result<Response, AppError> {
    find(&ctx, id).await?;
    match meetings::start_url(&ctx.app, ctx.workspace(), ctx.user(), id).await {
        Ok(url) => Ok(([(header::CACHE_CONTROL, "no-store")], Redirect::to(&url)).into_response()),
        Err(StartError::Store(error)) => Err(error.into()),
        Err(error @ StartError::NotTheHost) => Err(forbidden(&error.to_string())),
        Err(error @ StartError::Gone) => {
            let notice = notice(NoteKind::Bad, "The meeting was not started", error.to_string());
            Ok(ctx.done(format!("/meetings/{id}"), Some(notice)))
        }
        Err(error) => {
            let status = match error {
                StartError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::CONFLICT,
            };
            Err(refused(status, "The meeting was not started", error.to_string()))
        }
    }
}

/// **Try again now**.
pub(in crate::http) async fn retry(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    find(&ctx, id).await?;
    let notice = match meetings::retry(&ctx.app, ctx.workspace(), id).await? {
        MeetingStatus::InZoom => notice(NoteKind::Ok, "The meeting is in Zoom", ""),
        MeetingStatus::Removed => notice(NoteKind::Ok, "The meeting is removed in Zoom", ""),
        MeetingStatus::Changing(obstacle) | MeetingStatus::Removing(obstacle) => match obstacle.problem {
            Some(Problem::Running) => notice(
                NoteKind::Warn,
                "The meeting is still running",
                "Rapport tries again by itself until it has ended.",
            ),
            None | Some(Problem::ZoomUnreachable) => still_silent(),
            Some(_) => notice(NoteKind::Bad, "Zoom did not do it", "The page says why."),
        },
        MeetingStatus::WaitingForZoom(_) | MeetingStatus::Pending => still_silent(),
        _ => notice(NoteKind::Bad, "Zoom did not take the meeting", "The page says why."),
    };
    Ok(ctx.done(format!("/meetings/{id}"), Some(notice)))
}

fn still_silent() -> Notice {
    notice(NoteKind::Warn, "Zoom is still not answering", "Rapport goes on trying by itself.")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct RecreateForm {
    idempotency_key: String,
}

/// **Create it again in Zoom**.
pub(in crate::http) async fn recreate(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(form): ProtectedForm<RecreateForm>,
) -> Result<Response, AppError> {
    let meeting = find(&ctx, id).await?;
    let told = first_names(&invited(&ctx, &meeting).await?);
    let key = &form.idempotency_key;
    let status = match meetings::recreate(&ctx.app, ctx.workspace(), ctx.user(), id, key).await {
        Ok(status) => status,
        Err(RecreateError::Store(error)) => return Err(error.into()),
        Err(RecreateError::NotFound) => return Err(not_found("meeting")),
        Err(error @ RecreateError::NotTheHost) => return Err(forbidden(&error.to_string())),
        Err(error @ RecreateError::OnlyThisDate) => {
            let title = "This date cannot be created again";
            return Err(refused(StatusCode::CONFLICT, title, error.to_string()));
        }
    };
    let notice = match status {
        MeetingStatus::InZoom if told.is_empty() => notice(NoteKind::Ok, "The meeting is in Zoom again", ""),
        MeetingStatus::InZoom => notice(
            NoteKind::Ok,
            format!("The meeting is in Zoom again, {} told the new link", were(&told)),
            "",
        ),
        MeetingStatus::Pending | MeetingStatus::WaitingForZoom(_) => notice(
            NoteKind::Warn,
            "Waiting for Zoom",
            "Zoom is not answering. The meeting is created there, and people get the new link, as soon as it does.",
        ),
        _ => notice(NoteKind::Bad, "Zoom did not take the meeting", "The page says why."),
    };
    Ok(ctx.done(format!("/meetings/{id}"), Some(notice)))
}

pub(in crate::http) async fn calendar_file(
    ctx: Ctx,
    Path(id): Path<MeetingId>,
) -> Result<Response, AppError> {
    let meeting = find(&ctx, id).await?;
    let way = way_in(&ctx.app, &meeting)?.ok_or(not_found("calendar file"))?;
    let host = users::get(&ctx.app.store.begin_read().await, ctx.workspace(), meeting.host_id).await?;
    let host = host.ok_or(not_found("meeting"))?;
    let series = SeriesFacts::of(&ctx.app.store.begin_read().await, ctx.workspace(), &meeting).await?;
    let file = write_calendar_file(
        Method::Request,
        &meeting.as_in_zoom(),
        &series,
        (&host.name, &host.email),
        &way.way_in(&Reader::new(Some(&ctx.me.user.name), ctx.zone(), None)),
        ctx.now(),
    );
    Ok(invitation_file(file))
}

async fn find(ctx: &Ctx, id: MeetingId) -> Result<Meeting, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    found.ok_or(not_found("meeting"))
}

fn invitee_row(
    ctx: &Ctx,
    meeting: &Meeting,
    invitee: &Invitee,
    mails: &[Email],
    page: Option<&String>,
) -> InviteeRow {
    let name = full_name(invitee);
    let id = invitee.contact_id.map_or(invitee.id.as_uuid(), domain::ContactId::as_uuid);
    let theirs =
        mails.iter().filter(|mail| mail.invitee_id == invitee.id && mail.state != EmailState::Overtaken);
    let last = theirs.max_by_key(|mail| (mail.revision, mail.created_at));
    let differs = invitee.zone.as_ref().filter(|zone| {
        zone.offset_minutes(meeting.starts_at) != ctx.zone().offset_minutes(meeting.starts_at)
    });
    InviteeRow {
        person: person(name, id),
        href: invitee.contact_id.map(|contact| format!("/contacts/{contact}")),
        email: invitee.email.to_string(),
        their_time: differs
            .map(|zone| format!("{} in {}", display::time(meeting.starts_at, zone), zone.city())),
        answer: answer_badge(invitee.answer),
        // What stands beside proposed times is not said twice.
        message: match (invitee.answer, &invitee.answer_message) {
            (Answer::Declined, Some(text)) => text.lines().map(str::to_owned).collect(),
            _ => Vec::new(),
        },
        page: page.cloned(),
        mail: last.map(|mail| {
            let (tone, word) = mail_state(mail.state);
            (tone, word.to_owned())
        }),
        server_words: last
            .filter(|mail| mail.state != EmailState::Sent)
            .and_then(|mail| mail.server_words.clone()),
    }
}

fn answer_badge(answer: Answer) -> Option<(Tone, &'static str)> {
    match answer {
        Answer::None => None,
        Answer::Accepted => Some((Tone::Ok, "Coming")),
        Answer::Declined => Some((Tone::Bad, "Declined")),
        Answer::Proposed => Some((Tone::Warn, "New time proposed")),
    }
}
