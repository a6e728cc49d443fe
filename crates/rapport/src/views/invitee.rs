//! The page of somebody who is invited, in their language: the meeting, their answer, and where nothing is any more.

use askama::Template;
use domain::Language;

use super::form::Choice;
use super::mail::{ByPhone, SeriesLines};
use super::shell::Person;
use crate::i18n::{self, Message};

/// What the pages of a meeting share: the band with the time, and who invites.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// What the reader reads.
    pub language: Language,
    /// Path of the page: `/i/` and the token.
    pub path: String,
    /// `Halden Studio`
    pub organization: String,
    /// `Tuesday`
    pub weekday: String,
    /// `16`
    pub day: String,
    /// `March 2027`
    pub month_year: String,
    /// `09:00 to 09:40`
    pub time: String,
    /// `Your time, Lisbon`
    pub your_time: String,
    /// `10:00 in Stockholm, where Mara is`, when the clocks differ.
    pub host_time: Option<String>,
    /// `Not in Lisbon?`
    pub not_here: String,
    /// IANA id of the zone that is shown.
    pub zone: String,
    /// Zones to choose from.
    pub zones: Vec<Choice>,
    /// Who invites.
    pub host: Person,
    /// First name of the host.
    pub host_first_name: String,
    /// `Mara Lindqvist from Halden Studio invites you to a video meeting.`
    pub invites: String,
    /// Number or address of a meeting without a link, and its heading.
    pub place: Option<(String, String)>,
    /// Whether people meet in Zoom.
    pub in_zoom: bool,
    /// Subject.
    pub topic: String,
    /// What is to know of other dates.
    pub series: SeriesLines,
    /// Start, in microseconds since the epoch: what an answer is about.
    pub seen: i64,
    /// Address of the privacy page, if it is published.
    pub privacy: Option<String>,
}

impl Ticket {
    fn say(&self, message: Message) -> String {
        i18n::text(self.language, message)
    }

    fn to_host(&self, message: Message) -> String {
        i18n::with(self.language, message, &[("host", &self.host_first_name)])
    }

    fn footer(&self) -> String {
        i18n::with(self.language, Message::InviteeFooter, &[("workspace", &self.organization)])
    }

    fn counted(&self, message: Message, n: impl std::fmt::Display) -> String {
        i18n::with(self.language, message, &[("n", &n.to_string())])
    }
}

/// `GET /i/{token}`
#[derive(Debug, Clone, Template)]
#[template(path = "invitee/invitation.html")]
pub struct InvitationPage {
    /// The meeting.
    pub ticket: Ticket,
    /// `This meeting was cancelled`: nothing can be done any more.
    pub off: Option<String>,
    /// What stands in the way of the last answer.
    pub problem: Option<String>,
    /// `You are coming. Mara knows.`
    pub answered: Option<String>,
    /// Zoom's link for invitees, or that of the place.
    pub join_url: Option<String>,
    /// How to join by telephone, where Zoom gives numbers.
    pub by_phone: Option<ByPhone>,
    /// `Starts in 18 minutes`
    pub badge: Option<String>,
    /// Lines of the agenda.
    pub agenda: Vec<String>,
    /// Who comes, the host first, with `host` or `you`.
    pub people: Vec<(Person, Option<String>)>,
    /// `and 2 more`
    pub others: Option<String>,
    /// Google Calendar with the meeting filled in.
    pub google: String,
    /// Outlook on the web with the meeting filled in.
    pub outlook: String,
    /// Whether any answer is asked for.
    pub can_answer: bool,
    /// Whether **I’ll be there** is offered.
    pub can_accept: bool,
    /// Whether it is about all dates of a series. The calendars of others cannot be filled in with those, so that only the
    /// file is offered.
    pub repeats: bool,
}

/// `GET /i/{token}/answer`: decline, or propose other times.
#[derive(Debug, Clone, Template)]
#[template(path = "invitee/answer.html")]
pub struct AnswerPage {
    /// The meeting.
    pub ticket: Ticket,
    /// What needs a change, when something was sent.
    pub errors: Vec<String>,
    /// Whether it is about all dates of a series: then there is only **Decline**.
    pub repeats: bool,
    /// The dates of a series: when each is, and where one answers for it alone.
    pub dates: Vec<(String, String)>,
    /// Whether **Decline** is chosen.
    pub decline: bool,
    /// One to three.
    pub times: Vec<TimeRow>,
    /// Whether one more fits.
    pub can_add: bool,
    /// To the host.
    pub message: String,
}

/// One proposed time.
#[derive(Debug, Clone, Default)]
pub struct TimeRow {
    /// `2027-03-17`
    pub date: String,
    /// `10:00`
    pub time: String,
    /// `11:00 for Mara`
    pub for_host: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Where a link leads nowhere, or the page cannot be shown.
#[derive(Debug, Clone, Template)]
#[template(path = "invitee/closed.html")]
pub struct ClosedPage {
    /// What the reader reads.
    pub language: Language,
    /// What happened.
    pub title: String,
    /// What to do.
    pub text: String,
}
