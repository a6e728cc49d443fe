//! A call with a contact, noted afterwards.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, NoteBody, display, parse_start};
use serde::Deserialize;
use store::contacts as stored;

use crate::accounts::new_token;
use crate::contacts::{self, CallInput};
use crate::http::context::{Ctx, Path, WriteCtx};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::notice;
use crate::views::call::CallPage;
use crate::views::form::{FormErrors, FormField, Wrong};
use crate::views::shell::NoteKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct CallForm {
    idempotency_key: String,
    date: String,
    time: String,
    note: String,
}

/// `GET /contacts/{id}/calls/new`
pub(in crate::http) async fn form(ctx: WriteCtx, Path(id): Path<ContactId>) -> Result<Response, AppError> {
    let form = CallForm {
        idempotency_key: new_token(&*ctx.app.random),
        date: ctx.zone().local(ctx.now()).date().to_string(),
        time: display::time(ctx.now(), ctx.zone()),
        note: String::new(),
    };
    let view = view(&ctx, id, form).await?;
    ctx.dialog(StatusCode::OK, &view)
}

/// `POST /contacts/{id}/calls`
pub(in crate::http) async fn submit(
    ctx: WriteCtx,
    Path(id): Path<ContactId>,
    ProtectedForm(form): ProtectedForm<CallForm>,
) -> Result<Response, AppError> {
    let input = match parse(&ctx, &form) {
        Ok(input) => input,
        Err(wrong) => {
            let mut view = view(&ctx, id, form).await?;
            let fields = [("date", &mut view.date), ("time", &mut view.time), ("note", &mut view.note)];
            view.errors = Some(FormErrors::beside("The call was not saved.", fields, &wrong));
            return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let key = &form.idempotency_key;
    if !contacts::log_call(&ctx.app, ctx.workspace(), ctx.user(), id, key, input).await? {
        return Err(not_found("contact"));
    }
    Ok(ctx.done(format!("/contacts/{id}"), Some(notice(NoteKind::Ok, "Call saved", ""))))
}

fn parse(ctx: &Ctx, form: &CallForm) -> Result<CallInput, Wrong> {
    let mut wrong = Wrong::new();
    let to_come = "This is still to come. Schedule it as a meeting by phone, or correct the time.";
    let at = match parse_start(&form.date, &form.time, ctx.zone()) {
        Ok(at) if at > ctx.now() => Err(to_come.to_owned()),
        Ok(at) => Ok(at),
        Err(error) => Err(error.to_string()),
    };
    let at = at.map_err(|sentence| wrong.push(("time", "Time", sentence)));
    let note = match form.note.trim() {
        "" => Ok(None),
        text => NoteBody::parse(text)
            .map(Some)
            .map_err(|error| wrong.push(("note", "What was said", error.to_string()))),
    };
    match (at, note) {
        (Ok(at), Ok(note)) => Ok(CallInput { at, note }),
        _ => Err(wrong),
    }
}

async fn view(ctx: &Ctx, id: ContactId, form: CallForm) -> Result<CallPage, AppError> {
    let found = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let contact = found.ok_or(not_found("contact"))?;
    Ok(CallPage {
        shell: ctx.shell(&format!("Call with {}", contact.name)),
        errors: None,
        id: id.to_string(),
        name: contact.name.to_string(),
        idempotency_key: form.idempotency_key,
        date: FormField::new(form.date),
        time: FormField::new(form.time),
        note: FormField::new(form.note),
    })
}
