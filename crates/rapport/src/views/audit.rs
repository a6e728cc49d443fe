//! Settings, Audit log: who did what.

use askama::Template;

use super::shell::{Person, Shell};
use super::tone::Tone;

/// `GET /settings/audit`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/audit.html")]
pub struct AuditPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// For how many days entries are kept.
    pub kept_days: i64,
    /// What is looked for.
    pub search: String,
    /// Fields of the address, for the export.
    pub chosen: Vec<(&'static str, String)>,
    /// What can be chosen, and what is.
    pub filters: Vec<AuditChoice>,
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// Whether anything is chosen: then an empty list does not mean an empty log.
    pub filtered: bool,
    /// `12 of 318`
    pub range: String,
    /// Link to newer rows.
    pub newer_href: Option<String>,
    /// Link to older rows.
    pub older_href: Option<String>,
}

/// One list to choose from.
#[derive(Debug, Clone)]
pub struct AuditChoice {
    /// `Person`
    pub label: &'static str,
    /// Name of the field.
    pub name: &'static str,
    /// What can be chosen.
    pub options: Vec<AuditOption>,
}

/// One thing to choose.
#[derive(Debug, Clone)]
pub struct AuditOption {
    /// What the form sends.
    pub value: String,
    /// `Everyone`
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// `Today 09:31`
    pub time: String,
    /// The moment for programs.
    pub at: String,
    /// Who acted, if a person did.
    pub person: Option<Person>,
    /// Who else: `Zoom`, `Rapport`, `Command line`.
    pub who: &'static str,
    /// `Logged in`
    pub action: &'static str,
    /// Its colour.
    pub tone: Tone,
    /// `Zoom connection of Oskar Berg`
    pub on: String,
    /// `192.0.2.14`
    pub from: String,
}
