//! The table of `docs/reference.md` names tests that exist, and no row is without one.

use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn every_test_the_reference_table_names_exists() {
    let mut tests = BTreeSet::new();
    for folder in ["src", "tests"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut tests);
    }
    assert!(tests.len() > 50, "the rule looks at nothing");
    let table = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md")).unwrap();
    let mut breaches = Vec::new();
    for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Row ")) {
        let shown_by = line.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let names: Vec<&str> = shown_by.split('`').skip(1).step_by(2).collect();
        // A row that cannot arise here says so instead of naming a test.
        if names.is_empty() && !shown_by.starts_with("not simulated: ") {
            breaches.push(format!("no test: {line}"));
        }
        breaches.extend(
            names.iter().filter(|name| !tests.contains(**name)).map(|name| format!("no such test: {name}")),
        );
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

/// Names of all functions marked as tests below `folder`.
fn collect(folder: &Path, tests: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, tests);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let mut marked = false;
            for line in text.lines().map(str::trim) {
                if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                    marked = true;
                } else if let Some((_, name)) = line.split_once("fn ").filter(|_| marked) {
                    tests.insert(name.split('(').next().unwrap_or_default().to_owned());
                    marked = false;
                }
            }
        }
    }
}
