use domain::Language;

use crate::i18n::{self, Message};

/// Who, what and when, ready to be read, in the reader's language.
#[derive(Debug, Clone)]
pub struct MeetingFacts {
    /// What the reader reads.
    pub language: Language,
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
    /// Whose time that is: `Lisbon time`.
    pub city_time: String,
    /// `10:00 in Stockholm, where Mara is`; `None` when both have the same time.
    pub host_time: Option<String>,
}

impl MeetingFacts {
    /// A message without values.
    pub fn say(&self, message: Message) -> String {
        i18n::text(self.language, message)
    }

    /// A message with its values.
    pub fn with(&self, message: Message, values: &[(&str, &str)]) -> String {
        i18n::with(self.language, message, values)
    }

    /// `Hello Ana,`
    pub fn hello(&self) -> String {
        match self.first_name.as_str() {
            "" => self.say(Message::MailHelloNobody),
            name => self.with(Message::MailHello, &[("name", name)]),
        }
    }

    /// `Tuesday 16 March 2027, 09:00 to 09:40, Lisbon time`
    pub fn when(&self) -> String {
        format!("{}, {}, {}", self.date, self.time, self.city_time)
    }

    /// Name of the button that joins.
    pub fn join(&self) -> String {
        self.say(Message::MailJoin)
    }

    /// How to reach the host.
    pub fn reply(&self) -> String {
        self.with(Message::MailReply, &[("host", &self.host_first_name), ("address", &self.host_email)])
    }

    /// Why the reader got this.
    pub fn why(&self) -> String {
        self.with(Message::MailWhy, &[("host", &self.host_name), ("workspace", &self.workspace)])
    }

    /// The other way into the meeting.
    pub fn number(&self, number: &str, passcode: Option<&str>) -> String {
        match passcode {
            Some(passcode) => {
                self.with(Message::MailNumberPasscode, &[("number", number), ("passcode", passcode)])
            }
            None => self.with(Message::MailNumber, &[("number", number)]),
        }
    }
}
