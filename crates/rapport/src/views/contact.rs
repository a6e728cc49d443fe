//! One contact: what comes next, what happened, and who they are.

use askama::Template;

use super::badge::{Badge, Company, Tile};
use super::deals::DealLine;
use super::form::FormField;
use super::icon::icon;
use super::meetings::StartButton;
use super::outcome::OutcomeQuestion;
use super::place::PlaceLine;
use super::shell::{Person, Shell, ZoomLine};
use super::tasks::TaskRow;

/// `GET /contacts/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "contacts/contact.html")]
pub struct ContactPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Meetings with them that are over, and nobody said what came of them.
    pub questions: Vec<OutcomeQuestion>,
    /// What is to be done for them, the next step first.
    pub tasks: Vec<TaskRow>,
    /// Contact id.
    pub id: String,
    /// Name and avatar.
    pub person: Person,
    /// First name, as in "Write a note about Ana".
    pub first_name: String,
    /// Job title; may be empty.
    pub title: String,
    /// Where they work.
    pub company: Option<Company>,
    /// Primary address; empty when there is none, which disables Schedule meeting.
    pub email: String,
    /// Whether mail to that address came back.
    pub bounced: bool,
    /// Phone number as typed; may be empty.
    pub phone: String,
    /// Their time now; `None` when the zone is not known.
    pub clock: Option<LocalClock>,
    /// What is scheduled, soonest first.
    pub meetings: Vec<ContactMeeting>,
    /// The note that is being written; kept when it was not accepted.
    pub note: FormField,
    /// Makes a second post of the same note harmless.
    pub idempotency_key: String,
    /// What the timeline shows.
    pub filter: TimelineFilter,
    /// How many entries each filter has.
    pub counts: TimelineCounts,
    /// The timeline, newest month first.
    pub months: Vec<TimelineMonth>,
    /// Link to older entries; `None` when all are shown.
    pub older_href: Option<String>,
    /// Rows of Details: label and value, without the company.
    pub details: Vec<Detail>,
    /// Deals with them, those that moved last first.
    pub deals: Vec<DealLine>,
    /// Others at the same company.
    pub colleagues: Vec<Colleague>,
}

impl ContactPage {
    /// Where the page is.
    fn path(&self) -> String {
        format!("/contacts/{}", self.id)
    }

    /// Why **Meet now** cannot be pressed, as far as Zoom is concerned.
    fn no_meet_now(&self) -> Option<Reason> {
        let reason = |text, way| Some(Reason { text, way });
        match self.shell.zoom {
            ZoomLine::Connected | ZoomLine::NotAnswering | ZoomLine::AppRefused => None,
            ZoomLine::NotConnected => reason("Meet now needs Zoom.", Some("Connect Zoom")),
            ZoomLine::NeedsReconnect => {
                reason("Meet now needs Zoom, which no longer accepts our access.", Some("Reconnect Zoom"))
            }
            ZoomLine::TurnedOff => reason("Meet now needs Zoom, and Zoom is turned off for you.", None),
        }
    }
}

/// Why a button is disabled, and what it leads to on the integrations page.
struct Reason {
    text: &'static str,
    way: Option<&'static str>,
}

/// The contact's own time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalClock {
    /// `08:42`
    pub time: String,
    /// IANA id, for the clock island.
    pub zone: String,
    /// `Lisbon`
    pub city: String,
    /// `1 h behind you`
    pub difference: String,
}

/// A scheduled meeting with all its actions.
#[derive(Debug, Clone)]
pub struct ContactMeeting {
    /// Meeting id.
    pub id: String,
    /// Date tile.
    pub tile: Tile,
    /// Subject.
    pub topic: String,
    /// `Repeats weekly`; empty for a meeting that takes place once.
    pub repeats: String,
    /// `In 18 minutes`, `Waiting for Zoom`
    pub badge: Option<Badge>,
    /// `Today, 10:00 to 10:40`
    pub when: String,
    /// `09:00 for Ana in Lisbon`; empty when the zone is the same.
    pub their_time: String,
    /// What is known about the invitation or the answers.
    pub invitees: Vec<InviteeLine>,
    /// How Start meeting is offered.
    pub start: StartButton,
    /// Whether **Reschedule** is offered.
    pub can_reschedule: bool,
    /// Whether **Remove meeting** is offered: to the host alone.
    pub can_remove: bool,
    /// Join link; empty while Zoom has not answered.
    pub join_url: String,
    /// Where it takes place, if not in Zoom.
    pub place: Option<PlaceLine>,
    /// **Send invitation again**, or **Send invitation** if there was none; offered to the host alone.
    pub send_again: Option<&'static str>,
}

/// `Invitation delivered`, `Ana accepted`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteeLine {
    /// Icon name.
    pub icon: &'static str,
    /// Whether it is good news.
    pub ok: bool,
    /// What is known.
    pub text: String,
}

/// What the timeline shows, from `?show=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimelineFilter {
    /// Everything.
    #[default]
    All,
    /// `meetings`
    Meetings,
    /// `notes`: and calls.
    Notes,
    /// `emails`
    Emails,
    /// `tasks`
    Tasks,
}

impl TimelineFilter {
    /// The word in `?show=`; empty for everything.
    pub fn word(&self) -> &'static str {
        match self {
            Self::All => "",
            Self::Meetings => "meetings",
            Self::Notes => "notes",
            Self::Emails => "emails",
            Self::Tasks => "tasks",
        }
    }

    /// From the word in `?show=`; anything unknown is everything.
    pub fn from_word(word: &str) -> Self {
        match word {
            "meetings" => Self::Meetings,
            "notes" => Self::Notes,
            "emails" => Self::Emails,
            "tasks" => Self::Tasks,
            _ => Self::All,
        }
    }
}

/// Entries per filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimelineCounts {
    /// Meetings.
    pub meetings: u64,
    /// Notes.
    pub notes: u64,
    /// Emails.
    pub emails: u64,
    /// Tasks that are done.
    pub tasks: u64,
}

/// One month of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineMonth {
    /// `March 2027`
    pub name: String,
    /// Newest first.
    pub items: Vec<TimelineEntry>,
}

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Decides colour and icon.
    pub glyph: Glyph,
    /// `Invitation`, `Note`, or a meeting's topic.
    pub title: String,
    /// `to Ana and Rui for Rollout kick-off`, `Oskar Berg`; may be empty.
    pub by: String,
    /// Delivery state, `Held, 38 min`.
    pub badge: Option<Badge>,
    /// `12 Mar, 14:20`
    pub when: String,
    /// The note, or what the mail server said; may be empty. Line breaks are kept.
    pub text: String,
    /// Whether the text is what a machine said, and so quieter.
    pub said: bool,
}

/// Kind of a timeline entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A meeting that was scheduled or held.
    Meeting,
    /// A meeting that was removed.
    Removed,
    /// An email.
    Email,
    /// An email that failed.
    EmailFailed,
    /// A note.
    Note,
    /// The contact was added or changed.
    Contact,
    /// A deal.
    Deal,
    /// A task that was done.
    Task,
    /// A call.
    Call,
}

impl Glyph {
    /// CSS class.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Meeting | Self::Call => "meeting",
            Self::Removed | Self::Contact | Self::Deal => "plain",
            Self::Task => "done",
            Self::Email => "email",
            Self::EmailFailed => "failed",
            Self::Note => "written",
        }
    }

    /// Icon name.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Meeting => icon!("video"),
            Self::Removed => icon!("video-off"),
            Self::Email => icon!("mail"),
            Self::EmailFailed => icon!("mail-x"),
            Self::Note => icon!("sticky-note"),
            Self::Contact => icon!("user-round"),
            Self::Deal => icon!("square-kanban"),
            Self::Task => icon!("check"),
            Self::Call => icon!("phone"),
        }
    }
}

/// One row of Details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// `Time zone`
    pub label: &'static str,
    /// `Europe/Lisbon`
    pub value: String,
    /// Avatar before the value, for the owner.
    pub person: Option<Person>,
}

/// Someone at the same company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Contact id.
    pub id: String,
    /// Name and avatar.
    pub person: Person,
    /// Job title; may be empty.
    pub title: String,
}
