//! Tasks: the page of all, and rows for other pages.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, MeetingId, TaskId, display};
use jiff::ToSpan;
use serde::Deserialize;
use store::tasks::{self as stored, Task, TaskFilter};

use super::words::{in_sentence, is_ours};
use crate::http::context::{Ctx, Path, Query, WriteCtx, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page as respond};
use crate::tasks;
use crate::views::icon::icon;
use crate::views::shell::NoteKind;
use crate::views::tasks::{TaskGroup, TaskRow, TasksPage, Urgency};
use crate::views::today::BriefItem;

/// Rows of a page.
const ROWS: u32 = 50;
/// Rows on other pages, and how far ahead Today looks.
const SHOWN: u32 = 8;
const AHEAD: i64 = 7;

/// How a list of tasks is asked for.
const EVERYONE: &str = "everyone";
const DONE: &str = "done";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TasksQuery {
    whose: String,
    show: String,
    after: Option<String>,
}

pub(in crate::http) async fn page(ctx: Ctx, Query(query): Query<TasksQuery>) -> Result<Response, AppError> {
    let (everyone, done) = (query.whose == EVERYONE, query.show == DONE);
    let filter = TaskFilter { owner: (!everyone).then(|| ctx.user()), done };
    let db = ctx.app.store.begin_read().await;
    let found = stored::list(&db, ctx.workspace(), filter, query.after.as_deref(), ROWS).await?;
    drop(db);
    let href = |after: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if everyone {
            query.append_pair("whose", EVERYONE);
        }
        if done {
            query.append_pair("show", DONE);
        }
        format!("/tasks?{}", query.append_pair("after", after).finish())
    };
    let view = TasksPage {
        shell: ctx.shell("Tasks"),
        total: found.total,
        everyone,
        done,
        range: format!("{} of {}", found.rows.len(), found.total),
        previous_href: found.previous.as_deref().map(href),
        next_href: found.next.as_deref().map(href),
        groups: groups(&ctx, &found.rows, everyone),
    };
    respond(StatusCode::OK, &view)
}

/// The rows under the headings of their days.
fn groups(ctx: &Ctx, tasks: &[Task], owners: bool) -> Vec<TaskGroup> {
    let today = ctx.zone().local(ctx.now()).date();
    let mut groups: Vec<TaskGroup> = Vec::new();
    for task in tasks {
        let name = match (task.done_at, (task.due_on - today).get_days()) {
            (Some(_), _) => "",
            (None, ..0) => "Overdue",
            (None, 0) => "Today",
            (None, 1) => "Tomorrow",
            (None, _) => "Later",
        };
        let row = TaskRow {
            owner: owners.then(|| person(task.owner.1.as_str(), task.owner.0.as_uuid())),
            ..row(ctx, task, true)
        };
        match groups.last_mut() {
            Some(last) if last.name == name => last.rows.push(row),
            _ => groups.push(TaskGroup { name, rows: vec![row] }),
        }
    }
    groups
}

/// Rows of another page; `about`: whether to say for whom they are.
pub(super) fn rows(ctx: &Ctx, tasks: &[Task], about: bool) -> Vec<TaskRow> {
    tasks.iter().map(|task| row(ctx, task, about)).collect()
}

fn row(ctx: &Ctx, task: &Task, about: bool) -> TaskRow {
    let today = ctx.zone().local(ctx.now()).date();
    let name = task.contact.as_ref().map(|(_, name)| name.to_string());
    let topic = task.meeting.as_ref().map(|(_, topic)| topic.to_string());
    let (urgency, due) = match (task.done_at, (task.due_on - today).get_days()) {
        (Some(at), _) => {
            (Urgency::Done, format!("Done, {}", in_sentence(&display::near_day(at, ctx.now(), ctx.zone()))))
        }
        (None, -1) => (Urgency::Overdue, "Yesterday".to_owned()),
        (None, ..0) => (Urgency::Overdue, format!("Was due {}", display::weekday_day(task.due_on))),
        (None, 0) => (Urgency::Today, "Today".to_owned()),
        (None, 1) => (Urgency::Later, "Tomorrow".to_owned()),
        (None, _) => (Urgency::Later, display::weekday_day(task.due_on)),
    };
    TaskRow {
        id: task.id.to_string(),
        what: task.what.clone(),
        about: match (name, topic) {
            _ if !about => String::new(),
            (Some(name), Some(topic)) => format!("{name}, after {topic}"),
            (Some(name), None) => name,
            (None, Some(topic)) => format!("After {topic}"),
            (None, None) => String::new(),
        },
        href: match (&task.contact, &task.meeting) {
            (Some((contact, _)), _) => format!("/contacts/{contact}"),
            (None, Some((meeting, _))) => format!("/meetings/{meeting}"),
            (None, None) => String::new(),
        },
        due,
        urgency,
        owner: None,
    }
}

/// What the reader is to do within a week, for Today.
pub(super) async fn soon(ctx: &Ctx) -> Result<Vec<TaskRow>, AppError> {
    let until = ctx.zone().local(ctx.now()).date().saturating_add(AHEAD.days());
    let db = ctx.app.store.begin_read().await;
    let tasks = stored::due(&db, ctx.workspace(), ctx.user(), until, SHOWN).await?;
    Ok(rows(ctx, &tasks, true))
}

/// What the reader promised to a contact: the task of theirs that presses most, for the brief of a meeting.
pub(super) async fn promised(ctx: &Ctx, contact: ContactId) -> Result<Option<BriefItem>, AppError> {
    let tasks = for_contact(ctx, contact).await?;
    let mine = tasks.iter().find(|task| task.owner.0 == ctx.user());
    Ok(mine.map(|task| BriefItem {
        icon: icon!("circle-check"),
        label: "You promised".into(),
        text: task.what.clone(),
        meta: match row(ctx, task, false) {
            TaskRow { urgency: Urgency::Later, due, .. } => format!("Until {}", in_sentence(&due)),
            TaskRow { urgency: Urgency::Today, .. } => "Due today".to_owned(),
            TaskRow { due, .. } if due == "Yesterday" => "Was due yesterday".to_owned(),
            TaskRow { due, .. } => due,
        },
    }))
}

/// What is to be done for a contact.
pub(super) async fn for_contact(ctx: &Ctx, contact: ContactId) -> Result<Vec<Task>, AppError> {
    let db = ctx.app.store.begin_read().await;
    Ok(stored::for_contact(&db, ctx.workspace(), contact, SHOWN).await?)
}

/// What is to be done after a meeting.
pub(super) async fn after_meeting(ctx: &Ctx, meeting: MeetingId) -> Result<Vec<TaskRow>, AppError> {
    let db = ctx.app.store.begin_read().await;
    Ok(rows(ctx, &stored::after_meeting(&db, ctx.workspace(), meeting, SHOWN).await?, false))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct BackForm {
    back: String,
}

/// Where an answer leads: to the page with the button, if that is one of ours.
pub(super) fn way_back(to: String) -> String {
    if is_ours(&to) { to } else { "/tasks".to_owned() }
}

/// `POST /tasks/{id}/done`
pub(in crate::http) async fn done(
    ctx: WriteCtx,
    Path(id): Path<TaskId>,
    ProtectedForm(form): ProtectedForm<BackForm>,
) -> Result<Response, AppError> {
    let task = tasks::finish(&ctx.app, ctx.workspace(), ctx.user(), id).await?.ok_or(not_found("task"))?;
    Ok(ctx.done(way_back(form.back), Some(notice(NoteKind::Ok, format!("Done: {}", task.what), ""))))
}

/// `POST /tasks/{id}/reopen`
pub(in crate::http) async fn reopen(
    ctx: WriteCtx,
    Path(id): Path<TaskId>,
    ProtectedForm(form): ProtectedForm<BackForm>,
) -> Result<Response, AppError> {
    let task = tasks::reopen(&ctx.app, ctx.workspace(), id).await?.ok_or(not_found("task"))?;
    Ok(ctx.done(way_back(form.back), Some(notice(NoteKind::Ok, format!("To do again: {}", task.what), ""))))
}

/// `POST /tasks/{id}/delete`
pub(in crate::http) async fn delete(
    ctx: WriteCtx,
    Path(id): Path<TaskId>,
    ProtectedForm(form): ProtectedForm<BackForm>,
) -> Result<Response, AppError> {
    if !tasks::delete(&ctx.app, ctx.workspace(), id).await? {
        return Err(not_found("task"));
    }
    Ok(ctx.done(way_back(form.back), Some(notice(NoteKind::Ok, "Task deleted", ""))))
}
