use askama::Template;

use super::{MeetingFacts, News, RenderedMail, SeriesLines, WayIn, template_of};
use crate::i18n::Message;

/// Invitation: what, when in the reader's zone first, and the join link. Built from what is stored, never from a request.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// What all mails say.
    pub meeting: MeetingFacts,
    /// The way into the meeting.
    pub way: WayIn,
    /// Lines of the agenda; empty when there is none.
    pub agenda: Vec<String>,
    /// The reader's page, where they answer; people invited before there were pages have none.
    pub page: Option<String>,
}

/// Update: what changed since the reader was told last, and the link again.
#[derive(Debug, Clone)]
pub struct UpdateMail {
    /// What all mails say, with the new time.
    pub meeting: MeetingFacts,
    /// What is new.
    pub news: News,
    /// `Tuesday 16 March, 09:00`, struck through; `None` when the time is the same.
    pub was: Option<String>,
    /// The way into the meeting.
    pub way: WayIn,
    /// Lines of the agenda; empty when there is none.
    pub agenda: Vec<String>,
    /// The reader's page, where they answer; people invited before there were pages have none.
    pub page: Option<String>,
}

/// Cancellation: the same frame, without a link.
#[derive(Debug, Clone)]
pub struct CancellationMail {
    /// What all mails say.
    pub meeting: MeetingFacts,
    /// Lines of the host's message; empty when there is none.
    pub message: Vec<String>,
}

template_of!(InvitationText, InvitationMail, "mail/invitation/body.txt");
template_of!(InvitationHtml, InvitationMail, "mail/invitation/body.html");
template_of!(UpdateText, UpdateMail, "mail/update/body.txt");
template_of!(UpdateHtml, UpdateMail, "mail/update/body.html");
template_of!(CancellationText, CancellationMail, "mail/cancellation/body.txt");
template_of!(CancellationHtml, CancellationMail, "mail/cancellation/body.html");

impl InvitationMail {
    const NEWS: News = News::Invitation;

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: Self::NEWS.subject(&self.meeting),
            text: InvitationText { mail: self }.render()?,
            html: InvitationHtml { mail: self }.render()?,
        })
    }
}

impl UpdateMail {
    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: self.news.subject(&self.meeting),
            text: UpdateText { mail: self }.render()?,
            html: UpdateHtml { mail: self }.render()?,
        })
    }
}

impl CancellationMail {
    const NEWS: News = News::Cancellation;

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: Self::NEWS.subject(&self.meeting),
            text: CancellationText { mail: self }.render()?,
            html: CancellationHtml { mail: self }.render()?,
        })
    }
}
