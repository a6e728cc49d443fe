//! Schedule meeting: the form, its preview pane, and choosing a contact first.

use askama::Template;

use super::details::{DetailsForm, Verdict};
use super::dialog::dialog_page;
use super::form::{Choice, FieldLink, FormField};
use super::mail::SeriesLines;
use super::place::PlaceForm;
use super::shell::{Person, Shell};

/// `GET /contacts/{id}/meetings/new`, and its `POST` when something needs a change or was only checked.
///
/// The form posts to `action` with the fields `csrf`, `idempotency_key`, `topic`, `date` (2027-03-18), `start` (16:00),
/// `duration` (15, 30, 40, 60 or `other`), `duration_other` (minutes), `zone` (IANA id), `invitee` (repeated, see [`Invitee::value`]),
/// `add_invitee` (an email address, or the name of a contact), `agenda`, the switches `waiting_room`, `passcode`,
/// `cloud_recording` and `send_invitation` (`on` or absent), `preview` (`times` or `email`) and, once accepted, `duration_kept` (minutes).
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
    /// Whether Zoom can take the meeting; if not, it can still take place elsewhere.
    pub zoom: ScheduleZoom,
    /// Topic, time and agenda, and the preview.
    pub details: DetailsForm,
    /// Who is invited, and how the meeting is held.
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
    /// The integration is turned off for the person.
    TurnedOff,
    /// No Zoom account yet: offers **Connect Zoom**.
    NotConnected,
    /// Zoom refuses the stored access: offers **Reconnect Zoom**.
    NeedsReconnect {
        /// The address of the Zoom account that was connected.
        email: String,
    },
}

/// Why **Zoom meeting** cannot be chosen.
pub struct ZoomReason {
    /// `Zoom is not connected.`
    pub text: String,
    /// **Connect Zoom** or **Reconnect Zoom**, where that helps.
    pub button: Option<&'static str>,
}

impl ScheduleZoom {
    /// Whether it can take a meeting, now or by and by.
    pub fn is_usable(&self) -> bool {
        self.account().is_some()
    }

    /// The account that a meeting would be in.
    pub fn account(&self) -> Option<&ZoomAccountLine> {
        match self {
            Self::Ready(account) | Self::NotAnswering { account, .. } => Some(account),
            Self::TurnedOff | Self::NotConnected | Self::NeedsReconnect { .. } => None,
        }
    }

    /// Zoom does not answer at the moment.
    pub fn is_unanswered(&self) -> bool {
        matches!(self, Self::NotAnswering { .. })
    }

    /// When Rapport tries again.
    pub fn retry_at(&self) -> Option<&String> {
        if let Self::NotAnswering { retry_at, .. } = self { retry_at.as_ref() } else { None }
    }

    /// Why no meeting can be in Zoom.
    pub fn reason(&self) -> Option<ZoomReason> {
        let (text, button) = match self {
            Self::Ready(_) | Self::NotAnswering { .. } => return None,
            Self::TurnedOff => ("Zoom is not turned on for you.".to_owned(), None),
            Self::NotConnected => (
                "Connect your own Zoom account once, and you can meet in Zoom.".to_owned(),
                Some("Connect Zoom"),
            ),
            Self::NeedsReconnect { email } => {
                (format!("Zoom no longer accepts our access to {email}."), Some("Reconnect Zoom"))
            }
        };
        Some(ZoomReason { text, button })
    }
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
    /// The plan may, but the person turned it off in Zoom, or their administrator did.
    pub recording_is_off: bool,
    /// Zoom takes no meeting without a passcode from this account.
    pub passcode_required: bool,
    /// The switches begin as in the person's own Zoom settings.
    pub begins_as_in_zoom: bool,
}

/// What only scheduling asks for.
#[derive(Debug, Clone)]
pub struct ScheduleForm {
    /// Invitees so far, the contact first.
    pub invitees: Vec<Invitee>,
    /// The contact has no address to be mailed at.
    pub no_address: Option<NoAddress>,
    /// What stands in the field of the next invitee, usually empty.
    pub add_invitee: FormField,
    /// An address that was probably meant, offered as a button below the error of `add_invitee`.
    pub invitee_suggestion: Option<String>,
    /// Contacts offered while typing: email address and name.
    pub known_contacts: Vec<Choice>,
    /// Where it takes place.
    pub place: PlaceForm,
    /// Switch: people wait until the host lets them in.
    pub waiting_room: bool,
    /// Switch: the meeting has a passcode.
    pub passcode: bool,
    /// Switch: record to the cloud; ignored when the plan cannot.
    pub cloud_recording: bool,
    /// Switch: the invitees get an email. Without it they hear of no change and no removal either (RT-43).
    pub send_invitation: bool,
}

/// Asks for the address of a contact who has none; posted as `contact_email`.
#[derive(Debug, Clone)]
pub struct NoAddress {
    /// `Bo`
    pub first_name: String,
    /// **Email address of Bo**; may stay empty.
    pub email: FormField,
}

impl NoAddress {
    /// The field, if it carries an error.
    pub fn wrong_field(&self) -> Option<FieldLink> {
        self.email.error.is_some().then(|| FieldLink::new("contact_email", self.label()))
    }

    fn label(&self) -> String {
        format!("Email address of {}", self.first_name)
    }

    /// Whether they are mailed with what was typed.
    fn is_mailed(&self) -> bool {
        self.email.error.is_none() && !self.email.value.is_empty()
    }
}

/// One chip of **Invitees**.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// Posted as `invitee`: the contact's id, or an email address.
    pub value: String,
    /// Name and tint; the name is the email address for people who are no contacts.
    pub person: Person,
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
