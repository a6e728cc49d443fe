use askama::Template;

use super::{RenderedMail, ToUser, template_of};
use crate::i18n::Message;

/// News of a connection, to the person whose it is.
#[derive(Debug, Clone)]
pub struct ConnectionMail {
    /// The person.
    pub to: ToUser,
    /// What there is to tell.
    pub news: ConnectionNews,
    /// `on Monday 15 March 2027 at 20:17`
    pub when: String,
    /// Where it is mended.
    pub link: String,
}

/// What there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionNews {
    /// Zoom refuses our access.
    NeedsReconnect,
    /// It was ended from outside.
    Ended,
}

template_of!(ConnectionText, ConnectionMail, "mail/connection/body.txt");
template_of!(ConnectionHtml, ConnectionMail, "mail/connection/body.html");

impl ConnectionMail {
    fn title(&self) -> String {
        self.to.say(match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectTitle,
            ConnectionNews::Ended => Message::ZoomEndedTitle,
        })
    }

    fn opening(&self) -> String {
        let message = match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectText,
            ConnectionNews::Ended => Message::ZoomEndedText,
        };
        self.to.with(message, &[("moment", &self.when)])
    }

    fn button(&self) -> String {
        self.to.say(match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectButton,
            ConnectionNews::Ended => Message::ZoomEndedButton,
        })
    }

    fn hint(&self) -> String {
        self.to.say(match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectCause,
            ConnectionNews::Ended => Message::ZoomEndedHint,
        })
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: self.title(),
            text: ConnectionText { mail: self }.render()?,
            html: ConnectionHtml { mail: self }.render()?,
        })
    }
}
