//! After a disconnection or deauthorization nothing of that Zoom account is left, and Zoom was told once.

use std::collections::BTreeSet;

use super::Findings;
use crate::evidence::Evidence;

pub(super) fn check(evidence: &Evidence, findings: &mut Findings) {
    let connected: BTreeSet<_> = evidence.tables.rows("grants").map(|row| row.text("zoom_user_id")).collect();
    for (email, id) in &evidence.zoom_users {
        if connected.contains(id.as_str()) {
            continue;
        }
        findings.checked("forgotten Zoom accounts");
        let mut traces: BTreeSet<String> = [id.clone(), email.clone()].into();
        for meeting in evidence.zoom.iter().filter(|meeting| meeting.host == *email) {
            traces.extend([meeting.id.clone(), meeting.join_url.clone()]);
        }
        let paths = evidence.requests.iter().filter(|request| request["user_id"] == *id);
        let ids = paths
            .filter_map(|request| request["path"].as_str()?.strip_prefix("/v2/meetings/").map(str::to_owned));
        traces.extend(ids.filter(|id| id.len() > 8 && id.chars().all(|c| c.is_ascii_digit())));
        for trace in &traces {
            findings.checked("traces of forgotten accounts searched");
            let mut places = evidence.tables.places_of(trace);
            if places.is_empty() {
                places = evidence
                    .files
                    .iter()
                    .filter(|(_, bytes)| contains(bytes, trace.as_bytes()))
                    .map(|(path, _)| format!("the free space of {path}"))
                    .collect();
            }
            if !places.is_empty() {
                let what = format!(
                    "{email} is not connected any more, and {trace} is still in {}",
                    places.join(", ")
                );
                findings.violation(what, Vec::new());
            }
        }
    }
    receipts(evidence, findings);
}

fn receipts(evidence: &Evidence, findings: &mut Findings) {
    let confirmations = evidence.zoom_state["compliance"].as_array().map_or(0, Vec::len);
    let mut confirmed = 0;
    for receipt in evidence.tables.rows("compliance_receipts") {
        findings.checked("receipts");
        match receipt.text("confirm_state") {
            "confirmed" => confirmed += 1,
            "not_needed" => {}
            state => findings
                .violation(format!("a deletion is not confirmed to Zoom but {state}"), vec![receipt.shown()]),
        }
    }
    if confirmed > confirmations {
        let what =
            format!("{confirmed} receipts say confirmed, and Zoom heard {confirmations} confirmations");
        findings.violation(what, Vec::new());
    }
    for _ in confirmed..confirmations {
        findings.explained("confirmations repeated after a lost answer");
    }
    for delivery in evidence.deliveries.iter().filter(|one| one["event"] == "app_deauthorized") {
        findings.checked("deauthorizations by Zoom");
        let last = delivery["attempts"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
        let status = last["outcome"]["status"].as_u64().unwrap_or_default();
        if !(200..300).contains(&status) {
            findings
                .violation(format!("a deauthorization was answered with {last}"), vec![delivery.to_string()]);
        }
    }
}

pub(super) fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    // As text, because searching text is what the standard library does fast.
    let text = String::from_utf8_lossy(bytes);
    std::str::from_utf8(wanted).is_ok_and(|wanted| text.contains(wanted))
}
