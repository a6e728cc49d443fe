//! Settings, Check: whether the installation is sound.

use askama::Template;

use super::icon::icon;
use super::shell::Shell;
use super::tone::Tone;

/// `GET` and `POST /settings/zoom-app/check`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/check.html")]
pub struct CheckPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What was found, once the button was pressed.
    pub looked: Option<Looked>,
}

/// One run of all checks.
#[derive(Debug, Clone)]
pub struct Looked {
    /// `1 check failed, 2 more things to look at`
    pub summary: String,
    /// The worst of all.
    pub tone: Tone,
    /// Each check.
    pub checks: Vec<Checked>,
}

/// One check.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name for scripts, for a link to it.
    pub id: &'static str,
    /// `Security headers`
    pub name: &'static str,
    /// How it ended.
    pub tone: Tone,
    /// What was found.
    pub found: String,
    /// What to do; empty if nothing.
    pub cure: String,
}

impl Tone {
    /// How a check ended, in one word.
    fn verdict(self) -> &'static str {
        match self {
            Self::Ok => "Pass",
            Self::Warn => "Look",
            _ => "Fail",
        }
    }

    /// The icon beside it.
    fn verdict_icon(self) -> &'static str {
        match self {
            Self::Ok => icon!("circle-check"),
            Self::Warn => icon!("triangle-alert"),
            _ => icon!("circle-alert"),
        }
    }
}
