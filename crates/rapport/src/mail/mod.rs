//! Mail: one message type, two ways out. Nothing else in the program sees the mail library.

mod inside;
mod message;
mod smtp;

use domain::{EmailAddress, WorkspaceId};
use jiff::Timestamp;
use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};

use crate::app::App;

pub use inside::{Attachment, ReadMail, read_mail};

/// A mail ready to leave, built from stored rows only.
#[derive(Clone)]
pub struct OutgoingMail {
    /// Workspace that it is sent for.
    pub workspace: WorkspaceId,
    /// Stable `Message-ID` without angle brackets, so that a repeated attempt is the same mail.
    pub message_id: String,
    /// `Date` header.
    pub date: Timestamp,
    /// Display name beside the configured sender address: the host's name.
    pub from_name: String,
    /// Where answers go: the host.
    pub reply_to: (String, EmailAddress),
    /// Recipient.
    pub to: (String, EmailAddress),
    /// `Subject` header.
    pub subject: String,
    /// Text part.
    pub text: String,
    /// HTML part.
    pub html: String,
    /// Calendar object, sent as a part and as an attachment.
    pub calendar: Option<CalendarPart>,
}

/// An iCalendar object with its method.
#[derive(Clone)]
pub struct CalendarPart {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The object's text, CRLF line ends.
    pub body: String,
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Worth another try: a 4xx answer, or the server could not be reached.
    #[error("{0}")]
    Temporary(String),
    /// The server refused the recipient for good. The text is the server's own words.
    #[error("{0}")]
    Refused(String),
    /// It cannot or must not leave, and why: nobody refused it.
    #[error("{0}")]
    Withdrawn(String),
}

/// The configured way out.
#[derive(Debug, Clone)]
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Inside,
    Smtp(smtp::Smtp),
}

/// Why the mail settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailConfigError {
    /// `mail.from` is not a mailbox.
    #[error("configuration: `mail.from` must be an address like `Rapport <crm@example.com>`")]
    From,
    /// `mail.smtp` is not a URL of a mail server. The value holds a password and is not repeated.
    #[error("configuration: `mail.smtp` must be a URL like `smtps://user:password@mail.example.com`")]
    Smtp,
}

impl Mailer {
    /// Mail that stays in the built-in mailbox, or leaves by SMTP if a server is configured.
    pub fn new(from: &str, smtp: Option<&SecretString>) -> Result<Self, MailConfigError> {
        let from = from.parse().map_err(|_| MailConfigError::From)?;
        let way = match smtp {
            None => Way::Inside,
            Some(url) => {
                Way::Smtp(smtp::Smtp::connect(url.expose_secret()).map_err(|_| MailConfigError::Smtp)?)
            }
        };
        Ok(Self { from, way })
    }

    /// True while mail stays in the built-in mailbox.
    pub fn stays_inside(&self) -> bool {
        matches!(self.way, Way::Inside)
    }

    /// The address that mails are sent from.
    pub fn sender(&self) -> String {
        self.from.email.to_string()
    }

    /// Hands one mail over. The answer is what the receiving side said.
    pub async fn send(&self, app: &App, mail: &OutgoingMail) -> Result<String, MailError> {
        let message = message::build(&self.from, mail).map_err(|e| MailError::Withdrawn(e.to_string()))?;
        match &self.way {
            Way::Inside => inside::deliver(app, mail, &self.from, message.formatted()).await,
            Way::Smtp(smtp) => smtp.send(&message).await,
        }
    }
}
