//! What came of a meeting: the question on Today, a contact's page and the meeting's, and its form.

use askama::Template;

use super::dialog::dialog_page;
use super::form::{Choice, FormErrors, FormField};
use super::shell::{Person, Shell};

/// A meeting that is over, and nobody said what came of it.
#[derive(Debug, Clone)]
pub struct OutcomeQuestion {
    /// Meeting id.
    pub id: String,
    /// Subject.
    pub topic: String,
    /// First invitee, for the avatar.
    pub person: Person,
    /// `With Ana Ferreira, today, 10:00`
    pub line: String,
    /// Whether nobody came, as Zoom says: then **Propose a new time** is offered.
    pub nobody_came: bool,
}

/// `GET /meetings/{id}/outcome`, and its `POST` (fields `csrf`, `idempotency_key`, `back`, `outcome`, `note`, `step`,
/// `due`) when something is wrong.
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/outcome.html", blocks = ["dialog"])]
pub struct OutcomePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Meeting id.
    pub id: String,
    /// Subject.
    pub topic: String,
    /// `With Ana Ferreira, today, 10:00`
    pub line: String,
    /// Where Cancel and the answer lead.
    pub back: String,
    /// Makes a repeated submit harmless.
    pub idempotency_key: String,
    /// The chosen outcome.
    pub outcome: FormField,
    /// All outcomes.
    pub outcomes: Vec<Choice>,
    /// What there is to say.
    pub note: FormField,
    /// What is to be done next.
    pub step: FormField,
    /// Until when.
    pub due: FormField,
}
dialog_page!(OutcomePage);

/// What was noted, on the meeting's page.
#[derive(Debug, Clone)]
pub struct OutcomeShown {
    /// `It took place`
    pub outcome: String,
    /// What was said.
    pub note: Vec<String>,
    /// `Mara Lindqvist, today, 10:45`
    pub by: String,
    /// Whether the reader may change it.
    pub can_change: bool,
}
