use askama::Template;

use super::{RenderedMail, template_of};

/// News of a connection, to the person whose it is.
#[derive(Debug, Clone)]
pub struct ConnectionMail {
    /// `Mara`
    pub first_name: String,
    /// `Halden Studio`
    pub workspace: String,
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

template_of!(NeedsReconnectText, ConnectionMail, "mail/zoom_needs_reconnect/body.txt");
template_of!(NeedsReconnectHtml, ConnectionMail, "mail/zoom_needs_reconnect/body.html");
template_of!(EndedText, ConnectionMail, "mail/zoom_ended/body.txt");
template_of!(EndedHtml, ConnectionMail, "mail/zoom_ended/body.html");

impl ConnectionMail {
    /// Renders the mail.
    pub fn render(&self, news: ConnectionNews) -> askama::Result<RenderedMail> {
        Ok(match news {
            ConnectionNews::NeedsReconnect => RenderedMail {
                subject: "Zoom needs to be connected again".to_owned(),
                text: NeedsReconnectText { mail: self }.render()?,
                html: NeedsReconnectHtml { mail: self }.render()?,
            },
            ConnectionNews::Ended => RenderedMail {
                subject: "Zoom is no longer connected".to_owned(),
                text: EndedText { mail: self }.render()?,
                html: EndedHtml { mail: self }.render()?,
            },
        })
    }
}
