//! Send invitation again: to whom, and what it does.

use askama::Template;

use super::dialog::dialog_page;
use super::shell::{Person, Shell};

/// `GET /meetings/{id}/invitation`, and its `POST` (fields `csrf`, `idempotency_key` and `invitee`, repeated: the ids of
/// those who get a copy) when nobody was chosen.
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/send_again.html", blocks = ["dialog"])]
pub struct SendAgainPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Meeting id.
    pub id: String,
    /// Subject.
    pub topic: String,
    /// `Tuesday 30 March, 14:00 to 14:30`
    pub when: String,
    /// Where Cancel and Close lead.
    pub back: String,
    /// Makes a repeated submit harmless.
    pub idempotency_key: String,
    /// Whether anybody was invited before; otherwise it is the first time, and **Send invitation**.
    pub again: bool,
    /// Everybody on the list of the meeting.
    pub people: Vec<Recipient>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}
dialog_page!(SendAgainPage);

impl SendAgainPage {
    /// What the page, its button and the menu call it.
    fn action(&self) -> &'static str {
        if self.again { "Send invitation again" } else { "Send invitation" }
    }
}

/// Somebody who can be chosen.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Posted as `invitee`.
    pub id: String,
    /// Name and tint.
    pub person: Person,
    /// Where it goes.
    pub email: String,
    /// The address that it went to before, when the contact has another one now.
    pub old_email: Option<String>,
    /// What became of the mail before: `Invitation sent 12 March, 14:20`.
    pub last: String,
    /// A mail to them is about to leave: there is nothing to choose.
    pub waiting: bool,
    /// Whether they are chosen.
    pub chosen: bool,
}
