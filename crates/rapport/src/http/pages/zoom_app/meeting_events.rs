//! What Zoom is to tell of running meetings.

use axum::response::Response;
use serde::Deserialize;

use super::PAGE;
use crate::connections::{MeetingEvents, choose_meeting_events};
use crate::http::context::InstallationCtx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::notice;
use crate::views::shell::NoteKind;
use crate::views::zoom_app::EventChoice;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct EventsForm {
    events: String,
}

pub(in crate::http) async fn submit(
    ctx: InstallationCtx,
    ProtectedForm(form): ProtectedForm<EventsForm>,
) -> Result<Response, AppError> {
    let Ok(wanted) = form.events.parse::<MeetingEvents>() else {
        let text = "Choose one of the three.";
        return Ok(ctx.done(PAGE, Some(notice(NoteKind::Bad, "Nothing was changed", text))));
    };
    choose_meeting_events(&ctx.app, ctx.by(), wanted).await?;
    let text = match wanted {
        MeetingEvents::Off => "What Zoom told before stays until each person disconnects.",
        MeetingEvents::Times => "Subscribe the app to the events listed below, in Zoom’s portal.",
        MeetingEvents::People => {
            "Add the scope and the events listed below in Zoom’s portal. Whoever is connected connects once more to \
             allow it."
        }
    };
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, format!("Zoom tells {}", wanted.in_words()), text))))
}

pub(super) async fn section(ctx: &InstallationCtx) -> Result<Vec<EventChoice>, AppError> {
    let chosen = MeetingEvents::chosen(&ctx.app.store.begin_read().await).await?;
    let choice = |events: &MeetingEvents| {
        let (title, text) = match events {
            MeetingEvents::Off => ("Nothing", "Meetings show their plan. Nobody is asked for anything more."),
            MeetingEvents::Times => (
                "When meetings run",
                "Pages show that a meeting runs, and from when to when it was held. Costs two more events and no more \
                 permissions.",
            ),
            MeetingEvents::People => (
                "When meetings run, and who is there",
                "Also who is there, who came, and that nobody did. Costs the permission meeting:read:participant, \
                 which everybody who connects has to give.",
            ),
        };
        EventChoice { word: events.as_str(), title, text, chosen: *events == chosen }
    };
    Ok(MeetingEvents::ALL.iter().map(choice).collect())
}
