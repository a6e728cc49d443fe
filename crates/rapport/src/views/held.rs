//! Settings, Integrations: what Rapport holds of the person's Zoom account.

use askama::Template;

use super::shell::Shell;

/// `GET /settings/integrations/zoom/data`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/held.html")]
pub struct HeldPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Address of the connected Zoom account, if one is.
    pub connected: Option<String>,
    /// What is deleted with the connection.
    pub with_connection: Vec<HeldLine>,
    /// What is deleted, or stays, otherwise.
    pub otherwise: Vec<HeldLine>,
}

/// One kind of thing.
#[derive(Debug, Clone)]
pub struct HeldLine {
    /// Zoom's name for it: `join_url`
    pub what: &'static str,
    /// The call or event it comes with.
    pub from: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// How it is protected.
    pub protection: &'static str,
    /// When it is deleted.
    pub deleted: &'static str,
    /// Whether the download has its values.
    pub told: bool,
    /// `12 records`
    pub records: String,
    /// Whether there are any.
    pub some: bool,
}
