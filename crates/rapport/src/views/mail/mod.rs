//! Mails: one struct per mail, rendered as subject, text part and HTML part.

mod account;
mod answer;
mod connection;
mod facts;
mod join;
mod meeting;
mod news;
mod reminder;
mod tasks;
mod to_user;
mod way_in;

pub use account::{AccountMail, AccountNews};
pub use answer::{AnswerMail, AnswerNews};
pub use connection::{ConnectionMail, ConnectionNews};
pub use facts::{MeetingFacts, SeriesLines};
pub use join::{JoinMail, ToNewcomer};
pub use meeting::{CancellationMail, InvitationMail, UpdateMail};
pub use news::{News, WayNews};
pub use reminder::{HostReminder, InviteeReminder};
pub use tasks::TasksMail;
pub use to_user::ToUser;
pub use way_in::{ByPhone, PhoneNumber, WayIn};

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
use template_of;

/// A subject is one line: a break in it would start another header.
fn one_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}
