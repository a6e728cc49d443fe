//! All meetings (week and agenda), one meeting, and removing it.

use askama::Template;

use super::badge::Tile;
use super::dialog::dialog_page;
use super::form::{Choice, FormField};
use super::mail::WayIn;
use super::outcome::OutcomeShown;
use super::place::PlaceLine;
use super::proposals::ProposalGroup;
use super::reminders::MeetingReminders;
use super::series::SeriesBlock;
use super::shell::{Person, Shell};
use super::tasks::TaskRow;
use super::tone::Tone;
use super::week::{EventLook, Hours, WeekDay, at_class};

/// `GET /meetings`: the week with what comes next beside it, or the agenda alone.
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/week.html")]
pub struct MeetingsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Which meetings are shown.
    pub filter: MeetingsFilter,
    /// Which of the two is shown; narrow screens open on the agenda.
    pub view: MeetingsView,
    /// `15 to 21 March 2027`
    pub dates: String,
    /// `week 11`
    pub week: String,
    /// Link to the week before.
    pub previous_href: String,
    /// Link to the current week.
    pub today_href: String,
    /// Link to the week after.
    pub next_href: String,
    /// Link to this week as a week.
    pub week_href: String,
    /// Link to this week as an agenda.
    pub agenda_href: String,
    /// Zone of the hours, `UTC+1`.
    pub zone: String,
    /// Seven days, Monday first.
    pub days: Vec<WeekDay>,
    /// Now, in minutes since midnight, when today is one of the days.
    pub now: Option<u64>,
    /// `Now, 09:42`
    pub now_label: String,
    /// In the week: the meetings to come. In the agenda: all of this week. Days without meetings are left out.
    pub agenda: Vec<AgendaDay>,
}

impl MeetingsPage {
    /// Hours the week shows.
    fn hours(&self) -> Hours {
        Hours::of(&self.days, self.now)
    }

    /// Classes that place the line of now.
    fn now_classes(&self) -> Option<String> {
        self.now.map(at_class)
    }
}

/// Which meetings are shown. A form that asks for `/meetings` with `whose` (`mine`, `everybody`), `state` (empty,
/// `to-come`, `over`, `waiting`) and `with` (words).
#[derive(Debug, Clone)]
pub struct MeetingsFilter {
    /// `My meetings`, `Everybody’s meetings`
    pub label: String,
    /// Whose meetings.
    pub whose: FormField,
    /// Choices of [`Self::whose`].
    pub whose_choices: Vec<Choice>,
    /// How far they are.
    pub state: FormField,
    /// Choices of [`Self::state`].
    pub state_choices: Vec<Choice>,
    /// Words of a name, a company or an address.
    pub with: FormField,
    /// What the form keeps: `week`, `view`, `contact`.
    pub kept: Vec<(&'static str, String)>,
    /// What leaves meetings out, each with the link that takes it back.
    pub chips: Vec<FilterChip>,
    /// The page without any of them.
    pub clear_href: String,
}

/// One thing that leaves meetings out.
#[derive(Debug, Clone)]
pub struct FilterChip {
    /// `With Ana Ferreira`, `To come`
    pub label: String,
    /// The page without it.
    pub href: String,
}

/// How `/meetings` is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingsView {
    /// Not chosen: week on wide screens, agenda on narrow ones.
    Unchosen,
    /// `view=week`
    Week,
    /// `view=agenda`
    Agenda,
}

/// One day of the agenda.
#[derive(Debug, Clone)]
pub struct AgendaDay {
    /// `Today`, `Tomorrow`, `Thursday`
    pub name: String,
    /// `16 March`
    pub date: String,
    /// Meetings in order of time.
    pub rows: Vec<AgendaRow>,
}

/// One meeting of the agenda.
#[derive(Debug, Clone)]
pub struct AgendaRow {
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
    /// `Ana Ferreira`, `Oskar, Freya`
    pub who: String,
    /// `In 18 minutes`, `Waiting for Zoom`
    pub note: Option<(Tone, String)>,
    /// Whether it can be started.
    pub start: StartButton,
    /// Where it takes place, if not in Zoom.
    pub place: Option<PlaceLine>,
    /// Whether it is over or removed, so that it is drawn quieter.
    pub past: bool,
}

/// How Start meeting is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartButton {
    /// Not at all: over, removed, or not in Zoom yet.
    None,
    /// As a secondary button.
    Later,
    /// As the primary button: from 30 minutes before.
    Now,
}

/// `GET /meetings/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/meeting.html")]
pub struct MeetingPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Meeting id.
    pub id: String,
    /// Subject.
    pub topic: String,
    /// Its day, as a tile.
    pub tile: Tile,
    /// `Today, 10:00 to 10:40`
    pub when: String,
    /// `09:00 for Ana in Lisbon`, when a zone differs.
    pub their_time: Option<String>,
    /// `In 18 minutes`, `Held`, `Removed`
    pub badge: Option<(Tone, String)>,
    /// What came of it, if somebody said so.
    pub outcome: Option<OutcomeShown>,
    /// Whether the reader can say what came of it.
    pub ask_outcome: bool,
    /// What is, or was, to be done after it.
    pub tasks: Vec<TaskRow>,
    /// How it goes or went, as far as Zoom says.
    pub life: Option<MeetingLife>,
    /// Who was there, as far as Zoom says.
    pub attendance: Vec<AttendeeRow>,
    /// What keeps the meeting from being as it should, or that it was removed.
    pub problem: Option<MeetingProblem>,
    /// Whether it can be started.
    pub start: StartButton,
    /// Whether **Reschedule** is offered.
    pub can_reschedule: bool,
    /// Whether **Remove meeting** is offered.
    pub can_remove: bool,
    /// For the form that creates it again.
    pub idempotency_key: String,
    /// Whether **Download .ics** is offered.
    pub has_calendar_file: bool,
    /// **Send invitation again**, or **Send invitation** if there was none; offered to the host alone.
    pub send_again: Option<&'static str>,
    /// Link of **Schedule a follow-up**; `None` when no contact is invited.
    pub follow_up_href: Option<String>,
    /// Where it takes place, if not in Zoom.
    pub place: Option<PlaceLine>,
    /// What Zoom gave; `None` while it is not in Zoom, and after Zoom was disconnected.
    pub zoom: Option<WayIn>,
    /// Times that invitees propose, by who proposes them.
    pub proposals: Vec<ProposalGroup>,
    /// The other dates, if it comes again.
    pub series: Option<SeriesBlock>,
    /// People invited.
    pub invitees: Vec<InviteeRow>,
    /// Whom it is with, if nobody can mail them about it, and the link to them.
    pub unmailed: Option<(Person, String)>,
    /// When they are reminded.
    pub reminders: Option<MeetingReminders>,
    /// Lines of the agenda.
    pub agenda: Vec<String>,
    /// Host's name, `You` for the reader's own.
    pub host: String,
    /// `40 minutes`
    pub duration: String,
    /// `Europe/Stockholm`
    pub zone: String,
    /// Switches that are on, in words: `Waiting room`, `Passcode`.
    pub options: Vec<String>,
    /// Who may start it in Zoom besides the host, `oskar@halden.example`; may be empty.
    pub alternative_hosts: String,
    /// `Fri 12 March, 14:20`
    pub scheduled: String,
}

impl MeetingPage {
    /// Where the page is.
    fn path(&self) -> String {
        format!("/meetings/{}", self.id)
    }

    /// Whether it stands for all dates of a series.
    fn is_series(&self) -> bool {
        self.series.as_ref().is_some_and(|series| series.href.is_none())
    }

    fn anybody_is_there(&self) -> bool {
        self.attendance.iter().any(|one| one.there)
    }
}

/// How a meeting goes or went.
#[derive(Debug, Clone)]
pub struct MeetingLife {
    /// Colour of the note.
    pub tone: Tone,
    /// `Running since 10:02`, `Held today, 10:02 to 10:41, 39 minutes`
    pub title: String,
    /// `Ana is here.`, `Ana did not come.`
    pub text: String,
    /// Whether it runs.
    pub running: bool,
    /// Whether **Propose a new time** is offered.
    pub propose: bool,
}

/// Somebody who was there.
#[derive(Debug, Clone)]
pub struct AttendeeRow {
    /// The invitee they are, or the name they gave.
    pub person: Person,
    /// Link to the contact, for invitees who are one.
    pub href: Option<String>,
    /// `Host`, `Zoom does not say who this is`
    pub note: String,
    /// `10:02 to 10:41`
    pub when: String,
    /// Whether they are there now.
    pub there: bool,
    /// Asks who of the invited they are, or takes back what was said. Posts `csrf`, `uuid`, `participant` and `invitee`
    /// (an id, or nothing) to `/meetings/{id}/attendance`.
    pub question: Option<WhoIsIt>,
}

/// Asks who of the invited somebody is.
#[derive(Debug, Clone)]
pub struct WhoIsIt {
    /// Which time the meeting was started.
    pub uuid: String,
    /// Their number within it.
    pub participant: String,
    /// First name of the invitee that somebody confirmed them to be.
    pub confirmed: Option<String>,
    /// The invitees.
    pub choices: Vec<Choice>,
    /// The invitee of the same name.
    pub suggested: String,
}

/// A note on the meeting page.
#[derive(Debug, Clone)]
pub struct MeetingProblem {
    /// Colour of the note.
    pub tone: Tone,
    /// `Waiting for Zoom`
    pub title: String,
    /// `Zoom is not answering. We try again at 09:46. Ana gets the invitation when the meeting is in Zoom.`
    pub text: String,
    /// What can be done about it.
    pub way: WayOn,
}

/// What a note on the meeting page offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOn {
    /// Nothing.
    None,
    /// **Try again now** (`POST /meetings/{id}/retry`).
    Retry,
    /// A link to the integrations page.
    Connect,
    /// **Create it again in Zoom** (`POST /meetings/{id}/recreate`).
    Recreate,
    /// **Remove this date**, a link to the question.
    RemoveDate,
}

/// One person invited to the meeting.
#[derive(Debug, Clone)]
pub struct InviteeRow {
    /// Name and tint.
    pub person: Person,
    /// Link to the contact, for those who are one.
    pub href: Option<String>,
    /// Email address.
    pub email: String,
    /// `09:00 in Lisbon`
    pub their_time: Option<String>,
    /// What they answered: `Coming`, `Declined`, `New time proposed`.
    pub answer: Option<(Tone, &'static str)>,
    /// Lines of what they wrote when they declined.
    pub message: Vec<String>,
    /// Address of their page; people invited before there were pages have none.
    pub page: Option<String>,
    /// State of the last email: Queued, Sent, Delivered, Bounced, Failed.
    pub mail: Option<(Tone, String)>,
    /// The mail server's words when it failed.
    pub server_words: Option<String>,
}

/// `GET /meetings/{id}/remove`, and its `POST` (fields `csrf`, `tell` = `on` or absent, `message`) when something is wrong.
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/remove.html", blocks = ["dialog"])]
pub struct RemovePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Meeting id.
    pub id: String,
    /// Subject.
    pub topic: String,
    /// `Tuesday 30 March, 14:00 to 14:30, with Ana Ferreira`
    pub when: String,
    /// Where Keep meeting and Close lead.
    pub back: String,
    /// Makes a repeated submit harmless.
    pub idempotency_key: String,
    /// Whether **Reschedule instead** is offered.
    pub can_reschedule: bool,
    /// Whether Zoom has it; otherwise the sentence about the link is left out.
    pub in_zoom: bool,
    /// Whether it takes place elsewhere, so that Zoom is not spoken of.
    pub elsewhere: bool,
    /// Of a series, how many dates are to come.
    pub all_dates: Option<usize>,
    /// Of one date, where all are removed.
    pub one_of: Option<String>,
    /// First names of those who got an invitation, `Ana and Rui`; empty when there is nobody to tell.
    pub told: String,
    /// Whether they will be told.
    pub tell: bool,
    /// Text for the cancellation email.
    pub message: FormField,
}
dialog_page!(RemovePage);

impl RemovePage {
    /// What the empty message field suggests.
    fn placeholder(&self) -> String {
        format!("Anything {} should know", self.told)
    }
}
