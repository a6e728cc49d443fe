//! After a disconnection or deauthorization nothing of that Zoom account is left, and Zoom was told once.

use std::collections::BTreeSet;

use super::Findings;
use crate::evidence::Evidence;
use crate::needles::Needles;

pub(super) fn check(evidence: &Evidence, findings: &mut Findings) {
    let connected: BTreeSet<_> = evidence.tables.rows("grants").map(|row| row.text("zoom_user_id")).collect();
    let forgotten: Vec<_> = evidence
        .zoom_users
        .iter()
        .filter(|(_, id)| !connected.contains(id.as_str()))
        .map(|(email, id)| (email, traces(evidence, email, id)))
        .collect();
    let needles = Needles::new(forgotten.iter().flat_map(|(_, traces)| traces.iter().cloned()));
    let in_tables = needles.places_in(&evidence.tables);
    let in_files: Vec<_> =
        evidence.files.iter().map(|(path, bytes)| (path, needles.found_in(bytes))).collect();
    for (email, traces) in &forgotten {
        findings.checked("forgotten Zoom accounts");
        for trace in traces {
            findings.checked("traces of forgotten accounts searched");
            let places = in_tables.get(trace.as_str()).cloned().unwrap_or_else(|| {
                let holding = in_files.iter().filter(|(_, found)| found.contains(trace.as_str()));
                holding.map(|(path, _)| format!("the free space of {path}")).collect()
            });
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

/// What a Zoom account would be known by: its id and address, and the ids and links of its meetings.
fn traces(evidence: &Evidence, email: &str, id: &str) -> BTreeSet<String> {
    let mut traces: BTreeSet<String> = [id.to_owned(), email.to_owned()].into();
    for meeting in evidence.zoom.iter().filter(|meeting| meeting.host == email) {
        traces.extend([meeting.id.clone(), meeting.join_url.clone()]);
    }
    let paths = evidence.requests.iter().filter(|request| request["user_id"] == id);
    let ids = paths
        .filter_map(|request| request["path"].as_str()?.strip_prefix("/v2/meetings/").map(str::to_owned));
    traces.extend(ids.filter(|id| id.len() > 8 && id.chars().all(|c| c.is_ascii_digit())));
    traces
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
