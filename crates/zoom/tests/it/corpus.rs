//! The fuzz targets over the inputs that are kept: what a fuzzer has reached, and whatever has ever broken something.
//! `cargo xtask fuzz` looks for more.

use std::fs;
use std::path::Path;

#[expect(
    clippy::expect_used,
    unreachable_pub,
    reason = "the library of another package, and each expect is a check"
)]
#[path = "../../../../fuzz/src/lib.rs"]
mod targets;

/// Runs a target over every file of a folder, from the root of the project.
fn replay(folder: &str, target: fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in &files {
        let input = fs::read(file).unwrap();
        let held = std::panic::catch_unwind(|| target(&input));
        assert!(held.is_ok(), "{} breaks it", file.display());
    }
    files.len()
}

#[test]
fn events_hold_for_every_kept_input() {
    assert!(replay("fuzz/corpus/event", targets::event) >= 10);
    assert_eq!(replay("crates/zoom/tests/fixtures/webhooks", targets::event), 15);
}

#[test]
fn models_hold_for_every_kept_input() {
    assert!(replay("fuzz/corpus/models", targets::models) >= 10);
    assert_eq!(replay("crates/zoom/tests/fixtures/endpoints", targets::models), 15);
    assert_eq!(replay("crates/zoom/tests/fixtures/webhooks", targets::models), 15);
}

#[test]
fn signatures_hold_for_every_kept_input() {
    assert!(replay("fuzz/corpus/signature", targets::signature) >= 3);
}
