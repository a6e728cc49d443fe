//! The form of a call that took place.

use askama::Template;

use super::dialog::dialog_page;
use super::form::{FormErrors, FormField};
use super::shell::Shell;

/// `GET /contacts/{id}/calls/new`, and `POST /contacts/{id}/calls` (fields `csrf`, `idempotency_key`, `date`, `time`, `note`)
/// when something is wrong.
#[derive(Debug, Clone, Template)]
#[template(path = "contacts/call.html", blocks = ["dialog"])]
pub struct CallPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Contact id.
    pub id: String,
    /// The contact's name.
    pub name: String,
    /// Makes a repeated submit harmless.
    pub idempotency_key: String,
    /// On which day.
    pub date: FormField,
    /// At which time.
    pub time: FormField,
    /// What was said.
    pub note: FormField,
}
dialog_page!(CallPage);
