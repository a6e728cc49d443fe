//! What may not be in the source.

use std::collections::BTreeSet;

use crate::tree::{File, assert_none, files};

/// A file longer than this holds more than one purpose, or is on the list with its reason.
const LONGEST_RUST: usize = 400;
const LONGEST_STYLE: usize = 150;

/// Files that may be longer: path and reason. Samples are data and may be as long as they like.
const LONG_FOR_A_REASON: [(&str, &str); 2] = [
    ("crates/store/src/meetings.rs", "all SQL of one aggregate, which is how it is looked for"),
    ("crates/zoom-sandbox/src/control.rs", "one handle, one short function for each thing a test may do"),
];

fn rust() -> Vec<File> {
    let mut all = files("crates", &[".rs"]);
    all.extend(files("xtask", &[".rs"]).into_iter().filter(|file| !file.path.starts_with("xtask/tests")));
    all
}

fn assert_nowhere(files: &[File], banned: &[&str], reason: &str) {
    let mut breaches = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            for word in banned.iter().filter(|word| line.contains(**word)) {
                breaches.push(format!("{}:{}: `{word}`: {reason}", file.path, number + 1));
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn no_test_is_switched_off() {
    assert_nowhere(&rust(), &["#[ignore"], "a test runs or goes");
    let journeys = files("e2e", &[".test.mjs"]);
    assert_nowhere(&journeys, &[".skip(", ".todo(", ".only(", "skip: "], "a journey runs or goes");
}

#[test]
fn nothing_is_left_to_do() {
    assert_nowhere(&rust(), &["todo!(", "unimplemented!("], "what is not built is not there");
    assert_nowhere(&rust(), &["TODO", "FIXME"], "file an issue instead");
    assert_nowhere(&rust(), &["#[allow("], "use #[expect(.., reason = \"..\")]");
}

#[test]
fn axum_is_seen_only_by_the_http_layer() {
    let outside: Vec<_> = files("crates/rapport/src", &[".rs"])
        .into_iter()
        .filter(|file| !file.path.starts_with("crates/rapport/src/http"))
        .collect();
    assert_nowhere(&outside, &["axum::"], "pages are served by rapport::http alone");
}

#[test]
fn lettre_is_seen_only_by_the_mail_layer() {
    let outside: Vec<_> = files("crates/rapport/src", &[".rs"])
        .into_iter()
        .filter(|file| !file.path.starts_with("crates/rapport/src/mail"))
        .collect();
    assert_nowhere(&outside, &["lettre::"], "mail is sent by rapport::mail alone");
}

#[test]
fn files_have_one_purpose_and_stay_short() {
    let lines = |file: &File| file.text.lines().count();
    let styles = files("crates/rapport/assets", &[".css"]);
    let limits = rust().into_iter().map(|file| (file, LONGEST_RUST));
    let limits = limits.chain(styles.into_iter().map(|file| (file, LONGEST_STYLE)));
    let excused = |file: &File| {
        file.path.contains("/samples") || LONG_FOR_A_REASON.iter().any(|(path, _)| *path == file.path)
    };
    let long = limits.filter(|(file, limit)| lines(file) > *limit && !excused(file));
    let breaches: Vec<_> = long
        .map(|(file, limit)| format!("{} has {} lines, more than {limit}", file.path, lines(&file)))
        .collect();
    assert_none(&breaches);
    for (path, reason) in LONG_FOR_A_REASON {
        assert!(
            rust().iter().any(|file| file.path == path),
            "{path} is gone, and so is its excuse: {reason}"
        );
    }
}

/// The content security policy forbids inline code; a page that has some would only look right
/// until a browser reads it. Mail cannot link a stylesheet, so it is left out.
#[test]
fn pages_have_no_inline_script_or_style() {
    let pages: Vec<_> = files("crates/rapport/templates", &[".html"])
        .into_iter()
        .filter(|file| !file.path.contains("/mail/"))
        .collect();
    let inline = [" style=\"", "<style", "<script>", " onclick=", " onchange=", " onsubmit=", "javascript:"];
    assert_nowhere(&pages, &inline, "the content security policy forbids it");
}

/// Where a process may die in the chaos test: a place that the test does not know is one where nobody dies.
#[test]
fn the_chaos_test_knows_every_place_where_a_process_may_die() {
    let quoted = |text: &str, before: &str, after: &str| -> BTreeSet<String> {
        let rest = text.split(before).skip(1);
        rest.filter_map(|rest| rest.split_once(after).map(|(place, _)| place.to_owned())).collect()
    };
    let mut reached = BTreeSet::new();
    for file in files("crates/rapport/src", &[".rs"]) {
        reached.append(&mut quoted(&file.text, "reach(\"", "\")"));
    }
    let plan = files("crates/chaos/src", &["plan.rs"]).remove(0).text;
    let list = plan.split_once("PLACES: ").unwrap().1.split_once("];\n").unwrap().0.to_owned();
    assert_eq!(quoted(&list, "    \"", "\","), reached);
}
