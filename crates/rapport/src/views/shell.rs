//! The frame around a page: who is logged in, where they are, how Zoom is doing, what just happened.

pub use super::form::FormField;
use super::form::FormToken;
use super::icon::icon;

/// Everything `shell.html` shows around a page behind the login.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Text of the browser tab, without " · Rapport".
    pub title: String,
    /// The destination marked as current.
    pub active: Nav,
    /// Workspace name.
    pub workspace: String,
    /// The person who is logged in.
    pub person: Person,
    /// Whether they are an owner or admin, who see more under Settings.
    pub manages_workspace: bool,
    /// Whether they may change contacts, deals and meetings: what they may not do is not offered.
    pub can_write: bool,
    /// State of that person's Zoom connection, shown under their name.
    pub zoom: ZoomLine,
    /// The person's choice of colours.
    pub theme: Theme,
    /// Token that every POST form carries back.
    pub csrf: FormToken,
    /// What the last action did; shown once, above the page.
    pub notice: Option<Notice>,
    /// What needs the person wherever they are, until it is mended.
    pub banner: Option<Notice>,
    /// What is simulated; `None` when nothing is.
    pub simulated: Option<Simulated>,
    /// The moment of the page, RFC 3339 in UTC: clocks on it go on from here, whatever the reader's machine thinks.
    pub now: String,
    /// Meetings of today, beside Today in the sidebar; 0 is not shown.
    pub today_count: u64,
    /// Tasks of today and before, beside Tasks; 0 is not shown.
    pub tasks_count: u64,
}

/// What `public.html` needs: pages before a login (log in, set-up, errors).
#[derive(Debug, Clone)]
pub struct Public {
    /// Text of the browser tab, without " · Rapport".
    pub title: String,
    /// Colours; `System` when nobody is logged in.
    pub theme: Theme,
    /// Token that every POST form carries back; empty on pages without a form.
    pub csrf: FormToken,
}

/// Destination in the sidebar that is marked as current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// `/`
    Today,
    /// `/meetings`
    Meetings,
    /// `/contacts`
    Contacts,
    /// `/companies`
    Companies,
    /// `/deals`
    Deals,
    /// `/tasks`
    Tasks,
    /// `/settings`
    Settings,
    /// Somewhere else, such as an error page.
    None,
}

/// A person or contact, as an avatar with a name beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Two letters: first and last word.
    pub initials: String,
    /// 0 to 7: CRC-32 of the record id modulo 8, so that a person keeps their colour.
    pub tint: u8,
}

/// State of the person's Zoom connection in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomLine {
    /// Connected and well.
    Connected,
    /// The integration is turned off for them.
    TurnedOff,
    /// Never connected, or disconnected.
    NotConnected,
    /// Zoom stopped accepting our access.
    NeedsReconnect,
    /// Connected, but Zoom does not answer.
    NotAnswering,
    /// Connected, but Zoom does not accept this server's app.
    AppRefused,
}

impl ZoomLine {
    /// The words under the person's name.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Connected => "Zoom connected",
            Self::TurnedOff => "Zoom is turned off",
            Self::NotConnected => "Zoom not connected",
            Self::NeedsReconnect => "Reconnect Zoom",
            Self::NotAnswering => "Zoom is not answering",
            Self::AppRefused => "Zoom refuses this server",
        }
    }

    /// Class of the dot before the words.
    pub fn dot(&self) -> &'static str {
        match self {
            Self::Connected => "",
            Self::NotConnected | Self::TurnedOff => "off",
            Self::NeedsReconnect => "bad",
            Self::NotAnswering | Self::AppRefused => "warn",
        }
    }
}

/// Colours of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the system prefers.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The stored word: `system`, `light` or `dark`. Also the value of `data-theme`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From the stored word; anything unknown is `System`.
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// What an action did, or what needs attention: a banner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Decides colour and icon.
    pub kind: NoteKind,
    /// The bold line.
    pub title: String,
    /// One explanation; empty for none.
    pub text: String,
    /// At most two links.
    pub actions: Vec<NoteAction>,
}

/// A link in a banner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteAction {
    /// Visible words.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Weight of a banner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// Something worked.
    Ok,
    /// Worth knowing.
    Info,
    /// Needs attention soon.
    Warn,
    /// Something failed.
    Bad,
}

impl NoteKind {
    /// CSS class.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// Icon name.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Ok => icon!("circle-check"),
            Self::Info => icon!("info"),
            Self::Warn => icon!("triangle-alert"),
            Self::Bad => icon!("circle-alert"),
        }
    }
}

/// Which embedded default stands in for the real thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulated {
    /// The sandbox's portal, while Zoom is simulated.
    pub zoom_portal_url: Option<String>,
    /// True while mail stays in the mailbox inside the program.
    pub mailbox: bool,
}
