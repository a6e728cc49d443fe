use domain::Language;

use crate::i18n::{self, Message};

/// Whoever uses Rapport and gets a mail, in their language.
#[derive(Debug, Clone)]
pub struct ToUser {
    /// What they read.
    pub language: Language,
    /// `Mara`
    pub first_name: String,
    /// `Halden Studio`
    pub workspace: String,
}

impl ToUser {
    /// A message without values.
    pub fn say(&self, message: Message) -> String {
        i18n::text(self.language, message)
    }

    /// A message with its values.
    pub fn with(&self, message: Message, values: &[(&str, &str)]) -> String {
        i18n::with(self.language, message, values)
    }

    /// `Hello Mara,`
    pub fn hello(&self) -> String {
        self.with(Message::MailHello, &[("name", &self.first_name)])
    }

    /// Why they got this.
    pub fn why(&self) -> String {
        self.with(Message::UserMailWhy, &[("workspace", &self.workspace)])
    }
}
