//! No token, secret, start link or passcode in any log, nor in clear in the database.

use std::collections::BTreeSet;

use super::Findings;
use crate::evidence::Evidence;
use crate::needles::Needles;
use crate::world::World;

pub(super) fn check(world: &World, evidence: &Evidence, findings: &mut Findings) {
    let secrets = world.heard.secrets();
    for _ in &secrets {
        findings.checked("secrets searched");
    }
    let needles = Needles::new(secrets);
    for (process, lines) in evidence.logs.iter().enumerate() {
        let mut told = BTreeSet::new();
        for line in lines {
            for secret in needles.found_in(line.as_bytes()) {
                if told.insert(secret) {
                    let what = format!("the log of process {process} holds the secret {}", masked(secret));
                    findings.violation(what, vec![line.replace(secret, "[the secret]")]);
                }
            }
        }
    }
    let mut places = needles.places_in(&evidence.tables);
    for (path, bytes) in &evidence.files {
        for secret in needles.found_in(bytes) {
            places.entry(secret).or_default().push(path.clone());
        }
    }
    for (secret, places) in places {
        let what = format!("the secret {} is in clear in {}", masked(secret), places.join(", "));
        findings.violation(what, Vec::new());
    }
}

fn masked(secret: &str) -> String {
    format!("{}… ({} characters)", secret.chars().take(4).collect::<String>(), secret.len())
}
