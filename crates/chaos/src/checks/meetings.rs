//! Every meeting that Rapport shows is in Zoom once, as it should be, and Zoom has none that Rapport does not show.

use super::{Findings, about_meeting};
use crate::evidence::Evidence;
use crate::tables::Row;

pub(super) fn check(evidence: &Evidence, findings: &mut Findings) {
    for meeting in evidence.tables.rows("meetings") {
        findings.checked("meetings");
        one(evidence, meeting, findings);
    }
    for meeting in &evidence.zoom {
        let Some(marker) = &meeting.marker else { continue };
        findings.checked("meetings in Zoom");
        if !evidence.tables.rows("meetings").any(|row| row.id("id") == *marker) {
            let what = format!("Zoom has a meeting of ours that Rapport does not show: {}", meeting.topic);
            findings.violation(what, vec![format!("{meeting:?}")]);
        }
    }
}

fn one(evidence: &Evidence, meeting: &Row, findings: &mut Findings) {
    let id = meeting.id("id");
    let in_zoom = evidence.in_zoom(&id);
    let grant = grant_of(evidence, meeting.text("host_id"));
    let usable = grant.is_some_and(|grant| grant.text("state") != "needs_reconnect");
    let mut wrong = |what: String| {
        let topic = meeting.text("topic");
        findings.violation(format!("{topic} ({id}): {what}"), about_meeting(evidence, &id));
    };
    if in_zoom.len() > 1 {
        return wrong(format!("Zoom has it {} times", in_zoom.len()));
    }
    let found = in_zoom.first();
    match (meeting.text("desired"), meeting.text("known")) {
        ("scheduled", "in_zoom") => {
            let row = evidence
                .tables
                .rows("zoom_meetings")
                .find(|row| row.text("meeting_id") == meeting.text("id"));
            let (Some(found), Some(row)) = (found, row) else {
                return wrong("it is shown as scheduled and is not in Zoom".into());
            };
            let known_id = row.text("zoom_id");
            // Without a connection a move waits, and people are told; until then Zoom has what it had.
            let waits = !usable
                && meeting.text("problem") == "not_connected"
                && row.number("revision") < meeting.number("revision");
            let meeting = if waits { row } else { meeting };
            if known_id != found.id {
                wrong(format!("its Zoom id is {known_id} here and {} there", found.id));
            } else if found.start != meeting.time("starts_at") {
                wrong(format!("Zoom has it at {:?}", found.start));
            } else if found.minutes != meeting.number("duration_minutes") {
                wrong(format!("Zoom has it with {} minutes", found.minutes));
            } else if found.topic != meeting.text("topic") {
                wrong(format!("Zoom has it with the topic {:?}", found.topic));
            } else if waits {
                findings.explained("moves that wait for their host to connect");
            }
        }
        ("scheduled", "nothing") if usable => {
            wrong("it never reached Zoom, although its host is connected".into());
        }
        ("scheduled", "forgotten") if usable => {
            let same_account =
                grant.is_some_and(|grant| found.is_some_and(|found| found.host == grant.text("email")));
            if same_account {
                wrong("its host connected the same account again, and it was not taken up again".into());
            }
        }
        ("scheduled", "nothing" | "forgotten") => {
            findings.explained("meetings that wait for their host to connect");
        }
        (_, "gone") => {
            if let Some(found) = found {
                wrong(format!("it is gone here, and Zoom still has it as {}", found.id));
            }
        }
        ("removed", _) => {
            let reachable = usable
                && found.is_none_or(|found| grant.is_some_and(|grant| grant.text("email") == found.host));
            if reachable {
                wrong("its removal was not carried to Zoom, although its host is connected".into());
            } else {
                findings.explained("removals that wait for their host to connect");
            }
        }
        (desired, known) => wrong(format!("it is {desired} and {known}, which means nothing")),
    }
}

/// The grant that a person works with.
pub(super) fn grant_of<'a>(evidence: &'a Evidence, user: &str) -> Option<&'a Row> {
    let connection = evidence.tables.rows("connections").find(|row| row.text("user_id") == user)?;
    evidence.tables.rows("grants").find(|row| row.text("id") == connection.text("grant_id"))
}
