use domain::{Language, Place, PlaceKind};

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
    /// Where it takes place, if not in Zoom.
    pub place: Option<Place>,
    /// What is to know of other dates.
    pub series: SeriesLines,
}

/// What a reader is told of a meeting that comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeriesLines {
    /// It does not.
    None,
    /// The news are about all its dates.
    All {
        /// `It takes place 6 times:`
        heading: String,
        /// `Thursday 18 March`, and of many, how many more there are.
        lines: Vec<String>,
    },
    /// They are about one date, and these words say so.
    One(String),
}

impl SeriesLines {
    /// Whether the news are about one date of several.
    pub fn is_one(&self) -> bool {
        matches!(self, Self::One(_))
    }
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

    /// What stands beside that button.
    pub fn join_hint(&self) -> String {
        if self.place.is_some() { String::new() } else { self.say(Message::MailJoinHint) }
    }

    /// Number or address of a meeting without a link, and its heading.
    pub fn place_without_link(&self) -> Option<(String, [&str; 1])> {
        let place = self.place.as_ref()?;
        let heading = match place.kind() {
            PlaceKind::Phone => Message::MailPhone,
            PlaceKind::Address => Message::MailPlace,
            PlaceKind::Link => return None,
        };
        Some((self.say(heading), [place.text()]))
    }

    /// In the text part: the line above the link, the number or the address.
    pub fn way_heading(&self) -> String {
        match self.place_without_link() {
            Some((heading, _)) => heading,
            None if self.place.is_some() => self.join(),
            None => self.say(Message::MailJoinText),
        }
    }

    /// In the text part: the link, or what stands for it.
    pub fn way<'a>(&'a self, join_url: &'a str) -> &'a str {
        self.place.as_ref().map_or(join_url, Place::text)
    }

    /// What a list of mails shows after the time.
    pub fn inside(&self) -> String {
        match self.place_without_link() {
            Some((_, [text])) => text.to_owned(),
            None => self.say(Message::MailLinkInside),
        }
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
