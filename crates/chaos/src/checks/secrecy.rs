//! No token, secret, start link or passcode in any log, nor in clear in the database.

use super::{Findings, forgetting::contains};
use crate::evidence::Evidence;
use crate::world::World;

pub(super) fn check(world: &World, evidence: &Evidence, findings: &mut Findings) {
    let logs: Vec<String> = evidence.logs.iter().map(|lines| lines.join("\n")).collect();
    for secret in world.heard.secrets() {
        findings.checked("secrets searched");
        let masked =
            format!("{}… ({} characters)", &secret.chars().take(4).collect::<String>(), secret.len());
        for (process, log) in logs.iter().enumerate() {
            if let Some(line) = log.lines().find(|line| log.contains(&secret) && line.contains(&secret)) {
                let line = line.replace(&secret, "[the secret]");
                findings
                    .violation(format!("the log of process {process} holds the secret {masked}"), vec![line]);
            }
        }
        let mut places = evidence.tables.places_of(&secret);
        let files = evidence.files.iter().filter(|(_, bytes)| contains(bytes, secret.as_bytes()));
        places.extend(files.map(|(path, _)| path.clone()));
        if !places.is_empty() {
            findings
                .violation(format!("the secret {masked} is in clear in {}", places.join(", ")), Vec::new());
        }
    }
}
