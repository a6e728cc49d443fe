//! Topic, time and agenda of a meeting, with what they mean for everyone: what scheduling and rescheduling share.

use super::form::{Choice, FieldLink, FormErrors, FormField};
use super::mail::{MeetingFacts, News};
use super::repeat::RepeatForm;
use super::strip::TimeStrip;

/// What was typed, what is wrong with it, and what it would mean.
#[derive(Debug, Clone)]
pub struct DetailsForm {
    /// Makes a repeated submit harmless; keep the same value when the form is shown again.
    pub idempotency_key: String,
    /// The note on top, when the form was sent and not accepted: `Nothing was scheduled. 3 fields need a change.`
    /// [`DetailsForm::wrong_fields`] makes its links.
    pub errors: Option<FormErrors>,
    /// Subject of the meeting, at most 200 characters.
    pub topic: FormField,
    /// `2027-03-18`
    pub date: FormField,
    /// `16:00`
    pub start: FormField,
    /// `15`, `30`, `40`, `60` or `other`; its error is shown below the group.
    pub duration: FormField,
    /// Minutes, used with `other`.
    pub duration_other: String,
    /// The 40-minute warning, when the plan would end the meeting early and this was not accepted yet.
    pub limit: Option<LimitWarning>,
    /// Minutes accepted with **Keep 60 minutes**, posted again as `duration_kept`.
    pub duration_kept: Option<u64>,
    /// IANA id of the chosen zone.
    pub zone: FormField,
    /// Zones to choose from: value `Europe/Stockholm`, label `Stockholm (UTC+1)` with the offset of the chosen date.
    pub zones: Vec<Choice>,
    /// The same moment for each invitee in another zone: `15:00` **for Ana in Lisbon**. Empty while date or time are invalid.
    pub their_times: Vec<TheirTime>,
    /// Who may start it in Zoom besides the host, addresses between commas.
    pub alternative_hosts: FormField,
    /// Text of the invitation, at most 1900 characters.
    pub agenda: FormField,
    /// Whether the pane shows the email instead of the times.
    pub show_email: bool,
    /// Contents of the pane **Times**; `None` while date or time cannot be read.
    pub times: Option<TimesPane>,
    /// Contents of the pane **Invitation email**; `None` while date or time cannot be read.
    pub email: Option<EmailPreview>,
    /// First names of the people who get an email, `Ana and Rui`; empty when nobody does.
    pub told: String,
    /// How many of Zoom's changes of today are left, when few are.
    pub changes_left: Option<ChangesLeft>,
    /// What else the host has at that time and was not asked about yet.
    pub overlap: Option<OverlapWarning>,
    /// How it comes again, where that can be chosen.
    pub repeat: Option<RepeatForm>,
    /// Of one date of a series: where all dates are rescheduled.
    pub all_dates: Option<String>,
    /// Meetings accepted with **Keep this time**, posted again as `overlap_kept`; may be empty.
    pub overlap_kept: String,
}

impl DetailsForm {
    /// The fields that carry an error, in the order of the form, for [`FormErrors::fields`].
    pub fn wrong_fields(&self, add_invitee: Option<&FormField>) -> Vec<FieldLink> {
        let repeat = self.repeat.as_ref().map(RepeatForm::wrong_fields).unwrap_or_default();
        let mut wrong: Vec<_> = [
            Some((&self.topic, "topic", "Topic")),
            Some((&self.date, "date", "Date")),
            Some((&self.start, "start", "Start time")),
            Some((&self.duration, "duration-15", "Duration")),
            Some((&self.zone, "zone", "Your time zone")),
            add_invitee.map(|field| (field, "add-invitee", "Invitees")),
            Some((&self.agenda, "agenda", "Agenda")),
            Some((&self.alternative_hosts, "alternative_hosts", "Alternative hosts")),
        ]
        .into_iter()
        .flatten()
        .filter(|(field, ..)| field.error.is_some())
        .map(|(_, id, label)| FieldLink::new(id, label))
        .collect();
        let below = wrong.iter().position(|field| matches!(field.id.as_str(), "add-invitee" | "agenda"));
        let at = below.unwrap_or(wrong.len());
        wrong.splice(at..at, repeat);
        wrong
    }
}

/// What is left of the changes that Zoom allows a user each day.
#[derive(Debug, Clone)]
pub struct ChangesLeft {
    /// `7 of 100 Zoom changes left today`
    pub title: String,
    /// What happens when there is none left, and when the day begins anew.
    pub text: String,
}

/// The host has another meeting then.
#[derive(Debug, Clone)]
pub struct OverlapWarning {
    /// `You have Rollout kick-off at that time`
    pub title: String,
    /// What it is, and what may happen.
    pub text: String,
    /// **Keep this time**: the meetings that are accepted with it.
    pub keep: String,
}

/// Zoom would close the meeting before its end.
#[derive(Debug, Clone)]
pub struct LimitWarning {
    /// `Zoom Basic ends meetings at 40 minutes`
    pub title: String,
    /// What would happen and what can be done.
    pub text: String,
    /// Minutes the plan allows: **Shorten to 40 minutes**.
    pub limit: u64,
    /// Minutes asked for: **Keep 60 minutes**.
    pub wanted: u64,
}

/// The start as one invitee reads it.
#[derive(Debug, Clone)]
pub struct TheirTime {
    /// `15:00`
    pub time: String,
    /// `Ana in Lisbon`
    pub who: String,
    /// `Fri 19 March`, when the day differs from the host's.
    pub other_day: Option<String>,
}

/// The pane **Times**.
#[derive(Debug, Clone)]
pub struct TimesPane {
    /// `Thursday 18 March`
    pub day: String,
    /// Everybody's day between 06 and 22 in the host's time.
    pub strip: TimeStrip,
    /// Sentence under the strip.
    pub verdict: Verdict,
}

/// How well the time suits, in one sentence.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// `Within working hours for everyone`
    Good(String),
    /// `Before working hours for Ana (07:00)`, `You have Partner check-in at that time`
    Careful(String),
    /// `This time has passed`
    Impossible(String),
}

/// The pane **Invitation email**: what the first invitee will read.
#[derive(Debug, Clone)]
pub struct EmailPreview {
    /// `Mara Lindqvist, Halden Studio`
    pub from: String,
    /// `Ana Ferreira`
    pub to: String,
    /// What all mails say.
    pub meeting: MeetingFacts,
    /// What is new.
    pub news: News,
    /// `Tuesday 16 March, 09:00`, struck through, when the meeting is moved.
    pub was: Option<String>,
    /// Lines of the agenda.
    pub agenda: Vec<String>,
    /// `Rui gets the same email with the time in Lisbon.`
    pub others: Option<String>,
}
