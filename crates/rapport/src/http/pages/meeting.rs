use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{MeetingId, display};
use store::emails::{self, Email};
use store::meetings::{self as stored, Invitee, Meeting, Problem};
use store::users;

use super::contact::mail_state;
use super::words::{and, badge, end, first_name, full_name, start_button, their_time, tile};
use crate::calendar::Method;
use crate::http::context::{Ctx, Path, WriteCtx, person};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, forbidden, not_found, refused};
use crate::http::respond::{notice, page as respond};
use crate::invitations::{calendar_file as write_calendar_file, open_link};
use crate::meetings::{self, MeetingStatus, StartError, status};
use crate::views::meetings::{InviteeRow, MeetingPage, MeetingProblem, ZoomDetails};
use crate::views::shell::NoteKind;
use crate::views::tone::Tone;

pub(in crate::http) async fn page(ctx: Ctx, Path(id): Path<MeetingId>) -> Result<Response, AppError> {
    let meeting = find(&ctx, id).await?;
    let mails = emails::of_meeting(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let (now, zone) = (ctx.now(), ctx.zone());
    let date = zone.local(meeting.starts_at).date();
    let status = status(&meeting, now);
    let own = meeting.host_id == ctx.user();
    let link = open_link(&ctx.app, &meeting)?;
    let ends_at = end(&meeting);
    let on = |on: bool, word: &str| on.then(|| word.to_owned());
    let view = MeetingPage {
        shell: ctx.shell(meeting.topic.as_str()),
        id: id.to_string(),
        topic: meeting.topic.to_string(),
        tile: tile(date, zone.local(now).date()),
        when: display::day_time_range(meeting.starts_at, meeting.duration, now, zone),
        their_time: meeting.invitees.iter().find_map(|invitee| {
            their_time(meeting.starts_at, first_name(invitee), invitee.zone.as_ref(), zone)
        }),
        badge: badge(&status, meeting.starts_at, ends_at, now, zone),
        problem: problem(&ctx, &meeting, &status),
        start: start_button(&status, own, meeting.starts_at, ends_at, now),
        can_remove: own
            && !matches!(status, MeetingStatus::Removed | MeetingStatus::Removing(_))
            && now < ends_at,
        has_calendar_file: link.is_some(),
        zoom: link.map(|link| ZoomDetails {
            join_url: link.join_url,
            number: link.number,
            passcode: link.passcode,
        }),
        invitees: meeting
            .invitees
            .iter()
            .map(|invitee| invitee_row(&ctx, &meeting, invitee, &mails))
            .collect(),
        agenda: meeting.agenda.as_str().lines().map(str::to_owned).collect(),
        host: if own { "You".to_owned() } else { meeting.host_name.to_string() },
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
        MeetingStatus::WaitingForZoom(_) | MeetingStatus::Pending | MeetingStatus::Removing(_) => {
            notice(NoteKind::Warn, "Zoom is still not answering", "Rapport goes on trying by itself.")
        }
        _ => notice(NoteKind::Bad, "Zoom did not take the meeting", "The page says why."),
    };
    Ok(ctx.done(format!("/meetings/{id}"), Some(notice)))
}

pub(in crate::http) async fn calendar_file(
    ctx: Ctx,
    Path(id): Path<MeetingId>,
) -> Result<Response, AppError> {
    let meeting = find(&ctx, id).await?;
    let link = open_link(&ctx.app, &meeting)?.ok_or(not_found("calendar file"))?;
    let host = users::get(&ctx.app.store.begin_read().await, ctx.workspace(), meeting.host_id).await?;
    let host = host.ok_or(not_found("meeting"))?;
    let file = write_calendar_file(
        Method::Request,
        &meeting,
        (&host.name, &host.email),
        Some(&link.join_url),
        ctx.now(),
    );
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8; method=REQUEST"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"invitation.ics\""),
    ];
    Ok((headers, file).into_response())
}

async fn find(ctx: &Ctx, id: MeetingId) -> Result<Meeting, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    found.ok_or(not_found("meeting"))
}

fn invitee_row(ctx: &Ctx, meeting: &Meeting, invitee: &Invitee, mails: &[Email]) -> InviteeRow {
    let name = full_name(invitee);
    let id = invitee.contact_id.map_or(invitee.id.as_uuid(), domain::ContactId::as_uuid);
    let last = mails.iter().filter(|mail| mail.invitee_id == invitee.id).max_by_key(|mail| mail.created_at);
    let differs = invitee.zone.as_ref().filter(|zone| {
        zone.offset_minutes(meeting.starts_at) != ctx.zone().offset_minutes(meeting.starts_at)
    });
    InviteeRow {
        person: person(name, id),
        href: invitee.contact_id.map(|contact| format!("/contacts/{contact}")),
        email: invitee.email.to_string(),
        their_time: differs
            .map(|zone| format!("{} in {}", display::time(meeting.starts_at, zone), zone.city())),
        mail: last.map(|mail| {
            let (tone, word) = mail_state(mail.state);
            (tone, word.to_owned())
        }),
        server_words: last
            .filter(|mail| mail.state != emails::EmailState::Sent)
            .and_then(|mail| mail.server_words.clone()),
    }
}

/// "at 10:15", and on which day if it is not today.
fn at_time(at: jiff::Timestamp, now: jiff::Timestamp, zone: &domain::Zone) -> String {
    let (date, time) = (zone.local(at).date(), display::time(at, zone));
    if date == zone.local(now).date() {
        format!("at {time}")
    } else {
        format!("on {} at {time}", display::weekday_day_long(date))
    }
}

fn problem(ctx: &Ctx, meeting: &Meeting, status: &MeetingStatus) -> Option<MeetingProblem> {
    let names: Vec<_> = meeting.invitees.iter().map(first_name).collect();
    let told = if meeting.send_invitation {
        let get = if names.len() == 1 { "gets" } else { "get" };
        format!("{} {get} the invitation when the meeting is in Zoom.", and(&names))
    } else {
        String::new()
    };
    let again = |at: &Option<jiff::Timestamp>| match at {
        Some(at) => format!("We try again {}.", at_time(*at, ctx.now(), ctx.zone())),
        None => "We try again in a moment.".to_owned(),
    };
    let note = |tone, title: &str, text: String, can_retry, can_connect| {
        Some(MeetingProblem { tone, title: title.to_owned(), text, can_retry, can_connect })
    };
    match status {
        MeetingStatus::InZoom => None,
        MeetingStatus::Pending => note(
            Tone::Warn,
            "Waiting for Zoom",
            format!("The meeting is saved and on its way to Zoom. {told}"),
            true,
            false,
        ),
        MeetingStatus::WaitingForZoom(at) => note(
            Tone::Warn,
            "Waiting for Zoom",
            format!("Zoom is not answering. The meeting is saved. {} {told}", again(at)),
            true,
            false,
        ),
        MeetingStatus::Removing(at) => {
            let detail = meeting.problem_detail.as_deref().unwrap_or_default();
            let (why, can_connect) = match meeting.problem {
                Some(Problem::NotConnected) => {
                    ("Zoom refuses our access, so it is removed there once Zoom is connected again.".to_owned(), true)
                }
                Some(Problem::PermissionMissing) => (
                    format!(
                        "Zoom did not let us do this without the permission {detail}. Reconnect Zoom and allow it; \
                         then the meeting is removed there too."
                    ),
                    true,
                ),
                Some(Problem::ZoomRefused) => (format!("Zoom refused: “{detail}”"), false),
                Some(Problem::ZoomUnreachable) | None => (format!("Zoom is not answering. {}", again(at)), false),
            };
            let own = meeting.host_id == ctx.user();
            let text = format!("The meeting is removed here. {why}");
            note(Tone::Warn, "Waiting for Zoom", text, !can_connect, can_connect && own)
        }
        MeetingStatus::NotConnected => note(
            Tone::Warn,
            "No Zoom link yet",
            format!("{} has no working Zoom connection. Once Zoom is connected, the meeting is created there by itself.",
                if meeting.host_id == ctx.user() { "Your account".to_owned() } else { meeting.host_name.to_string() }),
            false,
            meeting.host_id == ctx.user(),
        ),
        MeetingStatus::PermissionMissing => note(
            Tone::Bad,
            "Zoom asks for a permission",
            format!(
                "Zoom did not let us do this without the permission {}. Reconnect Zoom and allow it.",
                meeting.problem_detail.as_deref().unwrap_or("it names")
            ),
            false,
            meeting.host_id == ctx.user(),
        ),
        MeetingStatus::Refused(words) => {
            note(Tone::Bad, "Zoom refused the meeting", format!("Zoom said: “{words}”"), true, false)
        }
        MeetingStatus::Forgotten => note(
            Tone::Neutral,
            "Zoom is disconnected",
            "The link was deleted here when Zoom was disconnected. The link in the invitation may still work."
                .to_owned(),
            false,
            false,
        ),
        MeetingStatus::Removed => note(Tone::Neutral, "This meeting was removed", String::new(), false, false),
    }
}
