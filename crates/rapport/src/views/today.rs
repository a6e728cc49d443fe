//! Today: the next meeting, the schedule around now, and what happened lately.

use askama::Template;

use super::badge::Badge;
use super::meetings::StartButton;
use super::outcome::OutcomeQuestion;
use super::place::PlaceLine;
use super::shell::{Person, Shell};
use super::spark::WeekSpark;
use super::tasks::TaskRow;

/// `GET /`
#[derive(Debug, Clone, Template)]
#[template(path = "today.html")]
pub struct TodayPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// `Tuesday, week 11`
    pub weekday: String,
    /// The person's time now, `09:42`.
    pub time: String,
    /// IANA id of the person's zone, for the clock island.
    pub zone: String,
    /// City of the person's zone, `Stockholm`.
    pub city: String,
    /// `16 March`
    pub date: String,
    /// Shown in place of everything else until the first meeting is scheduled.
    pub first_steps: Option<FirstSteps>,
    /// The meeting on top of the page.
    pub next: Option<NextMeeting>,
    /// Today and tomorrow, in order of time, with the line of now between.
    pub schedule: Vec<ScheduleRow>,
    /// Meetings per week; `None` while there is nothing to draw.
    pub spark: Option<WeekSpark>,
    /// Meetings that are over, and the reader has not said what came of them.
    pub questions: Vec<OutcomeQuestion>,
    /// What the reader is to do within a week.
    pub tasks: Vec<TaskRow>,
    /// What happened lately, newest first.
    pub activity: Vec<FeedItem>,
}

/// Three steps to the first meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSteps {
    /// How many contacts there are.
    pub contacts: u64,
    /// Whether a Zoom account is connected.
    pub zoom_connected: bool,
    /// Whether the person has the Zoom integration at all.
    pub zoom_offered: bool,
}

impl FirstSteps {
    /// Steps that are done, 0 to 2.
    pub fn done(&self) -> u8 {
        u8::from(self.contacts > 0) + u8::from(self.zoom_connected)
    }

    /// The step to take now, 1 to 3.
    pub fn current(&self) -> u8 {
        match (self.contacts > 0, self.zoom_connected) {
            (false, _) => 1,
            (true, false) => 2,
            (true, true) => 3,
        }
    }
}

/// The card of the next meeting.
#[derive(Debug, Clone)]
pub struct NextMeeting {
    /// Meeting id.
    pub id: String,
    /// Start as RFC 3339 in UTC, for the countdown island.
    pub starts_at: String,
    /// `In 18 minutes`, `Now`, `Tomorrow`
    pub badge: String,
    /// Whether the badge glows: from 30 minutes before until the end.
    pub soon: bool,
    /// Whether it runs, as Zoom says.
    pub running: bool,
    /// `Repeats weekly`; empty for a meeting that takes place once.
    pub repeats: String,
    /// `10:00`
    pub time: String,
    /// `10:40`
    pub until: String,
    /// Subject.
    pub topic: String,
    /// The contact.
    pub person: Person,
    /// The contact's page; empty when the meeting has none.
    pub contact_href: String,
    /// `Head of Operations, Lumen Freight`
    pub role: String,
    /// `09:00 for Ana in Lisbon`; empty when the zone is the same.
    pub their_time: String,
    /// How Start meeting is offered.
    pub start: StartButton,
    /// Where it takes place, if not in Zoom.
    pub place: Option<PlaceLine>,
    /// Join link; empty while Zoom has not answered.
    pub join_url: String,
    /// Offers **Connect Zoom**, because without it there is nothing to start.
    pub connect_zoom: bool,
    /// What was said last time and what this one is for, at most three.
    pub brief: Vec<BriefItem>,
}

/// One column under the next meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefItem {
    /// Icon name.
    pub icon: &'static str,
    /// `Last note, 11 March`
    pub label: String,
    /// The text itself.
    pub text: String,
    /// A quieter second line; empty for none.
    pub meta: String,
}

/// One line of the schedule.
#[derive(Debug, Clone)]
pub enum ScheduleRow {
    /// Heading of another day: `Tomorrow`.
    Day(String),
    /// The line of now: `09:42`.
    Now(String),
    /// A meeting.
    Meeting(Box<ScheduledMeeting>),
}

/// A meeting on the schedule.
#[derive(Debug, Clone)]
pub struct ScheduledMeeting {
    /// Meeting id.
    pub id: String,
    /// `10:00`
    pub time: String,
    /// Subject.
    pub topic: String,
    /// `Repeats weekly`; empty for a meeting that takes place once.
    pub repeats: String,
    /// First invitee, for the avatar.
    pub person: Person,
    /// `Ana Ferreira and Rui Matos, Lumen Freight`
    pub who: String,
    /// `11:00 in New York`; empty when the zone is the same.
    pub elsewhere: String,
    /// `40 min`
    pub length: String,
    /// Whether it is over.
    pub past: bool,
    /// What there is to say about it; takes the place of the length.
    pub badge: Option<Badge>,
    /// How Start meeting is offered.
    pub start: StartButton,
    /// Where it takes place, if not in Zoom.
    pub place: Option<PlaceLine>,
}

/// One line of recent activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedItem {
    /// Icon name.
    pub icon: &'static str,
    /// Whether something failed.
    pub failed: bool,
    /// Words before the name: `Invitation to`; may be empty.
    pub before: String,
    /// The contact.
    pub name: String,
    /// The contact's page; empty for none.
    pub href: String,
    /// Words after the name: `accepted Tidewater intro`.
    pub after: String,
    /// `09:20`, `Mon`
    pub time: String,
}
