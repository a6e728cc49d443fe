//! Settings, Background work.

use super::{shell, typed};
use crate::views::jobs::{FailedJob, JobsPage};
use crate::views::shell::Nav;

fn failed(what: &str, reason: &str, when: &str, tried: &str) -> FailedJob {
    FailedJob {
        what: what.into(),
        reason: reason.into(),
        when: when.into(),
        tried: tried.into(),
        run_again: "/settings/jobs/j1/run-again".into(),
    }
}

/// Three jobs were given up.
pub fn jobs() -> JobsPage {
    JobsPage {
        shell: shell("Background work", Nav::Settings),
        waiting: 12,
        running: 2,
        failed: 3,
        jobs: vec![
            failed(
                "Send an email",
                "the mail server refused the mail: 550 5.1.1 no such user",
                "Today 09:40",
                "1 attempt",
            ),
            failed("Carry a meeting to Zoom", "Zoom did not answer", "Mon 18:04", "4500 attempts"),
            failed(
                "Process an event from Zoom",
                "its payload cannot be read: missing field `body_hash`",
                "Fri 15:07",
                "1 attempt",
            ),
        ],
        more: None,
    }
}

/// Everything works.
pub fn jobs_empty() -> JobsPage {
    JobsPage { waiting: 0, running: 0, failed: 0, jobs: Vec::new(), ..jobs() }
}

/// More than the page lists, with a reason that is not meant well.
pub fn jobs_hostile() -> JobsPage {
    JobsPage {
        failed: 1312,
        jobs: vec![failed("Send an email", &typed(), "Today 09:40", "20 attempts")],
        more: Some("The latest 1 of 1312".into()),
        ..jobs()
    }
}
