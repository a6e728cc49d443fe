//! Settings, Integrations: the Zoom card, and Disconnect.

use askama::Template;

use super::dialog::dialog_page;
use super::shell::Shell;

/// `GET /settings/integrations`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/integrations.html")]
pub struct IntegrationsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// State of the reader's Zoom connection.
    pub zoom: ZoomCard,
    /// The reader comes from Zoom, whose answer could not be taken because nobody was logged in.
    pub finish: bool,
    /// While Zoom is not for everyone, but for the reader: `Preview: turned on for 2 people in this workspace.`
    pub preview: Option<String>,
    /// The Zoom app is not published: Zoom lets only accounts of its owner in.
    pub unpublished: bool,
    /// `Connecting uses this server’s development app.`
    pub app_line: Option<&'static str>,
}

/// The Zoom card. Its forms post `csrf` to `/integrations/zoom/connect` and `/integrations/zoom/check`.
#[derive(Debug, Clone)]
pub enum ZoomCard {
    /// The integration is turned off for the reader.
    TurnedOff {
        /// Address of the Zoom account that stays connected meanwhile.
        email: Option<String>,
    },
    /// Nothing connected.
    NotConnected {
        /// Sentence about how it ended: `Data deleted on 15 March at 18:04, confirmed to Zoom at 18:05.`
        removed_in_zoom: Option<String>,
    },
    /// Nothing connected, and the person has gone to Zoom's consent page.
    Waiting {
        /// `09:52`: when what they began runs out.
        until: String,
    },
    /// Connected, and it works as far as we know.
    Connected(ZoomAccount),
    /// Connected, but the last calls did not work; nothing the person must do.
    Failing {
        /// The account.
        account: ZoomAccount,
        /// `Zoom is not answering`, `App credentials refused`
        badge: &'static str,
        /// `Zoom is not answering`
        title: &'static str,
        /// `Last tried 09:41. We try again at 09:46.`
        text: String,
    },
    /// Connected, but Zoom has not renewed our access for so long that it may end.
    Expiring {
        /// The account.
        account: ZoomAccount,
        /// `Zoom last renewed our access on 3 January; it may end about 3 April.`
        text: String,
    },
    /// Zoom refuses the stored access.
    NeedsReconnect {
        /// Address of the Zoom account.
        email: String,
        /// `Zoom stopped accepting our access on Monday 15 March at 20:17`
        title: String,
        /// Why, and what became of everything.
        reason: &'static str,
        /// `15 Mar, 20:01`
        last_working_call: Option<String>,
        /// How many upcoming meetings keep their join link.
        upcoming: u64,
        /// `Oskar Berg uses this Zoom account too. …`
        shared: Option<String>,
    },
}

impl ZoomCard {
    /// Whether connecting is the way on.
    pub fn offers_connect(&self) -> bool {
        matches!(self, Self::NotConnected { .. } | Self::Waiting { .. } | Self::NeedsReconnect { .. })
    }
}

/// What is known of a connected Zoom account.
#[derive(Debug, Clone)]
pub struct ZoomAccount {
    /// Address of the Zoom account.
    pub email: String,
    /// `Basic`
    pub plan: String,
    /// `40-minute limit`, `Cloud recording available`
    pub plan_note: Option<String>,
    /// Whether the note is an advantage, not a limit.
    pub plan_is_premium: bool,
    /// `12 January 2027`
    pub since: String,
    /// `09:40, worked`
    pub last_call: Option<String>,
    /// Whether the last call worked.
    pub last_call_worked: bool,
    /// `Oskar Berg uses this Zoom account too. …`
    pub shared: Option<String>,
    /// The last comparison with Zoom's list, if there was one.
    pub comparison: Option<ComparisonReport>,
    /// Every permission Rapport asks for.
    pub permissions: Vec<Permission>,
    /// `You cannot remove meetings`: what the missing ones disable.
    pub cannot: String,
    /// What waits for the person to connect once more.
    pub connect_once_more: Option<OnceMore>,
    /// The last 30 days, oldest first.
    pub health: Vec<HealthDay>,
    /// `412 calls, 2 failed and were retried`
    pub health_text: String,
    /// For screen readers: `Calls to Zoom over the last 30 days: 29 days without errors, 1 day with 2 errors`
    pub health_label: String,
}

impl ZoomAccount {
    /// Permissions that were not granted.
    pub fn missing(&self) -> impl Iterator<Item = &Permission> {
        self.permissions.iter().filter(|permission| !permission.granted)
    }
}

/// A permission that is asked for since the person connected.
#[derive(Debug, Clone)]
pub struct OnceMore {
    /// `Connect once more to see who comes`
    pub title: &'static str,
    /// What they get for it.
    pub text: &'static str,
}

/// What the last comparison with Zoom found.
#[derive(Debug, Clone)]
pub struct ComparisonReport {
    /// `Last compared today, 02:30: 12 meetings, nothing differs.`
    pub summary: String,
    /// What differed.
    pub findings: Vec<ComparisonFinding>,
}

/// One difference.
#[derive(Debug, Clone)]
pub struct ComparisonFinding {
    /// Subject and page of the meeting; `None` for one in Zoom that nobody here knows.
    pub meeting: Option<(String, String)>,
    /// `Started at another time in Zoom: taken over, and the invitees are told.`
    pub text: String,
}

/// One scope, with what it is for.
#[derive(Debug, Clone)]
pub struct Permission {
    /// `meeting:write:meeting`
    pub scope: String,
    /// `Create the meetings you schedule`
    pub meaning: String,
    /// Whether Zoom granted it.
    pub granted: bool,
}

/// One day of the health strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthDay {
    /// No calls.
    Quiet,
    /// All calls worked.
    Good,
    /// Some calls failed.
    Troubled,
}

impl HealthDay {
    /// Name of its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Quiet => "no-calls",
            Self::Good => "all-well",
            Self::Troubled => "trouble",
        }
    }
}

/// `GET /settings/integrations/zoom/disconnect`; the form posts `csrf` and `upcoming` (`keep` or `remove`) to the same URL.
/// Counts come from the database when the page is rendered.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/disconnect.html", blocks = ["dialog"])]
pub struct DisconnectPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Address of the Zoom account.
    pub email: String,
    /// Access and refresh tokens that will be revoked and deleted.
    pub tokens: u64,
    /// Zoom identities (user id, address, plan) that will be deleted.
    pub identities: u64,
    /// Meetings that lose their Zoom id, join link and passcode.
    pub meetings: u64,
    /// Stored event payloads that will be deleted.
    pub events: u64,
    /// Records of when meetings ran and who was there.
    pub attendance: u64,
    /// `Oskar Berg uses this Zoom account too and is disconnected with you. …`
    pub shared: Option<String>,
    /// The person's own meetings to come; the choice is only shown when there are any.
    pub upcoming_meetings: u64,
    /// People who would get a cancellation email.
    pub upcoming_people: u64,
    /// Whether removing them is possible (not when Zoom refuses our access).
    pub can_remove: bool,
    /// Whether **Remove them from Zoom and tell the invitees** is selected.
    pub remove: bool,
}
dialog_page!(DisconnectPage);
