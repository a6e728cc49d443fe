//! The form of a task.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, TaskId, UserId};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use store::tasks::{self as stored, Task};
use store::users;

use super::contact_field;
use super::tasks::way_back;
use crate::accounts::new_token;
use crate::http::context::{Ctx, Path, Query, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::notice;
use crate::tasks::{self, TaskError, TaskInput};
use crate::views::form::{Choice, FormErrors, FormField, Wrong};
use crate::views::shell::NoteKind;
use crate::views::tasks::TaskFormPage;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TaskForm {
    idempotency_key: String,
    back: String,
    what: String,
    due: String,
    owner: String,
    contact: String,
    contact_id: String,
    remind: Option<String>,
}

/// What a new task begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct NewQuery {
    contact: Option<ContactId>,
    back: String,
}

/// `GET /tasks/new`
pub(in crate::http) async fn new(ctx: WriteCtx, Query(query): Query<NewQuery>) -> Result<Response, AppError> {
    let (contact, contact_id) = contact_field::of(&ctx, query.contact).await?;
    let tomorrow = ctx.zone().local(ctx.now()).date().saturating_add(1.day());
    let form = TaskForm {
        idempotency_key: new_token(&*ctx.app.random),
        back: query.back,
        due: tomorrow.to_string(),
        owner: ctx.user().to_string(),
        contact,
        contact_id,
        remind: Some("on".to_owned()),
        ..TaskForm::default()
    };
    let view = view(&ctx, form, None).await?;
    ctx.dialog(StatusCode::OK, &view)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct EditQuery {
    back: String,
}

/// `GET /tasks/{id}/edit`
pub(in crate::http) async fn edit(
    ctx: WriteCtx,
    Path(id): Path<TaskId>,
    Query(query): Query<EditQuery>,
) -> Result<Response, AppError> {
    let task = get(&ctx, id).await?;
    let (contact, contact_id) = contact_field::of(&ctx, task.contact.as_ref().map(|(id, _)| *id)).await?;
    let form = TaskForm {
        back: query.back,
        what: task.what,
        due: task.due_on.to_string(),
        owner: task.owner.0.to_string(),
        contact,
        contact_id,
        remind: task.remind_at.map(|_| "on".to_owned()),
        ..TaskForm::default()
    };
    let view = view(&ctx, form, Some(id)).await?;
    ctx.dialog(StatusCode::OK, &view)
}

/// `POST /tasks`
pub(in crate::http) async fn create(
    ctx: WriteCtx,
    ProtectedForm(form): ProtectedForm<TaskForm>,
) -> Result<Response, AppError> {
    let input = match parse(&ctx, &form).await? {
        Ok(input) => input,
        Err(wrong) => return again(&ctx, form, &wrong, None).await,
    };
    let key = &form.idempotency_key;
    match tasks::create(&ctx.app, ctx.workspace(), ctx.user(), key, &input).await {
        Ok(_) => Ok(ctx.done(way_back(form.back), Some(notice(NoteKind::Ok, "Task added", "")))),
        Err(error) => again(&ctx, form, &beside(error)?, None).await,
    }
}

/// `POST /tasks/{id}`
pub(in crate::http) async fn update(
    ctx: WriteCtx,
    Path(id): Path<TaskId>,
    ProtectedForm(form): ProtectedForm<TaskForm>,
) -> Result<Response, AppError> {
    get(&ctx, id).await?;
    let input = match parse(&ctx, &form).await? {
        Ok(input) => input,
        Err(wrong) => return again(&ctx, form, &wrong, Some(id)).await,
    };
    match tasks::update(&ctx.app, ctx.workspace(), id, &input).await {
        Ok(()) => Ok(ctx.done(way_back(form.back), Some(notice(NoteKind::Ok, "Task saved", "")))),
        Err(error) => again(&ctx, form, &beside(error)?, Some(id)).await,
    }
}

async fn get(ctx: &Ctx, id: TaskId) -> Result<Task, AppError> {
    let db = ctx.app.store.begin_read().await;
    stored::get(&db, ctx.workspace(), id).await?.ok_or(not_found("task"))
}

/// The sentence beside the field that it is about.
fn beside(error: TaskError) -> Result<Wrong, AppError> {
    match error {
        TaskError::NotFound => Err(not_found("task")),
        TaskError::Store(error) => Err(error.into()),
        TaskError::NobodyHere => Ok(vec![("owner", "Who", error.to_string())]),
        TaskError::NoSuchContact => Ok(vec![("contact", "Contact", error.to_string())]),
    }
}

async fn parse(ctx: &Ctx, form: &TaskForm) -> Result<Result<TaskInput, Wrong>, AppError> {
    let mut wrong = Wrong::new();
    let what = tasks::parse_what(&form.what).map_err(|error| wrong.push(("what", "What", error.to_string())));
    let due = form.due.parse::<Date>().map_err(|_| {
        wrong.push(("due", "Until", "Choose the day until which it is to be done.".to_owned()));
    });
    let owner = form.owner.parse::<UserId>().map_err(|_| {
        wrong.push(("owner", "Who", TaskError::NobodyHere.to_string()));
    });
    let contact = contact_field::read(ctx, &form.contact, &form.contact_id)
        .await?
        .map_err(|sentence| wrong.push(("contact", "Contact", sentence)));
    let (Ok(what), Ok(due_on), Ok(owner), Ok(contact)) = (what, due, owner, contact) else {
        return Ok(Err(wrong));
    };
    Ok(Ok(TaskInput { what, due_on, owner, contact, remind: form.remind.is_some() }))
}

async fn again(
    ctx: &Ctx,
    form: TaskForm,
    wrong: &Wrong,
    editing: Option<TaskId>,
) -> Result<Response, AppError> {
    let mut view = view(ctx, form, editing).await?;
    let fields = [
        ("what", &mut view.what),
        ("due", &mut view.due),
        ("owner", &mut view.owner),
        ("contact", &mut view.contact.typed),
    ];
    view.errors = Some(FormErrors::beside("The task was not saved.", fields, wrong));
    ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn view(ctx: &Ctx, form: TaskForm, editing: Option<TaskId>) -> Result<TaskFormPage, AppError> {
    let people = users::list(&ctx.app.store.begin_read().await, ctx.workspace()).await?;
    let can_do = people.iter().filter(|user| user.role.can_write());
    Ok(TaskFormPage {
        shell: ctx.shell(if editing.is_some() { "Edit task" } else { "New task" }),
        action: editing.map_or_else(|| "/tasks".to_owned(), |id| format!("/tasks/{id}")),
        back: way_back(form.back),
        editing: editing.map(|id| id.to_string()),
        idempotency_key: form.idempotency_key,
        errors: None,
        what: FormField::new(form.what),
        due: FormField::new(form.due),
        owner: FormField::new(form.owner),
        owners: can_do.map(|user| Choice::new(user.id.to_string(), user.name.to_string())).collect(),
        contact: contact_field::view(ctx, form.contact, form.contact_id).await?,
        remind: form.remind.is_some(),
    })
}
