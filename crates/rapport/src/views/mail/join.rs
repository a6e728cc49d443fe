use askama::Template;
use domain::Language;

use super::{RenderedMail, one_line, template_of};
use crate::i18n::{self, Message};

/// Asks somebody to join a workspace.
#[derive(Debug, Clone)]
pub struct JoinMail {
    /// The newcomer.
    pub to: ToNewcomer,
    /// Where they join.
    pub link: String,
}

/// Whoever is asked to join.
#[derive(Debug, Clone)]
pub struct ToNewcomer {
    /// That of whoever asks.
    pub language: Language,
    /// `Halden Studio`
    pub workspace: String,
    /// `Nina`; may be empty.
    pub first_name: String,
    /// `Mara Lindqvist`, or the workspace if nobody in particular asks.
    pub host: String,
}

impl ToNewcomer {
    fn say(&self, message: Message) -> String {
        i18n::text(self.language, message)
    }

    fn with(&self, message: Message) -> String {
        i18n::with(self.language, message, &[("host", &self.host), ("workspace", &self.workspace)])
    }

    fn hello(&self) -> String {
        if self.first_name.is_empty() {
            return self.say(Message::MailHelloNobody);
        }
        i18n::with(self.language, Message::MailHello, &[("name", &self.first_name)])
    }

    fn why(&self) -> String {
        self.with(Message::JoinWhy)
    }
}

template_of!(JoinText, JoinMail, "mail/news/body.txt");
template_of!(JoinHtml, JoinMail, "mail/news/body.html");

impl JoinMail {
    fn title(&self) -> String {
        self.to.with(Message::JoinTitle)
    }

    fn opening(&self) -> String {
        self.to.with(Message::JoinText)
    }

    fn button(&self) -> String {
        self.to.say(Message::JoinButton)
    }

    fn hint(&self) -> String {
        self.to.say(Message::JoinHint)
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: one_line(&self.title()),
            text: JoinText { mail: self }.render()?,
            html: JoinHtml { mail: self }.render()?,
        })
    }
}
