//! What must be true after every run. Each file is one part of the promise.

mod forgetting;
mod grants;
mod mails;
mod meetings;
mod secrecy;
mod wishes;
mod work;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::evidence::Evidence;
use crate::plan::Link;
use crate::world::{TroubleKind, World};

/// A broken promise, with everything needed to understand it.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) what: String,
    pub(crate) evidence: Vec<String>,
}

/// What the checks found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// How many of what was looked at.
    pub(crate) checked: BTreeMap<&'static str, u64>,
    /// What looks odd and has its reason in the faults of the run.
    pub(crate) explained: BTreeMap<&'static str, u64>,
    pub(crate) violations: Vec<Violation>,
}

impl Findings {
    fn checked(&mut self, what: &'static str) {
        *self.checked.entry(what).or_default() += 1;
    }

    fn explained(&mut self, what: &'static str) {
        *self.explained.entry(what).or_default() += 1;
    }

    /// How the end went: what was still open when the patience was over, and who had to be killed.
    pub(crate) fn ending(&mut self, left: Option<String>, stubborn: &[usize]) {
        if let Some(left) = left {
            self.violation(format!("Rapport did not become quiet: {left}"), Vec::new());
        }
        for process in stubborn {
            self.violation(format!("process {process} did not stop when it was asked to"), Vec::new());
        }
    }

    fn violation(&mut self, what: impl Into<String>, evidence: Vec<String>) {
        self.violations.push(Violation { what: what.into(), evidence });
    }
}

/// Looks at everything.
pub(crate) fn all(world: &World, evidence: &Evidence) -> Findings {
    let mut findings = Findings::default();
    meetings::check(evidence, &mut findings);
    mails::check(evidence, &mut findings);
    grants::check(world, evidence, &mut findings);
    forgetting::check(evidence, &mut findings);
    secrecy::check(world, evidence, &mut findings);
    wishes::check(world, evidence, &mut findings);
    work::check(world, evidence, &mut findings);
    findings
}

/// Everything that is known about a meeting: its rows, Zoom's, its mails, the lines that name it.
fn about_meeting(evidence: &Evidence, id: &str) -> Vec<String> {
    let hex = id.replace('-', "");
    let mut lines = Vec::new();
    let tables = [
        ("meetings", "id"),
        ("zoom_meetings", "meeting_id"),
        ("emails", "meeting_id"),
        ("meeting_invitees", "meeting_id"),
    ];
    for (table, column) in tables {
        let rows = evidence.tables.rows(table).filter(|row| row.text(column) == hex);
        lines.extend(rows.map(|row| format!("row of {table}: {}", row.shown())));
    }
    lines.extend(evidence.in_zoom(id).iter().map(|meeting| format!("in Zoom: {meeting:?}")));
    for mail in evidence.mails.iter().filter(|mail| mail.calendar.contains(id)) {
        let at = evidence.healed.checked_duration_since(mail.copy.at);
        lines.push(format!(
            "mail to {} {:?} before the healing by process {}: {} {:?}{}",
            mail.copy.to,
            at,
            mail.copy.process,
            mail.message_id,
            mail.subject,
            if mail.copy.answer_lost { ", answer lost" } else { "" }
        ));
    }
    lines.extend(log_lines(evidence, id));
    lines
}

/// The lines of all logs that name this.
fn log_lines(evidence: &Evidence, text: &str) -> Vec<String> {
    let all = evidence.logs.iter().enumerate().flat_map(|(process, lines)| {
        lines.iter().filter(|line| line.contains(text)).map(move |line| format!("log of {process}: {line}"))
    });
    all.take(40).collect()
}

/// Whether the process ended in this time: what it held in its hands is gone.
fn ended(evidence: &Evidence, process: usize, from: Instant, until: Instant) -> bool {
    let lives = evidence.lives.get(process).into_iter().flatten();
    lives.filter_map(|life| life.ended).any(|end| end >= from && end <= until)
}

/// Whether something of this kind was out of order at this moment, or within `after`.
fn troubled(evidence: &Evidence, at: Instant, after: Duration, kind: impl Fn(TroubleKind) -> bool) -> bool {
    evidence
        .troubles
        .iter()
        .any(|trouble| kind(trouble.kind) && trouble.from <= at + after && trouble.until >= at)
}

/// Whether nothing could be written at this moment.
fn storage_troubled(evidence: &Evidence, at: Instant) -> bool {
    troubled(evidence, at, Duration::from_secs(10), |kind| {
        matches!(kind, TroubleKind::Storage | TroubleKind::Link(Link::Database))
    })
}
