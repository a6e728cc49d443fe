//! Settings, Zoom app: what holds for the whole installation.

use askama::Template;

use super::shell::Shell;

/// `GET /settings/zoom-app`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/zoom_app/page.html")]
pub struct ZoomAppPage {
    /// What surrounds the page; its title is `Zoom app`.
    pub shell: Shell,
    /// Who can use Zoom.
    pub availability: Availability,
    /// Who changed what, the newest first.
    pub changes: Vec<ChangeLine>,
}

/// Who can use Zoom. Posts `csrf`, `reach` (`off`, `chosen`, `everyone`), `whole_workspace` and `people` (ids) to
/// `/settings/zoom-app/availability`.
#[derive(Debug, Clone)]
pub struct Availability {
    /// The chosen word.
    pub reach: &'static str,
    /// Whether everybody of this workspace is chosen.
    pub whole_workspace: bool,
    /// Everybody of this workspace.
    pub people: Vec<PersonChoice>,
}

/// Somebody who may be chosen.
#[derive(Debug, Clone)]
pub struct PersonChoice {
    /// Their id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Whether they are chosen.
    pub chosen: bool,
}

/// One change of a setting.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// `Today, 09:40`
    pub when: String,
    /// Who.
    pub person: String,
    /// What.
    pub words: String,
}
