//! What came of a meeting: its form, and the question on other pages.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, MeetingId, NoteBody, display};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use serde::Deserialize;
use store::meeting_outcomes::{self as stored, Noted, Outcome};
use store::meetings::{Meeting, MeetingRow};
use store::users;

use super::hosted::{contact_of, own_meeting};
use super::meeting_life;
use super::meetings::{first_person, who};
use super::words::{and, full_name, in_sentence, is_ours};
use crate::accounts::new_token;
use crate::http::context::{Ctx, Path, Query, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, forbidden, not_found, refused};
use crate::http::respond::notice;
use crate::meetings::{self, OutcomeError, OutcomeRequest};
use crate::tasks::{WhatError, parse_what};
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::outcome::{OutcomePage, OutcomeQuestion, OutcomeShown};
use crate::views::shell::{NoteAction, NoteKind};

/// For so long after its end a meeting is asked about.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// For everyone but the host.
const REFUSAL: &str = "Only the host can say what came of this meeting.";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct BackQuery {
    back: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct OutcomeForm {
    idempotency_key: String,
    back: String,
    outcome: String,
    note: String,
    step: String,
    due: String,
}

/// `GET /meetings/{id}/outcome`
pub(in crate::http) async fn form(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    Query(query): Query<BackQuery>,
) -> Result<Response, AppError> {
    let meeting = over(&ctx, id).await?;
    let db = ctx.app.store.begin_read().await;
    let before = stored::get(&db, ctx.workspace(), id).await?;
    drop(db);
    let nobody_came = meeting_life::known(&ctx, &meeting).await?.nobody_came;
    let suggested = if nobody_came { Outcome::NoShow } else { Outcome::Held };
    let chosen = before.as_ref().map(|noted| noted.outcome).filter(|outcome| *outcome != Outcome::Unsaid);
    let tomorrow = ctx.zone().local(ctx.now()).date().saturating_add(1.day());
    let input = OutcomeForm {
        idempotency_key: new_token(&*ctx.app.random),
        back: query.back,
        outcome: chosen.unwrap_or(suggested).as_str().to_owned(),
        note: before.map(|noted| noted.note).unwrap_or_default(),
        step: String::new(),
        due: tomorrow.to_string(),
    };
    ctx.dialog(StatusCode::OK, &view(&ctx, &meeting, input))
}

/// `POST /meetings/{id}/outcome`
pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<MeetingId>,
    ProtectedForm(form): ProtectedForm<OutcomeForm>,
) -> Result<Response, AppError> {
    let meeting = over(&ctx, id).await?;
    let outcome = form.outcome.parse::<Outcome>().map_err(|_| "Choose what came of it.".to_owned());
    let note = if form.note.trim().is_empty() {
        Ok(String::new())
    } else {
        NoteBody::parse(&form.note).map(|note| note.to_string()).map_err(|error| error.to_string())
    };
    let step = read_step(&form.step);
    let due = if form.step.trim().is_empty() {
        Ok(None)
    } else {
        form.due
            .parse::<Date>()
            .map(Some)
            .map_err(|_| "Choose the day until which it is to be done.".to_owned())
    };
    let (Ok(outcome), Ok(note), Ok(step), Ok(due)) = (&outcome, &note, &step, &due) else {
        let mut page = view(&ctx, &meeting, form);
        page.outcome.error = outcome.err();
        page.note.error = note.err();
        page.step.error = step.as_ref().err().map(ToString::to_string);
        page.due.error = due.err();
        let fields = [
            ("outcome", "Outcome", &page.outcome),
            ("note", "Note", &page.note),
            ("step", "Next step", &page.step),
            ("due", "Until", &page.due),
        ];
        let wrong = fields.into_iter().filter(|(.., field)| field.error.is_some());
        page.errors = Some(FormErrors {
            title: "Nothing was noted yet.".into(),
            text: String::new(),
            fields: wrong.map(|(id, label, _)| FieldLink::new(id, label)).collect(),
        });
        return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let request = OutcomeRequest {
        outcome: *outcome,
        note: note.clone(),
        step: step.clone().zip(*due),
        idempotency_key: form.idempotency_key.clone(),
    };
    match meetings::note_outcome(&ctx.app, ctx.workspace(), ctx.user(), id, &request).await {
        Ok(()) => {}
        Err(OutcomeError::Store(error)) => return Err(error.into()),
        Err(OutcomeError::NotFound) => return Err(not_found("meeting")),
        Err(error @ OutcomeError::NotTheHost) => return Err(forbidden(&error.to_string())),
        Err(error @ OutcomeError::NotOver) => return Err(too_early(&error)),
    }
    let mut told = notice(NoteKind::Ok, format!("Noted what came of {}", meeting.topic), "");
    if *outcome == Outcome::Unsaid {
        told = notice(
            NoteKind::Ok,
            format!("Nothing noted about {}", meeting.topic),
            "You are not asked again.",
        );
    } else if let Some(contact) = contact_of(&meeting) {
        told.actions.push(NoteAction {
            label: "Schedule a follow-up".into(),
            href: format!("/contacts/{contact}/meetings/new?after={id}"),
        });
    }
    Ok(ctx.done(back(&form.back, id), Some(told)))
}

/// The host's meeting, once it is over.
async fn over(ctx: &Ctx, id: MeetingId) -> Result<Meeting, AppError> {
    let meeting = own_meeting(ctx, id, REFUSAL).await?;
    if meeting.ends_at() <= ctx.now() || meetings::has_ended(&ctx.app, ctx.workspace(), &meeting).await? {
        Ok(meeting)
    } else {
        Err(too_early(&OutcomeError::NotOver))
    }
}

fn too_early(why: &OutcomeError) -> AppError {
    refused(StatusCode::CONFLICT, "There is nothing to note yet", why.to_string())
}

/// The next step, if there is one.
fn read_step(text: &str) -> Result<Option<String>, WhatError> {
    match parse_what(text) {
        Ok(what) => Ok(Some(what)),
        Err(WhatError::Empty) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where the answer leads: to where the question stood, if that is one of our pages.
fn back(to: &str, id: MeetingId) -> String {
    if is_ours(to) { to.to_owned() } else { format!("/meetings/{id}") }
}

fn view(ctx: &Ctx, meeting: &Meeting, input: OutcomeForm) -> OutcomePage {
    let names: Vec<_> = meeting.invitees.iter().map(full_name).collect();
    let when = in_sentence(&display::day_time(meeting.starts_at, ctx.now(), ctx.zone()));
    let shown = [Outcome::Held, Outcome::NoShow, Outcome::Dropped];
    OutcomePage {
        shell: ctx.shell(&format!("What came of {}", meeting.topic)),
        errors: None,
        id: meeting.id.to_string(),
        topic: meeting.topic.to_string(),
        line: line(&and(&names), &when),
        back: back(&input.back, meeting.id),
        idempotency_key: input.idempotency_key,
        outcome: FormField::new(&input.outcome),
        outcomes: shown.into_iter().map(|one| Choice::new(one.as_str(), in_words(one))).collect(),
        note: FormField::new(&input.note),
        step: FormField::new(&input.step),
        due: FormField::new(&input.due),
    }
}

fn line(who: &str, when: &str) -> String {
    if who.is_empty() { when.to_owned() } else { format!("With {who}, {when}") }
}

fn in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Held => "It took place",
        Outcome::NoShow => "Nobody came",
        Outcome::Dropped => "It was dropped",
        Outcome::Unsaid => "Nothing to note",
    }
}

/// The reader's meetings that are over and of which they have said nothing, the latest first.
pub(super) async fn questions(
    ctx: &Ctx,
    contact: Option<ContactId>,
) -> Result<Vec<OutcomeQuestion>, AppError> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let db = ctx.app.store.begin_read().await;
    let rows = stored::to_ask(&db, ctx.workspace(), ctx.user(), contact, now - ASKED_FOR, now).await?;
    drop(db);
    let lives = meeting_life::Lives::of(ctx, &rows).await?;
    let asked = rows.iter().rev().filter(|row| !lives.is_running(row.id));
    let question = |row: &MeetingRow| OutcomeQuestion {
        id: row.id.to_string(),
        topic: row.topic.to_string(),
        person: first_person(row),
        line: line(&who(row), &in_sentence(&display::day_time(row.starts_at, now, zone))),
        nobody_came: lives.nobody_came(row.id),
    };
    Ok(asked.map(question).collect())
}

/// What was noted about a meeting, for its page.
pub(super) async fn shown(ctx: &Ctx, meeting: &Meeting) -> Result<Option<OutcomeShown>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let Some(Noted { outcome, note, by, at }) = stored::get(&db, ctx.workspace(), meeting.id).await? else {
        return Ok(None);
    };
    let who = users::get(&db, ctx.workspace(), by).await?.map(|user| user.name.to_string());
    let when = in_sentence(&display::day_time(at, ctx.now(), ctx.zone()));
    Ok(Some(OutcomeShown {
        outcome: in_words(outcome).to_owned(),
        note: note.lines().map(str::to_owned).collect(),
        by: format!("{}, {when}", who.unwrap_or_default()),
        can_change: ctx.hosts(meeting.host_id),
    }))
}
