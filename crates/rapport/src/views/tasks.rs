//! Tasks: the page of all, the form, and the rows that other pages show.

use askama::Template;

use super::contact_field::ContactField;
use super::dialog::dialog_page;
use super::form::{Choice, FormErrors, FormField};
use super::shell::{Person, Shell};

/// Something to do. `POST /tasks/{id}/done` and `POST /tasks/{id}/reopen` carry `csrf` and `back`.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// Its id.
    pub id: String,
    /// What.
    pub what: String,
    /// `Ana Ferreira, after Rollout kick-off`; empty where the page says so.
    pub about: String,
    /// The contact's page, or the meeting's; empty for neither.
    pub href: String,
    /// `Today`, `Fri 19 March`, `Done, 12 March`
    pub due: String,
    /// How much it presses.
    pub urgency: Urgency,
    /// Who does it, where others' are shown.
    pub owner: Option<Person>,
}

/// How much a task presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Its day is over.
    Overdue,
    /// Its day is today.
    Today,
    /// Its day is to come.
    Later,
    /// It is done.
    Done,
}

impl Urgency {
    /// Class of the words about its day.
    pub fn class(self) -> &'static str {
        match self {
            Self::Overdue => "bad-t m5",
            Self::Today => "warn-t m5",
            Self::Later | Self::Done => "",
        }
    }

    /// Whether it is done.
    pub fn is_done(self) -> bool {
        self == Self::Done
    }
}

/// `GET /tasks`
#[derive(Debug, Clone, Template)]
#[template(path = "tasks/list.html")]
pub struct TasksPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// How many there are.
    pub total: u64,
    /// Whether everybody's are shown, not the reader's alone.
    pub everyone: bool,
    /// Whether those are shown that are done.
    pub done: bool,
    /// By day: `Overdue`, `Today`, `Tomorrow`, `Later`; of those that are done, one group without a name.
    pub groups: Vec<TaskGroup>,
    /// `50 of 120`
    pub range: String,
    /// Link to the page before.
    pub previous_href: Option<String>,
    /// Link to the page after.
    pub next_href: Option<String>,
}

impl TasksPage {
    /// Where the page is, for the way back of its forms.
    fn path(&self) -> String {
        address(self.everyone, self.done)
    }

    /// The same of other people.
    fn whose(&self, everyone: bool) -> String {
        address(everyone, self.done)
    }

    /// The same people's others.
    fn which(&self, done: bool) -> String {
        address(self.everyone, done)
    }
}

fn address(everyone: bool, done: bool) -> String {
    match (everyone, done) {
        (false, false) => "/tasks".to_owned(),
        (true, false) => "/tasks?whose=everyone".to_owned(),
        (false, true) => "/tasks?show=done".to_owned(),
        (true, true) => "/tasks?whose=everyone&show=done".to_owned(),
    }
}

/// Tasks under one heading.
#[derive(Debug, Clone)]
pub struct TaskGroup {
    /// The heading; empty for none.
    pub name: &'static str,
    /// The tasks.
    pub rows: Vec<TaskRow>,
}

/// `GET /tasks/new` and `GET /tasks/{id}/edit`, and their POSTs when something needs a change.
///
/// Posts the fields `csrf`, `idempotency_key`, `back`, `what`, `due`, `owner`, `contact`, `contact_id` and `remind`.
#[derive(Debug, Clone, Template)]
#[template(path = "tasks/form.html", blocks = ["dialog"])]
pub struct TaskFormPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where the form posts to.
    pub action: String,
    /// Where it leads, and Cancel too.
    pub back: String,
    /// The task's id; `None` for a new one.
    pub editing: Option<String>,
    /// Makes a second post of a new task harmless.
    pub idempotency_key: String,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// What is to be done.
    pub what: FormField,
    /// Until when.
    pub due: FormField,
    /// Who does it.
    pub owner: FormField,
    /// The people of the workspace.
    pub owners: Vec<Choice>,
    /// For whom.
    pub contact: ContactField,
    /// Whether they are mailed on the morning of that day.
    pub remind: bool,
}
dialog_page!(TaskFormPage);
