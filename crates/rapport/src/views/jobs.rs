//! Settings, Background work: what waits, what runs, and what was given up.

use askama::Template;

use super::shell::Shell;

/// `GET /settings/jobs`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/jobs.html")]
pub struct JobsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Jobs that wait for their turn or their time.
    pub waiting: u64,
    /// Jobs that run.
    pub running: u64,
    /// Jobs that were given up.
    pub failed: u64,
    /// The latest of those.
    pub jobs: Vec<FailedJob>,
    /// `The latest 200 of 1312`, if not all are listed.
    pub more: Option<String>,
}

/// One job that was given up.
#[derive(Debug, Clone)]
pub struct FailedJob {
    /// `Send an email`
    pub what: String,
    /// Why, in the words of the last attempt.
    pub reason: String,
    /// `Today 09:40`
    pub when: String,
    /// `20 attempts`
    pub tried: String,
    /// Where its button posts to.
    pub run_again: String,
}
