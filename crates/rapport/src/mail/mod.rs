//! Mail: one message type, two ways out. Nothing else in the program sees the mail library.

mod answer;
mod greet;
mod inside;
mod message;
pub(crate) mod outbox;
mod smtp;

use domain::{EmailAddress, EmailId, UserId, WorkspaceId};
use jiff::Timestamp;
use jobs::Attempt;
use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};
use store::outbox::OutboxId;

use crate::app::App;
use crate::failpoint::reach;
use outbox::Stop;

pub use greet::{Greeted, NoGreeting};
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
    /// The person it comes from: named beside the configured sender address, and answers go there. `None` if it comes
    /// from the program.
    pub host: Option<(String, EmailAddress)>,
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
    /// Kept inside, only this person may read it. A mail server sends it to whom it is for anyway.
    pub only_for: Option<UserId>,
}

/// An iCalendar object with its method.
#[derive(Clone)]
pub struct CalendarPart {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The object's text, CRLF line ends.
    pub body: String,
}

/// How an attempt to deliver a mail ended.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// The receiving side took it. Its words.
    Taken(String),
    /// Surely not delivered, and worth another try: a 4xx answer, no connection, or a server that does not let us in.
    Later {
        /// The server's words, or why there are none.
        words: String,
        /// The server answered, so that asking again at once is no use.
        asked_to_wait: bool,
    },
    /// The message was handed over and the answer is lost: it may have arrived.
    Unclear(String),
    /// Refused for good.
    Refused {
        /// The server's own words.
        words: String,
        /// There is no such mailbox.
        address_refused: bool,
    },
    /// It was not handed over, because it must not leave now.
    Stopped(Stop),
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
            Some(url) => Way::Smtp(smtp::Smtp::from_url(url.expose_secret()).ok_or(MailConfigError::Smtp)?),
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

    /// Connects, encrypts and logs in as for a mail, and leaves without sending one. `None` while mail stays inside.
    pub async fn greet(&self) -> Option<Result<Greeted, NoGreeting>> {
        match &self.way {
            Way::Inside => None,
            Way::Smtp(smtp) => Some(smtp.greet().await),
        }
    }

    /// Delivers one mail of an outbox, if it may leave now.
    async fn send(&self, app: &App, mail: &OutgoingMail, entry: OutboxId, attempt: &Attempt) -> Delivery {
        let message = match message::build(&self.from, mail) {
            Ok(message) => message,
            Err(error) => return Delivery::Refused { words: error.to_string(), address_refused: false },
        };
        reach("mail.before_smtp");
        let hand_over = outbox::hand_over(app, entry, attempt);
        let delivery = match &self.way {
            Way::Inside => match hand_over.await {
                Ok(()) => inside::deliver(app, mail, &self.from, message.formatted()).await,
                Err(stop) => Delivery::Stopped(stop),
            },
            Way::Smtp(smtp) => smtp.send(&message, hand_over).await,
        };
        reach("mail.after_smtp");
        delivery
    }
}

/// The `Message-ID` of a new mail, without angle brackets.
pub(crate) fn message_id(app: &App, id: EmailId) -> String {
    format!("{id}@{}", app.public_url.host_str().unwrap_or("localhost"))
}

impl OutgoingMail {
    /// The name that readers see it comes from.
    fn sender_name(&self) -> String {
        match &self.host {
            Some((name, _)) => format!("{name} via Rapport"),
            None => "Rapport".to_owned(),
        }
    }
}
