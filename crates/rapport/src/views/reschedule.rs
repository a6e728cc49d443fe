//! Reschedule: the form of a meeting that exists.

use askama::Template;

use super::details::{DetailsForm, Verdict};
use super::dialog::dialog_page;
use super::mail::SeriesLines;
use super::place::PlaceForm;
use super::schedule::ScheduleZoom;
use super::shell::{Person, Shell};

/// What becomes another one, for the sentences about what people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing yet.
    Nothing,
    /// When people meet.
    Time,
    /// Where they meet.
    Place,
    /// Both.
    TimeAndPlace,
    /// What it is called or about.
    Words,
}

impl Change {
    /// What the email says: "the old and new time".
    pub const fn told(self) -> &'static str {
        match self {
            Self::Nothing => "what you change",
            Self::Time => "the old and new time",
            Self::Place => "the new way to meet",
            Self::TimeAndPlace => "the new time and the new way to meet",
            Self::Words => "what is new",
        }
    }

    /// What whoever is not told keeps in the calendar.
    pub const fn kept(self) -> &'static str {
        if matches!(self, Self::Time) { "time" } else { "entry" }
    }

    /// Whether the answers that were given are about another time.
    pub const fn asks_again(self) -> bool {
        matches!(self, Self::Time | Self::TimeAndPlace)
    }
}

/// `GET /meetings/{id}/reschedule`, and its `POST` when something needs a change or was only checked.
///
/// The form posts the fields of [`DetailsForm`], as the one that schedules, and `tell` (`on` or absent).
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/reschedule.html", blocks = ["dialog"])]
pub struct ReschedulePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Meeting id.
    pub id: String,
    /// Where Cancel and Close lead.
    pub back: String,
    /// Subject as it is now, for the heading.
    pub topic: String,
    /// `Tue 30 March, 14:00 to 14:30`
    pub current: String,
    /// Whether all dates of a series are rescheduled.
    pub all_dates: bool,
    /// `13:00 for Ana in Lisbon`, when a zone differs.
    pub their_current: Option<String>,
    /// Whether Zoom can take the change. The form of a meeting that stays in Zoom is only shown for `Ready` and
    /// `NotAnswering`.
    pub zoom: ScheduleZoom,
    /// Whether Zoom has the meeting; otherwise it is created with the new time.
    pub in_zoom: bool,
    /// Whether it takes place elsewhere now.
    pub elsewhere: bool,
    /// Where it is to take place.
    pub place: PlaceForm,
    /// Who is invited.
    pub invitees: Vec<Person>,
    /// Whether those who were invited will be told; asked only if there are any.
    pub tell: bool,
    /// How many those are.
    pub told_count: usize,
    /// What the form changes as it is filled in.
    pub change: Change,
    /// Topic, time and agenda.
    pub details: DetailsForm,
}
dialog_page!(ReschedulePage);

impl ReschedulePage {
    /// Whether there is anything to change it with.
    fn is_form(&self) -> bool {
        self.elsewhere || !self.place.is_zoom() || self.zoom.account().is_some()
    }

    /// The form for who wants to meet without Zoom.
    fn instead(&self) -> String {
        format!("/meetings/{}/reschedule?place=phone", self.id)
    }

    /// Whether the sentence about them is in the plural.
    fn told_many(&self) -> bool {
        self.told_count > 1
    }
}
