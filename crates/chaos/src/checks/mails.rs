//! Every recipient and revision got one mail; one more only where the answer to the one before was lost.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Findings, about_meeting, ended, storage_troubled, troubled};
use crate::evidence::{Evidence, Mail};
use crate::plan::Link;
use crate::tables::Row;
use crate::world::TroubleKind;

pub(super) fn check(evidence: &Evidence, findings: &mut Findings) {
    let users = evidence.tables.rows("user_emails").chain(evidence.tables.rows("reminders"));
    let outbox: BTreeMap<&str, &Row> =
        evidence.tables.rows("emails").chain(users).map(|row| (row.text("message_id"), row)).collect();
    for mail in &evidence.mails {
        findings.checked("mails received");
        match outbox.get(mail.message_id.as_str()) {
            None => findings.violation(
                format!("{} received a mail that is not in the outbox: {}", mail.copy.to, mail.subject),
                vec![String::from_utf8_lossy(&mail.copy.raw).chars().take(1_500).collect()],
            ),
            Some(row) if row.opt("invitee_id").is_some() => content(evidence, mail, row, findings),
            Some(row) if mail.copy.to != row.text("to_address") => {
                findings.violation(
                    "a mail to a user, or a reminder, went to somebody else".to_owned(),
                    vec![row.shown()],
                );
            }
            Some(_) => {}
        }
    }
    for row in outbox.values() {
        findings.checked("mails in the outbox");
        copies(evidence, row, findings);
    }
    for meeting in evidence.tables.rows("meetings") {
        invitees(evidence, meeting, findings);
    }
}

fn content(evidence: &Evidence, mail: &Mail, row: &Row, findings: &mut Findings) {
    let meeting_id = row.id("meeting_id");
    let mut wrong = |what: &str| {
        let what = format!("the mail {:?} to {} {what}", mail.subject, mail.copy.to);
        findings
            .violation(what, [about_meeting(evidence, &meeting_id), vec![mail.calendar.clone()]].concat());
    };
    if mail.copy.to != row.text("to_address") {
        wrong("went to somebody else than the outbox says");
    }
    let cancels = row.text("kind") == "cancellation";
    let linked = mail.text.contains("http") && mail.text.contains("/j/");
    if !cancels && !linked {
        wrong("has no link");
    }
    let method = if cancels { "METHOD:CANCEL" } else { "METHOD:REQUEST" };
    if !mail.calendar.contains(method) || !mail.calendar.contains(&format!("UID:{meeting_id}@rapport")) {
        wrong("has a calendar object that does not fit");
    }
    let meeting = evidence.tables.rows("meetings").find(|meeting| meeting.id("id") == meeting_id);
    let Some(meeting) = meeting else { return wrong("is about a meeting that does not exist") };
    let starts_at = meeting.time("starts_at").map(|at| at.strftime("DTSTART:%Y%m%dT%H%M%SZ").to_string());
    let newest = sequence(mail) == meeting.number("revision");
    // A cancellation speaks of the time that its reader knows.
    if newest && !cancels && starts_at.is_none_or(|starts_at| !mail.calendar.contains(&starts_at)) {
        wrong("has another time than the meeting");
    }
    let linked = evidence.in_zoom(&meeting_id).first().is_none_or(|zoom| mail.text.contains(&zoom.join_url));
    if newest && !cancels && meeting.text("known") == "in_zoom" && !linked {
        wrong("has another link than Zoom's");
    }
}

/// `SEQUENCE` of the calendar object.
fn sequence(mail: &Mail) -> i64 {
    let line = mail.calendar.lines().find_map(|line| line.trim().strip_prefix("SEQUENCE:"));
    line.and_then(|number| number.parse().ok()).unwrap_or(-1)
}

fn copies(evidence: &Evidence, row: &Row, findings: &mut Findings) {
    let message_id = row.text("message_id");
    let copies: Vec<_> = evidence.mails.iter().filter(|mail| mail.message_id == message_id).collect();
    let name = format!("the {} to {} ({message_id})", row.text("kind"), row.text("to_address"));
    let about = || [vec![row.shown()], about_meeting(evidence, &row.id("meeting_id"))].concat();
    match row.text("state") {
        "sent" if copies.is_empty() => {
            findings.violation(format!("{name} counts as sent and never arrived"), about());
        }
        "queued" => findings.violation(format!("{name} is still queued"), about()),
        "failed" if copies.is_empty() && !row.text("server_words").starts_with("Not sent:") => {
            findings
                .violation(format!("{name} failed, and nothing in this run refuses mail for good"), about());
        }
        "failed" if copies.is_empty() => findings.explained("mails withdrawn, and said so"),
        _ => {}
    }
    // Of a mail that counts as failed, even the last answer must have been lost.
    let last = if row.text("state") == "failed" { copies.len() } else { copies.len().saturating_sub(1) };
    for (number, copy) in copies.iter().enumerate().take(last) {
        let next = copies.get(number + 1).copied();
        if answer_was_lost(evidence, row, copy, next) {
            findings.explained("mails sent again after a lost answer");
        } else {
            findings.violation(format!("{name} arrived {} times without a reason", copies.len()), about());
            break;
        }
    }
}

/// Whether the process that sent this copy may not have known, or not have been able to write, that it was taken.
fn answer_was_lost(evidence: &Evidence, row: &Row, mail: &Mail, next: Option<&Mail>) -> bool {
    let copy = &mail.copy;
    let until = next.map_or(evidence.healed + Duration::from_mins(10), |next| next.copy.at);
    if evidence.seen_sent.get(row.text("id")).is_some_and(|seen| *seen < until) && next.is_some() {
        return false;
    }
    let soon = Duration::from_secs(3);
    copy.answer_lost
        || ended(evidence, copy.process, copy.at, until)
        || storage_troubled(evidence, copy.at)
        || troubled(evidence, copy.at, soon, |kind| kind == TroubleKind::Link(Link::Mail))
}

/// Each invitee: no old news after new ones, and the last word is the truth.
fn invitees(evidence: &Evidence, meeting: &Row, findings: &mut Findings) {
    let id = meeting.id("id");
    let rows: Vec<_> =
        evidence.tables.rows("emails").filter(|row| row.text("meeting_id") == meeting.text("id")).collect();
    let invitees =
        evidence.tables.rows("meeting_invitees").filter(|row| row.text("meeting_id") == meeting.text("id"));
    for invitee in invitees {
        findings.checked("invitees");
        let own: Vec<_> = rows.iter().filter(|row| row.text("invitee_id") == invitee.text("id")).collect();
        let received: Vec<_> = evidence
            .mails
            .iter()
            .filter(|mail| own.iter().any(|row| row.text("message_id") == mail.message_id))
            .collect();
        let cancels = |mail: &Mail| mail.calendar.contains("METHOD:CANCEL");
        let order = |mail: &Mail| (sequence(mail), cancels(mail));
        if received.windows(2).any(|pair| order(pair[1]) < order(pair[0])) {
            let what = format!(
                "{} got older news about {} after newer ones",
                invitee.text("email"),
                meeting.text("topic")
            );
            findings.violation(what, about_meeting(evidence, &id));
        }
        let withdrawn = own
            .iter()
            .any(|row| row.text("state") == "failed" && row.text("server_words").starts_with("Not sent:"));
        let last = received.last();
        let missing = match (meeting.text("desired"), meeting.text("known")) {
            ("scheduled", "in_zoom") if meeting.is_true("send_invitation") && !withdrawn => {
                last.is_none_or(|last| cancels(last))
            }
            ("removed", "gone") if meeting.is_true("tell_invitees") => {
                last.is_some_and(|last| !cancels(last))
            }
            _ => false,
        };
        if missing {
            let what = format!(
                "{} did not get the last word about {}, which is {} and {}",
                invitee.text("email"),
                meeting.text("topic"),
                meeting.text("desired"),
                meeting.text("known")
            );
            findings.violation(what, about_meeting(evidence, &id));
        }
    }
}
