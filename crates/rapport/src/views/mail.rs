//! Mails: one struct per mail, rendered as subject, text part and HTML part.

use askama::Template;

/// Invitation: what, when in the reader's zone first, and the join link. Built from what is stored, never from a request.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// What all mails say.
    pub meeting: MeetingFacts,
    /// Zoom's link for invitees, as stored.
    pub join_url: String,
    /// `820 0000 0142`
    pub meeting_number: String,
    /// Left out of the mail when the meeting has none.
    pub passcode: Option<String>,
    /// Lines of the agenda; empty when there is none.
    pub agenda: Vec<String>,
}

/// Update: what changed since the reader was told last, and the link again.
#[derive(Debug, Clone)]
pub struct UpdateMail {
    /// What all mails say, with the new time.
    pub meeting: MeetingFacts,
    /// `Tuesday 16 March, 09:00`, struck through; `None` when the time is the same.
    pub was: Option<String>,
    /// Whether it starts at another time.
    pub moved: bool,
    /// Whether the join link is another one, so that the old one is dead.
    pub new_link: bool,
    /// Zoom's link for invitees, as stored.
    pub join_url: String,
    /// `820 0000 0142`
    pub meeting_number: String,
    /// Left out of the mail when the meeting has none.
    pub passcode: Option<String>,
    /// Lines of the agenda; empty when there is none.
    pub agenda: Vec<String>,
}

/// Cancellation: the same frame, without a link.
#[derive(Debug, Clone)]
pub struct CancellationMail {
    /// What all mails say.
    pub meeting: MeetingFacts,
    /// Lines of the host's message; empty when there is none.
    pub message: Vec<String>,
}

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

/// Who, what and when, ready to be read.
#[derive(Debug, Clone)]
pub struct MeetingFacts {
    /// First name of the reader, `Ana`; empty when only the address is known.
    pub first_name: String,
    /// `Mara Lindqvist`
    pub host_name: String,
    /// `Mara`
    pub host_first_name: String,
    /// Address that replies reach.
    pub host_email: String,
    /// `Halden Studio`
    pub workspace: String,
    /// Subject of the meeting, without line breaks.
    pub topic: String,
    /// `TUE`
    pub weekday_short: String,
    /// `16`
    pub day: String,
    /// `March`
    pub month: String,
    /// `Tue 16 March 09:00`, for the subject line.
    pub short: String,
    /// `Tuesday 16 March 2027`
    pub date: String,
    /// `09:00 to 09:40`
    pub time: String,
    /// City of the reader's zone, `Lisbon`.
    pub city: String,
    /// `10:00 in Stockholm, where Mara is`; `None` when both have the same time.
    pub host_time: Option<String>,
}

/// The three renderings of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// One line.
    pub subject: String,
    /// `text/plain` part.
    pub text: String,
    /// `text/html` part.
    pub html: String,
}

/// Declares a template that borrows the mail.
macro_rules! template_of {
    ($name:ident, $mail:ty, $path:literal) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            mail: &'a $mail,
        }
    };
}

template_of!(InvitationSubject, InvitationMail, "mail/invitation/subject.txt");
template_of!(InvitationText, InvitationMail, "mail/invitation/body.txt");
template_of!(InvitationHtml, InvitationMail, "mail/invitation/body.html");
template_of!(UpdateSubject, UpdateMail, "mail/update/subject.txt");
template_of!(UpdateText, UpdateMail, "mail/update/body.txt");
template_of!(UpdateHtml, UpdateMail, "mail/update/body.html");
template_of!(CancellationSubject, CancellationMail, "mail/cancellation/subject.txt");
template_of!(CancellationText, CancellationMail, "mail/cancellation/body.txt");
template_of!(CancellationHtml, CancellationMail, "mail/cancellation/body.html");

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

impl InvitationMail {
    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: one_line(&InvitationSubject { mail: self }.render()?),
            text: InvitationText { mail: self }.render()?,
            html: InvitationHtml { mail: self }.render()?,
        })
    }
}

impl UpdateMail {
    /// `Mara Lindqvist moved your meeting. The join link is the same.`
    fn opening(&self) -> String {
        let what = if self.moved { "moved" } else { "changed" };
        let link = if self.new_link {
            "It has a new join link; the old one no longer works."
        } else {
            "The join link is the same."
        };
        format!("{} {what} your meeting. {link}", self.meeting.host_name)
    }

    /// What the subject begins with.
    fn word(&self) -> &'static str {
        if self.moved { "Moved" } else { "Changed" }
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: one_line(&UpdateSubject { mail: self }.render()?),
            text: UpdateText { mail: self }.render()?,
            html: UpdateHtml { mail: self }.render()?,
        })
    }
}

impl CancellationMail {
    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: one_line(&CancellationSubject { mail: self }.render()?),
            text: CancellationText { mail: self }.render()?,
            html: CancellationHtml { mail: self }.render()?,
        })
    }
}

/// A subject is one line: a break in it would start another header.
fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}
