//! How a meeting goes or went, and who was there: what the meeting's page says of it, and confirming who somebody was.

use std::collections::HashMap;

use axum::response::Response;
use domain::{InviteeId, MeetingId, display};
use jiff::Timestamp;
use serde::Deserialize;
use store::meeting_life::{self, Attendee};
use store::meetings::{Invitee, Meeting, MeetingRow};

use super::words::{and, answers, badge, count, first_name, first_names, full_name};
use crate::http::context::{Ctx, Path, WriteCtx, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::notice;
use crate::meetings::{self, Life};
use crate::views::form::Choice;
use crate::views::meetings::{AttendeeRow, MeetingLife, WhoIsIt};
use crate::views::shell::NoteKind;
use crate::views::tone::Tone;

/// What is known of a meeting's life.
pub(super) struct Known {
    pub(super) life: Life,
    there: Vec<Attendee>,
    /// Whether it is over and nobody but the host came.
    pub(super) nobody_came: bool,
}

pub(super) async fn known(ctx: &Ctx, meeting: &Meeting) -> Result<Known, AppError> {
    let db = ctx.app.store.begin_read().await;
    let sessions = meeting_life::sessions(&db, ctx.workspace(), meeting.id).await?;
    let everybody = meeting_life::attendance(&db, ctx.workspace(), meeting.id).await?;
    let life = meetings::life(meeting.starts_at, &sessions, ctx.now());
    let there = meetings::attendance(meeting.starts_at, &sessions, everybody);
    let nobody_came = meetings::nobody_came(life, &there, meeting.ends_at(), ctx.now());
    Ok(Known { life, there, nobody_came })
}

/// The note on top of the page. `own`: the reader holds the meeting.
pub(super) fn note(ctx: &Ctx, meeting: &Meeting, known: &Known, own: bool) -> Option<MeetingLife> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let (title, running) = match known.life {
        Life::Unknown => return None,
        Life::Running { since } => (running_since(ctx, since), true),
        Life::Held { from, to, minutes } => {
            let length = count(minutes.unsigned_abs(), "minute");
            let day = display::day_time(from, now, zone);
            (format!("Held {} to {}, {length}", super::words::on(&day), display::time(to, zone)), false)
        }
    };
    let names = first_names(&meeting.invitees.iter().collect::<Vec<_>>());
    let text = if known.nobody_came {
        let came = if names.len() == 1 { "did not come" } else { "did not come, none of them" };
        format!("{} {came}.", and(&names))
    } else if running {
        here(meeting, &known.there)
    } else {
        String::new()
    };
    let propose = known.nobody_came && own && !names.is_empty();
    let tone = if running && !known.nobody_came { Tone::Now } else { Tone::Neutral };
    Some(MeetingLife { tone, title, text, running, propose })
}

/// How the meetings of a list go, and to which nobody came.
#[derive(Debug)]
pub(super) struct Lives(HashMap<MeetingId, (Life, bool)>);

impl Lives {
    pub(super) async fn of(ctx: &Ctx, rows: &[MeetingRow]) -> Result<Self, AppError> {
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let db = ctx.app.store.begin_read().await;
        let sessions = meeting_life::sessions_of(&db, ctx.workspace(), &ids).await?;
        let mut lives = HashMap::new();
        for row in rows {
            let own: Vec<_> =
                sessions.iter().filter(|session| session.meeting_id == row.id).cloned().collect();
            let life = meetings::life(row.starts_at, &own, ctx.now());
            // Usually nothing is known, and then there is nobody to look for.
            let nobody_came = life != Life::Unknown && {
                let everybody = meeting_life::attendance(&db, ctx.workspace(), row.id).await?;
                let there = meetings::attendance(row.starts_at, &own, everybody);
                meetings::nobody_came(life, &there, row.ends_at(), ctx.now())
            };
            lives.insert(row.id, (life, nobody_came));
        }
        Ok(Self(lives))
    }

    /// Whether a meeting runs.
    pub(super) fn is_running(&self, id: MeetingId) -> bool {
        self.0.get(&id).is_some_and(|(life, _)| matches!(life, Life::Running { .. }))
    }

    /// Whether it is over and nobody but the host came.
    pub(super) fn nobody_came(&self, id: MeetingId) -> bool {
        self.0.get(&id).is_some_and(|(_, nobody_came)| *nobody_came)
    }
}

/// Which meetings of a list run, and since when.
#[derive(Debug)]
pub(super) struct Running(HashMap<MeetingId, Timestamp>);

impl Running {
    pub(super) async fn among<'a>(
        ctx: &Ctx,
        rows: impl IntoIterator<Item = &'a MeetingRow>,
    ) -> Result<Self, AppError> {
        let starts: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row.starts_at)).collect();
        let ids: Vec<_> = starts.keys().copied().collect();
        let db = ctx.app.store.begin_read().await;
        let sessions = meeting_life::sessions_of(&db, ctx.workspace(), &ids).await?;
        let running = starts.into_iter().filter_map(|(id, starts_at)| {
            let own: Vec<_> = sessions.iter().filter(|session| session.meeting_id == id).cloned().collect();
            match meetings::life(starts_at, &own, ctx.now()) {
                Life::Running { since } => Some((id, since)),
                Life::Unknown | Life::Held { .. } => None,
            }
        });
        Ok(Self(running.collect()))
    }

    /// What stands in the badge of a meeting, if anything.
    pub(super) fn badge(&self, ctx: &Ctx, row: &MeetingRow) -> Option<(Tone, String)> {
        if let Some(since) = self.0.get(&row.id) {
            return Some((Tone::Now, running_since(ctx, *since)));
        }
        let status = meetings::row_status(row, ctx.now());
        badge(&status, row.starts_at, row.ends_at(), ctx.now(), ctx.zone())
            .or_else(|| answers(row, ctx.now()))
    }

    /// Whether a meeting runs.
    pub(super) fn is_running(&self, id: MeetingId) -> bool {
        self.0.contains_key(&id)
    }
}

/// "Running since 10:02".
pub(super) fn running_since(ctx: &Ctx, since: Timestamp) -> String {
    format!("Running since {}", display::time(since, ctx.zone()))
}

/// "Ana and 1 other are here."
fn here(meeting: &Meeting, there: &[Attendee]) -> String {
    let there: Vec<_> = there.iter().filter(|one| one.is_there() && !one.is_host).collect();
    let mut names: Vec<_> = there.iter().filter_map(|one| invitee(meeting, one)).map(first_name).collect();
    names.dedup();
    let mut names: Vec<_> = names.into_iter().map(str::to_owned).collect();
    let others = u64::try_from(there.iter().filter(|one| one.invitee_id.is_none()).count()).unwrap_or(0);
    if others > 0 {
        names.push(match (names.is_empty(), others) {
            (false, n) => format!("{n} more"),
            (true, 1) => "1 person".to_owned(),
            (true, n) => format!("{n} people"),
        });
    }
    let is = if names.len() == 1 && others < 2 { "is" } else { "are" };
    if names.is_empty() { String::new() } else { format!("{} {is} here.", and(&names)) }
}

fn invitee<'a>(meeting: &'a Meeting, one: &Attendee) -> Option<&'a Invitee> {
    meeting.invitees.iter().find(|invitee| Some(invitee.id) == one.invitee_id)
}

/// The list of people. Whom Zoom gives no address of is taken for an invitee only when somebody says so (RT-69).
pub(super) fn rows(ctx: &Ctx, meeting: &Meeting, known: &Known) -> Vec<AttendeeRow> {
    let running = matches!(known.life, Life::Running { .. });
    known.there.iter().map(|one| row(ctx, meeting, one, running)).collect()
}

fn row(ctx: &Ctx, meeting: &Meeting, one: &Attendee, running: bool) -> AttendeeRow {
    let zone = ctx.zone();
    let found = invitee(meeting, one);
    let shown = match found {
        Some(invitee) => person(
            full_name(invitee),
            invitee.contact_id.map_or(invitee.id.as_uuid(), domain::ContactId::as_uuid),
        ),
        None => person(if one.name.is_empty() { "Somebody" } else { &one.name }, meeting.id.as_uuid()),
    };
    let note = match (one.is_host, found, one.confirmed_by) {
        (true, ..) => "Host".to_owned(),
        (_, Some(_), None) => "Invited, known by their address".to_owned(),
        (_, Some(_), Some(_)) => format!("Called “{}” in Zoom, confirmed here", one.name),
        (_, None, _) => "Zoom does not say who this is".to_owned(),
    };
    let time = |at: Option<Timestamp>| at.map(|at| display::time(at, zone));
    let gone = if one.is_there() && running { None } else { time(one.last_left_at) };
    let when = match (time(one.first_joined_at), gone) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("From {from}"),
        (None, Some(to)) => format!("Until {to}"),
        (None, None) => String::new(),
    };
    let may = ctx.me.user.role.can_write() && !one.is_host && !meeting.invitees.is_empty();
    let asked = may && (found.is_none() || one.confirmed_by.is_some());
    AttendeeRow {
        person: shown,
        href: found.and_then(|invitee| invitee.contact_id).map(|contact| format!("/contacts/{contact}")),
        note,
        when,
        there: running && one.is_there(),
        question: asked.then(|| WhoIsIt {
            uuid: one.uuid.clone(),
            participant: one.participant.clone(),
            confirmed: found.map(|invitee| first_name(invitee).to_owned()),
            choices: std::iter::once(Choice::new("", "Nobody who was invited"))
                .chain(meeting.invitees.iter().map(|one| Choice::new(one.id.to_string(), full_name(one))))
                .collect(),
            suggested: suggestion(meeting, &one.name).map(|id| id.to_string()).unwrap_or_default(),
        }),
    }
}

/// The one invitee of the same name: a suggestion, no evidence.
fn suggestion(meeting: &Meeting, name: &str) -> Option<InviteeId> {
    let same = |text: &str| text.trim().to_lowercase() == name.trim().to_lowercase();
    let fits = |one: &&Invitee| same(full_name(one)) || same(first_name(one));
    let mut found = meeting.invitees.iter().filter(fits);
    let only = found.next()?;
    found.next().is_none().then_some(only.id)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct AttendanceForm {
    uuid: String,
    participant: String,
    invitee: String,
}

/// `POST /meetings/{id}/attendance`: who of the invited somebody was, or that it was none of them.
pub(in crate::http) async fn confirm(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(form): ProtectedForm<AttendanceForm>,
) -> Result<Response, AppError> {
    let invitee = form.invitee.parse::<InviteeId>().ok();
    let who = (form.uuid.as_str(), form.participant.as_str());
    if !meetings::confirm_attendee(&ctx.app, ctx.workspace(), ctx.user(), id, who, invitee).await? {
        return Err(not_found("person"));
    }
    let title = if invitee.is_some() { "Noted who it was" } else { "Noted that it was none of the invited" };
    Ok(ctx.done(format!("/meetings/{id}"), Some(notice(NoteKind::Ok, title, ""))))
}
