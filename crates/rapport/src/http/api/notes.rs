//! Notes on contacts.

use axum::Json;
use domain::{ContactId, NoteBody};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::notes as stored;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{Created, Named, created};
use super::caller::{Caller, Writer};
use super::contacts::find;
use super::input::{Body, Cursor, Id, Limit, Query};
use super::problem::ApiError;
use crate::contacts;

/// A note on a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Note {
    id: Uuid,
    /// Who wrote it.
    author: Named,
    /// What they wrote.
    text: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<stored::Note> for Note {
    fn from(note: stored::Note) -> Self {
        Self {
            id: note.id.as_uuid(),
            author: Named::user(note.author),
            text: note.body.as_str().to_owned(),
            created_at: note.created_at,
        }
    }
}

/// A page of notes, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoteList {
    notes: Vec<Note>,
    /// What `cursor` says for the page after this one; null on the last.
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// Where the page before ended: its `next`.
    #[serde(default)]
    #[param(value_type = String, required = false)]
    cursor: Cursor,
    /// How many to answer with, 50 unless said.
    #[serde(default)]
    #[param(value_type = u32, minimum = 1, maximum = 100, required = false)]
    limit: Limit,
}

/// A note to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "Wants the prices of both depots." }))]
pub(super) struct NewNote {
    /// Any number of lines.
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
}

/// List the notes on a contact
#[utoipa::path(get, path = "/contacts/{id}/notes", tag = "Contacts", operation_id = "listNotes",
    params(("id" = Uuid, Path, description = "The contact."), Page),
    responses((status = 200, description = "One page, the newest first.", body = NoteList)))]
pub(super) async fn list(
    caller: Caller,
    Id(id): Id<ContactId>,
    Query(page): Query<Page>,
) -> Result<Json<NoteList>, ApiError> {
    find(&caller, id).await?;
    let db = caller.app.store.begin_read().await;
    let after = page.cursor.after()?;
    let (rows, next) =
        stored::of_contact(&db, caller.workspace(), id, after.as_deref(), page.limit.0).await?;
    Ok(Json(NoteList { notes: rows.into_iter().map(Note::from).collect(), next: Cursor::text(next) }))
}

/// Add a note to a contact
#[utoipa::path(post, path = "/contacts/{id}/notes", tag = "Contacts", operation_id = "addNote", request_body = NewNote,
    params(("id" = Uuid, Path, description = "The contact."),
        ("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 255)),
    responses((status = 201, description = "The note.", body = Note,
        headers(("Location" = String, description = "Where the notes on the contact are.")))))]
pub(super) async fn add(
    writer: Writer,
    Id(id): Id<ContactId>,
    body: Body<NewNote>,
) -> Result<Created<Note>, ApiError> {
    find(&writer, id).await?;
    let text = NoteBody::parse(&body.value.text)
        .map_err(|error| ApiError::fields(vec![("text".to_owned(), error.to_string())]))?;
    let key = body.key(&writer).await?;
    let note = contacts::add_note(&writer.app, writer.workspace(), writer.user(), id, &key, text).await?;
    let found = stored::get(&writer.app.store.begin_read().await, writer.workspace(), id, note).await?;
    let note = found.ok_or(ApiError::missing("note"))?;
    Ok(created(&format!("/contacts/{id}/notes"), note.into()))
}
