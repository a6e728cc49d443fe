//! Schedule meeting: the form, its preview pane, and choosing a contact first.

use askama::Template;

use super::dialog::dialog_page;
use super::form::{Choice, FieldLink, FormErrors, FormField};
use super::shell::{Person, Shell};
use super::strip::TimeStrip;

/// `GET /contacts/{id}/meetings/new`, and its `POST` when something needs a change or was only checked.
///
/// The form posts to `action` with the fields `csrf`, `idempotency_key`, `topic`, `date` (2027-03-18), `start` (16:00),
/// `duration` (15, 30, 40, 60 or `other`), `duration_other` (minutes), `zone` (IANA id), `invitee` (repeated, see [`Invitee::value`]),
/// `add_invitee` (an email address, or the name of a contact), `agenda`, the switches `waiting_room`, `passcode` and
/// `cloud_recording` (`on` or absent), `preview` (`times` or `email`) and, once accepted, `duration_kept` (minutes).
///
/// A submit button may add one of `check=1` (nothing is scheduled, answer the form), `remove_invitee={value}`,
/// `fix_invitee={email}`, `duration_fix={minutes}` and `duration_keep={minutes}`; all of these also only check.
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/schedule.html", blocks = ["dialog"])]
pub struct SchedulePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where the form posts to, and where it was read from: `/contacts/{id}/meetings`.
    pub action: String,
    /// Where Cancel and Close lead: `/contacts/{id}`.
    pub back: String,
    /// Full name of the contact, for the heading.
    pub contact_name: String,
    /// Whether Zoom can take the meeting. The form is only shown for `Ready` and `NotAnswering`.
    pub zoom: ScheduleZoom,
    /// The fields and the preview.
    pub form: ScheduleForm,
}
dialog_page!(SchedulePage);

/// The person's Zoom connection, as far as it matters for scheduling.
#[derive(Debug, Clone)]
pub enum ScheduleZoom {
    /// The meeting can be created now.
    Ready(ZoomAccountLine),
    /// The meeting is saved and created when Zoom answers.
    NotAnswering {
        /// The account that will be used.
        account: ZoomAccountLine,
        /// When Rapport tries again, `09:46`.
        retry_at: Option<String>,
    },
    /// No Zoom account yet: offers **Connect Zoom**.
    NotConnected,
    /// Zoom refuses the stored access: offers **Reconnect Zoom**.
    NeedsReconnect {
        /// The address of the Zoom account that was connected.
        email: String,
    },
}

/// Footer line: which Zoom account is used.
#[derive(Debug, Clone)]
pub struct ZoomAccountLine {
    /// Address of the Zoom account.
    pub email: String,
    /// `Basic`, `Licensed`.
    pub plan: String,
    /// Whether the plan may record to the cloud; otherwise the switch is disabled and says why.
    pub can_record: bool,
}

/// What was typed, what is wrong with it, and what it would mean.
#[derive(Debug, Clone)]
pub struct ScheduleForm {
    /// Makes a repeated submit harmless; keep the same value when the form is shown again.
    pub idempotency_key: String,
    /// The note on top, when the form was sent and not accepted: `Nothing was scheduled. 3 fields need a change.`
    /// [`ScheduleForm::wrong_fields`] makes its links.
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
    /// Invitees so far, the contact first.
    pub invitees: Vec<Invitee>,
    /// What stands in the field of the next invitee, usually empty.
    pub add_invitee: FormField,
    /// An address that was probably meant, offered as a button below the error of `add_invitee`.
    pub invitee_suggestion: Option<String>,
    /// Contacts offered while typing: email address and name.
    pub known_contacts: Vec<Choice>,
    /// Text of the invitation, at most 1900 characters.
    pub agenda: FormField,
    /// Switch: people wait until the host lets them in.
    pub waiting_room: bool,
    /// Switch: the meeting has a passcode.
    pub passcode: bool,
    /// Switch: record to the cloud; ignored when the plan cannot.
    pub cloud_recording: bool,
    /// Whether the pane shows the email instead of the times.
    pub show_email: bool,
    /// Contents of the pane **Times**; `None` while date or time cannot be read.
    pub times: Option<TimesPane>,
    /// Contents of the pane **Invitation email**; `None` while date or time cannot be read.
    pub email: Option<EmailPreview>,
    /// First names of the people who get an email, `Ana and Rui`; empty when nobody does.
    pub told: String,
}

impl ScheduleForm {
    /// The fields that carry an error, in the order of the form, for [`FormErrors::fields`].
    pub fn wrong_fields(&self) -> Vec<FieldLink> {
        [
            (&self.topic, "topic", "Topic"),
            (&self.date, "date", "Date"),
            (&self.start, "start", "Start time"),
            (&self.duration, "duration-15", "Duration"),
            (&self.zone, "zone", "Your time zone"),
            (&self.add_invitee, "add-invitee", "Invitees"),
            (&self.agenda, "agenda", "Agenda"),
        ]
        .into_iter()
        .filter(|(field, ..)| field.error.is_some())
        .map(|(_, id, label)| FieldLink::new(id, label))
        .collect()
    }
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

/// One chip of **Invitees**.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// Posted as `invitee`: the contact's id, or an email address.
    pub value: String,
    /// Name and tint; the name is the email address for people who are no contacts.
    pub person: Person,
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
    /// `SSO and sandbox tenant, Thu 18 March 15:00`
    pub subject: String,
    /// First name for the greeting, `Ana`.
    pub greeting: String,
    /// `Mara Lindqvist from Halden Studio`
    pub host: String,
    /// Topic, or what stands for it while it is empty.
    pub topic: String,
    /// `Thursday 18 March 2027`
    pub date: String,
    /// `15:00 to 15:30, Lisbon time`
    pub time: String,
    /// `16:00 in Stockholm, where Mara is`, when the zones differ.
    pub host_time: Option<String>,
    /// Lines of the agenda.
    pub agenda: Vec<String>,
    /// `Rui gets the same email with the time in Lisbon.`
    pub others: Option<String>,
}

/// `GET /meetings/new`: whom the meeting is with. The search form sends `q`.
#[derive(Debug, Clone, Template)]
#[template(path = "meetings/choose_contact.html", blocks = ["dialog"])]
pub struct ChooseContactPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was searched for.
    pub query: String,
    /// Matching contacts, at most as many as fit a page.
    pub contacts: Vec<ContactChoice>,
    /// How many matched in all.
    pub total: u64,
}
dialog_page!(ChooseContactPage);

/// One contact to schedule with.
#[derive(Debug, Clone)]
pub struct ContactChoice {
    /// Contact id.
    pub id: String,
    /// Name and tint.
    pub person: Person,
    /// `Head of Operations at Lumen Freight`, may be empty.
    pub role: String,
    /// Email address; without one the contact cannot be invited and the row says so.
    pub email: Option<String>,
}
