//! The mailbox inside: what would have been sent while no mail server is configured.

use askama::Template;

use super::shell::Shell;

/// `GET /mailbox`
#[derive(Debug, Clone, Template)]
#[template(path = "mailbox/list.html")]
pub struct MailboxPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Newest first.
    pub messages: Vec<MailboxRow>,
    /// `1–20 of 31`
    pub range: String,
    /// Link to newer messages.
    pub newer_href: Option<String>,
    /// Link to older messages.
    pub older_href: Option<String>,
}

/// One message of the list.
#[derive(Debug, Clone)]
pub struct MailboxRow {
    /// Message id.
    pub id: String,
    /// `Ana Ferreira <ana.ferreira@lumenfreight.example>` or the bare address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// `Today 09:20`
    pub received: String,
    /// Whether files are attached.
    pub has_attachments: bool,
}

/// `GET /mailbox/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "mailbox/message.html")]
pub struct MessagePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Message id.
    pub id: String,
    /// Subject.
    pub subject: String,
    /// `Mara Lindqvist <…>`
    pub from: String,
    /// `Ana Ferreira <…>`
    pub to: String,
    /// `Tue 16 March 2027, 09:20`
    pub received: String,
    /// Whether there is an HTML part, shown from `/mailbox/{id}/html` in a sandboxed frame.
    pub has_html: bool,
    /// The text part.
    pub text: Option<String>,
    /// Files, in the order of `/mailbox/{id}/attachments/{n}`.
    pub attachments: Vec<Attachment>,
}

/// One attached file.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// `invitation.ics`
    pub name: String,
    /// `text/calendar, 1.2 kB`
    pub kind: String,
    /// Where it can be downloaded.
    pub href: String,
}
