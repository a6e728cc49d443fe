//! The documents name real files.

use std::collections::BTreeSet;

use crate::tree::{File, assert_none, files, root};

/// Documents for people who work on the project. Each path they name must exist.
const DOCUMENTS: [&str; 5] =
    ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"];

/// Folders of the project: what starts with one of these, in backticks, is meant as a path.
const TOP: [&str; 7] = ["crates/", "docs/", "e2e/", "xtask/", ".ci/", ".cargo/", ".config/"];

fn documents() -> Vec<File> {
    let mut all = files("docs", &[".md"]);
    for path in DOCUMENTS {
        let text = std::fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path} is missing"));
        all.push(File { path: path.to_owned(), text });
    }
    all
}

/// Words in backticks outside of code blocks.
fn quoted(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            words.extend(line.split('`').skip(1).step_by(2));
        }
    }
    words
}

/// Targets of links that stay inside the project, without their `#fragment`.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inside = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    inside.filter_map(|target| target.split('#').next()).collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    let is_path =
        |word: &str| TOP.iter().any(|top| word.starts_with(top)) && !word.contains(['<', '*', '{', ' ']);
    let mut breaches = Vec::new();
    for document in documents() {
        let paths = quoted(&document.text).into_iter().filter(|word| is_path(word));
        for path in paths.filter(|path| !root().join(path).exists()) {
            breaches.push(format!("{} names `{path}`, which does not exist", document.path));
        }
    }
    assert_none(&breaches);
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut breaches = Vec::new();
    for document in documents() {
        let folder = root().join(&document.path).parent().unwrap().to_path_buf();
        for target in links(&document.text).into_iter().filter(|target| !folder.join(target).exists()) {
            breaches.push(format!("{} links to {target}, which does not exist", document.path));
        }
    }
    assert_none(&breaches);
}

#[test]
fn every_crate_is_on_the_map() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let path = format!("crates/{}", entry.unwrap().file_name().to_string_lossy());
        assert!(map.contains(&format!("`{path}`")), "ARCHITECTURE.md does not name `{path}`");
    }
}

#[test]
fn every_decision_is_on_the_list() {
    let list = std::fs::read_to_string(root().join("docs/decisions/README.md")).unwrap();
    for decision in files("docs/decisions", &[".md"]) {
        let name = decision.path.rsplit('/').next().unwrap().to_owned();
        assert!(name == "README.md" || list.contains(&format!("({name})")), "{name} is not on the list");
    }
}

#[test]
fn the_table_of_field_cases_is_the_tests_that_exist() {
    let names_in = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.filter(|word| word.starts_with("rt_")).map(str::to_owned).collect()
    };
    let mut tests = BTreeSet::new();
    for file in files("crates", &[".rs"]) {
        for line in file.text.lines() {
            if let Some((_, rest)) = line.split_once("fn rt_") {
                tests.extend(names_in(&format!("rt_{rest}")).into_iter().take(1));
            }
        }
    }
    let table = std::fs::read_to_string(root().join("docs/field-cases.md")).unwrap();
    let listed = names_in(&table);
    let missing = tests.difference(&listed).map(|name| format!("{name} is not in docs/field-cases.md"));
    let stale =
        listed.difference(&tests).map(|name| format!("docs/field-cases.md names {name}, which is no test"));
    assert_none(&missing.chain(stale).collect::<Vec<_>>());
}

/// Documents that promise something and name the test that holds it.
const PROMISES: [&str; 2] = ["SECURITY.md", "docs/asvs.md"];

#[test]
fn every_test_that_a_promise_names_exists() {
    let mut tests = BTreeSet::new();
    for file in files("crates", &[".rs"]).into_iter().chain(files("xtask", &[".rs"])) {
        let lines: Vec<_> = file.text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some((_, rest)) = line.split_once("fn ") else { continue };
            let above = &lines[number.saturating_sub(3)..number];
            if above.iter().any(|line| line.contains("#[test]") || line.contains("#[tokio::test")) {
                tests.extend(rest.split('(').next().map(str::to_owned));
            }
        }
    }
    let mut breaches = Vec::new();
    for path in PROMISES {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        // The last column of a table names tests.
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let named =
            rows.filter_map(|row| row.trim_end().trim_end_matches('|').rsplit('|').next()).flat_map(quoted);
        let named: Vec<_> =
            named.filter(|word| word.contains('_') && !word.contains(['/', '.', ' '])).collect();
        assert!(named.len() > 20, "{path} names {} tests", named.len());
        let missing = named.into_iter().filter(|name| !tests.contains(*name));
        breaches.extend(missing.map(|name| format!("{path} names {name}, which is no test")));
    }
    assert_none(&breaches);
}
