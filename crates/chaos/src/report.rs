//! What a run says at its end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::checks::Findings;
use crate::evidence::Evidence;
use crate::shared::lock;
use crate::world::World;

/// Violations shown in full; of more, only the number.
const SHOWN: usize = 12;

/// The report, as text for people.
pub(crate) fn report(
    world: &World,
    evidence: &Evidence,
    findings: &Findings,
    made: &BTreeMap<String, u64>,
    again: &str,
) -> String {
    let mut text = String::new();
    let mut made = made.clone();
    let at_places = evidence.lives.iter().flatten().filter(|life| life.at_place).count();
    made.insert("kill at a failpoint".into(), at_places as u64);
    let total: u64 = made.values().sum();
    let _ = writeln!(text, "\nFaults made: {total}");
    table(&mut text, made.iter().map(|(what, count)| (what.as_str(), *count)));
    let lives = evidence.lives.iter().map(Vec::len).sum::<usize>();
    let _ = writeln!(text, "Lives of {} processes: {lives}", evidence.lives.len());
    let _ = writeln!(text, "\nPeople did:");
    table(&mut text, world.wishes.counts().iter().map(|(what, count)| (*what, *count)));
    let _ = writeln!(text, "\nAnswers by status (0 is none):");
    let statuses: Vec<_> =
        lock(&world.answers.by_status).iter().map(|(status, count)| (status.to_string(), *count)).collect();
    table(&mut text, statuses.iter().map(|(status, count)| (status.as_str(), *count)));
    let _ = writeln!(text, "  slowest {:.1} s", lock(&world.answers.slowest).as_secs_f64());
    let _ = writeln!(text, "\nChecked:");
    table(&mut text, findings.checked.iter().map(|(what, count)| (*what, *count)));
    let _ = writeln!(text, "\nExplained by the faults:");
    table(&mut text, findings.explained.iter().map(|(what, count)| (*what, *count)));
    let _ = writeln!(text, "\nViolations: {}", findings.violations.len());
    for violation in findings.violations.iter().take(SHOWN) {
        let _ = writeln!(text, "\n  VIOLATION {}", violation.what);
        for line in &violation.evidence {
            let _ = writeln!(text, "    {line}");
        }
    }
    if findings.violations.len() > SHOWN {
        let _ = writeln!(text, "\n  … and {} more", findings.violations.len() - SHOWN);
        for violation in findings.violations.iter().skip(SHOWN) {
            let _ = writeln!(text, "    {}", violation.what);
        }
    }
    if !findings.violations.is_empty() {
        let _ =
            writeln!(text, "\nLogs and data are in {}\nThe same plan again: {again}", world.folder.display());
    }
    text
}

/// One line for a table of many runs.
pub(crate) fn line(
    seed: u64,
    database: &str,
    evidence: &Evidence,
    findings: &Findings,
    made: &BTreeMap<String, u64>,
) -> String {
    let sum = |start: &str| -> u64 {
        made.iter().filter(|(what, _)| what.starts_with(start)).map(|(_, count)| count).sum()
    };
    let count = |what: &str| findings.checked.get(what).copied().unwrap_or_default();
    let at_places = evidence.lives.iter().flatten().filter(|life| life.at_place).count();
    format!(
        "| {seed} | {database} | {} + {at_places} | {} | {} | {} | {} | {} | {} | {} | {} |",
        sum("kill"),
        sum("cut") + sum("block") + sum("slow"),
        sum("Zoom"),
        sum("mail"),
        sum("clock") + sum("disk") + sum("database") + sum("freeze"),
        count("meetings"),
        count("mails received"),
        count("refreshes"),
        findings.violations.len()
    )
}

fn table<'a>(text: &mut String, rows: impl Iterator<Item = (&'a str, u64)>) {
    for (what, count) in rows {
        let _ = writeln!(text, "  {count:>6}  {what}");
    }
}
