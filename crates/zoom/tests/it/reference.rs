//! The table of `docs/reference.md` tells the truth: its tests exist, and no route and no section is missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Sections of the reference that the client has to do with.
const SECTIONS: [&str; 34] = [
    "A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "A.8", "A.9", "A.10", "A.11", "C.1", "C.2", "C.3",
    "C.4", "C.5", "C.6", "C.7", "C.8", "C.9", "C.10", "C.11", "C.12", "C.13", "C.14", "C.15", "E.1", "E.2",
    "E.3", "E.4", "E.5", "E.6", "E.7", "E.8",
];

fn rows() -> Vec<(String, String)> {
    let table = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md")).unwrap();
    let lines = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Row "));
    let cells = lines.map(|line| line.trim_matches(['|', ' ']).split_once(" | ").unwrap());
    cells.map(|(row, shown_by)| (row.to_owned(), shown_by.to_owned())).collect()
}

/// All Rust files below a folder of the crate.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

fn texts(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found
}

/// Names of all functions that are marked as tests; those inside `proptest!` are, too.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for text in texts("src").into_iter().chain(texts("tests")) {
        let mut marked = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                marked = true;
            } else if let Some((_, name)) = line.split_once("fn ").filter(|_| marked) {
                names.insert(name.split('(').next().unwrap_or_default().to_owned());
                marked = false;
            }
        }
    }
    names
}

#[test]
fn every_row_names_a_test_that_exists() {
    let tests = tests();
    assert!(tests.len() > 100, "the rule looks at nothing");
    for (row, shown_by) in rows() {
        let named: Vec<_> =
            shown_by.split('`').skip(1).step_by(2).filter(|name| name.contains('_')).collect();
        assert!(!named.is_empty(), "no test for: {row}");
        for name in named {
            assert!(tests.contains(name), "{row}: there is no test {name}");
        }
    }
}

#[test]
fn every_section_has_a_row() {
    let rows = rows();
    let has = |section: &str| {
        rows.iter().any(|(row, _)| {
            row.split([' ', ','])
                .take_while(|word| word.is_empty() || word.contains('.'))
                .any(|word| word == section)
        })
    };
    for section in SECTIONS {
        assert!(has(section), "no row for {section}");
    }
}

#[test]
fn every_route_of_the_client_has_a_row() {
    let rows = rows();
    let mut routes = BTreeSet::new();
    for text in texts("src") {
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        let code = shipped.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
        for literal in code.split('"').skip(1).step_by(2) {
            if ["/users/", "/meetings/", "/past_meetings/", "/oauth/"]
                .iter()
                .any(|top| literal.starts_with(top))
            {
                routes.insert(literal.to_owned());
            }
        }
    }
    assert!(routes.len() >= 17, "the rule looks at nothing: {routes:?}");
    for route in routes {
        let named = rows.iter().any(|(row, _)| {
            row.split('`').skip(1).step_by(2).any(|quoted| quoted.rsplit(' ').next() == Some(route.as_str()))
        });
        assert!(named, "no row for {route}");
    }
}
