use askama::Template;

use super::{RenderedMail, ToUser, template_of};
use crate::i18n::Message;

/// News of somebody's own account.
#[derive(Debug, Clone)]
pub struct AccountMail {
    /// The person.
    pub to: ToUser,
    /// What there is to tell.
    pub news: AccountNews,
    /// `on Monday 15 March 2027 at 20:17`
    pub when: String,
    /// Where they go on.
    pub link: String,
}

/// What there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountNews {
    /// A link to a new password.
    PasswordReset,
    /// The password was changed.
    PasswordChanged,
}

template_of!(AccountText, AccountMail, "mail/news/body.txt");
template_of!(AccountHtml, AccountMail, "mail/news/body.html");

impl AccountMail {
    fn title(&self) -> String {
        self.to.say(match self.news {
            AccountNews::PasswordReset => Message::PasswordResetTitle,
            AccountNews::PasswordChanged => Message::PasswordChangedTitle,
        })
    }

    fn opening(&self) -> String {
        let message = match self.news {
            AccountNews::PasswordReset => Message::PasswordResetText,
            AccountNews::PasswordChanged => Message::PasswordChangedText,
        };
        self.to.with(message, &[("moment", &self.when)])
    }

    fn button(&self) -> String {
        self.to.say(Message::PasswordResetButton)
    }

    fn hint(&self) -> String {
        self.to.say(match self.news {
            AccountNews::PasswordReset => Message::PasswordResetHint,
            AccountNews::PasswordChanged => Message::PasswordChangedHint,
        })
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: self.title(),
            text: AccountText { mail: self }.render()?,
            html: AccountHtml { mail: self }.render()?,
        })
    }
}
