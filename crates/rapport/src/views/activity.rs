//! Settings, Integration activity: every call and event, without contents.

use askama::Template;

use super::icon::icon;
use super::shell::Shell;
use super::tone::Tone;

/// `GET /settings/activity`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/activity.html")]
pub struct ActivityPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The three numbers on top.
    pub numbers: Vec<ActivityNumber>,
    /// Which part is shown, for the export: `deauthorizations`.
    pub show: &'static str,
    /// All, Connections, Deauthorizations, Data compliance, Events.
    pub filters: Vec<ActivityFilter>,
    /// Newest first.
    pub rows: Vec<ActivityRow>,
    /// `1–9 of 658`
    pub range: String,
    /// Link to newer rows.
    pub newer_href: Option<String>,
    /// Link to older rows.
    pub older_href: Option<String>,
}

/// One number on top of the page.
#[derive(Debug, Clone)]
pub struct ActivityNumber {
    /// `Zoom connections`
    pub label: String,
    /// `3`
    pub number: String,
    /// `of 5 people, 1 needs reconnect`
    pub text: String,
}

/// One filter link.
#[derive(Debug, Clone)]
pub struct ActivityFilter {
    /// `Deauthorizations`
    pub label: String,
    /// How many rows it has; `None` for All.
    pub count: Option<u64>,
    /// Where it leads.
    pub href: String,
    /// Whether it is the chosen one.
    pub current: bool,
}

/// One call or event.
#[derive(Debug, Clone)]
pub struct ActivityRow {
    /// `Today 09:40`, `Mon 18:04`
    pub time: String,
    /// What it was about, for the icon.
    pub icon: ActivityIcon,
    /// `Connection checked`
    pub what: String,
    /// `GET users/me`, `meeting.ended`
    pub code: Option<String>,
    /// `Mara Lindqvist`, `Unknown`
    pub person: String,
    /// Colour of the result.
    pub tone: Tone,
    /// `Worked`, `Signature did not match`
    pub result: String,
    /// `184 ms`
    pub took: String,
    /// A deauthorization or disconnect unfolds into what was done.
    pub steps: Vec<ActivityStep>,
    /// Whether the steps are unfolded at first.
    pub open: bool,
}

/// Icon of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityIcon {
    /// Connection checked.
    Check,
    /// Meeting created or read.
    Meeting,
    /// Meeting removed.
    Removed,
    /// Event received.
    Event,
    /// Event refused.
    Refused,
    /// Token exchanged, refreshed or revoked.
    Token,
    /// Disconnected or deauthorized.
    Disconnected,
    /// Data compliance.
    Compliance,
}

impl ActivityIcon {
    /// Name of the icon in the sprite.
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => icon!("refresh-cw"),
            Self::Meeting => icon!("video"),
            Self::Removed => icon!("trash-2"),
            Self::Event => icon!("webhook"),
            Self::Refused => icon!("shield-alert"),
            Self::Token => icon!("key-round"),
            Self::Disconnected => icon!("unplug"),
            Self::Compliance => icon!("shield-check"),
        }
    }
}

/// One step of a deauthorization.
#[derive(Debug, Clone)]
pub struct ActivityStep {
    /// `18:04:11`
    pub time: String,
    /// `Data deleted`
    pub title: String,
    /// `1 account, 2 tokens, 19 meeting links, 58 event payloads`
    pub text: String,
    /// Whether it is done, still to come, or failed.
    pub state: StepState,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// Not yet.
    Waiting,
    /// Gave up.
    Failed,
}

impl StepState {
    /// Name of its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
        }
    }
}
