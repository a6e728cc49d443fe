//! No job is lost or given up, no process panicked, and every answer to a person was clear.

use super::Findings;
use crate::evidence::Evidence;
use crate::shared::lock;
use crate::world::World;

pub(super) fn check(world: &World, evidence: &Evidence, findings: &mut Findings) {
    for job in evidence.tables.rows("jobs") {
        findings.checked("jobs left");
        let (kind, state) = (job.text("kind"), job.text("state"));
        findings.violation(
            format!("a job {kind} is left, {state}: {}", job.text("last_error")),
            vec![job.shown()],
        );
    }
    for (process, lines) in evidence.logs.iter().enumerate() {
        for (number, line) in lines.iter().enumerate() {
            if line.contains("panicked at") {
                let around = lines[number..(number + 12).min(lines.len())].to_vec();
                findings.violation(format!("process {process} panicked"), around);
            }
        }
    }
    for (status, count) in lock(&world.answers.by_status).iter() {
        *findings.checked.entry("answers to people").or_default() += count;
        if *status == 500 {
            *findings.explained.entry("answers 500 with a request id").or_default() += count;
        }
    }
    for answer in lock(&world.answers.unclear).iter() {
        findings.violation(answer.clone(), Vec::new());
    }
}
