use askama::Template;

use super::{RenderedMail, ToUser, one_line, template_of};
use crate::i18n::Message;

/// An invitee's answer, to the host.
#[derive(Debug, Clone)]
pub struct AnswerMail {
    /// The host.
    pub to: ToUser,
    /// What they answered.
    pub news: AnswerNews,
    /// `Ana Ferreira`
    pub name: String,
    /// `Ana`
    pub their_first_name: String,
    /// Subject of the meeting.
    pub topic: String,
    /// `Tue 16 March, 10:00`
    pub when: String,
    /// `Wed 17 March, 11:00 (10:00 in Lisbon)`; empty when they declined.
    pub times: Vec<String>,
    /// Lines of what they wrote.
    pub message: Vec<String>,
    /// The meeting's page.
    pub link: String,
}

/// Which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerNews {
    /// They do not come.
    Declined,
    /// They would rather meet at another time.
    Proposed,
}

template_of!(AnswerText, AnswerMail, "mail/answer/body.txt");
template_of!(AnswerHtml, AnswerMail, "mail/answer/body.html");

impl AnswerMail {
    fn about(&self, message: Message) -> String {
        self.to.with(message, &[("name", &self.name), ("topic", &self.topic), ("when", &self.when)])
    }

    fn opening(&self) -> String {
        self.about(match self.news {
            AnswerNews::Declined => Message::AnswerDeclined,
            AnswerNews::Proposed => Message::AnswerProposed,
        })
    }

    fn reply(&self) -> String {
        self.to.with(Message::AnswerReply, &[("name", &self.their_first_name)])
    }

    fn subject(&self) -> String {
        one_line(&self.about(match self.news {
            AnswerNews::Declined => Message::AnswerDeclinedTitle,
            AnswerNews::Proposed => Message::AnswerProposedTitle,
        }))
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: self.subject(),
            text: AnswerText { mail: self }.render()?,
            html: AnswerHtml { mail: self }.render()?,
        })
    }
}
