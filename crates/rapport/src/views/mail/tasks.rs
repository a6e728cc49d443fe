use askama::Template;

use super::{RenderedMail, ToUser, one_line, template_of};
use crate::i18n::{self, Message};

/// What is due this morning.
#[derive(Debug, Clone)]
pub struct TasksMail {
    /// Whoever is to do it.
    pub to: ToUser,
    /// `Send the offer, Ana Ferreira`; at least one.
    pub lines: Vec<String>,
    /// Their tasks.
    pub link: String,
}

template_of!(TasksText, TasksMail, "mail/tasks/body.txt");
template_of!(TasksHtml, TasksMail, "mail/tasks/body.html");

impl TasksMail {
    fn subject(&self) -> String {
        match self.lines.as_slice() {
            [one] => one_line(&self.to.with(Message::TasksDueOne, &[("what", one)])),
            several => {
                let n = i64::try_from(several.len()).unwrap_or(i64::MAX);
                i18n::count(self.to.language, Message::TasksDueSeveral, n)
            }
        }
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: self.subject(),
            text: TasksText { mail: self }.render()?,
            html: TasksHtml { mail: self }.render()?,
        })
    }
}
