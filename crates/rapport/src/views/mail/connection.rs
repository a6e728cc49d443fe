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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionNews {
    /// Zoom refuses our access.
    NeedsReconnect,
    /// It was ended from outside.
    Ended,
    /// Somebody else connected the same account.
    Shared {
        /// Their name; empty for somebody of another workspace.
        who: String,
    },
}

template_of!(ConnectionText, ConnectionMail, "mail/news/body.txt");
template_of!(ConnectionHtml, ConnectionMail, "mail/news/body.html");

impl ConnectionMail {
    fn title(&self) -> String {
        self.to.say(match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectTitle,
            ConnectionNews::Ended => Message::ZoomEndedTitle,
            ConnectionNews::Shared { .. } => Message::ZoomSharedTitle,
        })
    }

    fn opening(&self) -> String {
        let moment = ("moment", self.when.as_str());
        match &self.news {
            ConnectionNews::NeedsReconnect => self.to.with(Message::ZoomReconnectText, &[moment]),
            ConnectionNews::Ended => self.to.with(Message::ZoomEndedText, &[moment]),
            ConnectionNews::Shared { who } if who.is_empty() => {
                self.to.with(Message::ZoomSharedOutside, &[moment])
            }
            ConnectionNews::Shared { who } => self.to.with(Message::ZoomSharedText, &[("name", who), moment]),
        }
    }

    fn button(&self) -> String {
        self.to.say(match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectButton,
            ConnectionNews::Ended => Message::ZoomEndedButton,
            ConnectionNews::Shared { .. } => Message::ZoomSharedButton,
        })
    }

    fn hint(&self) -> String {
        self.to.say(match self.news {
            ConnectionNews::NeedsReconnect => Message::ZoomReconnectCause,
            ConnectionNews::Ended => Message::ZoomEndedHint,
            ConnectionNews::Shared { .. } => Message::ZoomSharedHint,
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
