//! The note on a meeting's page: what keeps it from being as it should, and the way on.

use domain::display;
use jiff::Timestamp;
use store::meetings::{Known, Meeting, Problem};

use super::words::{and, first_name};
use crate::http::context::Ctx;
use crate::meetings::{MeetingStatus, Obstacle};
use crate::views::meetings::{MeetingProblem, WayOn};
use crate::views::tone::Tone;

/// `only_this_date`: Zoom has the series of the date that it has lost.
pub(super) fn problem(
    ctx: &Ctx,
    meeting: &Meeting,
    status: &MeetingStatus,
    only_this_date: bool,
) -> Option<MeetingProblem> {
    let own = ctx.hosts(meeting.host_id);
    let connect = if own && ctx.me.zoom_feature.is_on() { WayOn::Connect } else { WayOn::None };
    let names: Vec<_> = meeting.invitees.iter().map(first_name).collect();
    let get = if names.len() == 1 { "gets" } else { "get" };
    let told = if meeting.send_invitation {
        format!("{} {get} the invitation when the meeting is in Zoom.", and(&names))
    } else {
        String::new()
    };
    let note = |tone, title: &str, text: String, way| {
        Some(MeetingProblem { tone, title: title.to_owned(), text, way })
    };
    match status {
        MeetingStatus::Elsewhere if meeting.known == Known::Leaving => {
            let obstacle = Obstacle { problem: meeting.problem, retry_at: meeting.retry_at };
            let (why, way) = match obstacle.problem {
                None => ("It is being removed there.".to_owned(), WayOn::Retry),
                Some(_) => obstacle_words(ctx, meeting, obstacle, "it is removed there", connect),
            };
            note(Tone::Warn, "Zoom still has this meeting", format!("People meet elsewhere. {why}"), way)
        }
        MeetingStatus::InZoom | MeetingStatus::Elsewhere => None,
        MeetingStatus::Pending => {
            let text = format!("The meeting is saved and on its way to Zoom. {told}");
            note(Tone::Warn, "Waiting for Zoom", text, WayOn::Retry)
        }
        MeetingStatus::WaitingForZoom(at) => {
            let text = format!("Zoom is not answering. The meeting is saved. {} {told}", again(ctx, *at));
            note(Tone::Warn, "Waiting for Zoom", text, WayOn::Retry)
        }
        MeetingStatus::Changing(obstacle) => {
            let held = meeting.as_in_zoom();
            let until = if held.starts_at == meeting.starts_at {
                String::new()
            } else {
                let when = display::day_time_range(held.starts_at, held.duration, ctx.now(), ctx.zone());
                format!(" Until then the meeting is in Zoom for {}.", super::words::in_sentence(&when))
            };
            let (why, way) = obstacle_words(ctx, meeting, *obstacle, "the change is made there", connect);
            let title = match obstacle.problem {
                Some(Problem::ZoomRefused) => "Zoom refused the change",
                _ => "Waiting for Zoom",
            };
            note(Tone::Warn, title, format!("The change is saved here. {why}{until}"), way)
        }
        MeetingStatus::Removing(obstacle) => {
            let (why, way) =
                obstacle_words(ctx, meeting, *obstacle, "the meeting is removed there too", connect);
            note(Tone::Warn, "Waiting for Zoom", format!("The meeting is removed here. {why}"), way)
        }
        MeetingStatus::NotConnected => {
            let who = if own { "Your account".to_owned() } else { meeting.host_name.to_string() };
            let text = format!(
                "{who} has no working Zoom connection. Once Zoom is connected, the meeting is created there by itself."
            );
            note(Tone::Warn, "No Zoom link yet", text, connect)
        }
        MeetingStatus::TurnedOff => {
            let who = if own { "you" } else { meeting.host_name.as_str() };
            let text = format!(
                "Zoom is turned off for {who}. The meeting is saved. When an owner or admin turns Zoom on again, it \
                 is created there by itself. {told}"
            );
            note(Tone::Warn, "Zoom is turned off", text, WayOn::None)
        }
        MeetingStatus::PermissionMissing => {
            let scope = meeting.problem_detail.as_deref().unwrap_or("it names");
            let text = format!(
                "Zoom did not let us do this without the permission {scope}. Reconnect Zoom and allow it."
            );
            note(Tone::Bad, "Zoom asks for a permission", text, connect)
        }
        MeetingStatus::Refused(words) => {
            note(Tone::Bad, "Zoom refused the meeting", format!("Zoom said: “{words}”"), WayOn::Retry)
        }
        MeetingStatus::Missing if only_this_date => {
            let way = if own && meeting.ends_at() > ctx.now() { WayOn::RemoveDate } else { WayOn::None };
            let people =
                if names.is_empty() { String::new() } else { format!("; {} can be told", and(&names)) };
            let text = format!(
                "Zoom does not have this date any more and does not make a single one again; all other dates stay as \
                 they are. Remove it here{people}. To meet at this time, schedule a meeting of its own."
            );
            note(Tone::Bad, "This date is no longer in Zoom", text, way)
        }
        MeetingStatus::Missing => {
            let way = if own && meeting.ends_at() > ctx.now() { WayOn::Recreate } else { WayOn::None };
            let people = if names.is_empty() {
                String::new()
            } else {
                format!(" and {} {get} it for the same entry in the calendar", and(&names))
            };
            let text = format!(
                "Zoom does not have this meeting any more, so its join link is dead. Create it again in Zoom: it gets \
                 a new link{people}. Or remove it here."
            );
            note(Tone::Bad, "No longer in Zoom", text, way)
        }
        MeetingStatus::Forgotten => {
            let text = "The link was deleted here when Zoom was disconnected. The link in the invitation may still work.";
            note(Tone::Neutral, "Zoom is disconnected", text.to_owned(), WayOn::None)
        }
        MeetingStatus::Removed if meeting.removed_in_zoom => {
            let text = "Somebody deleted it in Zoom, so the join link no longer works. Whoever was invited was told.";
            note(Tone::Neutral, "This meeting was deleted in Zoom", text.to_owned(), WayOn::None)
        }
        MeetingStatus::Removed => note(Tone::Neutral, "This meeting was removed", String::new(), WayOn::None),
    }
}

/// Why a wish waits, and what helps. `then` is what happens once nothing stands in its way.
fn obstacle_words(
    ctx: &Ctx,
    meeting: &Meeting,
    obstacle: Obstacle,
    then: &str,
    connect: WayOn,
) -> (String, WayOn) {
    let detail = meeting.problem_detail.as_deref().unwrap_or_default();
    match obstacle.problem {
        Some(Problem::NotConnected) => {
            (format!("Zoom refuses our access. Once Zoom is connected again, {then}."), connect)
        }
        Some(Problem::TurnedOff) => (
            format!("Zoom is turned off for the host. When an owner or admin turns it on again, {then}."),
            WayOn::None,
        ),
        Some(Problem::PermissionMissing) => (
            format!(
                "Zoom did not let us do this without the permission {detail}. Reconnect Zoom and allow it; then {then}."
            ),
            connect,
        ),
        Some(Problem::ZoomRefused) => (format!("Zoom refused: “{detail}”"), WayOn::Retry),
        Some(Problem::Running) => (
            format!(
                "The meeting is running, and Zoom leaves a running meeting alone. When it has ended, {then}. {}",
                again(ctx, obstacle.retry_at)
            ),
            WayOn::Retry,
        ),
        Some(Problem::ZoomUnreachable) => {
            (format!("Zoom is not answering. {}", again(ctx, obstacle.retry_at)), WayOn::Retry)
        }
        None => (format!("It is on its way to Zoom. {}", again(ctx, obstacle.retry_at)), WayOn::Retry),
    }
}

fn again(ctx: &Ctx, at: Option<Timestamp>) -> String {
    match at {
        Some(at) => format!("We try again {}.", at_time(at, ctx)),
        None => "We try again in a moment.".to_owned(),
    }
}

/// "at 10:15", and on which day if it is not today.
fn at_time(at: Timestamp, ctx: &Ctx) -> String {
    let zone = ctx.zone();
    let (date, time) = (zone.local(at).date(), display::time(at, zone));
    if date == zone.local(ctx.now()).date() {
        format!("at {time}")
    } else {
        format!("on {} at {time}", display::weekday_day_long(date))
    }
}
